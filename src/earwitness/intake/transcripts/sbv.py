"""YouTube's SubViewer dialect (``.sbv``): ``0:00:01.000,0:00:02.500`` and text below."""

from __future__ import annotations

import re

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.line_times import read_signed_timecode, settle_times
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem
from earwitness.intake.transcripts.turns import split_turns, turn_lines

__all__ = ["is_sbv_timing", "read_sbv"]

_TIMING = re.compile(r"\s*(-?[0-9]{1,3}:[^,\s]{1,16}),(-?[0-9]{1,3}:[^,\s]{1,16})\s*")


def is_sbv_timing(row: str) -> bool:
    """Whether a row looks like ``0:00:01.000,0:00:02.500``."""
    return _TIMING.fullmatch(row) is not None


def read_sbv(text: str, *, where: str | None = None) -> ParsedTranscript:
    r"""Read YouTube ``.sbv`` captions. Unreadable or backward times are kept out with a `Problem`.

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        MalformedInput: no row with times.

    >>> read_sbv("0:00:01.000,0:00:02.000\nДобрый день").lines[0].end_ms
    2000
    """
    rows = text.split("\n")
    marks = [
        (number, match) for number, row in enumerate(rows) if (match := _TIMING.fullmatch(row))
    ]
    if not marks:
        raise MalformedInput("holds no times ('0:00:01.000,0:00:02.000')", where=where, line=1)
    problems: list[Problem] = []
    if any(row.strip() for row in rows[: marks[0][0]]):
        problems.append(Problem(1, "text before the first cue left out"))
    lines: list[Line] = []
    ends = [number for number, _ in marks[1:]] + [len(rows)]
    for (number, match), end in zip(marks, ends, strict=True):
        lines.extend(_cue(number, match, rows[number + 1 : end], problems))
    return ParsedTranscript("sbv", tuple(lines), problems=tuple(problems))


def _cue(number: int, match: re.Match[str], body: list[str], problems: list[Problem]) -> list[Line]:
    try:
        times = settle_times(read_signed_timecode(match[1]), read_signed_timecode(match[2]))
    except MalformedInput as error:
        problems.append(Problem(number + 1, error.what))
        times = settle_times(None, None)
    if times.trouble:
        problems.append(Problem(number + 1, times.trouble))
    body = [row.replace("[br]", " ") for row in body]
    gap = next((place for place, row in enumerate(body) if place and not row.strip()), len(body))
    turns, stray = split_turns(body[:gap]), split_turns(body[gap:])
    if not turns:
        problems.append(Problem(number + 1, "a cue without text; left out"))
    if stray:
        row = next(place for place in range(gap, len(body)) if body[place].strip())
        problems.append(Problem(number + row + 2, "text after a blank row has no times; kept"))
    return [*turn_lines(turns, times), *turn_lines(stray, settle_times(None, None))]
