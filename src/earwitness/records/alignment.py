"""Layer 3, words in the sound: every line and word with its time, and whether it belongs there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.timecode import Interval

__all__ = ["AlignedLine", "AlignedWord", "Alignment", "Fit"]


class Fit(StrEnum):
    """Whether words belong to the sound at their place."""

    FITS = "fits"
    DOUBTFUL = "doubtful"
    DOES_NOT_BELONG = "does_not_belong"


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A word in the sound.

    Args:
        text: as written.
        start_ms, end_ms: None where the word was not found.
        fit: whether it belongs there.
        score: nats a frame above "anything"; None where it was not found.
    """

    text: str
    start_ms: int | None
    end_ms: int | None
    fit: Fit
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """A line in the sound.

    Args:
        start_ms, end_ms: None where the line was not found.
        fit: whether it belongs at its place in the text.
        score: as of a word.
        reason: which rule says so, in a sentence.
        words: all words of the line.
        moved: it is heard in another place than its order says, and ``start_ms`` is that place.
    """

    start_ms: int | None
    end_ms: int | None
    fit: Fit
    reason: str
    score: float | None = None
    words: tuple[AlignedWord, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """A text in a recording.

    Args:
        lines: one for each line of the text, in its order.
        fit: of the text as a whole.
        reason: the sentence for it.
        unclaimed: speech that no line claims.
        maker: program and synthesiser with their versions.
    """

    lines: tuple[AlignedLine, ...]
    fit: Fit
    reason: str
    unclaimed: tuple[Interval, ...]
    maker: str
