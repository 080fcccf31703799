"""Layer 2 in the catalog: recordings, their sides, renditions and date bounds."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from earwitness.records.edtf import parse_edtf
from earwitness.records.fuzzydate import DateBasis, FuzzyDate, narrowed
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.records.sound import (
    Audibility,
    Basis,
    Piece,
    Recording,
    Relation,
    Rendition,
    Side,
)
from earwitness.records.timecode import Interval
from earwitness.store.catalog.instants import from_text, to_text
from earwitness.store.catalog.signed import standing_about

__all__ = [
    "add_date",
    "add_rendition",
    "add_side",
    "find_recording",
    "made_recording",
    "recorded_bounds",
    "recorded_date",
    "recording",
    "recording_with_key",
    "recordings",
    "recordings_of_artefact",
    "renditions",
    "sides",
]


@dataclass(frozen=True, slots=True)
class Made:
    """A recording and whether it was made just now."""

    recording: Recording
    new: bool


def made_recording(
    db: sqlite3.Connection, basis: Basis, natural_key: str, custody_seq: int, *, title: str = ""
) -> Made:
    """The recording with that natural key, made if there is none."""
    known = recording_with_key(db, natural_key)
    if known is not None:
        return Made(known, new=False)
    made = Recording(new_identifier("rec"), basis, title)
    db.execute(
        "insert into recording values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            made.id,
            basis.value,
            title,
            made.kind,
            made.completeness,
            made.sides,
            natural_key,
            custody_seq,
        ),
    )
    return Made(made, new=True)


def recording_with_key(db: sqlite3.Connection, natural_key: str) -> Recording | None:
    """The recording with that natural key, if there is one."""
    row = db.execute("select * from recording where natural_key = ?", (natural_key,)).fetchone()
    return None if row is None else _recording(row)


def recording(db: sqlite3.Connection, identifier: str) -> Recording | None:
    """One recording."""
    row = db.execute("select * from recording where id = ?", (identifier,)).fetchone()
    return None if row is None else _recording(row)


def find_recording(db: sqlite3.Connection, start: str) -> list[Recording]:
    """The recordings whose identifier (with or without ``rec-``) begins so, or whose title is so."""
    prefix = start if start.startswith("rec-") else f"rec-{start}"
    escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = db.execute(
        "select * from recording where id like ? escape '\\' or title = ? order by rowid limit 50",
        (escaped + "%", start),
    )
    return [_recording(row) for row in rows]


def recordings(db: sqlite3.Connection) -> list[Recording]:
    """All recordings in the order in which they were made."""
    return [_recording(row) for row in db.execute("select * from recording order by rowid")]


def recordings_of_artefact(db: sqlite3.Connection, sha256: str) -> list[Recording]:
    """The recordings that a file carries."""
    rows = db.execute(
        "select r.* from recording r join rendition d on d.recording_id = r.id"
        " where d.sha256 = ? order by r.rowid",
        (sha256,),
    )
    return [_recording(row) for row in rows]


def add_rendition(db: sqlite3.Connection, given: Rendition) -> bool:
    """Note that a file carries a recording; False if that was known."""
    pieces = [
        [one.artefact.start_ms, one.artefact.end_ms, one.recording_start_ms, one.rate]
        for one in given.time_map
    ]
    done = db.execute(
        "insert into rendition values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        (
            given.recording_id,
            given.sha256,
            given.relation.value,
            given.method,
            given.score,
            json.dumps(pieces),
        ),
    )
    return done.rowcount == 1


def renditions(db: sqlite3.Connection, recording_id: str) -> list[Rendition]:
    """The files that carry a recording."""
    rows = db.execute(
        "select * from rendition where recording_id = ? order by rowid", (recording_id,)
    )
    return [
        Rendition(
            row["recording_id"],
            Sha256(row["sha256"]),
            Relation(row["relation"]),
            row["method"],
            row["score"],
            tuple(Piece(Interval(a, b), r, rate) for a, b, r, rate in json.loads(row["time_map"])),
        )
        for row in rows
    ]


def add_side(db: sqlite3.Connection, given: Side) -> bool:
    """Note a side of the conversation; False if one of that label was known."""
    done = db.execute(
        "insert into side values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        (
            given.id,
            given.recording_id,
            given.label,
            given.audibility.value,
            given.stated_by,
            given.words,
        ),
    )
    return done.rowcount == 1


def sides(db: sqlite3.Connection, recording_id: str) -> list[Side]:
    """The sides of a conversation, heard or not."""
    rows = db.execute("select * from side where recording_id = ? order by rowid", (recording_id,))
    return [
        Side(
            row["id"],
            row["recording_id"],
            row["label"],
            Audibility(row["audibility"]),
            row["stated_by"],
            row["words"],
        )
        for row in rows
    ]


def add_date(
    db: sqlite3.Connection, recording_id: str, bounds: FuzzyDate, custody_seq: int
) -> None:
    """Add bounds for the recording date, with their basis. Earlier ones stay."""
    db.execute(
        "insert into recorded_date values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        (
            recording_id,
            to_text(bounds.earliest),
            to_text(bounds.latest),
            bounds.basis.value,
            bounds.note,
            custody_seq,
        ),
    )


def recorded_bounds(db: sqlite3.Connection, recording_id: str) -> list[FuzzyDate]:
    """All bounds for the recording date: of publications, and those that persons signed."""
    rows = db.execute(
        "select * from recorded_date where recording_id = ? order by latest is null, latest",
        (recording_id,),
    )
    bounds = [
        FuzzyDate(
            from_text(row["earliest"]),
            from_text(row["latest"]),
            DateBasis(row["basis"]),
            row["note"],
        )
        for row in rows
    ]
    for one in standing_about(db, recording_id, ("date",)):
        fields = json.loads(one.body)
        said = parse_edtf(fields["edtf"])
        note = f"{one.reason} ({one.by})"
        bounds.append(FuzzyDate(said.earliest, said.latest, DateBasis(fields["basis"]), note))
    return bounds


def recorded_date(db: sqlite3.Connection, recording_id: str) -> FuzzyDate:
    """What all bounds leave together: not after the earliest publication, unless a basis says more.

    Publishers' own statements of a date are assertions and do not narrow this; bounds that contradict
    each other do not either (`earwitness.records.fuzzydate.narrowed`).
    """
    return narrowed(recorded_bounds(db, recording_id)).date


def _recording(row: sqlite3.Row) -> Recording:
    return Recording(
        row["id"], Basis(row["basis"]), row["title"], row["kind"], row["completeness"], row["sides"]
    )
