"""Layer 4 in the catalog: mentions, entities, and the links between them. Only ever added."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence

from earwitness.records.statements import (
    Certainty,
    Entity,
    EntityLink,
    Mention,
    MentionKind,
    Resolution,
)

__all__ = [
    "add_entity",
    "add_entity_link",
    "add_reading",
    "add_resolutions",
    "entities",
    "entities_called_by",
    "entity_link_digest",
    "entity_links",
    "links_of_mentions",
    "mentions",
    "mentions_called",
    "resolutions",
]

# Of each version of words the last reading holds.
_CURRENT = (
    "select m.*, f.key, f.detail, f.rule, f.reason, f.certainty from mention_found f"
    " join mention m on m.id = f.mention_id"
    " where f.reading_id in (select max(id) from mention_reading group by version_id)"
)


def add_reading(
    db: sqlite3.Connection,
    recording_id: str,
    version_id: str,
    maker: str,
    found: Iterable[Mention],
    custody_seq: int,
) -> int:
    """Write down what a reading of a version found; return how many mentions that were.

    A mention that an earlier reading had at the same place keeps its identifier, so that what a
    person said of it holds on.
    """
    reading = db.execute(
        "insert into mention_reading (recording_id, version_id, maker, custody_seq) values (?, ?, ?, ?)",
        (recording_id, version_id, maker, custody_seq),
    ).lastrowid
    count = 0
    for one in found:
        place = (one.version_id, one.position, one.start, one.end, one.kind.value)
        known = db.execute(
            "select id from mention where version_id = ? and position = ? and start = ?"
            ' and "end" = ? and kind = ?',
            place,
        ).fetchone()
        identifier = known["id"] if known else one.id
        if known is None:
            db.execute(
                "insert into mention values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.id,
                    one.recording_id,
                    one.version_id,
                    one.position,
                    one.start,
                    one.end,
                    one.surface,
                    one.kind.value,
                ),
            )
        db.execute(
            "insert into mention_found values (?, ?, ?, ?, ?, ?, ?)",
            (
                reading,
                identifier,
                one.key,
                json.dumps(one.detail, ensure_ascii=False),
                one.rule,
                one.reason,
                one.certainty.value,
            ),
        )
        count += 1
    return count


def mentions(
    db: sqlite3.Connection, recording_id: str | None = None, version_id: str | None = None
) -> list[Mention]:
    """The mentions that hold, of the archive, a recording or one version of words, in order."""
    sql, given = _CURRENT, []
    for column, value in (("recording_id", recording_id), ("version_id", version_id)):
        if value is not None:
            sql += f" and m.{column} = ?"
            given.append(value)
    rows = db.execute(
        f"{sql} order by m.recording_id, m.version_id, m.position, m.start",
        given,
    )
    return [_mention(row) for row in rows]


def mentions_called(db: sqlite3.Connection, identifiers: Sequence[str]) -> list[Mention]:
    """Those of some mentions that hold, in the order of the identifiers."""
    marks = ", ".join("?" * len(identifiers))
    rows = db.execute(
        "select m.*, f.key, f.detail, f.rule, f.reason, f.certainty from mention m"  # noqa: S608 (constants and question marks)
        " join mention_found f on f.mention_id = m.id and f.reading_id ="
        f" (select max(id) from mention_reading where version_id = m.version_id) where m.id in ({marks})",
        (*identifiers,),
    )
    found = {row["id"]: _mention(row) for row in rows}
    return [found[one] for one in identifiers if one in found]


def links_of_mentions(db: sqlite3.Connection, identifiers: Sequence[str]) -> dict[str, Resolution]:
    """As `resolutions`, of some mentions."""
    marks = ", ".join("?" * len(identifiers))
    rows = db.execute(
        f"select * from resolution where mention_id in ({marks}) order by by_person, id",  # noqa: S608 (constants and question marks)
        (*identifiers,),
    )
    return {row["mention_id"]: _resolution(row) for row in rows}


def entities_called_by(db: sqlite3.Connection, identifiers: Sequence[str]) -> dict[str, Entity]:
    """Some entities by their identifiers."""
    marks = ", ".join("?" * len(identifiers))
    rows = db.execute(f"select * from entity where id in ({marks})", (*identifiers,))  # noqa: S608 (constants and question marks)
    return {row["id"]: _entity(row) for row in rows}


def add_entity(db: sqlite3.Connection, given: Entity, custody_seq: int) -> Entity:
    """Add an entity, unless its kind and key are there; return the one that is there now."""
    db.execute(
        "insert into entity values (?, ?, ?, ?, ?, ?) on conflict (kind, key) do nothing",
        (
            given.id,
            given.kind.value,
            given.key,
            given.name,
            json.dumps(given.detail, ensure_ascii=False),
            custody_seq,
        ),
    )
    row = db.execute(
        "select * from entity where kind = ? and key = ?", (given.kind.value, given.key)
    ).fetchone()
    return _entity(row)


def entities(db: sqlite3.Connection) -> list[Entity]:
    """All entities in the order in which they were made."""
    return [_entity(row) for row in db.execute("select * from entity order by rowid")]


def add_resolutions(db: sqlite3.Connection, given: Sequence[Resolution], custody_seq: int) -> None:
    """Lay links on top of those that are there."""
    db.executemany(
        "insert into resolution (mention_id, entity_id, certainty, made_by, by_person, reason, at,"
        " custody_seq) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.mention_id,
                one.entity_id,
                one.certainty.value,
                one.by,
                int(one.by_person),
                one.reason,
                one.at,
                custody_seq,
            )
            for one in given
        ],
    )


def resolutions(db: sqlite3.Connection) -> dict[str, Resolution]:
    """The link that holds for each mention: a person's last one, else the rules' last one."""
    found: dict[str, Resolution] = {}
    for row in db.execute("select * from resolution order by by_person, id"):
        found[row["mention_id"]] = _resolution(row)
    return found


def add_entity_link(db: sqlite3.Connection, given: EntityLink, custody_seq: int) -> None:
    """Lay a person's word about two entities on top of those before."""
    db.execute(
        "insert into entity_link values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.entity_id,
            given.other_id,
            int(given.same),
            given.by,
            given.reason,
            given.at,
            entity_link_digest(given),
            custody_seq,
        ),
    )


def entity_links(db: sqlite3.Connection) -> list[EntityLink]:
    """What persons said about entities, the earliest first: a later one lies on top."""
    return [
        EntityLink(
            row["id"],
            row["entity_id"],
            row["other_id"],
            bool(row["same"]),
            row["made_by"],
            row["reason"],
            row["at"],
        )
        for row in db.execute("select * from entity_link order by rowid")
    ]


def entity_link_digest(given: EntityLink) -> str:
    """SHA-256 of what was said, by whom and why; the custody event names it."""
    essence = [
        given.id,
        given.entity_id,
        given.other_id,
        given.same,
        given.by,
        given.reason,
        given.at,
    ]
    return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()


def _resolution(row: sqlite3.Row) -> Resolution:
    return Resolution(
        row["mention_id"],
        row["entity_id"],
        Certainty(row["certainty"]),
        row["made_by"],
        row["reason"],
        row["at"],
        bool(row["by_person"]),
    )


def _mention(row: sqlite3.Row) -> Mention:
    return Mention(
        row["id"],
        row["recording_id"],
        row["version_id"],
        row["position"],
        row["start"],
        row["end"],
        row["surface"],
        MentionKind(row["kind"]),
        row["key"],
        _detail(row["detail"]),
        row["rule"],
        row["reason"],
        Certainty(row["certainty"]),
    )


def _entity(row: sqlite3.Row) -> Entity:
    return Entity(
        row["id"], MentionKind(row["kind"]), row["key"], row["name"], _detail(row["detail"])
    )


def _detail(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(written))
