"""Codings in the catalog: only ever added; the later of two marks of one coder stands."""

from __future__ import annotations

import sqlite3

from earwitness.records.coding import Coding

__all__ = ["add_coding", "codings"]


def add_coding(db: sqlite3.Connection, given: Coding, custody_seq: int) -> None:
    """Write down a coder's mark."""
    db.execute(
        "insert into coding values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.recording_id,
            given.transcript_id,
            given.position,
            given.code,
            int(given.present),
            given.coder,
            given.at,
            given.because,
            custody_seq,
        ),
    )


def codings(db: sqlite3.Connection) -> list[Coding]:
    """All marks, the earliest first."""
    return [
        Coding(
            row["id"],
            row["recording_id"],
            row["transcript_id"],
            row["position"],
            row["code"],
            bool(row["present"]),
            row["coder"],
            row["at"],
            row["because"],
        )
        for row in db.execute("select * from coding order by rowid")
    ]
