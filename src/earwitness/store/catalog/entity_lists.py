"""Entities a page at a time, and the mentions of some of them: nothing here reads the whole archive into memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from earwitness.records.statements import Entity, MentionKind

__all__ = ["ListedEntity", "entities_page", "mentions_of_entities"]

# The link that holds for a mention: a person's last one, else the rules' last one.
_HOLDS = (
    "o.id = (select l.id from resolution l where l.mention_id = o.mention_id"
    " order by l.by_person desc, l.id desc limit 1)"
)
# Of each version of words the last reading holds.
_CURRENT = (
    "exists (select 1 from mention_found f where f.mention_id = m.id and f.reading_id ="
    " (select max(id) from mention_reading where version_id = m.version_id))"
)
# The words that are shown: the first version, and the first translation into each language where it says what
# the line that it renders does not.
_SPOKEN = (
    "(select t.id from transcript t where t.recording_id = m.recording_id"
    " order by t.rank desc, t.rowid desc limit 1)"
)
_FIRST_TRANSLATION = (
    "exists (select 1 from translation x where x.id = m.version_id and not exists (select 1 from"
    " translation y where y.recording_id = x.recording_id and y.language = x.language"
    " and (y.status = 'approved', y.rank, y.rowid) > (x.status = 'approved', x.rank, x.rowid)))"
)
_HEARD_TOO = (
    f"exists (select 1 from translation_line l join mention n on n.version_id = {_SPOKEN}"  # noqa: S608 (constants)
    " and n.kind = m.kind and n.position between l.first and coalesce(l.last, l.first)"
    " join mention_found g on g.mention_id = n.id join mention_found f on f.mention_id = m.id"
    " and f.key = g.key where l.translation_id = m.version_id and l.position = m.position)"
)
_SHOWN = f"(m.version_id = {_SPOKEN} or ({_FIRST_TRANSLATION} and not {_HEARD_TOO}))"
_STANDS = f"{_HOLDS} and {_CURRENT} and {_SHOWN}"


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """An entity as a line of a list.

    Attributes:
        mentions: how often the words that are shown speak of it, those heard and those of translations.
        recordings: in how many recordings.
    """

    entity: Entity
    mentions: int
    recordings: int


def entities_page(
    db: sqlite3.Connection,
    *,
    kind: str = "",
    keys: Collection[str] = (),
    part: str = "",
    first: int = 0,
    count: int = 50,
) -> tuple[list[ListedEntity], int]:
    """Entities, the most often linked first; and how many there are.

    Args:
        kind: only those, "" for all.
        keys: only those whose key is one of them, or holds ``part``; both empty for all.
    """
    marks = ", ".join("?" * len(keys)) or "null"
    where = (
        f"from entity e where (?1 = '' or e.kind = ?1) and (?2 = '' or instr(e.key, ?2) > 0"
        f" or e.key in ({marks}))"
    )
    given: Sequence[object] = (kind, part, *keys)
    total = int(db.execute(f"select count(*) {where}", given).fetchone()[0])
    rows = db.execute(
        f"select e.*, (select count(*) from resolution r where r.entity_id = e.id) linked {where}"  # noqa: S608 (constants and question marks)
        f" order by linked desc, e.rowid limit {int(count)} offset {int(first)}",
        given,
    ).fetchall()
    return [_listed(db, row) for row in rows], total


def mentions_of_entities(
    db: sqlite3.Connection, entity_ids: Collection[str], first: int, count: int
) -> tuple[list[str], int]:
    """Identifiers of mentions that hold, in the order of recordings and words; and how many there are."""
    marks = ", ".join("?" * len(entity_ids))
    where = (
        f"from resolution o join mention m on m.id = o.mention_id where o.entity_id in ({marks})"
        f" and {_STANDS}"
    )
    total = int(db.execute(f"select count(*) {where}", (*entity_ids,)).fetchone()[0])
    rows = db.execute(
        f"select m.id {where} order by m.recording_id, m.version_id, m.position, m.start limit ? offset ?",
        (*entity_ids, count, first),
    )
    return [row["id"] for row in rows], total


def _listed(db: sqlite3.Connection, row: sqlite3.Row) -> ListedEntity:
    counted = db.execute(
        "select count(*) n, count(distinct m.recording_id) recordings from resolution o"  # noqa: S608 (constants and question marks)
        f" join mention m on m.id = o.mention_id where o.entity_id = ? and {_STANDS}",
        (row["id"],),
    ).fetchone()
    entity = Entity(row["id"], MentionKind(row["kind"]), row["key"], row["name"])
    return ListedEntity(entity, int(counted["n"]), int(counted["recordings"]))
