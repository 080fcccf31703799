"""Layer 2, sound: what happened acoustically, and which files carry it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.identifiers import Sha256
from earwitness.records.timecode import Interval

__all__ = [
    "Audibility",
    "Basis",
    "Piece",
    "Recording",
    "Relation",
    "Rendition",
    "Side",
    "Span",
    "SpanKind",
]


class Basis(StrEnum):
    """How a recording is known to the archive."""

    SOUND = "sound"  # we hold bytes of it
    WORDS = "words"  # we hold a transcript only
    DESCRIBED = "described"  # somebody writes about it


class Audibility(StrEnum):
    """Whether a side of a conversation can be heard."""

    FULL = "full"
    PARTIAL = "partial"
    INAUDIBLE = "inaudible"
    REMOVED_BY_PUBLISHER = "removed_by_publisher"
    NEVER_RECORDED = "never_recorded"
    UNKNOWN = "unknown"

    @property
    def heard(self) -> bool:
        """Whether any words of this side may be quoted."""
        return self in (Audibility.FULL, Audibility.PARTIAL, Audibility.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Side:
    """A party to the recorded conversation, heard or not.

    Attributes:
        label: how the desk calls it ("Mother", "V1", "her son").
        stated_by: appearance whose publisher says so; None when it rests on the sound.
    """

    id: str
    recording_id: str
    label: str
    audibility: Audibility = Audibility.UNKNOWN
    stated_by: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound event, apart from the files that carry it.

    ``completeness`` and ``sides`` start unknown: nobody has said what was cut.
    """

    id: str
    basis: Basis
    title: str = ""
    kind: str = "unknown"  # phone_call, radio, voice_message, room, interview, broadcast
    completeness: str = "unknown"  # complete, excerpt, compilation
    sides: str = "unknown"  # one, both, many


class Relation(StrEnum):
    """How a file carries a recording."""

    IDENTICAL = "identical"
    RE_ENCODE = "re-encode"
    EXCERPT = "excerpt"
    COMPILATION_PART = "compilation_part"
    SUBTITLED = "subtitled"
    VOICED_OVER = "voiced_over"
    REDACTED = "redacted"
    REVOICED = "re-voiced"
    MIXED = "mixed_with_music"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file that carries a stretch of a recording at ``rate`` (1.0 = same speed)."""

    artefact: Interval
    recording_start_ms: int
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file that carries a recording, and how.

    Attributes:
        time_map: empty while the whole file is the whole recording.
        method: ``bytes``, ``fingerprint``, ``envelope`` or ``manual``.
    """

    recording_id: str
    sha256: Sha256
    relation: Relation
    method: str
    score: float | None = None
    time_map: tuple[Piece, ...] = ()


class SpanKind(StrEnum):
    """What a stretch of sound is (TEI and ISO 24624 words where they have one)."""

    SPEECH = "speech"
    SILENCE = "silence"
    DIGITAL_SILENCE = "digital_silence"
    CLIPPING = "clipping"
    TONE = "tone"
    BLEEP = "bleeped_by_publisher"
    INAUDIBLE = "inaudible"
    UNCLEAR = "unclear"
    REDACTED = "redacted_by_desk"
    SUSPECTED_CUT = "suspected_cut"
    OVERLAP = "overlap"
    PAUSE = "pause"  # one voice is silent and no other is heard
    NOISE = "noise"
    MUSIC = "music"

    @property
    def holds_words(self) -> bool:
        """Whether words may stand inside such a span (always true 5)."""
        return self not in (SpanKind.INAUDIBLE, SpanKind.BLEEP, SpanKind.REDACTED)


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of a recording; ``channel`` counts from 0, None means the mix."""

    interval: Interval
    kind: SpanKind
    by: str
    channel: int | None = None
    detail: str = ""
