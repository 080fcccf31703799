"""What other stages know and the quote check has to ask: values and questions that the desk hands across.

Stages never import one another. Where nothing is handed over nobody has said anything: no verdict, no rung, no
names found. Rules that need an answer then keep silent, and the report says that they did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from earwitness.records.review import (
    Attribution,
    Rung,
    StandingOf,
    nothing_stands,
)
from earwitness.records.statements import Certainty, MentionKind

__all__ = ["CodedCount", "PrivateWords", "SpeakerKnown", "SpokenOf", "Told"]


@dataclass(frozen=True, slots=True)
class SpeakerKnown:
    """A voice of a recording and the rung that holds for it now; one that lapsed is ``A0``."""

    voice: str
    rung: Rung
    given: Attribution


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """Words in one of the lines that were asked about, which could identify a private person.

    Attributes:
        line: number of the line, from 0; start, end: characters in it.
        kind: name, phone, email, card, iban, address, document, birth, health, child, handle.
        public: who it is where a public person of the desk's list is named, else "".
    """

    line: int
    start: int
    end: int
    surface: str
    kind: str
    certainty: Certainty
    reason: str
    public: str = ""


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """Who or what a line that was asked about speaks of."""

    line: int
    start: int
    end: int
    surface: str
    kind: MentionKind
    key: str


@dataclass(frozen=True, slots=True)
class CodedCount:
    """How often a code of the codebook was found, by how many coders, and how far they agree.

    Attributes:
        figures: the numbers of lines and of recordings that any coder, or all together, found it in.
        alpha: Krippendorff's, None where it was not computed.
    """

    code: str
    name: str
    figures: frozenset[int]
    coders: int
    alpha: float | None


def _no_speakers(_: str) -> tuple[SpeakerKnown, ...]:
    return ()


def _no_counts() -> tuple[CodedCount, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Told:
    """All of it.

    Attributes:
        standing: the verdict that stands about a recording.
        speakers: the voices of a recording that a person placed on a rung.
        private: what in these lines could identify a private person; None: nobody can say.
        spoken_of: whom and what these lines (text, language) speak of; None: nobody can say.
        counts: the codes that were counted.
    """

    standing: StandingOf = nothing_stands
    speakers: Callable[[str], tuple[SpeakerKnown, ...]] = _no_speakers
    private: Callable[[Sequence[str]], tuple[PrivateWords, ...]] | None = None
    spoken_of: Callable[[Sequence[tuple[str, str]]], tuple[SpokenOf, ...]] | None = None
    counts: Callable[[], tuple[CodedCount, ...]] = _no_counts
