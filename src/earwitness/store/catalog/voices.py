"""Who speaks when, in the catalog: versions for each recording and maker, only ever added."""

from __future__ import annotations

import hashlib
import json
import sqlite3

from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoicesMethod, VoicesVersion, VoiceTurn
from earwitness.records.words import Voice

__all__ = ["add_voices", "latest_voices", "voices_digest", "voices_in", "voices_versions"]


def add_voices(db: sqlite3.Connection, given: VoicesVersion, custody_seq: int) -> bool:
    """Add a version with its voices, turns and spans; False if the same one was there."""
    digest = voices_digest(given)
    if db.execute("select 1 from voices_version where digest = ?", (digest,)).fetchone():
        return False
    db.execute(
        "insert into voices_version values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.recording_id,
            given.method.value,
            given.voices,
            int(given.overlap_measured),
            given.maker,
            json.dumps(given.because, ensure_ascii=False),
            digest,
            custody_seq,
        ),
    )
    labels = dict.fromkeys(one.voice for one in given.turns)
    named = [Voice(new_identifier("voi"), given.recording_id, label) for label in labels]
    db.executemany(
        "insert into voice values (?, ?, ?, ?)",
        ((one.id, given.id, one.recording_id, one.label) for one in named),
    )
    ids = {one.label: one.id for one in named}
    db.executemany(
        "insert into voice_turn values (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                given.id,
                number,
                ids[one.voice],
                one.interval.start_ms,
                one.interval.end_ms,
                one.channel,
                one.score,
            )
            for number, one in enumerate(given.turns)
        ),
    )
    db.executemany(
        "insert into voices_span values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                given.id,
                number,
                one.kind.value,
                one.interval.start_ms,
                one.interval.end_ms,
                one.channel,
                one.by,
                one.detail,
            )
            for number, one in enumerate(given.spans)
        ),
    )
    return True


def voices_versions(db: sqlite3.Connection, recording_id: str) -> list[VoicesVersion]:
    """All versions for a recording, the latest first."""
    rows = db.execute(
        "select * from voices_version where recording_id = ? order by rowid desc", (recording_id,)
    ).fetchall()
    return [_version(db, row) for row in rows]


def latest_voices(
    db: sqlite3.Connection, recording_id: str, settings: str = ""
) -> VoicesVersion | None:
    """The version that is shown, None while nobody has listened for voices.

    Args:
        settings: digest of the settings as they are now. A version made with them goes before later
            ones: when settings are put back, nothing is done twice.
    """
    row = db.execute(
        "select * from voices_version where recording_id = ?"
        " order by maker like '%settings ' || ? desc, rowid desc limit 1",
        (recording_id, settings),
    ).fetchone()
    return None if row is None else _version(db, row)


def voices_in(db: sqlite3.Connection, version_id: str) -> list[Voice]:
    """The voices of a version, in the order in which they are first heard."""
    rows = db.execute("select * from voice where version_id = ? order by rowid", (version_id,))
    return [Voice(row["id"], row["recording_id"], row["label"]) for row in rows]


def voices_digest(given: VoicesVersion) -> str:
    """SHA-256 of what a version says; the custody event of its making names it."""
    essence = [
        given.recording_id,
        given.method.value,
        given.maker,
        given.overlap_measured,
        [
            [one.voice, one.interval.start_ms, one.interval.end_ms, one.channel, one.score]
            for one in given.turns
        ],
        [
            [one.kind.value, one.interval.start_ms, one.interval.end_ms, one.channel, one.detail]
            for one in given.spans
        ],
    ]
    return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()


def _version(db: sqlite3.Connection, row: sqlite3.Row) -> VoicesVersion:
    turns = db.execute(
        "select t.*, v.label from voice_turn t join voice v on v.id = t.voice_id"
        " where t.version_id = ? order by t.position",
        (row["id"],),
    )
    spans = db.execute(
        "select * from voices_span where version_id = ? order by position", (row["id"],)
    )
    return VoicesVersion(
        row["id"],
        row["recording_id"],
        VoicesMethod(row["method"]),
        row["voices"],
        bool(row["overlap_measured"]),
        tuple(
            VoiceTurn(
                one["label"], Interval(one["start_ms"], one["end_ms"]), one["channel"], one["score"]
            )
            for one in turns
        ),
        tuple(
            Span(
                Interval(one["start_ms"], one["end_ms"]),
                SpanKind(one["kind"]),
                one["maker"],
                one["channel"],
                one["detail"],
            )
            for one in spans
        ),
        row["maker"],
        tuple(json.loads(row["because"])),
    )
