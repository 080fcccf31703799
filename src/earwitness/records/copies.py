"""Layer 2, sound: that two files carry the same sound, where, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.identifiers import Sha256
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval

__all__ = ["Carriage", "CopyLink", "SharedPassage", "SharedPiece", "Verdict"]


@dataclass(frozen=True, slots=True)
class SharedPiece:
    """A stretch of one file that carries a stretch of another.

    Attributes:
        here: in the file that was asked about; there_start_ms: where it begins in the other one.
        rate: seconds of the other sound in a second of this one; 1.0 at the same speed.
        share: agreement along it, 1.0 where every bit of the fingerprints is the same.
        agreeing_ms: how much of it agrees; the rest is a pause, covered or bleeped.
    """

    here: Interval
    there_start_ms: int
    rate: float
    share: float
    agreeing_ms: int

    @property
    def there(self) -> Interval:
        """The stretch of the other file."""
        return Interval(
            self.there_start_ms, self.there_start_ms + round(self.here.duration_ms * self.rate)
        )

    def turned(self) -> SharedPiece:
        """The same, seen from the other file."""
        return SharedPiece(
            self.there, self.here.start_ms, 1 / self.rate, self.share, self.agreeing_ms
        )


@dataclass(frozen=True, slots=True)
class CopyLink:
    """A machine's finding: two files share sound. Never changed; what follows from it may be.

    Attributes:
        asked, there: SHA-256 of the two files; ``pieces`` are in the order of ``asked``.
        score: see `earwitness.compare.copies.agreement`.
        chance_per_million: false alarms that such a score would give in a million questions.
        maker: method and version.
    """

    asked: Sha256
    there: Sha256
    pieces: tuple[SharedPiece, ...]
    score: float
    chance_per_million: float
    maker: str

    def turned(self) -> CopyLink:
        """The same, seen from the other file."""
        pieces = sorted((one.turned() for one in self.pieces), key=lambda one: one.here.start_ms)
        return CopyLink(
            self.there,
            self.asked,
            tuple(pieces),
            self.score,
            self.chance_per_million,
            self.maker,
        )


class Verdict(StrEnum):
    """What a machine makes of a passage that is not decisive."""

    SUGGESTED = "suggested"  # probably the same sound: a person should listen
    SHARED = "shared"  # a passage in recordings that are otherwise different
    COMMON = "common"  # the same in three or more: an introduction, a jingle, a signal
    NO_SPEECH = "no_speech"  # music, a tone: alike, and no sign that two recordings are one


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Two recordings share sound, and that does not make them one; ``reason`` says why."""

    recording_id: str
    other_id: str
    verdict: Verdict
    reason: str
    link: CopyLink


@dataclass(frozen=True, slots=True)
class Carriage:
    """A file carries a recording: how, where, and on what ground.

    Attributes:
        recording_id: the one that stands for all that carry this sound.
        by: ``bytes``, ``fingerprint`` or a person's decision.
        pieces: ``here`` in the file, ``there`` in the recording; empty where the file is the
            recording that stands for all.
        reason: in a sentence.
    """

    recording_id: str
    sha256: Sha256
    relation: Relation
    by: str
    pieces: tuple[SharedPiece, ...]
    score: float | None
    reason: str
