"""Layer 3, words: who says what, in which language, and how sure the text is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.identifiers import Sha256

__all__ = [
    "Timing",
    "Transcript",
    "TranscriptOrigin",
    "Translation",
    "TranslationLine",
    "TranslationOrigin",
    "Utterance",
    "VersionStatus",
    "Voice",
    "Word",
]


class Timing(StrEnum):
    """How the times of an utterance are to be read."""

    EXACT = "exact"  # it has its own start and end
    START = "start"  # only a start is written; the end is the next line's start or not known
    WINDOW = "window"  # it stands somewhere inside these bounds
    NONE = "none"  # no times at all


class TranscriptOrigin(StrEnum):
    """Who made a transcript. A machine's, a publisher's and a person's are different things."""

    PUBLISHER_SUBTITLES = "publisher_subtitles"
    PUBLISHER_TEXT = "publisher_text"
    MACHINE = "asr"
    HUMAN = "human"


class TranslationOrigin(StrEnum):
    """Who made a translation."""

    PUBLISHER = "publisher"
    MACHINE = "machine"
    HUMAN = "human"
    POST_EDITED = "human_post_edit"


class VersionStatus(StrEnum):
    """How far people have looked at a version. Machines make drafts only."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its own times in milliseconds and its maker's score (0 to 1) where given."""

    text: str
    start_ms: int
    end_ms: int
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice within one recording (V1, V2...). Never linked to another recording by its sound."""

    id: str
    recording_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of words by one voice, in the language spoken.

    Attributes:
        position: place in its transcript, from 0.
        text: "" when ``no_speech`` says what stands there instead of words.
        start_ms, end_ms: as ``timing`` says; None where nothing is known.
        held_back: why the words are not shown as words (an engine's invention), or "".

    Raises:
        ValueError: an end before its start.
    """

    id: str
    transcript_id: str
    position: int
    text: str
    voice: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    timing: Timing = Timing.NONE
    words: tuple[Word, ...] = ()
    language: str = "und"
    score: float | None = None
    no_speech: str = ""
    held_back: str = ""

    def __post_init__(self) -> None:
        if self.start_ms is not None and self.end_ms is not None and self.end_ms < self.start_ms:
            raise ValueError(f"an utterance ends before it starts: {self.start_ms}, {self.end_ms}")


@dataclass(frozen=True, slots=True)
class Transcript:
    """One version of the words of a recording. A later version never overwrites an earlier one.

    Attributes:
        rank: among the versions of one recording the highest is shown first.
        because: why the rank is what it is (the rule's own words).
        artefact: the file it came in, or None when an engine of ours made it.
    """

    id: str
    recording_id: str
    origin: TranscriptOrigin
    language: str
    format: str
    maker: str = ""
    status: VersionStatus = VersionStatus.DRAFT
    rank: int = 0
    because: str = ""
    artefact: Sha256 | None = None


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """A line of a translation, and the utterances (positions, inclusive) that it renders."""

    position: int
    text: str
    first: int | None = None
    last: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A version of the words in another language; names its maker."""

    id: str
    recording_id: str
    transcript_id: str | None
    language: str
    origin: TranslationOrigin
    maker: str = ""
    status: VersionStatus = VersionStatus.DRAFT
    rank: int = 0
    because: str = ""
    artefact: Sha256 | None = None
