"""Transcripts and translations under one shape: lines with their times, and whether they are unchanged."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from earwitness.records.identifiers import is_sha256
from earwitness.records.words import Timing, TranscriptOrigin, TranslationOrigin, Utterance
from earwitness.store.catalog.words import (
    transcript_digest,
    transcripts,
    translation_digest,
    translation_lines,
    translations,
    utterances,
)

__all__ = ["TextLine", "TextVersion", "text_versions"]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line; times in milliseconds, None where nothing is known.

    Attributes:
        mark: what stands there instead of words, "" where words do.
        words: those with times of their own: (text, start, end).
    """

    text: str
    start_ms: int | None
    end_ms: int | None
    mark: str = ""
    words: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A version of the words.

    Attributes:
        translation: else a transcript.
        by_machine: an engine made it; here: this program ran it.
        noted, found: digest in the custody chain, and that of the words now.
        seq: event in which it was kept.
    """

    id: str
    translation: bool
    language: str
    maker: str
    by_machine: bool
    here: bool
    noted: str
    found: str
    seq: int
    lines: tuple[TextLine, ...]


def text_versions(db: sqlite3.Connection, recording_id: str) -> tuple[TextVersion, ...]:
    """All versions of the words of a recording, transcripts first, by identifier."""
    found = []
    for one in transcripts(db, recording_id):
        spoken = utterances(db, one.id)
        found.append(
            TextVersion(
                one.id,
                False,  # no translation
                one.language,
                one.maker,
                one.origin is TranscriptOrigin.MACHINE,
                one.origin is TranscriptOrigin.MACHINE and one.artefact is None,
                *_noted(db, "transcript", one.id, transcript_digest(one, spoken)),
                tuple(_spoken(line) for line in spoken),
            )
        )
    by_position = {
        one.id: {line.position: line for line in utterances(db, one.id)}
        for one in transcripts(db, recording_id)
    }
    for made in translations(db, recording_id):
        lines = translation_lines(db, made.id)
        source = by_position.get(made.transcript_id or "", {})
        found.append(
            TextVersion(
                made.id,
                True,  # a translation
                made.language,
                made.maker,
                made.origin in (TranslationOrigin.MACHINE, TranslationOrigin.POST_EDITED),
                made.origin is TranslationOrigin.MACHINE and made.artefact is None,
                *_noted(db, "translation", made.id, translation_digest(made, lines)),
                tuple(
                    _rendered(
                        line.text, (line.start_ms, line.end_ms), line.first, line.last, source
                    )
                    for line in lines
                ),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.translation, one.id)))


def _spoken(line: Utterance) -> TextLine:
    timed = line.timing is not Timing.NONE
    return TextLine(
        line.text,
        line.start_ms if timed else None,
        line.end_ms if timed else None,
        line.no_speech or line.held_back,
        tuple((word.text, word.start_ms, word.end_ms) for word in line.words),
    )


def _rendered(
    text: str,
    own: tuple[int | None, int | None],
    first: int | None,
    last: int | None,
    source: dict[int, Utterance],
) -> TextLine:
    """A line of a translation has its own times, or those of the lines that it renders."""
    start, end = own
    if start is None and first is not None and last is not None:
        of = [source[at] for at in range(first, last + 1) if at in source]
        starts = [one.start_ms for one in of if one.start_ms is not None]
        ends = [one.end_ms for one in of if one.end_ms is not None]
        start, end = (min(starts), max(ends)) if starts and ends else (None, None)
    return TextLine(text, start, end)


def _noted(db: sqlite3.Connection, table: str, identifier: str, found: str) -> tuple[str, str, int]:
    """The digest that was kept, the one of now, and the event of its making."""
    row = db.execute(
        f"select v.digest, v.custody_seq, c.line from {table} v"  # noqa: S608 (one of two names)
        " left join custody c on c.seq = v.custody_seq where v.id = ?",
        (identifier,),
    ).fetchone()
    noted = str(row["digest"]).partition(" ")[0]
    try:
        objects = json.loads(row["line"])["objects"]
        following = objects[objects.index(identifier) + 1]
        noted = following if is_sha256(str(following)) else noted
    except (ValueError, TypeError, KeyError, IndexError):
        pass  # versions that an engine made are named by the row alone
    return noted, found, int(row["custody_seq"])
