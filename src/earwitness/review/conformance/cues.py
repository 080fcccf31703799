"""Subtitles that went out: the lines of SubRip and WebVTT files with their times, in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["cues"]

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_CUE = re.compile(rf"{_TIME}[ \t]*-->[ \t]*{_TIME}")


def cues(text: str) -> Iterator[tuple[int, int, str]]:
    r"""Start, end and words of every cue; nothing for a text that has none.

    >>> list(cues("1\n00:00:01,000 --> 00:00:02,500\nZima\n"))
    [(1000, 2500, 'Zima')]
    """
    lines = text.splitlines()
    starts = [(number, found) for number, line in enumerate(lines) if (found := _CUE.search(line))]
    for position, (number, found) in enumerate(starts):
        stop = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        block: list[str] = []
        for line in lines[number + 1 : stop]:
            if not line.strip():
                break
            block.append(line.strip())
        parts = found.groups(default="0")
        yield _ms(parts[:4]), _ms(parts[4:]), " ".join(block)


def _ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, thousandths = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
