"""What a rule has to say of a sentence: where it saw something, what, and how sure that makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.understand.claims.sentence import Sentence

__all__ = ["Evidence", "ModalityRule"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words ``start`` to ``end`` (left out, counted in words) say so.

    Attributes:
        by: for reported speech, the words that name who told, as a range of words; (0, 0) if none.
        cue: the kind of cue word, for rules that read on from it ("hearsay", "media").
    """

    modality: Modality
    rule: str
    start: int
    end: int
    reason: str
    certainty: Certainty = Certainty.PROBABLE
    by: tuple[int, int] = (0, 0)
    cue: str = ""

    def __str__(self) -> str:
        return f"{self.modality.value}: {self.rule}: {self.reason}"


class ModalityRule(Protocol):
    """A small rule with a name that looks for one sign of one modality."""

    name: str

    def find(self, sentence: Sentence) -> Evidence | None:
        """The first sign of it in a sentence, None if there is none."""
        ...
