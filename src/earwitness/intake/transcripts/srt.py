"""SubRip (``.srt``), as people, phones and machine translators leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.line_times import (
    LineTimes,
    read_signed_timecode,
    settle_times,
)
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem, Timing
from earwitness.intake.transcripts.turns import split_turns, turn_lines

__all__ = ["is_srt_timing", "read_srt"]

_TIME = r"[-−]?\s?[0-9][0-9:.,\s]{0,24}"
_TIMING = re.compile(rf"\s*({_TIME}?)\s*[-–—]{{1,3}}\s?>\s*({_TIME})(.*)")
_BROKEN_TIMING = re.compile(r"\s*[-−]?[0-9][^>\s]{0,20}\s*[-–—]{1,3}\s?>")
_INDEX = re.compile(r"\s*[0-9]{1,7}\s*")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>|\{\\[^{}]{0,200}\}|\{[yYfFsScCpP]:[^{}]{0,60}\}")
_COORDINATES = re.compile(r"\s*(?:[XY][12]:\s?-?[0-9]+\s*)*")


@dataclass(frozen=True, slots=True)
class _Timing:
    row: int
    start_ms: int | None
    end_ms: int | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Cue:
    row: int
    times: LineTimes
    rows: tuple[str, ...]


def read_srt(text: str, *, where: str | None = None) -> ParsedTranscript:
    r"""Read SubRip subtitles, mending what can be mended and saying so.

    Taken without complaint: point for comma, missing hours, indexes or blank lines, blank lines in
    a cue, markup. Taken with a `Problem`: overlapping cues, times that run backwards or cannot be
    read, cues without text, text before the first cue. Row breaks inside a cue become spaces.

    Args:
        text: the decoded text, without a byte order mark.
        where: the file, for messages.

    Raises:
        MalformedInput: no line with times at all; the line named is the first that holds text.

    >>> read_srt("1\n00:00:01,000 --> 00:00:02,000\nДобрий ранок").lines[0].text
    'Добрий ранок'
    """
    rows = text.split("\n")
    timings = [timing for number, row in enumerate(rows) if (timing := _read_timing(number, row))]
    if not timings:
        first = next((i for i, row in enumerate(rows) if row.strip()), 0)
        raise MalformedInput(
            "holds no subtitle times ('00:00:01,000 --> 00:00:02,000')", where=where, line=first + 1
        )
    problems: list[Problem] = []
    lines: list[Line] = []
    last_end_ms = 0
    for cue in _cues(rows, timings, problems):
        turns = split_turns(_MARKUP.sub("", row) for row in cue.rows)
        if not turns:
            problems.append(Problem(cue.row + 1, "a cue without text; left out"))
        problems.extend(_overlap(cue, last_end_ms))
        last_end_ms = max(last_end_ms, cue.times.end_ms or 0)
        lines.extend(turn_lines(turns, cue.times))
    problems.sort(key=lambda problem: problem.line or 0)
    return ParsedTranscript("srt", tuple(lines), problems=tuple(problems))


def is_srt_timing(row: str) -> bool:
    """Whether a row is a readable ``start --> end`` row with nothing but coordinates after it."""
    match = _TIMING.fullmatch(row)
    return match is not None and _COORDINATES.fullmatch(match[3]) is not None


def _read_timing(number: int, row: str) -> _Timing | None:
    if ">" not in row:
        return None
    match = _TIMING.fullmatch(row)
    if match is None:
        unreadable = f"times cannot be read: '{row.strip()[:60]}'"
        return _Timing(number, None, None, unreadable) if _BROKEN_TIMING.match(row) else None
    try:
        return _Timing(number, read_signed_timecode(match[1]), read_signed_timecode(match[2]))
    except MalformedInput as error:
        return _Timing(number, None, None, error.what)


def _overlap(cue: _Cue, last_end_ms: int) -> Iterator[Problem]:
    if cue.times.start_ms is not None and cue.times.start_ms < last_end_ms:
        yield Problem(cue.row + 1, "starts before an earlier cue ends; times kept as written")


def _cues(rows: list[str], timings: list[_Timing], problems: list[Problem]) -> Iterator[_Cue]:
    """Cut the rows between timing rows into cues; the index row belongs to the cue that follows."""
    head = rows[: timings[0].row]
    indexed = bool(head) and _INDEX.fullmatch(head[-1]) is not None
    stray = [row for row in (head[:-1] if indexed else head) if row.strip()]
    if stray:
        problems.append(Problem(1, f"text before the first cue left out: '{stray[0][:60]}'"))
    index = int(head[-1]) if indexed else 0
    ends = [timing.row for timing in timings[1:]] + [len(rows)]
    for timing, end in zip(timings, ends, strict=True):
        body = rows[timing.row + 1 : end]
        following = _index_row(body, indexed=indexed) if end < len(rows) else None
        if following is not None:
            body.pop()
        times = settle_times(timing.start_ms, timing.end_ms)
        trouble = timing.trouble or times.trouble
        if trouble:
            problems.append(Problem(timing.row + 1, trouble))
        yield from _split_untimed(_Cue(timing.row, times, tuple(body)), index + 1, problems)
        index = following if following is not None else index + 1


def _index_row(body: list[str], *, indexed: bool) -> int | None:
    """The index that ends these rows, which belongs to the next cue."""
    if not body or not _INDEX.fullmatch(body[-1]):
        return None
    apart = len(body) > 1 and not body[-2].strip()
    return int(body[-1]) if indexed or apart else None


def _split_untimed(cue: _Cue, next_index: int, problems: list[Problem]) -> Iterator[_Cue]:
    """A blank row, the next index and text, without times: a cue whose times were lost."""
    start, times = 0, cue.times
    for place in range(1, len(cue.rows) - 1):
        row = cue.rows[place]
        if cue.rows[place - 1].strip() or not _INDEX.fullmatch(row) or int(row) != next_index:
            continue
        yield _Cue(cue.row + start, times, cue.rows[start:place])
        problems.append(Problem(cue.row + place + 2, "a cue without times; text kept"))
        start, times = place + 1, LineTimes(None, None, Timing.NONE)
        next_index += 1
    yield _Cue(cue.row + start, times, cue.rows[start:])
