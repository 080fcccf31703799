"""What persons decided about the dependence of sources, in the catalog: only ever added."""

from __future__ import annotations

import hashlib
import json
import sqlite3

from earwitness.records.independence import Decision, DecisionKind

__all__ = ["add_decision", "decision_digest", "decisions"]


def add_decision(db: sqlite3.Connection, given: Decision, custody_seq: int) -> None:
    """Lay a decision on top of those that were made before."""
    db.execute(
        "insert into source_decision values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.kind.value,
            given.subject,
            given.other,
            given.value,
            given.group,
            given.by,
            given.at,
            given.reason,
            decision_digest(given),
            custody_seq,
        ),
    )


def decisions(db: sqlite3.Connection) -> list[Decision]:
    """All decisions, the earliest first: whoever reads them lets a later one stand."""
    return [
        Decision(
            row["id"],
            DecisionKind(row["kind"]),
            row["subject"],
            row["other"],
            row["value"],
            row["origin_group"],
            row["made_by"],
            row["at"],
            row["reason"],
        )
        for row in db.execute("select * from source_decision order by rowid")
    ]


def decision_digest(given: Decision) -> str:
    """SHA-256 of what was decided, by whom and why; the custody event names it."""
    essence = [
        given.id,
        given.kind.value,
        given.subject,
        given.other,
        given.value,
        given.group,
        given.by,
        given.at,
        given.reason,
    ]
    return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()
