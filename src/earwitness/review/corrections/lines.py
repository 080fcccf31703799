"""Which line somebody means who reads a page: by the time that stands beside it, or by words of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.errors import MalformedInput, NotInArchive, UsageError
from earwitness.records.timecode import format_ms, parse_timecode
from earwitness.store.catalog.alignments import alignment_of, line_fits
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    translation_lines,
    utterances,
)
from earwitness.text.words import fold

__all__ = ["MeantLine", "line_meant"]

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class MeantLine:
    """A line as a correction names it.

    Attributes:
        target: as in `records.corrections.Correction`.
        language: of its words.
    """

    target: str
    text: str
    language: str
    start_ms: int | None
    end_ms: int | None


def line_meant(
    db: sqlite3.Connection, recording_id: str, place: str, language: str = ""
) -> MeantLine:
    """Find the line in the words that stand now.

    Args:
        place: a time as pages show it, in whole seconds; or words of the line, whatever their case.
        language: of a translation whose line it is, "" for the words that were heard.

    Raises:
        NotInArchive: no such translation, or no line there. UsageError: several lines have these words.
    """
    lines = _translated(db, recording_id, language) if language else _heard(db, recording_id)
    try:
        at_ms = parse_timecode(place)
    except MalformedInput:
        return _with_words(lines, place)
    timed = sorted((one for one in lines if one.start_ms is not None), key=_start)
    # A page shows whole seconds: 1:05 is beside a line that begins at 65.9 s.
    begins = [one for one in timed if at_ms <= _start(one) < at_ms + 1000]
    found = begins[:1] or [one for one in timed if _start(one) <= at_ms][-1:]
    if not found:
        raise NotInArchive(f"no line is said at {place.strip()}", do="Give words of the line")
    return found[0]


def _start(one: MeantLine) -> int:
    return one.start_ms or 0


def _with_words(lines: Sequence[MeantLine], words: str) -> MeantLine:
    wanted = fold(" ".join(words.split()))
    found = [one for one in lines if wanted and wanted in fold(" ".join(one.text.split()))]
    if not found:
        raise NotInArchive(
            f"no line has these words: “{words.strip()[:60]}”", do="Copy them, or give its time"
        )
    if len(found) > 1:
        places = ", ".join(
            "no time" if one.start_ms is None else format_ms(one.start_ms, millis=False)
            for one in found[:_SHOWN]
        )
        raise UsageError(
            f"{len(found)} lines have these words ({places})", do="Give more of them, or the time"
        )
    return found[0]


def _heard(db: sqlite3.Connection, recording_id: str) -> list[MeantLine]:
    shown = best_transcript(db, recording_id)
    if shown is None:
        return []
    alignment = alignment_of(db, shown.id)
    fits = line_fits(db, alignment.id) if alignment else {}
    found = []
    for one in utterances(db, shown.id):
        if one.held_back:
            continue
        start, end = one.start_ms, one.end_ms
        if start is None and one.position in fits:
            start, end = fits[one.position].start_ms, fits[one.position].end_ms
        found.append(MeantLine(one.id, one.text, one.language, start, end))
    return found


def _translated(db: sqlite3.Connection, recording_id: str, language: str) -> list[MeantLine]:
    version = best_translations(db, recording_id).get(language)
    if version is None:
        raise NotInArchive(f"there is no translation into '{language[:20]}'", where=recording_id)
    spoken = best_transcript(db, recording_id)
    times = {one.position: one for one in utterances(db, spoken.id)} if spoken else {}
    found = []
    for line in translation_lines(db, version.id):
        start, end = line.start_ms, line.end_ms
        heard = times.get(line.first) if line.first is not None else None
        if start is None and heard is not None:
            start, end = heard.start_ms, heard.end_ms
        found.append(MeantLine(f"{version.id}:{line.position}", line.text, language, start, end))
    return found
