"""What the proof of a redaction says of files that are to go out; it names decisions, never what they withhold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.timecode import Interval

__all__ = [
    "PlacedSound",
    "ProofFind",
    "ProofKind",
    "ProofRun",
    "StretchProof",
    "WithheldSound",
]


class ProofKind(StrEnum):
    """What is wrong with a public file."""

    SEALED_WORD = "sealed_word"  # it stands in the bytes, or in the name
    SOUND_LEFT = "sound_left"  # a withheld stretch is not silent, or not replaced
    ORIGINAL_HEARD = "original_heard"  # the original is in it
    PICTURE_LEFT = "picture_left"  # a stretch of a film is not covered
    TAG = "tag"  # metadata that is not on the allow-list
    UNREADABLE = "unreadable"  # nobody can say what is in it


@dataclass(frozen=True, slots=True)
class ProofFind:
    """One reason why a file must not go out.

    Attributes:
        file: within what was looked at.
        place: member, chunk, byte offset or time.
        about: the decision, or "" for none.
        says: what was found there, in a sentence without any sealed word.
    """

    kind: ProofKind
    file: str
    place: str
    about: str
    says: str


@dataclass(frozen=True, slots=True)
class StretchProof:
    """One withheld stretch in one public file, as measured.

    Attributes:
        rate_hz: at which the file was decoded; ``variant``: how ("", "without edit list", "track 2").
        core_dbfs: loudest 20 ms, 50 ms and more from the edges; edges_dbfs: of the outermost 50 ms.
        original_dbfs: level of the part of it that is the original, after the known replacement was taken
            away; ``likeness`` of the rest with it.
    """

    file: str
    recording: str
    interval: Interval
    method: str
    rate_hz: int
    variant: str
    core_dbfs: float
    edges_dbfs: float
    original_dbfs: float
    likeness: float


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A public sound file and the moment of a recording at which it was cut; told by who wrote it."""

    file: str
    recording: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class WithheldSound:
    """What the proof has to know of one recording.

    Attributes:
        stretches: in the recording; in_master: the same in the master, with methods and decisions beside.
    """

    recording: str
    original: str
    ending: str
    master: str
    stretches: tuple[Interval, ...]
    in_master: tuple[Interval, ...]
    methods: tuple[str, ...]
    channels: tuple[int | None, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofRun:
    """A proof that was run on what was to go out; kept as a signed record about each recording.

    Attributes:
        of: what was proved ("story", "export", "folder"); digest: of all its files and their bytes.
        state: digest of what was withheld when it was run (`store.redactions.redactions_digest`).
        files, media: how many were looked at; stretches: how many were measured.
        finds: reasons against, by kind.
        limits: what was not looked for, in sentences.
    """

    of: str
    digest: str
    state: str
    files: int
    media: int
    stretches: int
    finds: tuple[str, ...]
    limits: tuple[str, ...]
    maker: str
