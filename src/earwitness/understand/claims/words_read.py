"""The words that claims are read from: the original; a translation where there is none; else what is quoted."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from earwitness.store.catalog.receipts import appearances_of_recording
from earwitness.store.catalog.statements import quotations_in
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    transcripts,
    translation_lines,
    translations,
    utterances,
)
from earwitness.text.language import guess_language

__all__ = ["ReadLine", "ReadWords", "version_lines", "words_read"]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that claims stand in; ``voice`` is a label, or an article's words for the speaker."""

    position: int
    text: str
    language: str
    voice: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ReadWords:
    """One version of the words of a recording.

    Attributes:
        kind: ``transcript``, ``translation`` or ``quotations`` (the version is then an appearance).
    """

    version_id: str
    kind: str
    lines: tuple[ReadLine, ...]

    @property
    def digest(self) -> str:
        """Changes with the words."""
        essence = [self.version_id, *([one.position, one.text, one.voice] for one in self.lines)]
        return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()


def words_read(db: sqlite3.Connection, recording_id: str) -> tuple[ReadWords, ...]:
    """What claims are read from. Lines that are held back, or say that nothing was heard, are no words."""
    shown = best_transcript(db, recording_id)
    if shown is not None:
        return (ReadWords(shown.id, "transcript", _spoken(db, shown.id)),)
    for language, version in sorted(best_translations(db, recording_id).items()):
        return (ReadWords(version.id, "translation", _rendered(db, version.id, language)),)
    return tuple(
        ReadWords(one.id, "quotations", lines)
        for one in appearances_of_recording(db, recording_id)
        if (lines := _quoted(db, one.id, recording_id))
    )


def version_lines(
    db: sqlite3.Connection, recording_id: str, version_id: str
) -> tuple[ReadLine, ...]:
    """The lines of any version of the words of a recording, whether it is read now or not."""
    if any(one.id == version_id for one in transcripts(db, recording_id)):
        return _spoken(db, version_id)
    for one in translations(db, recording_id):
        if one.id == version_id:
            return _rendered(db, version_id, one.language)
    return _quoted(db, version_id, recording_id)


def _spoken(db: sqlite3.Connection, transcript_id: str) -> tuple[ReadLine, ...]:
    return tuple(
        ReadLine(one.position, one.text, one.language, one.voice, one.start_ms, one.end_ms)
        for one in utterances(db, transcript_id)
        if one.text and not one.held_back
    )


def _rendered(db: sqlite3.Connection, translation_id: str, language: str) -> tuple[ReadLine, ...]:
    return tuple(
        ReadLine(one.position, one.text, language, one.voice, one.start_ms, one.end_ms)
        for one in translation_lines(db, translation_id)
        if one.text
    )


def _quoted(db: sqlite3.Connection, appearance_id: str, recording_id: str) -> tuple[ReadLine, ...]:
    return tuple(
        ReadLine(one.position, one.text, guess_language(one.text).tag, one.speaker)
        for one in quotations_in(db, appearance_id)
        if one.recording_id == recording_id and one.role == "speech" and one.text
    )
