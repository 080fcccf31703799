"""What is being typed over the lines of a transcript: every saved state stays, the newest of each line counts."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["LineEdit", "add_edit", "edits_of", "note_kept"]


@dataclass(frozen=True, slots=True)
class LineEdit:
    """The newest text of a line in the editor.

    Attributes:
        revision: 1 for the first edit of the line; 0 stands for the line of the version itself.
        at: instant, ISO 8601.
    """

    position: int
    revision: int
    text: str
    by: str
    at: str


def edits_of(db: sqlite3.Connection, transcript_id: str) -> dict[int, LineEdit]:
    """The edits of a version that are not part of a later one yet, by position of the line."""
    rows = db.execute(
        "select position, revision, text, made_by, at, max(seq) from line_edit where transcript_id = ?1"
        " and seq > (select coalesce(max(up_to), 0) from line_edits_kept where transcript_id = ?1)"
        " group by position order by position",
        (transcript_id,),
    )
    return {
        row["position"]: LineEdit(
            row["position"], row["revision"], row["text"], row["made_by"], row["at"]
        )
        for row in rows
    }


def add_edit(
    db: sqlite3.Connection, transcript_id: str, position: int, text: str, by: str
) -> LineEdit:
    """Add what stands in the editor now."""
    revision = db.execute(
        "select coalesce(max(revision), 0) + 1 from line_edit where transcript_id = ? and position = ?",
        (transcript_id, position),
    ).fetchone()[0]
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    db.execute(
        "insert into line_edit (transcript_id, position, revision, text, made_by, at)"
        " values (?, ?, ?, ?, ?, ?)",
        (transcript_id, position, revision, text, by, at),
    )
    return LineEdit(position, revision, text, by, at)


def note_kept(db: sqlite3.Connection, transcript_id: str, version: str) -> None:
    """Note that all edits so far are part of a version."""
    db.execute(
        "insert into line_edits_kept select ?1, max(seq), ?2 from line_edit where transcript_id = ?1",
        (transcript_id, version),
    )
