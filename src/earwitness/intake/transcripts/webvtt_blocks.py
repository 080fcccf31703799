"""The block structure of WebVTT: header, cues and comments, as the W3C parser collects them.

Source: https://www.w3.org/TR/webvtt1/#file-parsing (sections 6.1 to 6.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from earwitness.errors import MalformedInput

__all__ = ["Block", "WebvttFile", "collect_blocks", "read_webvtt_timestamp"]

_TIMESTAMP = re.compile(r"(?:([0-9]{1,9}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])")
_ARROW = "-->"


@dataclass(frozen=True, slots=True)
class Block:
    """A cue, or a block without times. ``row`` counts from 0 and is that of the times, if any.

    ``start_ms`` is None for a cue whose times do not follow the standard; ``stated`` is the row of
    times as written, empty for a block that has none.
    """

    row: int
    stated: str
    start_ms: int | None
    end_ms: int | None
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WebvttFile:
    """Header rows (without the first) and blocks in file order."""

    header: tuple[str, ...]
    blocks: tuple[Block, ...] = field(default=())


def collect_blocks(text: str, *, where: str | None = None) -> WebvttFile:
    """Cut a WebVTT file into blocks.

    Raises:
        MalformedInput: the first row is not ``WEBVTT``.
    """
    rows = text.split("\n")
    first = rows[0].removeprefix("\ufeff")
    if first != "WEBVTT" and not first.startswith(("WEBVTT ", "WEBVTT\t")):
        raise MalformedInput("does not start with WEBVTT", where=where, line=1)
    header_end = 1
    while header_end < len(rows) and rows[header_end] and _ARROW not in rows[header_end]:
        header_end += 1
    header = tuple(rows[1:header_end])
    return WebvttFile(header, tuple(_blocks(rows, header_end)))


def read_webvtt_timestamp(text: str) -> int | None:
    """Milliseconds of a whole WebVTT timestamp; None when the text is something else.

    >>> read_webvtt_timestamp("00:01.500"), read_webvtt_timestamp("0:1.5")
    (1500, None)
    """
    match = _TIMESTAMP.fullmatch(text)
    return None if match is None else _as_ms(match)


def _as_ms(match: re.Match[str]) -> int:
    hours, minutes, seconds, millis = match.groups(default="0")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(millis)


def _blocks(rows: list[str], position: int) -> Iterator[Block]:
    while position < len(rows):
        if not rows[position]:
            position += 1
            continue
        block, position = _collect(rows, position)
        yield block


def _collect(rows: list[str], start: int) -> tuple[Block, int]:
    """One block from ``start``, and where the next may begin.

    An arrow is the cue's times only in the first or second row (after an identifier); any later
    arrow begins the next block.
    """
    times_row = next(
        (row for row in range(start, min(start + 2, len(rows))) if _ARROW in rows[row]), None
    )
    if times_row == start + 1 and not rows[start]:
        times_row = None
    end = start + 1 if times_row is None else times_row + 1
    while end < len(rows) and rows[end] and _ARROW not in rows[end]:
        end += 1
    if times_row is None:
        return Block(start, "", None, None, tuple(rows[start:end])), end
    start_ms, end_ms = _read_times(rows[times_row])
    body = tuple(rows[times_row + 1 : end])
    return Block(times_row, rows[times_row].strip(), start_ms, end_ms, body), end


def _read_times(row: str) -> tuple[int | None, int | None]:
    """Start and end of a row of times; settings after it are ignored. None twice if unreadable."""
    start = _TIMESTAMP.match(row.lstrip())
    if start is None:
        return None, None
    rest = row.lstrip()[start.end() :].lstrip()
    if not rest.startswith(_ARROW):
        return None, None
    end = _TIMESTAMP.match(rest[len(_ARROW) :].lstrip())
    return (None, None) if end is None else (_as_ms(start), _as_ms(end))
