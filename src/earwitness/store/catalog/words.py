"""Layer 3 in the catalog: transcripts, utterances, translations. Versions are only ever added."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from earwitness.records.identifiers import Sha256
from earwitness.records.words import (
    Timing,
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
    Word,
)

__all__ = [
    "add_transcript",
    "add_translation",
    "best_transcript",
    "best_translations",
    "hold_back",
    "is_known_translation",
    "known_transcript",
    "marks",
    "transcript",
    "transcript_digest",
    "transcripts",
    "translation_digest",
    "translation_lines",
    "translations",
    "utterance_at",
    "utterances",
    "with_word_times",
    "without_word_times",
]

_APPROVED = " approved"  # the same words, approved, are another row


def add_transcript(
    db: sqlite3.Connection, given: Transcript, spoken: Sequence[Utterance], custody_seq: int
) -> str | None:
    """Add a version with its utterances.

    Returns None, or the id of the version that had the same words from the same maker before.
    """
    known = known_transcript(db, given, spoken)
    if known is not None:
        return known
    digest = transcript_digest(given, spoken)
    db.execute(
        "insert into transcript values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.recording_id,
            given.origin.value,
            given.language,
            given.format,
            given.maker,
            given.status.value,
            given.rank,
            given.because,
            given.artefact,
            digest,
            custody_seq,
        ),
    )
    db.executemany(
        "insert into utterance values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_utterance_row(one) for one in spoken),
    )
    return None


def known_transcript(
    db: sqlite3.Connection, given: Transcript, spoken: Sequence[Utterance]
) -> str | None:
    """The id of the version that has these words from this maker already."""
    digest = transcript_digest(given, spoken)
    row = db.execute("select id from transcript where digest = ?", (digest,)).fetchone()
    return None if row is None else str(row["id"])


def transcripts(db: sqlite3.Connection, recording_id: str) -> list[Transcript]:
    """All versions of the words of a recording, the one to show first at the front."""
    rows = db.execute(
        "select * from transcript where recording_id = ? order by rank desc, rowid desc",
        (recording_id,),
    )
    return [_transcript(row) for row in rows]


def transcript(db: sqlite3.Connection, identifier: str) -> Transcript | None:
    """One version."""
    row = db.execute("select * from transcript where id = ?", (identifier,)).fetchone()
    return None if row is None else _transcript(row)


def best_transcript(db: sqlite3.Connection, recording_id: str) -> Transcript | None:
    """The version that is shown first, if there are words at all."""
    found = transcripts(db, recording_id)
    return found[0] if found else None


def utterances(db: sqlite3.Connection, transcript_id: str) -> list[Utterance]:
    """The utterances of a version, in order."""
    return [_utterance(row) for row in db.execute(_UTTERANCES.format("true"), (transcript_id,))]


def without_word_times(db: sqlite3.Connection, transcript_id: str) -> list[Utterance]:
    """The utterances of a version, in order, with no times of their words: these are most of what is stored."""
    sql = _UTTERANCES.format("true").replace("u.*", f"{_WITHOUT_TIMES}, '[]' words", 1)
    return [_utterance(row) for row in db.execute(sql, (transcript_id,))]


def marks(db: sqlite3.Connection, transcript_id: str) -> list[Utterance]:
    """Those utterances of a version in which something stands for words ("[inaudible]"), in order."""
    sql = _UTTERANCES.format("u.no_speech <> ''")
    return [_utterance(row) for row in db.execute(sql, (transcript_id,))]


def with_word_times(db: sqlite3.Connection, spoken: Sequence[Utterance]) -> list[Utterance]:
    """These utterances with the times of their words."""
    sql = "select words from utterance where id = ?"
    return [replace(one, words=_words(db.execute(sql, (one.id,)).fetchone()[0])) for one in spoken]


_UTTERANCES = (
    "select u.*, coalesce(h.reason, '') held_back from utterance u"
    " left join hold h on h.utterance_id = u.id where u.transcript_id = ? and {} order by u.position"
)
_WITHOUT_TIMES = (
    "u.id, u.transcript_id, u.position, u.voice, u.start_ms, u.end_ms, u.timing, u.text,"
    " u.language, u.score, u.no_speech"
)


def utterance_at(db: sqlite3.Connection, transcript_id: str, position: int) -> Utterance | None:
    """One utterance of a version."""
    row = db.execute(
        "select u.*, coalesce(h.reason, '') held_back from utterance u"
        " left join hold h on h.utterance_id = u.id where u.transcript_id = ? and u.position = ?",
        (transcript_id, position),
    ).fetchone()
    return None if row is None else _utterance(row)


def hold_back(
    db: sqlite3.Connection, utterance_id: str, rule: str, reason: str, maker: str, custody_seq: int
) -> bool:
    """Note that an utterance is probably an engine's invention; False if that was noted before."""
    done = db.execute(
        "insert into hold values (?, ?, ?, ?, ?) on conflict do nothing",
        (utterance_id, rule, reason, maker, custody_seq),
    )
    return done.rowcount == 1


def add_translation(
    db: sqlite3.Connection, given: Translation, lines: Sequence[TranslationLine], custody_seq: int
) -> bool:
    """Add a translation with its lines; False if the same one was there.

    The same words once more count as new only when they are approved now and were not before.
    """
    if is_known_translation(db, given, lines):
        return False
    approved = given.status is VersionStatus.APPROVED
    digest = translation_digest(given, lines) + (_APPROVED if approved else "")
    db.execute(
        "insert into translation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            given.id,
            given.recording_id,
            given.transcript_id,
            given.language,
            given.origin.value,
            given.maker,
            given.status.value,
            given.rank,
            given.because,
            given.artefact,
            digest,
            custody_seq,
        ),
    )
    db.executemany(
        "insert into translation_line values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (given.id, o.position, o.text, o.first, o.last, o.start_ms, o.end_ms, o.voice)
            for o in lines
        ),
    )
    return True


def is_known_translation(
    db: sqlite3.Connection, given: Translation, lines: Sequence[TranslationLine]
) -> bool:
    """Whether this translation is there already, approved if this one is."""
    digest = translation_digest(given, lines)
    approved = given.status is VersionStatus.APPROVED
    same = (digest + _APPROVED,) if approved else (digest, digest + _APPROVED)
    return any(
        db.execute("select 1 from translation where digest = ?", (one,)).fetchone() for one in same
    )


def translations(db: sqlite3.Connection, recording_id: str) -> list[Translation]:
    """All translations of a recording; approved ones, then higher ranks, first."""
    rows = db.execute(
        "select * from translation where recording_id = ?"
        " order by status = 'approved' desc, rank desc, rowid desc",
        (recording_id,),
    )
    return [_translation(row) for row in rows]


def best_translations(db: sqlite3.Connection, recording_id: str) -> dict[str, Translation]:
    """The translation to show, for each language there is."""
    chosen: dict[str, Translation] = {}
    for one in translations(db, recording_id):
        chosen.setdefault(one.language, one)
    return chosen


def translation_lines(db: sqlite3.Connection, translation_id: str) -> list[TranslationLine]:
    """The lines of a translation, in order."""
    rows = db.execute(
        "select * from translation_line where translation_id = ? order by position",
        (translation_id,),
    )
    return [
        TranslationLine(
            row["position"],
            row["text"],
            row["first"],
            row["last"],
            row["start_ms"],
            row["end_ms"],
            row["voice"],
        )
        for row in rows
    ]


def _utterance_row(one: Utterance) -> tuple[str | int | float | None, ...]:
    words = json.dumps(
        [[w.text, w.start_ms, w.end_ms, w.score] for w in one.words], ensure_ascii=False
    )
    return (
        one.id,
        one.transcript_id,
        one.position,
        one.voice,
        one.start_ms,
        one.end_ms,
        one.timing.value,
        one.text,
        one.language,
        one.score,
        one.no_speech,
        words,
    )


def _utterance(row: sqlite3.Row) -> Utterance:
    return Utterance(
        id=row["id"],
        transcript_id=row["transcript_id"],
        position=row["position"],
        text=row["text"],
        voice=row["voice"],
        start_ms=row["start_ms"],
        end_ms=row["end_ms"],
        timing=Timing(row["timing"]),
        words=_words(row["words"]),
        language=row["language"],
        score=row["score"],
        no_speech=row["no_speech"],
        held_back=row["held_back"],
    )


def _words(stored: str) -> tuple[Word, ...]:
    return () if stored == "[]" else tuple(Word(*one) for one in json.loads(stored))


def _transcript(row: sqlite3.Row) -> Transcript:
    return Transcript(
        row["id"],
        row["recording_id"],
        TranscriptOrigin(row["origin"]),
        row["language"],
        row["format"],
        row["maker"],
        VersionStatus(row["status"]),
        row["rank"],
        row["because"],
        None if row["artefact"] is None else Sha256(row["artefact"]),
    )


def _translation(row: sqlite3.Row) -> Translation:
    return Translation(
        row["id"],
        row["recording_id"],
        row["transcript_id"],
        row["language"],
        TranslationOrigin(row["origin"]),
        row["maker"],
        VersionStatus(row["status"]),
        row["rank"],
        row["because"],
        None if row["artefact"] is None else Sha256(row["artefact"]),
    )


def transcript_digest(given: Transcript, spoken: Sequence[Utterance]) -> str:
    """SHA-256 of what a version says; the custody event of its making names it."""
    return _digest(
        given.recording_id,
        given.language,
        given.origin.value,
        given.format,
        given.maker,
        [[u.voice, u.start_ms, u.end_ms, u.text, u.no_speech] for u in spoken],
    )


def translation_digest(given: Translation, lines: Sequence[TranslationLine]) -> str:
    """SHA-256 of what a translation says and which lines it renders."""
    return _digest(
        given.recording_id,
        given.language,
        given.origin.value,
        given.maker,
        [[one.text, one.first, one.last] for one in lines],
    )


def _digest(*essence: object) -> str:
    return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()
