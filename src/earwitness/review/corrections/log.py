"""The change log of a recording: for the desk with names and reasons, for the public without."""

from __future__ import annotations

import sqlite3

import msgspec

from earwitness.records.corrections import (
    Correction,
    CorrectionState,
    Logged,
    PublicChange,
    Settlement,
)
from earwitness.store.catalog.signed import standing_about

__all__ = ["change_log", "public_log"]


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
