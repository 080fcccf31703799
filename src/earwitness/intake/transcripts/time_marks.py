"""Time marks as people and programs write them into running text.

``[00:01:02]`` ``[01:02]`` ``[01.02]`` ``(0:00:12)`` ``{00:01:02}`` ``#00:01:02-5#`` (MAXQDA, f4)
``00:01:02.345 --> 00:01:04`` ``[00:00.000 --> 00:03.000]`` (Whisper's screen) ``0:12`` (YouTube).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.records.timecode import parse_timecode

__all__ = ["MarkedPiece", "TimeMark", "explain_marks", "read_bare_mark", "split_marks"]

_CLOCK = r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,6})?"
_DOTTED = r"[0-5]?[0-9]\.[0-5][0-9]"
_TO = r"\s{0,3}(?:-->|->|[-–—]|to|до)\s{0,3}"
_IN_BRACKETS = rf"({_CLOCK}|{_DOTTED})(?:{_TO}({_CLOCK}|{_DOTTED}))?"
_MARK = re.compile(
    rf"\[\s?{_IN_BRACKETS}\s?\]|\{{\s?{_IN_BRACKETS}\s?\}}"
    rf"|#([0-9]{{1,3}}:[0-9]{{2}}:[0-9]{{2}})-([0-9]{{1,3}})#"
)
_ROUND = re.compile(rf"\(\s?{_IN_BRACKETS}\s?\)|<\s?{_IN_BRACKETS}\s?>")
_ARROWED = re.compile(rf"({_CLOCK})\s{{0,3}}-{{1,2}}>\s{{0,3}}({_CLOCK})(?=\s|$)")
_BARE = re.compile(rf"({_CLOCK})(?:\s{{0,3}}[-–—]\s{{0,3}}({_CLOCK}))?(?=\s|$)(?:\s+[-–—](?=\s))?")


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A written time; ``end_ms`` where the mark is a stretch.

    ``closing``: the notation is one that editors set at the end of a paragraph (MAXQDA, f4).
    """

    start_ms: int
    end_ms: int | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A mark (None: none before this text) and the text up to the next mark."""

    mark: TimeMark | None
    text: str


def split_marks(row: str, *, bare: bool = False) -> list[MarkedPiece]:
    """Cut a row at its time marks.

    Marks in square or curly brackets and MAXQDA's are seen anywhere; round ones, arrows and (with
    ``bare``) plain clock times only at the start, where they are not part of a sentence.

    >>> split_marks("[00:05] Так. [00:09] Ні.")[1]
    MarkedPiece(mark=TimeMark(start_ms=9000, end_ms=None, closing=False), text='Ні.')
    """
    rest = row.strip()
    pieces: list[MarkedPiece] = []
    mark: TimeMark | None = None
    leading = _ROUND.match(rest) or _ARROWED.match(rest) or (_BARE.match(rest) if bare else None)
    position = 0
    if leading:
        mark, position = _as_mark(leading), leading.end()
    for match in _MARK.finditer(rest, position):
        before = rest[position : match.start()].strip()
        if before or mark is not None:
            pieces.append(MarkedPiece(mark, before))
        mark, position = _as_mark(match), match.end()
    return [*pieces, MarkedPiece(mark, rest[position:].strip())]


def read_bare_mark(row: str) -> TimeMark | None:
    """The plain clock time that a row begins with (``0:12 text``); None if it begins otherwise."""
    match = _BARE.match(row.strip())
    return None if match is None else _as_mark(match)


def explain_marks(row: str, *, bare: bool = False) -> str:
    """Say which time marks `split_marks` sees in a row.

    >>> explain_marks("{00:00:07} Чую")
    '1 mark: 7000 ms'
    """
    marks = [piece.mark for piece in split_marks(row, bare=bare) if piece.mark is not None]
    shown = "; ".join(
        f"{mark.start_ms} ms" + ("" if mark.end_ms is None else f" to {mark.end_ms} ms")
        for mark in marks
    )
    return f"{len(marks)} mark{'s' * (len(marks) != 1)}: {shown}" if marks else "no time mark"


def _as_mark(match: re.Match[str]) -> TimeMark:
    found = [group for group in match.groups() if group is not None]
    if match[0].startswith("#"):
        return TimeMark(parse_timecode(f"{found[0]}.{found[1]}"), closing=True)
    times = [_clock_ms(group) for group in found]
    return TimeMark(times[0], times[1] if len(times) > 1 else None)


def _clock_ms(text: str) -> int:
    # Without a colon the point stands between minutes and seconds: [12.30].
    return parse_timecode(text if ":" in text else text.replace(".", ":"))
