"""Layer 5, redaction: what is withheld of a recording, why and how (methods §2 `Redaction`, §4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from earwitness.records.timecode import Interval

__all__ = [
    "ALL_RECORDINGS",
    "Cover",
    "Redaction",
    "RedactionMethod",
    "RedactionReason",
    "RedactionSettings",
    "StandingRedaction",
    "Treatment",
]

ALL_RECORDINGS = "archive"
"""Subject of a decision that seals words wherever they come from."""


class RedactionReason(StrEnum):
    """Why something is withheld."""

    PRIVATE_PERSON = "private_person"
    THIRD_PARTY = "third_party"
    MINOR = "minor"
    VICTIM = "victim"
    POW = "pow"
    PHONE = "phone"
    ADDRESS = "address"
    HEALTH = "health"
    LOCATION_OPSEC = "location_opsec"
    SOURCE_PROTECTION = "source_protection"
    PROFANITY = "profanity"


class RedactionMethod(StrEnum):
    """What stands in the place of the sound, the safest first."""

    MUTE = "mute"
    BLEEP = "bleep"
    REVOICE = "re-voice"
    DISGUISE = "disguise"

    @property
    def removes(self) -> bool:
        """Whether nothing of the sound is left. A disguise leaves all of it, changed and changed back."""
        return self is not RedactionMethod.DISGUISE


@dataclass(frozen=True, slots=True)
class Cover:
    """The rectangle of a film's picture that is filled: in thousandths of its width and height."""

    left: int = 0
    top: int = 667
    width: int = 1000
    height: int = 333


@dataclass(frozen=True, slots=True)
class Redaction:
    """One decision.

    Attributes:
        spans: in milliseconds of the recording, as a person named them; margins come on top of them.
        channel: counted from 0; None: all of them.
        voice: the label whose spans these are, "" where spans were named.
        words: what must not stand anywhere, in each language; sealed. Without spans it is all there is.
        sound: SHA-256 of the sound that is put in its place (re-voice).
        source_type: IPTC digital source type of that sound.
        seed: of the disguise; sealed, since whoever has it can undo the disguise.
        cover: of the picture; None: the picture stays.
    """

    reason: RedactionReason
    method: RedactionMethod = RedactionMethod.MUTE
    spans: tuple[Interval, ...] = ()
    channel: int | None = None
    voice: str = ""
    words: tuple[str, ...] = field(default=(), metadata={"sealed": True})
    sound: str = ""
    source_type: str = ""
    seed: int = field(default=0, metadata={"sealed": True})
    cover: Cover | None = None


@dataclass(frozen=True, slots=True)
class StandingRedaction:
    """A decision that was not taken back: what, about which recording, by whom, when and why."""

    id: str
    recording: str
    redaction: Redaction
    by: str
    at: str
    because: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """A stretch of the sound that is replaced, with margins and edges; none of them overlap.

    Attributes:
        interval: what is replaced; ``named`` is what persons named inside of it.
        records: the decisions that it comes from.
    """

    interval: Interval
    method: RedactionMethod
    channel: int | None = None
    named: tuple[Interval, ...] = ()
    sound: str = ""
    source_type: str = ""
    seed: int = 0
    cover: Cover | None = None
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedactionSettings:
    """How wide the edges are: the ``[redaction]`` section.

    Args:
        margin_ms: at least so much is taken away on each side of what was named: speech begins earlier
            and ends later than it seems.
        step_ms: edges are moved outward to whole steps, so that the length of a gap does not spell a name.
    """

    margin_ms: int = 80
    step_ms: int = 500
