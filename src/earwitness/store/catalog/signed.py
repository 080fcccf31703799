"""Signed records in the catalog: only ever added."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from earwitness.records.signed import SignedRecord, signed_digest

__all__ = [
    "add_signed",
    "signed_about",
    "signed_events",
    "signed_of_kind",
    "signed_record",
    "standing_about",
]


def add_signed(db: sqlite3.Connection, one: SignedRecord, custody_seq: int) -> None:
    """Lay a record on top of those that were there before."""
    db.execute(
        "insert into signed values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id,
            one.kind,
            one.subject,
            one.body,
            one.by,
            one.at,
            one.reason,
            one.revision,
            signed_digest(one),
            custody_seq,
        ),
    )


def signed_record(db: sqlite3.Connection, identifier: str) -> SignedRecord | None:
    """One record, whether it was taken back or not."""
    row = db.execute("select * from signed where id = ?", (identifier,)).fetchone()
    return None if row is None else _record(row)


def signed_about(
    db: sqlite3.Connection, subject: str, kinds: Sequence[str] = ()
) -> list[SignedRecord]:
    """What was said about an item, the earliest first, those that were taken back among it."""
    rows = db.execute("select * from signed where subject = ? order by rowid", (subject,))
    return [_record(row) for row in rows if not kinds or row["kind"] in kinds]


def standing_about(
    db: sqlite3.Connection, subject: str, kinds: Sequence[str]
) -> list[SignedRecord]:
    """What was said about an item and was not taken back, the earliest first."""
    records = signed_about(db, subject, (*kinds, "taken_back"))
    gone = {json.loads(one.body)["record"] for one in records if one.kind == "taken_back"}
    return [one for one in records if one.kind != "taken_back" and one.id not in gone]


def signed_of_kind(db: sqlite3.Connection, kind: str) -> list[SignedRecord]:
    """All records of a kind, the earliest first."""
    rows = db.execute("select * from signed where kind = ? order by rowid", (kind,))
    return [_record(row) for row in rows]


def signed_events(db: sqlite3.Connection) -> dict[str, int]:
    """The event of the custody chain in which each record was signed, by its identifier."""
    rows = db.execute("select id, custody_seq from signed")
    return {row["id"]: int(row["custody_seq"]) for row in rows}


def _record(row: sqlite3.Row) -> SignedRecord:
    return SignedRecord(
        row["id"],
        row["kind"],
        row["subject"],
        row["body"],
        row["made_by"],
        row["at"],
        row["reason"],
        row["revision"],
    )
