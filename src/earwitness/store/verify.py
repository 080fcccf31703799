"""Everything that can be recomputed, recomputed: bytes, custody chain, references, results."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from earwitness.errors import Differs, EarwitnessError
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import is_sha256
from earwitness.records.signed import signed_digest
from earwitness.store import custody
from earwitness.store.archive import Archive
from earwitness.store.catalog.claims import claim_digest, persons_revisions
from earwitness.store.catalog.codings import coding_digest, codings_with_custody
from earwitness.store.catalog.mentions import entity_link_digest, entity_links
from earwitness.store.catalog.signed import signed_record
from earwitness.store.catalog.source_decisions import decision_digest, decisions
from earwitness.store.catalog.words import (
    transcript,
    transcript_digest,
    translation_digest,
    translation_lines,
    translations,
    utterances,
)
from earwitness.store.deleted import deleted_originals
from earwitness.store.originals import digest_file

__all__ = ["Difference", "Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was recorded."""

    where: str
    what: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, what differs, and what is merely worth knowing."""

    originals: int
    bytes: int
    events: int
    head: str
    results: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not self.differences


def verify(archive: Archive, told: Callable[[int, int], None] = lambda *_: None) -> Verification:
    """Recompute everything; name what differs. Nothing in the archive is changed but for one event.

    Args:
        archive: opened for writing, since the check itself is a custody event; a read-only
            archive is checked all the same.
        told: called with (bytes read so far, bytes in all).
    """
    db = archive.db
    differences = [*_catalog(db), *_chain_references(db), *_custody_rows(db), *_versions(db)]
    differences += [*_decisions(db), *_claims(db), *_signed(db)]
    events, head = 0, ""
    try:
        events, head = custody.verify_lines(custody.lines(db))
    except Differs as error:
        differences.append(_difference(error))
    stored = dict(db.execute("select sha256, size_bytes from artefact"))
    total, read = sum(stored.values()), 0
    deleted, notes = deleted_originals(db), []
    for sha256, size in stored.items():
        try:
            archive.originals.check(sha256)
        except EarwitnessError as error:
            if sha256 in deleted and not archive.originals.holds(sha256):
                notes.append(f"originals/{sha256[:2]}/{sha256}: deleted, says {deleted[sha256]}")
            else:
                differences.append(_difference(error))
        read += size
        told(read, total)
    strays = [name for name, _ in archive.originals.all() if name not in stored]
    results, wrong = _results(archive)
    differences += wrong
    notes += [
        f"originals/{name[:2]}/{name}: complete, but no row names it (an interrupted `add`); "
        "add the same file again and it is taken up"
        for name in strays
        if _is_whole(archive, name)
    ]
    differences += [
        Difference(f"originals/{name[:2]}/{name}", "is not what its name says, and no row names it")
        for name in strays
        if not _is_whole(archive, name)
    ]
    done = Verification(len(stored), total, events, head, results, tuple(differences), tuple(notes))
    _note(archive, done)
    return done


def _catalog(db: sqlite3.Connection) -> Iterator[Difference]:
    for row in db.execute("pragma integrity_check"):
        if row[0] != "ok":
            yield Difference("catalog.db", f"is damaged: {row[0]}")
    for row in db.execute("pragma foreign_key_check"):
        yield Difference(
            f"catalog.db, table {row[0]}, row {row[1]}", f"points to nothing in {row[2]}"
        )


def _chain_references(db: sqlite3.Connection) -> Iterator[Difference]:
    """Every artefact must have an ingestion event that names it."""
    for row in db.execute(
        "select a.sha256, c.line from artefact a left join custody c on c.seq = a.custody_seq"
    ):
        try:
            named = row["line"] is not None and row["sha256"] in json.loads(row["line"])["objects"]
        except (ValueError, KeyError, TypeError):
            named = False
        if not named:
            yield Difference(
                f"artefact {row['sha256'][:16]}…",
                "its custody event is gone or names something else",
            )


def _custody_rows(db: sqlite3.Connection) -> Iterator[Difference]:
    """The digest beside each line is what the next line was chained to; of the last, the only trace."""
    for row in db.execute("select seq, line, sha256 from custody order by seq"):
        found = hashlib.sha256(row["line"].encode()).hexdigest()
        if found != row["sha256"]:
            yield Difference(f"custody event {row['seq']}", "was changed", row["sha256"], found)


def _versions(db: sqlite3.Connection) -> Iterator[Difference]:
    """Words are what they were when they came in, by the digest in the row and in the custody event."""
    for row in db.execute("select id, recording_id, digest, custody_seq from transcript"):
        version = transcript(db, row["id"])
        if version is not None:
            now = transcript_digest(version, utterances(db, row["id"]))
            yield from _version(db, "transcript", row, now)
    for row in db.execute("select id, recording_id, digest, custody_seq from translation"):
        kept = next(one for one in translations(db, row["recording_id"]) if one.id == row["id"])
        now = translation_digest(kept, translation_lines(db, row["id"]))
        yield from _version(db, "translation", row, now)


def _decisions(db: sqlite3.Connection) -> Iterator[Difference]:
    """Decisions are what their persons decided, by the digest that the custody event names."""
    for one in decisions(db):
        seq = db.execute("select custody_seq from source_decision where id = ?", (one.id,))
        noted, now = _noted_digest(db, seq.fetchone()["custody_seq"], one.id), decision_digest(one)
        if noted != now:
            yield Difference(f"decision {one.id}", "was changed", noted, now)
    for link in entity_links(db):
        row = db.execute("select custody_seq from entity_link where id = ?", (link.id,)).fetchone()
        noted, now = _noted_digest(db, row["custody_seq"], link.id), entity_link_digest(link)
        if noted != now:
            yield Difference(f"decision {link.id}", "was changed", noted, now)


def _signed(db: sqlite3.Connection) -> Iterator[Difference]:
    """Signed records are what their persons signed, in the same way."""
    for row in db.execute("select id, digest, custody_seq from signed order by rowid"):
        one = signed_record(db, row["id"])
        now = "" if one is None else signed_digest(one)
        noted = _noted_digest(db, row["custody_seq"], row["id"])
        if noted != now or row["digest"] != now:
            yield Difference(f"signed record {row['id']}", "was changed", noted, now)


def _claims(db: sqlite3.Connection) -> Iterator[Difference]:
    """What persons decided about claims, and what coders marked, is what it was, in the same way."""
    for one, seq in persons_revisions(db):
        noted, now = _noted_digest(db, seq, one.id), claim_digest(one)
        if noted != now:
            yield Difference(f"claim {one.id} revision {one.revision}", "was changed", noted, now)
    for mark, seq in codings_with_custody(db):
        noted, now = _noted_digest(db, seq, mark.id), coding_digest(mark)
        if noted != now:
            yield Difference(f"coding {mark.id}", "was changed", noted, now)


def _version(db: sqlite3.Connection, kind: str, row: sqlite3.Row, now: str) -> Iterator[Difference]:
    noted = _noted_digest(db, row["custody_seq"], row["id"])
    for expected in {row["digest"].partition(" ")[0], noted or now}:
        if expected != now:
            yield Difference(f"{kind} {row['id']}", "its words were changed", expected, now)
            return


def _noted_digest(db: sqlite3.Connection, seq: int, identifier: str) -> str:
    """The digest that the custody event of a version names after its identifier, "" if none."""
    line = db.execute("select line from custody where seq = ?", (seq,)).fetchone()
    try:
        objects = json.loads(line["line"])["objects"] if line else []
        at = objects.index(identifier)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    following = objects[at + 1] if at + 1 < len(objects) else ""
    return following if is_sha256(str(following)) else ""


def _results(archive: Archive) -> tuple[int, list[Difference]]:
    count, wrong = 0, []
    rows = archive.db.execute(
        "select blob, blob_sha256 from work where state = 'done' and blob is not null"
    ).fetchall()
    for row in rows:
        count += 1
        try:
            found, _ = digest_file(archive.derived.path(row["blob"]))
        except EarwitnessError:
            wrong.append(
                Difference(
                    f"derived/{row['blob']}", "is missing; `earwitness run --again` makes it"
                )
            )
            continue
        if found != row["blob_sha256"]:
            wrong.append(
                Difference(f"derived/{row['blob']}", "was changed", row["blob_sha256"], found)
            )
    return count, wrong


def _is_whole(archive: Archive, name: str) -> bool:
    try:
        archive.originals.check(name)
    except EarwitnessError:
        return False
    return True


def _difference(error: EarwitnessError) -> Difference:
    expected = error.expected if isinstance(error, Differs) else ""
    found = error.found if isinstance(error, Differs) else ""
    return Difference(error.where or "archive", error.what, expected, found)


def _note(archive: Archive, done: Verification) -> None:
    try:
        with archive.writing() as w:
            w.note(
                EventType.FIXITY,
                ["archive"],
                outcome="success" if done.clean else "failure",
                note=f"{done.originals} originals, {done.events} events, "
                f"{len(done.differences)} differences",
            )
    except sqlite3.OperationalError:
        return  # opened read-only, or on a medium that cannot be written: the answer still stands
