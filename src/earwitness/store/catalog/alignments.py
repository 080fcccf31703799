"""Layer 3 in the catalog: what was found when a transcript was looked for in its sound."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from earwitness.records.alignment import Alignment, Fit
from earwitness.records.identifiers import Sha256

__all__ = ["LineFit", "StoredAlignment", "add_alignment", "alignment_of", "line_fits"]


@dataclass(frozen=True, slots=True)
class StoredAlignment:
    """A transcript that was looked for in a file.

    Attributes:
        version_id: the version with the times found, None where none was made.
        blob: derived file with the words.
    """

    id: str
    transcript_id: str
    version_id: str | None
    sha256: Sha256
    fit: Fit
    reason: str
    maker: str
    blob: str


@dataclass(frozen=True, slots=True)
class LineFit:
    """Whether a line belongs to the sound at its place; ``score`` in nats a frame."""

    position: int
    fit: Fit
    reason: str
    score: float | None
    start_ms: int | None
    end_ms: int | None


def add_alignment(
    db: sqlite3.Connection,
    given: StoredAlignment,
    found: Alignment,
    positions: tuple[int, ...],
    custody_seq: int,
) -> None:
    """Store what was found.

    Args:
        positions: the utterance that each line of ``found`` is.
    """
    db.execute(
        "insert into alignment values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.transcript_id,
            given.version_id,
            given.sha256,
            given.fit.value,
            given.reason,
            given.maker,
            given.blob,
            custody_seq,
        ),
    )
    db.executemany(
        "insert into alignment_line values (?, ?, ?, ?, ?, ?, ?)",
        (
            (given.id, position, o.fit.value, o.reason, o.score, o.start_ms, o.end_ms)
            for position, o in zip(positions, found.lines, strict=True)
        ),
    )


def alignment_of(db: sqlite3.Connection, transcript_id: str) -> StoredAlignment | None:
    """The latest alignment of a transcript, or of the one that it has its times from."""
    row = db.execute(
        "select * from alignment where transcript_id = ? or version_id = ? order by rowid desc",
        (transcript_id, transcript_id),
    ).fetchone()
    if row is None:
        return None
    return StoredAlignment(
        row["id"],
        row["transcript_id"],
        row["version_id"],
        Sha256(row["sha256"]),
        Fit(row["fit"]),
        row["reason"],
        row["maker"],
        row["blob"],
    )


def line_fits(db: sqlite3.Connection, alignment_id: str) -> dict[int, LineFit]:
    """What was found of each line, by its position in the transcript."""
    rows = db.execute("select * from alignment_line where alignment_id = ?", (alignment_id,))
    return {
        row["position"]: LineFit(
            row["position"],
            Fit(row["fit"]),
            row["reason"],
            row["score"],
            row["start_ms"],
            row["end_ms"],
        )
        for row in rows
    }
