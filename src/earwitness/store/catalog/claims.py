"""Claims in the catalog: the place is written once, what is held of it in revisions on top."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Any

from earwitness.records.claims import (
    PARTS,
    Claim,
    ClaimSpan,
    ClaimStatus,
    KnowledgeRoot,
    Modality,
    SaidParts,
    Suggester,
)
from earwitness.records.statements import Certainty

__all__ = [
    "add_claim",
    "add_revision",
    "claim_digest",
    "claim_history",
    "claims_called",
    "claims_listed",
    "claims_of",
    "claims_of_version",
    "every_claim",
    "persons_revisions",
]

_ALL = (
    "select c.id, c.recording_id, c.version_id, c.spans, c.language, c.said_by, c.start_ms,"
    " c.end_ms, c.suggested_by, r.* from claim c join claim_revision r on r.claim_id = c.id"
)
_LATEST = f"{_ALL} and r.number = (select max(number) from claim_revision where claim_id = c.id)"  # noqa: S608 (constants only)
_IN_ORDER = " order by c.rowid, r.number"


def add_claim(db: sqlite3.Connection, given: Claim, custody_seq: int) -> bool:
    """Write a new claim with its first revision; False if these very words are a claim already."""
    done = db.execute(
        "insert into claim values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        (
            given.id,
            given.recording_id,
            given.version_id,
            _spans(given),
            given.language,
            given.said_by,
            given.start_ms,
            given.end_ms,
            given.suggested_by.value,
        ),
    )
    if done.rowcount:
        add_revision(db, given, custody_seq)
    return done.rowcount == 1


def add_revision(db: sqlite3.Connection, given: Claim, custody_seq: int) -> None:
    """Lay a revision on top; its number is ``given.revision``."""
    db.execute(
        "insert into claim_revision values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.revision,
            given.status.value,
            given.modality.value,
            given.knowledge.value,
            given.certainty.value,
            given.sentence,
            _json(astuple(given.said)),
            _json(given.themes),
            _json(given.rules),
            given.made_by,
            int(given.by_person),
            given.because,
            given.at,
            claim_digest(given),
            custody_seq,
        ),
    )


def claims_of(db: sqlite3.Connection, recording_id: str) -> list[Claim]:
    """The claims of a recording, in the order of the words; whatever version of the words they are in."""
    rows = db.execute(f"{_LATEST} where c.recording_id = ?{_IN_ORDER}", (recording_id,))
    return sorted((_claim(row) for row in rows), key=lambda one: (one.version_id, one.spans))


def claims_of_version(db: sqlite3.Connection, version_id: str) -> list[Claim]:
    """The claims in one version of the words."""
    rows = db.execute(f"{_LATEST} where c.version_id = ?{_IN_ORDER}", (version_id,))
    return sorted((_claim(row) for row in rows), key=lambda one: one.spans)


def every_claim(db: sqlite3.Connection) -> list[Claim]:
    """All claims in their latest revision."""
    return [_claim(row) for row in db.execute(_LATEST + _IN_ORDER)]


def claims_listed(
    db: sqlite3.Connection,
    *,
    theme: str = "",
    modality: str = "",
    status: str = "",
    after: int = 0,
    count: int = 50,
) -> tuple[list[Claim], int]:
    """A page of the claims in the words that are shown, or that a person decided on.

    Args:
        theme, modality, status: only those, "" for all but what was rejected.
        after: where the page before ended, 0 for the first page.

    Returns:
        The claims, and where this page ends; 0 where it is the last.
    """
    rows = db.execute(
        f"{_LATEST} where c.rowid > ?1 and (?2 = '' or exists (select 1 from json_each(r.themes) where value = ?2))"  # noqa: S608 (constants only)
        " and (?3 = '' or r.modality = ?3) and (r.status = ?4 or ?4 = '' and r.status <> 'rejected')"
        " and (r.by_person or not exists (select 1 from transcript t where t.recording_id = c.recording_id)"
        " or c.version_id = (select t.id from transcript t where t.recording_id = c.recording_id"
        " order by t.rank desc, t.rowid desc limit 1)) order by c.rowid limit ?5",
        (after, theme, modality, status, count + 1),
    ).fetchall()
    ends = 0
    if len(rows) > count:
        last = db.execute("select rowid from claim where id = ?", (rows[count - 1]["id"],))
        ends = int(last.fetchone()[0])
    return [_claim(row) for row in rows[:count]], ends


def claims_called(db: sqlite3.Connection, name: str) -> list[Claim]:
    """Claims whose identifier begins so, with or without ``clm-``."""
    begin = name if name.startswith("clm-") else f"clm-{name}"
    rows = db.execute(f"{_LATEST} where substr(c.id, 1, ?) = ?{_IN_ORDER}", (len(begin), begin))
    return [_claim(row) for row in rows]


def claim_history(db: sqlite3.Connection, claim_id: str) -> list[Claim]:
    """All revisions of a claim, the earliest first."""
    return [_claim(row) for row in db.execute(f"{_ALL} where c.id = ?{_IN_ORDER}", (claim_id,))]


def persons_revisions(db: sqlite3.Connection) -> Iterator[tuple[Claim, int]]:
    """What persons decided about claims, each with the number of its custody event."""
    for row in db.execute(f"{_ALL} where r.by_person = 1{_IN_ORDER}"):
        yield _claim(row), int(row["custody_seq"])


def claim_digest(given: Claim) -> str:
    """SHA-256 of what a revision says; the custody event of its making names it."""
    essence: Sequence[object] = (
        given.id,
        given.version_id,
        _spans(given),
        given.revision,
        given.status.value,
        given.modality.value,
        given.knowledge.value,
        given.sentence,
        astuple(given.said),
        given.themes,
        given.made_by,
        given.because,
        given.at,
    )
    return hashlib.sha256(_json(essence).encode()).hexdigest()


def _spans(given: Claim) -> str:
    return _json([[one.position, one.start, one.end, one.words] for one in given.spans])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _claim(row: sqlite3.Row) -> Claim:
    return Claim(
        id=row["id"],
        recording_id=row["recording_id"],
        version_id=row["version_id"],
        spans=tuple(ClaimSpan(*one) for one in json.loads(row["spans"])),
        sentence=row["sentence"],
        language=row["language"],
        said=_said(json.loads(row["said"])),
        modality=Modality(row["modality"]),
        knowledge=KnowledgeRoot(row["knowledge"]),
        certainty=Certainty(row["certainty"]),
        said_by=row["said_by"],
        themes=tuple(json.loads(row["themes"])),
        status=ClaimStatus(row["status"]),
        rules=tuple(json.loads(row["rules"])),
        suggested_by=Suggester(row["suggested_by"]),
        made_by=row["made_by"],
        by_person=bool(row["by_person"]),
        because=row["because"],
        at=row["at"],
        revision=row["number"],
        start_ms=row["start_ms"],
        end_ms=row["end_ms"],
    )


def _said(written: list[Any]) -> SaidParts:
    parts = {
        name: None if one is None else ClaimSpan(*one)
        for name, one in zip(PARTS, written, strict=False)
    }
    return SaidParts(**parts, negations=tuple(ClaimSpan(*one) for one in written[len(PARTS)]))
