"""The redacted master: the sound of a recording without what is withheld, from which all public sound is cut.

It stands under ``derived/`` and can be made again; its name is a digest of the bytes it was made from, of what
is withheld, and of the settings, so that one made for an earlier decision is never taken for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from earwitness.audio.isolation import Isolated, IsolationSettings, deadline_s
from earwitness.audio.limits import ProcessLimits
from earwitness.audio.redaction import MadeMaster, write_master
from earwitness.errors import NotInArchive
from earwitness.records.artefacts import EventType
from earwitness.records.redaction import Treatment
from earwitness.records.sound import Piece
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.catalog.sound import renditions
from earwitness.store.originals import digest_file
from earwitness.store.redactions import treatments_of, voices_given

__all__ = ["LARGE_FILES", "RedactedMaster", "in_master", "redacted_master", "source_file"]

_VERSION = 1
_STAGE = "redacted"
LARGE_FILES = IsolationSettings(ProcessLimits(file_bytes=64 << 30))
"""For a child that writes whole recordings."""


@dataclass(frozen=True, slots=True)
class RedactedMaster:
    """A master and how its time runs.

    Attributes:
        sha256: of the file; source: of the bytes that it was made from.
        time_map: which stretch of it carries which of the recording; empty: the same times.
    """

    path: Path
    sha256: str
    source: str
    rate_hz: int
    channels: int
    duration_ms: int
    time_map: tuple[Piece, ...]
    treatments: tuple[Treatment, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    sha256: str
    made: MadeMaster


def source_file(archive: Archive, recording_id: str) -> str:
    """SHA-256 of the bytes that carry a recording.

    Raises:
        NotInArchive: the archive knows the recording by words or by description only.
    """
    for one in renditions(archive.db, recording_id):
        return one.sha256
    raise NotInArchive(
        f"{recording_id} has no sound here: only words or a description of it are known",
        do="Add the sound file",
    )


def redacted_master(
    archive: Archive, recording_id: str, told: Callable[[int], None] | None = None
) -> RedactedMaster | None:
    """The master of a recording, made if it is not there; None where no sound is withheld.

    Args:
        told: the milliseconds that are done while it is made.

    Raises:
        NotInArchive: there is no sound of it. Refused: it cannot be decoded.
        ArchiveBusy: another program is writing.
    """
    given = treatments_of(archive, recording_id)
    if not given:
        return None
    source = source_file(archive, recording_id)
    key = _key(source, given)
    known = _known(archive, recording_id, key)
    if known is None:
        known = _make(archive, recording_id, source, given, key, told)
    path = archive.derived.path(f"{recording_id}/{_STAGE}/{key}.flac")
    made = known.made
    return RedactedMaster(
        path,
        known.sha256,
        source,
        made.rate_hz,
        made.channels,
        made.duration_ms,
        made.time_map,
        given,
    )


def in_master(master: RedactedMaster, wanted: Interval) -> Interval:
    """A stretch of the recording as a stretch of its master; what was replaced comes with it whole."""
    if not master.time_map:
        return wanted
    return Interval(
        _moved(master.time_map, wanted.start_ms, end=False),
        _moved(master.time_map, wanted.end_ms, end=True),
    )


def _moved(pieces: tuple[Piece, ...], at_ms: int, *, end: bool) -> int:
    """Where a moment of the recording is; inside of what was replaced, its beginning or its end."""
    for number, one in enumerate(pieces):
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        until = None if after is None else after.recording_start_ms
        if until is not None and (at_ms > until or (at_ms == until and not end)):
            continue
        inside = at_ms - one.recording_start_ms
        length = one.artefact.duration_ms
        replaced = until is not None and until - one.recording_start_ms != length
        if replaced and inside > 0:
            return one.artefact.end_ms if end else one.artefact.start_ms
        return one.artefact.start_ms + max(0, inside)
    return pieces[-1].artefact.end_ms


def _key(source: str, given: tuple[Treatment, ...]) -> str:
    essence = json.dumps([_VERSION, source, [asdict(one) for one in given]], sort_keys=True)
    return hashlib.sha256(essence.encode()).hexdigest()[:32]


def _known(archive: Archive, recording_id: str, key: str) -> _Kept | None:
    """What was made before, if it is still the file that was made."""
    try:
        kept = msgspec.json.decode(
            archive.derived.read(f"{recording_id}/{_STAGE}/{key}.json"), type=_Kept
        )
        path = archive.derived.path(f"{recording_id}/{_STAGE}/{key}.flac")
    except (NotInArchive, msgspec.DecodeError):
        return None
    return kept if digest_file(path)[0] == kept.sha256 else None


def _make(
    archive: Archive,
    recording_id: str,
    source: str,
    given: tuple[Treatment, ...],
    key: str,
    told: Callable[[int], None] | None,
) -> _Kept:
    voices = {one: archive.originals.path(one) for one in voices_given(given)}
    with archive.derived.draft() as draft, Isolated(LARGE_FILES) as child:
        made = child.call(
            write_master,
            archive.originals.path(source),
            received_ending(archive.db, source),
            given,
            voices,
            draft,
            deadline_s=deadline_s(None),
            progress=told or _nobody,
        )
        sha256, _ = digest_file(draft)
        archive.derived.adopt(recording_id, _STAGE, f"{key}.flac", draft)
    kept = _Kept(sha256, made)
    archive.derived.put(recording_id, _STAGE, f"{key}.json", msgspec.json.encode(kept))
    records = dict.fromkeys(record for one in given for record in one.records)
    with archive.writing() as w:
        w.note(
            EventType.REDACTION,
            [recording_id, source, sha256, *records],
            note=f"redacted master made, {len(given)} stretches",
        )
    return kept


def _nobody(_: int) -> None:
    return None
