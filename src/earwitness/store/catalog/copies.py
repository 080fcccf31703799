"""Copies in the catalog: what was found, and what was worked out from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from earwitness.records.copies import Carriage, CopyLink, SharedPassage, SharedPiece, Verdict
from earwitness.records.identifiers import Sha256
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval

__all__ = [
    "add_link",
    "carriers",
    "compilations",
    "copy_links",
    "keep_worked_out",
    "same_recording",
    "shared_passages",
]


def add_link(db: sqlite3.Connection, given: CopyLink, custody_seq: int) -> bool:
    """Keep what was found; False if the same maker had found it before."""
    done = db.execute(
        "insert into copy_link values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        (
            given.asked,
            given.there,
            _written(given.pieces),
            given.score,
            given.chance_per_million,
            given.maker,
            custody_seq,
        ),
    )
    return done.rowcount > 0


def copy_links(db: sqlite3.Connection) -> list[CopyLink]:
    """All that was found, in the order in which it was."""
    return [_link(row) for row in db.execute("select * from copy_link order by rowid")]


def same_recording(db: sqlite3.Connection) -> dict[str, str]:
    """Each recording, and the one whose sound it carries: itself where there is no other."""
    found = {row["id"]: row["id"] for row in db.execute("select id from recording order by rowid")}
    for row in db.execute("select recording_id, canonical from same_sound"):
        found[row["recording_id"]] = row["canonical"]
    return found


def carriers(db: sqlite3.Connection, recording_id: str) -> list[Carriage]:
    """The files that carry the sound of a recording, as worked out; none before `run` did."""
    rows = db.execute(
        "select c.* from carriage c where c.recording_id = coalesce("
        "(select canonical from same_sound where recording_id = ?), ?) order by c.rowid",
        (recording_id, recording_id),
    )
    return [
        Carriage(
            row["recording_id"],
            Sha256(row["sha256"]),
            Relation(row["relation"]),
            row["made_by"],
            _pieces(row["pieces"]),
            row["score"],
            row["reason"],
        )
        for row in rows
    ]


def compilations(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Recordings that are strung together from others, and those others."""
    rows = db.execute(
        "select r.recording_id rec, c.recording_id other from carriage c join rendition r"
        " on r.sha256 = c.sha256 and r.relation = 'identical'"
        " where c.relation = ? order by c.pieces, c.rowid",
        (Relation.COMPILATION_PART.value,),
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["rec"], []).append(row["other"])
    return found


def shared_passages(db: sqlite3.Connection, recording_id: str) -> list[SharedPassage]:
    """What a recording shares with others without being one with them."""
    rows = db.execute(
        "select p.recording_id rec, p.other_id other, p.verdict, p.reason, l.* from shared_passage p"
        " join copy_link l on l.asked = p.asked and l.there = p.there and l.maker = p.maker"
        " where ? in (p.recording_id, p.other_id) order by p.rowid",
        (recording_id,),
    )
    return [
        SharedPassage(row["rec"], row["other"], Verdict(row["verdict"]), row["reason"], _link(row))
        for row in rows
    ]


def keep_worked_out(
    db: sqlite3.Connection,
    same: Mapping[str, str],
    carried: Iterable[Carriage],
    passages: Iterable[SharedPassage],
) -> None:
    """Put what follows from all findings and decisions in place of what followed before."""
    for table in ("same_sound", "carriage", "shared_passage"):
        db.execute(f"delete from {table}")  # noqa: S608 (a name from the line above)
    db.executemany("insert into same_sound values (?, ?)", sorted(same.items()))
    db.executemany(
        "insert into carriage values (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                one.recording_id,
                one.sha256,
                one.relation.value,
                one.by,
                _written(one.pieces),
                one.score,
                one.reason,
            )
            for one in carried
        ),
    )
    db.executemany(
        "insert into shared_passage values (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                one.recording_id,
                one.other_id,
                one.verdict.value,
                one.reason,
                one.link.asked,
                one.link.there,
                one.link.maker,
            )
            for one in passages
        ),
    )


def _written(pieces: Iterable[SharedPiece]) -> str:
    return json.dumps(
        [
            [
                one.here.start_ms,
                one.here.end_ms,
                one.there_start_ms,
                round(one.rate, 6),
                round(one.share, 4),
                one.agreeing_ms,
            ]
            for one in pieces
        ]
    )


def _pieces(written: str) -> tuple[SharedPiece, ...]:
    return tuple(
        SharedPiece(Interval(start, end), there, rate, share, agreeing)
        for start, end, there, rate, share, agreeing in json.loads(written)
    )


def _link(row: sqlite3.Row) -> CopyLink:
    return CopyLink(
        Sha256(row["asked"]),
        Sha256(row["there"]),
        _pieces(row["pieces"]),
        row["score"],
        row["chance_per_million"],
        row["maker"],
    )
