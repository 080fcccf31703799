"""Corrections of the whole archive, a page at a time: those that wait, and those that were settled."""

from __future__ import annotations

import sqlite3

__all__ = ["proposed_corrections", "settled_corrections"]

# What was taken back holds no more: a correction whose settlement was taken back waits again.
_STANDING = (
    "with gone as materialized (select json_extract(body, '$.record') id from signed"
    " where kind = 'taken_back'), done as materialized (select json_extract(body, '$.correction')"
    " correction, rowid at_row from signed where kind = 'settlement' and id not in (select id from gone))"
)
_WAITING = (
    " from signed where kind = 'correction' and id not in (select id from gone)"
    " and id not in (select correction from done)"
)
_SETTLED = (
    " from done join signed c on c.id = done.correction where c.id not in (select id from gone)"
)


def proposed_corrections(
    db: sqlite3.Connection, first: int, count: int
) -> tuple[list[tuple[str, str]], int]:
    """(record, subject) of corrections that nobody has settled, the newest first; and how many there are."""
    total = db.execute(f"{_STANDING} select count(*) {_WAITING}").fetchone()[0]
    rows = db.execute(
        f"{_STANDING} select id, subject {_WAITING} order by rowid desc limit ? offset ?",
        (count, first),
    )
    return [(row["id"], row["subject"]) for row in rows], int(total)


def settled_corrections(
    db: sqlite3.Connection, first: int, count: int
) -> tuple[list[tuple[str, str]], int]:
    """The same of those that were accepted or rejected, the last decision first."""
    total = db.execute(f"{_STANDING} select count(*) {_SETTLED}").fetchone()[0]
    rows = db.execute(
        f"{_STANDING} select c.id, c.subject {_SETTLED} order by done.at_row desc limit ? offset ?",
        (count, first),
    )
    return [(row["id"], row["subject"]) for row in rows], int(total)
