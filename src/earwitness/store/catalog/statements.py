"""Layer 4 in the catalog: what publishers state, and the words that articles quote."""

from __future__ import annotations

import sqlite3

from earwitness.records.statements import Assertion, QuotedWords

__all__ = [
    "add_assertion",
    "add_quotation",
    "assertions_about",
    "assertions_in",
    "quotations_in",
    "quotations_of",
]


def add_assertion(db: sqlite3.Connection, given: Assertion) -> None:
    """Write down what a publisher states."""
    db.execute(
        "insert into assertion values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.appearance_id,
            given.recording_id,
            given.kind,
            given.state,
            given.words,
            given.hedge,
            given.start,
            given.end,
        ),
    )


def add_quotation(db: sqlite3.Connection, given: QuotedWords) -> None:
    """Write down words that an article quotes."""
    db.execute(
        "insert into quotation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.appearance_id,
            given.recording_id,
            given.position,
            given.text,
            given.role,
            given.speaker,
            given.verb,
            given.attribution,
            given.hedge,
            given.addressee,
            given.antecedent,
            given.start,
            given.end,
        ),
    )


def assertions_in(db: sqlite3.Connection, appearance_id: str) -> list[Assertion]:
    """What one appearance states, in its own order."""
    rows = db.execute(
        "select * from assertion where appearance_id = ? order by start, rowid", (appearance_id,)
    )
    return [_assertion(row) for row in rows]


def assertions_about(db: sqlite3.Connection, recording_id: str) -> list[Assertion]:
    """What publishers state about one recording."""
    rows = db.execute(
        "select * from assertion where recording_id = ? order by rowid", (recording_id,)
    )
    return [_assertion(row) for row in rows]


def quotations_in(db: sqlite3.Connection, appearance_id: str) -> list[QuotedWords]:
    """The quotations of one appearance, in order."""
    rows = db.execute(
        "select * from quotation where appearance_id = ? order by position", (appearance_id,)
    )
    return [_quotation(row) for row in rows]


def quotations_of(db: sqlite3.Connection, recording_id: str) -> list[QuotedWords]:
    """The quotations that articles give from one recording."""
    rows = db.execute(
        "select * from quotation where recording_id = ? order by rowid", (recording_id,)
    )
    return [_quotation(row) for row in rows]


def _assertion(row: sqlite3.Row) -> Assertion:
    return Assertion(
        row["id"],
        row["appearance_id"],
        row["recording_id"],
        row["kind"],
        row["state"],
        row["words"],
        row["hedge"],
        row["start"],
        row["end"],
    )


def _quotation(row: sqlite3.Row) -> QuotedWords:
    return QuotedWords(
        row["id"],
        row["appearance_id"],
        row["recording_id"],
        row["position"],
        row["text"],
        row["role"],
        row["speaker"],
        row["verb"],
        row["attribution"],
        row["hedge"],
        row["addressee"],
        row["antecedent"],
        row["start"],
        row["end"],
    )
