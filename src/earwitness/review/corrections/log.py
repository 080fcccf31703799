"""The change log of a recording: for the desk with names and reasons, for the public without."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import msgspec

from earwitness.records.corrections import (
    Correction,
    CorrectionState,
    Logged,
    PublicChange,
    Settlement,
)
from earwitness.store.catalog.proposals import proposed_corrections, settled_corrections
from earwitness.store.catalog.signed import standing_about

__all__ = ["LoggedPage", "change_log", "logged_page", "public_log"]


@dataclass(frozen=True, slots=True)
class LoggedPage:
    """A page of the corrections of the whole archive.

    Attributes:
        rows: the recording or story that each is about, and the correction.
        first: how many stand on the pages before; total: how many there are in all.
    """

    rows: tuple[tuple[str, Logged], ...]
    first: int
    total: int


def change_log(db: sqlite3.Connection, recording_id: str) -> list[Logged]:
    """All corrections of a recording, the earliest first, settled or not."""
    records = standing_about(db, recording_id, ("correction", "settlement"))
    settled = {}
    for one in records:
        if one.kind == "settlement":
            fields = msgspec.json.decode(one.body.encode(), type=Settlement)
            settled[fields.correction] = (fields, one)
    found = []
    for one in records:
        if one.kind != "correction":
            continue
        given = msgspec.json.decode(one.body.encode(), type=Correction)
        entry = Logged(one.id, CorrectionState.PROPOSED, given, one.at, one.by, one.reason)
        if one.id in settled:
            fields, record = settled[one.id]
            state = CorrectionState.ACCEPTED if fields.accepted else CorrectionState.REJECTED
            entry = Logged(
                one.id,
                state,
                given,
                one.at,
                one.by,
                one.reason,
                record.at,
                record.by,
                record.reason,
                fields.version,
            )
        found.append(entry)
    return found


def logged_page(db: sqlite3.Connection, *, settled: bool, first: int, count: int) -> LoggedPage:
    """Corrections of all recordings and stories: those that wait, the newest first, or those that were settled."""
    chosen = settled_corrections if settled else proposed_corrections
    rows, total = chosen(db, first, count)
    logs = {subject: change_log(db, subject) for subject in dict.fromkeys(row[1] for row in rows)}
    entries = {one.id: one for log in logs.values() for one in log}
    return LoggedPage(tuple((subject, entries[id_]) for id_, subject in rows), first, total)


def public_log(db: sqlite3.Connection, recording_id: str) -> list[PublicChange]:
    """What was corrected, for readers: accepted corrections, without names and reasons."""
    return [
        PublicChange(
            one.settled_at,
            one.correction.kind.value,
            one.correction.start_ms,
            one.correction.end_ms,
            "" if one.correction.kind.words_stay_sealed else one.correction.before,
            "" if one.correction.kind.words_stay_sealed else one.correction.after,
        )
        for one in change_log(db, recording_id)
        if one.state is CorrectionState.ACCEPTED
    ]
