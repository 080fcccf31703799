"""Layer 5, judgement: what we say about it, and what may go out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.timecode import Interval

__all__ = ["Finding", "Heard", "Severity"]


class Severity(StrEnum):
    """How much a finding weighs: an error blocks a release."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Heard:
    """The place in a recording that a finding or a quotation points to.

    Attributes:
        interval: from the first to the last word that was matched, or None without times.
        exact: whether the interval holds the quoted words and no others (else whole lines).
        original: the words in the language spoken.
        language: in which the original is, as far as that is known.
        translation: the translation that was compared, or "".
    """

    recording_id: str
    transcript_id: str
    first: int
    last: int
    interval: Interval | None
    exact: bool
    voice: str | None
    original: str
    translation: str = ""
    translation_id: str | None = None
    language: str = "und"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the quote check found in a draft.

    Attributes:
        code: as in methods §7 ("Q02").
        start, end: character offsets in the draft.
        words: the draft's words at that place.
        reason: one sentence for the writer.
        suggestion: what to write instead, or "".
        rule: which rule fired, with its figures (the explain twin prints it).
    """

    code: str
    name: str
    severity: Severity
    start: int
    end: int
    line: int
    words: str
    reason: str
    suggestion: str = ""
    rule: str = ""
    heard: Heard | None = None
