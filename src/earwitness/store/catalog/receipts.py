"""Layer 1 in the catalog: sources, artefacts, receipts, appearances."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import PurePosixPath

from earwitness.records.artefacts import (
    Appearance,
    AppearanceKind,
    Artefact,
    Attachment,
    Availability,
    PublishedAt,
    Source,
    SourceKind,
)
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.store.catalog.instants import from_text, to_text

__all__ = [
    "add_appearance",
    "add_artefact",
    "add_receipt",
    "appearance",
    "appearance_digest",
    "appearances_of_artefact",
    "appearances_of_recording",
    "artefact_kind",
    "captured_in",
    "original_names",
    "received_ending",
    "source_named",
    "sources",
]


def add_artefact(db: sqlite3.Connection, artefact: Artefact, custody_seq: int) -> bool:
    """Write an artefact down; False if its bytes were known before."""
    done = db.execute(
        "insert into artefact values (?, ?, ?, ?, ?) on conflict do nothing",
        (artefact.sha256, artefact.size_bytes, artefact.kind, artefact.role, custody_seq),
    )
    return done.rowcount == 1


def artefact_kind(db: sqlite3.Connection, sha256: str) -> str | None:
    """The kind of an artefact that is in the catalog, None for unknown bytes."""
    row = db.execute("select kind from artefact where sha256 = ?", (sha256,)).fetchone()
    return None if row is None else str(row["kind"])


def add_receipt(
    db: sqlite3.Connection, sha256: str, path: str, batch_id: str, modified_at: str | None
) -> bool:
    """Note under which path bytes were handed over; False if that was known."""
    done = db.execute(
        "insert into receipt values (?, ?, ?, ?) on conflict do nothing",
        (sha256, path, batch_id, modified_at),
    )
    return done.rowcount == 1


def original_names(db: sqlite3.Connection, sha256: str) -> list[str]:
    """The paths under which bytes were received (sealed: they may name people)."""
    rows = db.execute("select path from receipt where sha256 = ? order by path", (sha256,))
    return [row["path"] for row in rows]


def received_ending(db: sqlite3.Connection, sha256: str) -> str:
    """The ending (".mp3") of the first name that bytes were received under, "" without one."""
    names = original_names(db, sha256)
    return PurePosixPath(names[0]).suffix.lower() if names else ""


def source_named(
    db: sqlite3.Connection, name: str, kind: SourceKind = SourceKind.UNKNOWN
) -> Source:
    """The source of that name, made if there is none."""
    row = db.execute("select * from source where name = ?", (name,)).fetchone()
    if row is None:
        made = Source(new_identifier("src"), name, kind)
        db.execute(
            "insert into source values (?, ?, ?, ?, ?)", (made.id, name, kind.value, None, None)
        )
        return made
    return _source(row)


def sources(db: sqlite3.Connection) -> list[Source]:
    """All sources by name."""
    return [_source(row) for row in db.execute("select * from source order by name")]


def appearance_digest(given: Appearance, identity: str = "") -> str:
    """What makes an appearance this one: source, number, wording, files. Not when we captured it."""
    essence = [
        given.kind.value,
        given.source_id,
        given.external_id,
        given.url,
        given.caption,
        to_text(given.published.earliest),
        [[one.sha256, one.role, one.state] for one in given.attachments],
        identity,
    ]
    return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()


def add_appearance(
    db: sqlite3.Connection,
    given: Appearance,
    *,
    batch_id: str,
    custody_seq: int,
    text_sha256: str | None = None,
    identity: str = "",
) -> str | None:
    """Write an appearance down; return its id, or None if the very same one was taken before.

    A post that was captured before with other content is added, and points to its first capture.
    """
    digest = appearance_digest(given, identity)
    if db.execute("select 1 from appearance where digest = ?", (digest,)).fetchone():
        return None
    first = None
    if given.external_id is not None:
        first = db.execute(
            "select coalesce(first_capture, id) as id from appearance"
            " where source_id = ? and external_id = ?",
            (given.source_id, given.external_id),
        ).fetchone()
    _insert_appearance(
        db, given, digest, first["id"] if first else None, (text_sha256, batch_id, custody_seq)
    )
    for position, one in enumerate(given.attachments):
        db.execute(
            "insert into attachment values (?, ?, ?, ?, ?, ?)",
            (given.id, position, one.sha256, one.role, one.state, one.reason),
        )
    return given.id


def appearance(db: sqlite3.Connection, identifier: str) -> Appearance | None:
    """One appearance with its attachments."""
    row = db.execute("select * from appearance where id = ?", (identifier,)).fetchone()
    return None if row is None else _appearance(db, row)


def appearances_of_artefact(db: sqlite3.Connection, sha256: str) -> list[Appearance]:
    """Where certain bytes appeared, earliest first; undated ones last."""
    rows = db.execute(
        "select distinct a.* from appearance a join attachment t on t.appearance_id = a.id"
        " where t.sha256 = ? order by a.published_latest is null, a.published_latest, a.rowid",
        (sha256,),
    )
    return [_appearance(db, row) for row in rows]


def appearances_of_recording(db: sqlite3.Connection, recording_id: str) -> list[Appearance]:
    """Where a recording appeared, through any file that carries it or any text that speaks of it."""
    rows = db.execute(
        "select distinct a.* from appearance a where a.id in ("
        " select t.appearance_id from attachment t join rendition r on r.sha256 = t.sha256"
        " where r.recording_id = ?1 union select appearance_id from quotation"
        " where recording_id = ?1 union select appearance_id from assertion where recording_id = ?1"
        " union select t.appearance_id from attachment t join transcript v on v.artefact = t.sha256"
        " where v.recording_id = ?1 and t.role = 'words')"
        " order by a.published_latest is null, a.published_latest, a.rowid",
        (recording_id,),
    )
    return [_appearance(db, row) for row in rows]


def captured_in(db: sqlite3.Connection, identifier: str) -> int | None:
    """The number of the custody event with which an appearance came."""
    row = db.execute("select custody_seq from appearance where id = ?", (identifier,)).fetchone()
    return None if row is None else int(row["custody_seq"])


def _insert_appearance(
    db: sqlite3.Connection,
    given: Appearance,
    digest: str,
    first: str | None,
    received: tuple[str | None, str, int],
) -> None:
    values: dict[str, str | int | None] = {
        "id": given.id,
        "digest": digest,
        "kind": given.kind.value,
        "source_id": given.source_id,
        "first_capture": first,
        "external_id": given.external_id,
        "url": given.url,
        "title": given.title,
        "published_earliest": to_text(given.published.earliest),
        "published_latest": to_text(given.published.latest),
        "published_basis": given.published.basis,
        "published_words": given.published.words,
        "edited_at": to_text(given.edited_at),
        "caption": given.caption,
        "caption_state": given.caption_state,
        "forwarded_state": given.forwarded_state,
        "forwarded_from": given.forwarded_from,
        "availability": given.availability.value,
        "capture": given.capture,
    }
    values["text_sha256"], values["batch_id"], values["custody_seq"] = received
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    db.execute(f"insert into appearance ({names}) values ({marks})", values)  # noqa: S608 (names are ours)


def _appearance(db: sqlite3.Connection, row: sqlite3.Row) -> Appearance:
    attached = db.execute(
        "select * from attachment where appearance_id = ? order by position", (row["id"],)
    )
    return Appearance(
        id=row["id"],
        kind=AppearanceKind(row["kind"]),
        source_id=row["source_id"],
        published=PublishedAt(
            from_text(row["published_earliest"]),
            from_text(row["published_latest"]),
            row["published_basis"],
            row["published_words"],
        ),
        external_id=row["external_id"],
        url=row["url"],
        title=row["title"],
        caption=row["caption"],
        caption_state=row["caption_state"],
        edited_at=from_text(row["edited_at"]),
        forwarded_from=row["forwarded_from"],
        forwarded_state=row["forwarded_state"],
        availability=Availability(row["availability"]),
        capture=row["capture"],
        attachments=tuple(
            Attachment(
                Sha256(one["sha256"]) if one["sha256"] else None,
                one["role"],
                one["state"],
                one["reason"],
            )
            for one in attached
        ),
    )


def _source(row: sqlite3.Row) -> Source:
    return Source(
        row["id"], row["name"], SourceKind(row["kind"]), row["collector"], row["origin_group"]
    )
