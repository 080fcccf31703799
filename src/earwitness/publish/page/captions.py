"""Captions of a clip, one track a language: only words that the page quotes, with times from the clip's start.

Times come from the words of the transcript where those have any, else from its lines; between known places
they are shared out by the length of the text, and the file says so.
"""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from earwitness.publish.exports.clock import clock
from earwitness.publish.exports.harmless import one_row
from earwitness.records.judgement import Heard
from earwitness.records.timecode import Interval
from earwitness.records.words import Utterance
from earwitness.store.catalog.words import utterances

__all__ = ["Caption", "Track", "captions_of", "pieces", "read_lines", "write_vtt"]

_MOST = 84  # two lines of 42 characters: what is read at a glance
_LEAST_MS = 300
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+")
_SPACE = re.compile(r"\s+")

Anchors = Sequence[tuple[int, int]]
"""Places in a text and their times: (character offset, milliseconds), ascending in both."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words that are shown from one time of a clip to another."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Track:
    """The captions of a clip in one language; ``measured`` if their times are those of words or lines."""

    language: str
    captions: tuple[Caption, ...]
    measured: bool = False


def captions_of(
    db: sqlite3.Connection, heard: Heard, quoted: str, quoted_language: str
) -> tuple[Track, ...]:
    """The tracks of a quotation: the language spoken first, then that of the translation that is quoted.

    Args:
        quoted: the words as the draft quotes them, without markup.
        quoted_language: theirs; that of the original where nothing was translated.
    """
    if heard.interval is None:
        return ()
    lines = read_lines(db, heard)
    translated = heard.translation_id is not None
    original = heard.original if translated else quoted
    tracks = [_track(heard.language, original, heard.interval, lines)]
    if translated:
        tracks.append(_track(quoted_language, quoted, heard.interval, ()))
    return tuple(one for one in tracks if one.captions)


def read_lines(db: sqlite3.Connection, heard: Heard) -> tuple[Utterance, ...]:
    """The lines of the transcript in which the words stand."""
    if not heard.transcript_id or heard.first < 0:
        return ()
    return tuple(
        one
        for one in utterances(db, heard.transcript_id)
        if heard.first <= one.position <= heard.last and one.text and not one.held_back
    )


def write_vtt(track: Track) -> str:
    """A track as WebVTT."""
    blocks = ["WEBVTT"]
    if not track.measured and len(track.captions) > 1:
        blocks.append("NOTE\nTimes inside the clip are shared out by the length of the words.")
    for number, one in enumerate(track.captions, start=1):
        times = f"{clock(one.start_ms)} --> {clock(one.end_ms)}"
        blocks.append(f"{number}\n{times}\n{_escaped(one.text)}")
    return "\n\n".join(blocks) + "\n"


def pieces(text: str, most: int = _MOST) -> list[tuple[int, int]]:
    """Where a text is broken into captions: (start, end), at sentences, else clauses, else words.

    >>> [("a b. c d."[a:b]) for a, b in pieces("a b. c d.", 5)]
    ['a b.', 'c d.']
    """
    found = [(0, len(text))]
    for breaks in (_SENTENCE, _CLAUSE, _SPACE):
        found = [
            part
            for start, end in found
            for part in (
                [(start, end)] if end - start <= most else _filled(text, start, end, breaks, most)
            )
        ]
    return [one for one in found if text[one[0] : one[1]].strip()]


def _filled(
    text: str, start: int, end: int, breaks: re.Pattern[str], most: int
) -> Iterator[tuple[int, int]]:
    """Parts between breaks, as many together as there is place for."""
    begun, last = start, start
    for gap in [*breaks.finditer(text, start, end), None]:
        stop, onward = (end, end) if gap is None else gap.span()
        if stop - begun > most and last > begun:
            yield begun, len(text[begun:last].rstrip()) + begun
            begun = last
        last = onward
    yield begun, end


def _track(language: str, text: str, interval: Interval, lines: Sequence[Utterance]) -> Track:
    words = " ".join(one_row(text).split())
    known = list(_anchors(words, interval, lines))
    duration_ms = interval.duration_ms
    anchors = [(0, 0), *known, (len(words), duration_ms)]
    places = pieces(words)
    starts = [_time_at(anchors, start) for start, _ in places]
    bounds = [0, *starts[1:], duration_ms] if places else []
    captions = [
        Caption(a, max(b, a + 1), words[start:end])
        for (a, b), (start, end) in zip(pairwise(bounds), places, strict=True)
    ]
    if any(one.end_ms - one.start_ms < _LEAST_MS for one in captions):
        captions = [Caption(0, max(1, duration_ms), words)]
    offsets = {at for at, _ in known}
    return Track(language, tuple(captions), all(start in offsets for start, _ in places[1:]))


def _anchors(
    text: str, interval: Interval, lines: Sequence[Utterance]
) -> Iterator[tuple[int, int]]:
    """Words (else lines) of the transcript that stand in the text, and when they begin in the clip."""
    folded, cursor, latest = text.casefold(), 0, 0
    if len(folded) != len(text):
        return
    for line in lines:
        timed = [(word.text, word.start_ms) for word in line.words]
        if not timed and line.start_ms is not None:
            timed = [(line.text, line.start_ms)]
        for word, start_ms in timed:
            bare = " ".join(word.split()).casefold()
            at = folded.find(bare, cursor) if bare else -1
            inside = start_ms - interval.start_ms
            if at < 0 or not latest <= inside < interval.duration_ms:
                continue
            cursor, latest = at + len(bare), inside
            if at:
                yield at, inside


def _time_at(anchors: Anchors, offset: int) -> int:
    after = bisect_right(anchors, offset, key=lambda one: one[0])
    before, following = anchors[after - 1], anchors[min(after, len(anchors) - 1)]
    if following[0] <= before[0]:
        return before[1]
    share = (offset - before[0]) / (following[0] - before[0])
    return round(before[1] + share * (following[1] - before[1]))


def _escaped(text: str) -> str:
    """Without ``>`` there is no tag and no arrow."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
