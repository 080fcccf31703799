"""Where on the recording do quoted words stand? By word times where any version has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from earwitness.publish.quotecheck.heard_words import Comparable, SpokenVersion, timed_versions
from earwitness.publish.quotecheck.matching import LONGEST_UNITS, HeardText, Match, align
from earwitness.publish.quotecheck.units import Unit, UnitKind, comparing_language, units_of
from earwitness.records.judgement import Heard
from earwitness.records.timecode import Interval
from earwitness.records.words import Timing, Utterance
from earwitness.store.catalog.words import with_word_times

__all__ = ["locate"]

_CARRY_COVER = 0.7  # another version must have most of the words before its times are taken over
_SLACK_MS = 2000
_BESIDE_UNITS = 40  # words on either side that tell two places with the same words apart


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
    languages = {one.language for one in lines} or {spoken.transcript.language}
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
        language=languages.pop() if len(languages) == 1 else spoken.transcript.language,
    )


def _interval(
    db: sqlite3.Connection, text: Comparable, match: Match, lines: Sequence[Utterance]
) -> tuple[Interval | None, bool]:
    """The stretch, and whether it holds the quoted words and nothing else."""
    if not lines:
        return None, False
    whole = _line_times(lines)
    # A part of a translated line cannot be cut out: its words stand in another order.
    exact = text.translation is None or text.is_whole(match.first, match.last)
    own = _by_own_words(text, match, with_word_times(db, [lines[0], lines[-1]]))
    if own is not None:
        return own, exact
    for version in timed_versions(db, text.recording_id):
        found = _carried_over(version, text, match, lines)
        if found is not None and (whole is None or _is_near(found, whole)):
            return found, exact
    return whole, False


def _by_own_words(text: Comparable, match: Match, lines: Sequence[Utterance]) -> Interval | None:
    """From the first matched word to the last, when the lines have times for their words."""
    if not lines[0].words or not lines[-1].words:
        return None
    first, last = lines[0], lines[-1]
    if text.translation is not None:
        units = [units_of(line.text, text.language) for line in (first, last)]
        at, until = _outer_words(units[0])[0], _outer_words(units[1])[1]
    else:
        at, until = text.heard.units[match.first], text.heard.units[match.last]
    start = _word_at(first, at.start)
    end = _word_at(last, until.end - 1)
    if start is None or end is None or end[1] < start[0]:
        return None
    return Interval(start[0], end[1])


def _outer_words(units: Sequence[Unit]) -> tuple[Unit, Unit]:
    words = [one for one in units if one.token >= 0] or list(units) or [_NOTHING]
    return words[0], words[-1]


_NOTHING = Unit(UnitKind.ELISION, "…", 0, 0)


def _word_at(line: Utterance, offset: int) -> tuple[int, int] | None:
    """Times of the word that covers a character offset of the line."""
    for start, end, times in _placed_words(line):
        if start <= offset < end:
            return times
    return None


def _placed_words(line: Utterance) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Each timed word with its place in the line; whole words only: some words have no times."""
    cursor = 0
    for word in line.words:
        bare = word.text.strip()
        at = line.text.find(bare, cursor) if bare else -1
        while at >= 0 and not _stands_alone(line.text, at, at + len(bare)):
            at = line.text.find(bare, at + 1)
        if at >= 0:
            cursor = at + len(bare)
            yield at, cursor, (word.start_ms, word.end_ms)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


def _carried_over(
    version: SpokenVersion, text: Comparable, match: Match, lines: Sequence[Utterance]
) -> Interval | None:
    """Times from another version of the same words.

    Its words around the place must be the same too, since "yes, yes" stands in many places; and it
    must have the first and the last word, or the cut would be short.
    """
    spoken = text.spoken
    if spoken is None:  # pragma: no cover (the caller has looked)
        return None
    tongue = comparing_language([text.language if text.translation is None else lines[0].language])
    wanted, first, last = _with_neighbours(spoken, text, match, lines)
    if not wanted or len(wanted) > LONGEST_UNITS:
        return None
    units, times = _timed_units(version, tongue)
    found = align(wanted, HeardText(units))
    if found is None:
        return None
    inside = [s for s in found.steps if s.quoted is not None and first <= s.quoted <= last]
    if sum(step.same for step in inside) < _CARRY_COVER * len(inside):
        return None
    ends = [inside[0].heard, inside[-1].heard]
    if ends[0] is None or ends[1] is None:
        return None
    start_ms, end_ms = times[ends[0]][0], times[ends[1]][1]
    return Interval(start_ms, end_ms) if start_ms <= end_ms else None


def _timed_units(version: SpokenVersion, tongue: str) -> tuple[list[Unit], list[tuple[int, int]]]:
    """Those units that have times. Rolling captions repeat words, and only the new ones have any."""
    units, times = [], []
    for line in version.utterances:
        placed = list(_placed_words(line))
        for unit in units_of(line.text, tongue):
            found = next((t for a, b, t in placed if a <= unit.start < b), None)
            if found is not None:
                units.append(unit)
                times.append(found)
    return units, times


def _with_neighbours(
    spoken: SpokenVersion, text: Comparable, match: Match, lines: Sequence[Utterance]
) -> tuple[list[Unit], int, int]:
    """The units looked for in another version, and which of them are the quoted ones."""
    if text.translation is None:
        units, first, last = list(text.heard.units), match.first, match.last
    else:
        tongue = comparing_language([lines[0].language])
        units, first, last = [], -1, -1
        for line in spoken.utterances:
            own = units_of(line.text, tongue)
            if line.position == lines[0].position:
                first = len(units)
            units += own
            if line.position == lines[-1].position:
                last = len(units) - 1
    low, high = max(0, first - _BESIDE_UNITS), last + 1 + _BESIDE_UNITS
    words = [at for at in range(first, last + 1) if units[at].token >= 0]
    if not words:
        return [], 0, 0
    return units[low:high], words[0] - low, words[-1] - low


def _is_near(found: Interval, whole: Interval) -> bool:
    wide = Interval(max(0, whole.start_ms - _SLACK_MS), whole.end_ms + _SLACK_MS)
    return found.overlap_ms(wide) == found.duration_ms


def _line_times(lines: Sequence[Utterance]) -> Interval | None:
    """From the start of the first line to the end of the last, if both have those times."""
    first, last = lines[0], lines[-1]
    timed = (Timing.EXACT, Timing.WINDOW)
    if first.timing not in timed or last.timing not in timed:
        return None
    if first.start_ms is None or last.end_ms is None or last.end_ms < first.start_ms:
        return None
    return Interval(first.start_ms, last.end_ms)
