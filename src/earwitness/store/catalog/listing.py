"""Lists for people: recordings a page at a time, and what waits. Each asks for the rows of one page only."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import compilations
from earwitness.store.catalog.proposals import proposed_corrections
from earwitness.store.catalog.signed import signed_record

__all__ = ["ListedRecording", "Listing", "Waiting", "listed_recordings", "waiting"]

_FEW = 8  # that are named; the inbox has them all


@dataclass(frozen=True, slots=True)
class ListedRecording:
    """A recording as a line of a list.

    Attributes:
        duration_ms: None while nothing of it was decoded.
        source, published: of the first known appearance; an ISO 8601 instant, "" where none is known.
        words: the first line that is shown; languages: of its lines.
        same_as: the recording whose sound it carries too, "" where it stands for itself.
        compiled: it is put together from others.
    """

    id: str
    title: str
    basis: str
    kind: str
    duration_ms: int | None
    source: str
    published: str
    words: str
    languages: tuple[str, ...]
    same_as: str
    compiled: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, and how many rows there are in all."""

    rows: tuple[ListedRecording, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody.

    Attributes:
        set_aside: (stage, subject, reason) of work that was given up.
        to_do: pieces of work that `run` has not come to.
        corrections: (record, subject, when, who) of the newest that were proposed and are not settled, of
            ``corrections_count``.
        held_back: lines of machines that are not shown as words.
        refused: files that were not taken in.
    """

    set_aside: tuple[tuple[str, str, str], ...]
    to_do: int
    corrections: tuple[tuple[str, str, str, str], ...]
    corrections_count: int
    held_back: int
    refused: int


def listed_recordings(
    db: sqlite3.Connection, *, basis: str = "", first: int = 0, count: int = 50
) -> Listing:
    """The newest recordings first.

    Args:
        basis: only those known so (``sound``, ``words``, ``described``), "" for all.
        first: how many to leave out.
    """
    total = db.execute(
        "select count(*) from recording where ?1 = '' or basis = ?1", (basis,)
    ).fetchone()[0]
    rows = db.execute(
        "select id, title, basis, kind from recording where ?1 = '' or basis = ?1"
        " order by rowid desc limit ?2 offset ?3",
        (basis, count, first),
    ).fetchall()
    compiled = compilations(db) if rows else {}
    return Listing(tuple(_listed(db, row, row["id"] in compiled) for row in rows), int(total))


def _listed(db: sqlite3.Connection, row: sqlite3.Row, compiled: bool) -> ListedRecording:  # noqa: FBT001 (a row's own fact)
    length = db.execute(
        "select max(h.duration_ms) from rendition r join heard h on h.sha256 = r.sha256"
        " where r.recording_id = ?",
        (row["id"],),
    ).fetchone()[0]
    appeared = db.execute(
        "select s.name, a.published_earliest from rendition r join attachment t on t.sha256 = r.sha256"
        " join appearance a on a.id = t.appearance_id join source s on s.id = a.source_id"
        " where r.recording_id = ? order by a.published_latest is null, a.published_latest, a.rowid limit 1",
        (row["id"],),
    ).fetchone()
    words, languages = _words(db, row["id"])
    same = db.execute(
        "select canonical from same_sound where recording_id = ? and canonical <> recording_id",
        (row["id"],),
    ).fetchone()
    return ListedRecording(
        row["id"],
        row["title"],
        row["basis"],
        row["kind"],
        length,
        appeared["name"] if appeared else "",
        (appeared["published_earliest"] or "") if appeared else "",
        words,
        languages,
        same[0] if same else "",
        compiled,
    )


def _words(db: sqlite3.Connection, recording_id: str) -> tuple[str, tuple[str, ...]]:
    shown = db.execute(
        "select id from transcript where recording_id = ? order by rank desc, rowid desc limit 1",
        (recording_id,),
    ).fetchone()
    if shown is None:
        return "", ()
    first = db.execute(
        "select text from utterance u where transcript_id = ? and text <> ''"
        " and not exists (select 1 from hold h where h.utterance_id = u.id) order by position limit 1",
        (shown["id"],),
    ).fetchone()
    languages = db.execute(
        "select language from utterance where transcript_id = ? and text <> ''"
        " group by language order by count(*) desc limit 3",
        (shown["id"],),
    )
    return (first["text"] if first else ""), tuple(one["language"] for one in languages)


def waiting(archive: Archive) -> Waiting:
    """What waits for somebody, over the whole archive."""
    db = archive.db
    aside = [(row["stage"], row["subject"], row["reason"]) for row in ledger.set_aside(db)[:200]]
    named, count = proposed_corrections(db, 0, _FEW)
    proposed = [one for name, _ in named if (one := signed_record(db, name)) is not None]
    return Waiting(
        tuple(aside),
        sum(one.todo for one in ledger.counts(db).values()),
        tuple((one.id, one.subject, one.at, one.by) for one in proposed),
        count,
        int(db.execute("select count(*) from hold").fetchone()[0]),
        int(db.execute("select count(*) from refusal").fetchone()[0]),
    )
