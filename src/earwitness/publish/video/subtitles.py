"""The subtitles of a clip, one track a language, from the words that may leave.

Words that lie outside of the stretch are not shown, and an ellipsis says that some were left out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from earwitness.errors import NotInArchive
from earwitness.publish.exports.clock import clock
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.page.captions import Caption, Track, pieces
from earwitness.records.timecode import Interval
from earwitness.records.words import Timing

__all__ = ["at_time", "subtitle_track", "write_srt"]

_LEAST_MS = 300


def subtitle_track(sheet: Sheet, stretch: Interval) -> Track:
    """What is said in a stretch, with times from its start. Of a line at an edge only words inside are kept.

    Raises:
        NotInArchive: no line with times lies there.
    """
    captions: list[Caption] = []
    for line in sheet.lines:
        captions += _captions(line, stretch)
    captions.sort(key=lambda one: one.start_ms)
    if not captions:
        raise NotInArchive(
            f"no line with times lies there in '{sheet.language}'",
            where=sheet.recording_id,
            do="`earwitness show REC` prints the lines with their times",
        )
    ends = [
        max(one.start_ms + 1, min(one.end_ms, following.start_ms))
        for one, following in pairwise(captions)
    ]
    return Track(
        sheet.language,
        tuple(
            Caption(one.start_ms, end, one.text)
            for one, end in zip(captions, [*ends, captions[-1].end_ms], strict=True)
        ),
    )


def write_srt(track: Track) -> str:
    """A track as SubRip."""
    return "\n".join(
        f"{number}\n{clock(one.start_ms, ',')} --> {clock(one.end_ms, ',')}\n{one.text}\n"
        for number, one in enumerate(track.captions, start=1)
    )


def at_time(track: Track, ms: int) -> str:
    """The words that are shown at a time of the clip, "" for none."""
    return next((one.text for one in track.captions if one.start_ms <= ms < one.end_ms), "")


def _captions(line: SheetLine, stretch: Interval) -> list[Caption]:
    if line.start_ms is None or line.end_ms is None or line.timing is Timing.NONE:
        return []
    own = Interval(line.start_ms, max(line.end_ms, line.start_ms + 1))
    if not own.overlap_ms(stretch):
        return []
    inside = stretch.start_ms <= own.start_ms and own.end_ms <= stretch.end_ms
    if inside or not line.words:
        # A line without times of its words is shown if most of it is heard.
        if not inside and 2 * own.overlap_ms(stretch) < own.duration_ms:
            return []
        return _split(one_row(line.shown), own, stretch)
    words = [
        word
        for word in line.words
        if stretch.start_ms <= word.start_ms and word.end_ms <= stretch.end_ms
    ]
    if not words:
        return []
    text = one_row(" ".join(word.text.strip() for word in words))
    before = "" if words[0] == line.words[0] else "… "
    behind = "" if words[-1] == line.words[-1] else " …"
    heard = Interval(words[0].start_ms, max(words[-1].end_ms, words[0].start_ms + 1))
    return _split(f"{before}{text}{behind}", heard, stretch)


def _split(text: str, own: Interval, stretch: Interval) -> list[Caption]:
    """A long line as several captions, its time shared out by their length."""
    places = pieces(text)
    if len(places) * _LEAST_MS > own.duration_ms:
        places = [(0, len(text))]
    found = []
    cut = [False, False]
    for start, end in places:
        first = own.start_ms + own.duration_ms * start // max(1, len(text)) - stretch.start_ms
        last = own.start_ms + own.duration_ms * end // max(1, len(text)) - stretch.start_ms
        if last <= 0 or first >= stretch.duration_ms:
            cut[first >= stretch.duration_ms] = True
            continue
        shown = Caption(max(0, first), min(last, stretch.duration_ms), text[start:end])
        found.append(shown)
    if found and cut[0]:
        found[0] = replace(found[0], text=f"… {found[0].text}")
    if found and cut[1]:
        found[-1] = replace(found[-1], text=f"{found[-1].text} …")
    return found
