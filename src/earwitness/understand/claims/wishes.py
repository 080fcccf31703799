"""Signs that something is wished, supposed or said in jest."""

from __future__ import annotations

from earwitness.records.claims import Modality
from earwitness.records.statements import Certainty
from earwitness.understand.claims.cue_words import cues_in
from earwitness.understand.claims.evidence import Evidence, ModalityRule
from earwitness.understand.claims.sentence import Sentence

__all__ = ["JOKE_RULES", "SUPPOSED_RULES", "WISH_RULES"]


class _Cue:
    """A cue word of one kind says one modality."""

    def __init__(self, name: str, kind: str, modality: Modality, certainty: Certainty) -> None:
        self.name, self._kind, self._modality, self._certainty = name, kind, modality, certainty

    def find(self, sentence: Sentence) -> Evidence | None:
        for start, end in cues_in(self._kind, sentence.folded):
            return Evidence(
                self._modality, self.name, start, end,
                f"“{sentence.words(start, end)}”", self._certainty, cue=self._kind,
            )  # fmt: skip
        return None


class OughtToBe:
    """What ought to be is not what is: "there should be more of us"."""

    name = "what ought to be"

    def find(self, sentence: Sentence) -> Evidence | None:
        for start, end in cues_in("ought", sentence.folded):
            return Evidence(
                Modality.WISH, self.name, start, end,
                f"“{sentence.words(start, end)}” says what ought to be, not what is",
                Certainty.POSSIBLE,
            )  # fmt: skip
        return None


JOKE_RULES: tuple[ModalityRule, ...] = (
    _Cue("laughter or “joking”", "joke", Modality.JOKE_POSSIBLE, Certainty.POSSIBLE),
)
SUPPOSED_RULES: tuple[ModalityRule, ...] = (
    _Cue("condition", "if", Modality.HYPOTHETICAL, Certainty.PROBABLE),
    _Cue("conditional mood", "would", Modality.HYPOTHETICAL, Certainty.POSSIBLE),
)
WISH_RULES: tuple[ModalityRule, ...] = (
    _Cue("wish", "wish", Modality.WISH, Certainty.PROBABLE),
    OughtToBe(),
)
