"""Where on the recording do quoted words stand? By word times where any version has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from earwitness.publish.quotecheck.heard_words import Comparable, SpokenVersion, timed_versions
from earwitness.publish.quotecheck.matching import HeardText, Match, align
from earwitness.publish.quotecheck.units import Unit, units_of
from earwitness.records.judgement import Heard
from earwitness.records.timecode import Interval
from earwitness.records.words import Timing, Utterance

__all__ = ["locate"]

_CARRY_COVER = 0.7  # another version must have most of the words before its times are taken over
_SLACK_MS = 2000


def locate(db: sqlite3.Connection, text: Comparable, match: Match) -> Heard:
    """The place of a matched quotation, as exactly as any version of the words allows."""
    positions = text.positions(match.first, match.last)
    spoken = text.spoken
    said = text.text_of(match.first, match.last)
    if spoken is None or positions is None:
        return Heard(
            text.recording_id,
            spoken.transcript.id if spoken else "",
            -1,
            -1,
            None,
            False,
            None,
            "",
            said,
            text.translation.id if text.translation else None,
        )
    lines = [one for one in spoken.utterances if positions[0] <= one.position <= positions[1]]
    interval, exact = _interval(db, text, match, lines)
    voices = {one.voice for one in lines}
    return Heard(
        recording_id=text.recording_id,
        transcript_id=spoken.transcript.id,
        first=positions[0],
        last=positions[1],
        interval=interval,
        exact=exact,
        voice=voices.pop() if len(voices) == 1 else None,
        original=said if text.translation is None else " ".join(one.text for one in lines),
        translation=said if text.translation else "",
        translation_id=text.translation.id if text.translation else None,
    )


def _interval(
    db: sqlite3.Connection, text: Comparable, match: Match, lines: Sequence[Utterance]
) -> tuple[Interval | None, bool]:
    whole = _line_times(lines)
    own = _by_own_words(text, match, lines)
    if own is not None:
        return own, True
    if text.translation is None:
        wanted = list(text.heard.units[match.first : match.last + 1])
    else:
        wanted = [unit for one in lines for unit in units_of(one.text, one.language)]
    for version in timed_versions(db, text.recording_id):
        found = _carried_over(version, wanted, whole)
        if found is not None:
            return found, True
    return whole, False


def _by_own_words(text: Comparable, match: Match, lines: Sequence[Utterance]) -> Interval | None:
    """From the first matched word to the last, when the lines have times for their words."""
    if not lines or not all(one.words for one in lines):
        return None
    if text.translation is not None:
        return Interval(lines[0].words[0].start_ms, lines[-1].words[-1].end_ms)
    first, last = text.heard.units[match.first], text.heard.units[match.last]
    start = _word_at(lines[0], first.start)
    end = _word_at(lines[-1], last.end - 1)
    return None if start is None or end is None else Interval(start[0], end[1])


def _word_at(line: Utterance, offset: int) -> tuple[int, int] | None:
    """Times of the word that covers a character offset of the line."""
    cursor = 0
    for word in line.words:
        at = line.text.find(word.text, cursor)
        if at < 0:
            continue
        cursor = at + len(word.text)
        if at <= offset < cursor:
            return word.start_ms, word.end_ms
    return None


def _carried_over(
    version: SpokenVersion, wanted: Sequence[Unit], near: Interval | None
) -> Interval | None:
    """Times from another version of the same words: the words must be there, and near the lines."""
    units: list[Unit] = []
    times: list[tuple[int, int] | None] = []
    for line in version.utterances:
        for unit in units_of(line.text, line.language):
            units.append(unit)
            times.append(_word_at(line, unit.start))
    match = align(wanted, HeardText(units))
    if match is None or match.cover < _CARRY_COVER:
        return None
    start, end = times[match.first], times[match.last]
    if start is None or end is None or end[1] < start[0]:
        return None
    found = Interval(start[0], end[1])
    if near is not None:
        wide = Interval(max(0, near.start_ms - _SLACK_MS), near.end_ms + _SLACK_MS)
        if found.overlap_ms(wide) < found.duration_ms:
            return None
    return found


def _line_times(lines: Sequence[Utterance]) -> Interval | None:
    timed = [one for one in lines if one.timing in (Timing.EXACT, Timing.WINDOW)]
    if not timed or timed[0].start_ms is None or timed[-1].end_ms is None:
        return None
    if timed[-1].end_ms < timed[0].start_ms:
        return None
    return Interval(timed[0].start_ms, timed[-1].end_ms)
