"""Codings in the catalog: only ever added; the later of two marks of one coder stands."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple

from earwitness.records.coding import Coding

__all__ = ["add_coding", "coding_digest", "codings", "codings_with_custody"]


def add_coding(db: sqlite3.Connection, given: Coding, custody_seq: int) -> None:
    """Write down a coder's mark."""
    db.execute(
        "insert into coding values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.recording_id,
            given.version_id,
            given.position,
            given.code,
            int(given.present),
            given.coder,
            given.at,
            given.because,
            coding_digest(given),
            custody_seq,
        ),
    )


def codings(db: sqlite3.Connection) -> list[Coding]:
    """All marks, the earliest first."""
    return [one for one, _ in codings_with_custody(db)]


def codings_with_custody(db: sqlite3.Connection) -> Iterator[tuple[Coding, int]]:
    """All marks, each with the number of its custody event."""
    for row in db.execute("select * from coding order by rowid"):
        one = Coding(
            row["id"],
            row["recording_id"],
            row["version_id"],
            row["position"],
            row["code"],
            bool(row["present"]),
            row["coder"],
            row["at"],
            row["because"],
        )
        yield one, int(row["custody_seq"])


def coding_digest(given: Coding) -> str:
    """SHA-256 of a mark; the custody event of its making names it."""
    return hashlib.sha256(json.dumps(astuple(given), ensure_ascii=False).encode()).hexdigest()
