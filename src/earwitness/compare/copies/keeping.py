"""Copies into the archive: which work that is, what is stored of it, what follows from it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import FINGERPRINT_VERSION
from earwitness.compare.copies.chance import chance_per_million
from earwitness.compare.copies.finding import FINDING_VERSION, FoundCopy
from earwitness.compare.copies.grouping import group
from earwitness.compare.copies.reading import decided_pairs, file_sounds
from earwitness.errors import NotInArchive
from earwitness.records.artefacts import EventType
from earwitness.records.copies import CopyLink, SharedPiece
from earwitness.records.identifiers import Sha256
from earwitness.records.timecode import Interval
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import (
    add_link,
    copy_links,
    keep_worked_out,
    same_recording,
)
from earwitness.store.sound_index.index import SoundIndex

__all__ = [
    "COPIES",
    "FINGERPRINT",
    "MAKER",
    "keep_codes",
    "keep_found",
    "link_of",
    "plan_copies",
    "plan_fingerprints",
    "regroup",
    "update_sound_index",
]

Codes = NDArray[np.uint64]

FINGERPRINT, COPIES, GROUP = "fingerprint", "copies", "group"
_GROUPING_VERSION = "1"
_COPIES_VERSION = f"{FINDING_VERSION}.{FINGERPRINT_VERSION}"
MAKER = f"fingerprint {_COPIES_VERSION}"
_AT_ONCE = 20_000_000  # codes added in one go: 222 hours


def plan_fingerprints(archive: Archive) -> int:
    """Put on the list every file that could be heard; return how many were new."""
    return _plan(archive, FINGERPRINT, FINGERPRINT_VERSION)


def plan_copies(archive: Archive) -> int:
    """Put on the list every file whose fingerprint is in the index; return how many were new."""
    return _plan(archive, COPIES, _COPIES_VERSION)


def keep_codes(archive: Archive, lease: ledger.Lease, codes: Codes) -> bool:
    """Store a fingerprint; False if the lease was lost and nothing was stored."""
    data = io.BytesIO()
    np.save(data, codes, allow_pickle=False)
    subject = lease.key.subject
    blob = archive.derived.put(subject, FINGERPRINT, f"{FINGERPRINT_VERSION}.npy", data.getvalue())
    with suppress(_LeaseLost), archive.writing() as w:
        seq = w.note(EventType.CREATION, [subject], note=f"fingerprint: {lease.digest[:16]}")
        if not ledger.finish(w.db, lease, blob, seq):
            raise _LeaseLost
        return True
    return False


def update_sound_index(archive: Archive) -> int:
    """Add to the index what it does not hold yet; return how many files.

    Raises:
        ArchiveBusy: another program is writing to it.
    """
    index = SoundIndex(archive.sound_index_folder)
    held = index.subjects()
    rows = archive.db.execute(
        "select subject, blob from work where stage = ? and version = ? and state = 'done'"
        " order by subject",
        (FINGERPRINT, FINGERPRINT_VERSION),
    ).fetchall()
    added = 0
    batch: list[tuple[str, Codes]] = []
    for row in rows:
        if row["subject"] in held or not row["blob"]:
            continue
        codes = _codes(archive, row["blob"])
        if codes is None:
            continue
        batch.append((row["subject"], codes))
        if sum(len(one) for _, one in batch) >= _AT_ONCE:
            added += index.add(batch)
            batch = []
    return added + (index.add(batch) if batch else 0)


def link_of(asked: str, found: FoundCopy, codes: int) -> CopyLink:
    """What was found, as a record; ``codes`` is the size of the index."""
    return CopyLink(
        Sha256(asked),
        Sha256(found.subject),
        tuple(
            SharedPiece(
                Interval(max(0, round(one.start_s * 1000)), max(0, round(one.end_s * 1000))),
                max(0, round(one.there_s * 1000)),
                one.rate,
                one.share,
                round(one.agreeing_s * 1000),
            )
            for one in found.pieces
        ),
        found.score,
        chance_per_million(found.score, codes),
        MAKER,
    )


def keep_found(archive: Archive, lease: ledger.Lease, links: Sequence[CopyLink]) -> bool:
    """Store what was found of one file; False if the lease was lost and nothing was stored."""
    with suppress(_LeaseLost), archive.writing() as w:
        subject = lease.key.subject
        named = [subject, *sorted({one.there for one in links})]
        seq = w.note(EventType.CREATION, named, note=f"copies: {lease.digest[:16]}")
        if not ledger.finish(w.db, lease, None, seq):
            raise _LeaseLost
        for link in links:
            add_link(w.db, link, seq)
        return True
    return False


def regroup(archive: Archive) -> int:
    """Work out anew which recordings are one, if anything is new; return how many changed place."""
    key = _grouping_key(archive)
    if ledger.is_done(archive.db, key):
        return 0
    sounds = file_sounds(archive)
    links = [one for one in copy_links(archive.db) if one.maker == MAKER]
    grouped = group(sounds, links, decided_pairs(archive))
    before = same_recording(archive.db)
    moved = sum(before.get(name, name) != one for name, one in grouped.same.items())
    with archive.writing() as w:
        note = f"{len(grouped.same)} recordings with sound are {len({*grouped.same.values()})}"
        objects = sorted(
            name for name, one in grouped.same.items() if before.get(name, name) != one
        )
        seq = w.note(EventType.MODIFICATION, objects, note=note)
        keep_worked_out(w.db, grouped.same, grouped.carried, grouped.passages)
        # one grouping stands: that of everything that is known
        w.db.execute("delete from work where stage = ?", (GROUP,))
        ledger.done_directly(w.db, [key], seq)
    return moved


def _grouping_key(archive: Archive) -> ledger.TaskKey:
    """The grouping of all that is known now: links, files that were heard, decisions, appearances."""
    counts = [
        archive.db.execute(f"select count(*), max(rowid) from {table}").fetchone()  # noqa: S608 (our names)
        for table in ("copy_link", "heard", "source_decision", "appearance", "transcript")
    ]
    state = json.dumps([list(one) for one in counts])
    return ledger.TaskKey("archive", GROUP, f"{_GROUPING_VERSION}.{_COPIES_VERSION}", "", state)


def _plan(archive: Archive, stage: str, version: str) -> int:
    heard = [
        row["sha256"] for row in archive.db.execute("select sha256 from heard order by custody_seq")
    ]
    keys: Iterator[ledger.TaskKey] = (ledger.TaskKey(one, stage, version, "") for one in heard)
    with archive.writing() as w:
        ledger.retire(w.db, ledger.TaskKey("", stage, version, ""))
        return ledger.add(w.db, keys)


def _codes(archive: Archive, blob: str) -> Codes | None:
    try:
        found: Codes = np.load(io.BytesIO(archive.derived.read(blob)), allow_pickle=False)
    except (NotInArchive, ValueError):
        return None
    return found


class _LeaseLost(Exception):
    """Another worker finished this item."""
