"""Comparisons of versions, kept as results that can be made again at any time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence

import msgspec

from earwitness.compare.versions import VersionDiff, compare_versions
from earwitness.errors import NotInArchive
from earwitness.records.artefacts import EventType
from earwitness.records.words import Transcript, TranscriptOrigin
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import transcripts, utterances

__all__ = ["COMPARE", "compare_recordings", "diff_of", "pairs_to_compare"]

COMPARE = "compare"
_VERSION = "1"
_CLOSE = ("ru", "uk", "be")  # told apart too badly in speech to keep versions apart by them


def pairs_to_compare(
    db: sqlite3.Connection, recording_id: str
) -> list[tuple[Transcript, Transcript]]:
    """The best machine's version against each version of a publisher or person, best first."""
    versions = transcripts(db, recording_id)
    machine = next((one for one in versions if one.origin is TranscriptOrigin.MACHINE), None)
    if machine is None:
        return []
    return [
        (machine, other)
        for other in versions
        if other.origin is not TranscriptOrigin.MACHINE and _comparable(machine, other)
    ]


def compare_recordings(archive: Archive, recording_ids: Sequence[str]) -> int:
    """Compare what was not compared yet, or has changed since; return how many pairs that were."""
    done = 0
    for recording_id in recording_ids:
        for machine, other in pairs_to_compare(archive.db, recording_id):
            key = _key(archive.db, machine, other)
            if not ledger.is_done(archive.db, key):
                _keep(archive, machine, other, key)
                done += 1
    return done


def diff_of(archive: Archive, first: Transcript, second: Transcript) -> VersionDiff:
    """The comparison of two versions: as it is kept, else made now and not kept."""
    row = ledger.result(archive.db, _key(archive.db, first, second))
    if row is not None and row["blob"]:
        try:
            return msgspec.json.decode(archive.derived.read(row["blob"]), type=VersionDiff)
        except NotInArchive:
            pass  # derived files may be thrown away: it is made again
    return _made(archive.db, first, second)


def _made(db: sqlite3.Connection, first: Transcript, second: Transcript) -> VersionDiff:
    return compare_versions(
        (first.id, utterances(db, first.id)), (second.id, utterances(db, second.id))
    )


def _keep(archive: Archive, first: Transcript, second: Transcript, key: ledger.TaskKey) -> None:
    diff = _made(archive.db, first, second)
    blob = archive.derived.put(
        first.recording_id,
        COMPARE,
        f"{key.inputs}.json",
        msgspec.json.encode(diff, order="deterministic"),
    )
    with archive.writing() as w:
        seq = w.note(
            EventType.CREATION,
            [first.recording_id, first.id, second.id],
            note=f"versions compared: {diff.errors} differences, {diff.words_second} words",
        )
        ledger.done_directly(w.db, [key], seq, blob)


def _key(db: sqlite3.Connection, first: Transcript, second: Transcript) -> ledger.TaskKey:
    """The work by the digests of both versions, and by what of them is held back."""
    digests = [
        db.execute("select digest from transcript where id = ?", (one.id,)).fetchone()["digest"]
        for one in (first, second)
    ]
    held = db.execute(
        "select h.utterance_id id from hold h join utterance u on u.id = h.utterance_id"
        " where u.transcript_id in (?, ?) order by h.utterance_id",
        (first.id, second.id),
    )
    essence = json.dumps([digests, [row["id"] for row in held]])
    inputs = hashlib.sha256(essence.encode()).hexdigest()[:32]
    return ledger.TaskKey(first.recording_id, COMPARE, _VERSION, "", inputs)


def _comparable(one: Transcript, other: Transcript) -> bool:
    first, second = (version.language.split("-", maxsplit=1)[0] for version in (one, other))
    return first == second or "und" in (first, second) or {first, second} <= {*_CLOSE}
