"""SubRip (``.srt``): numbered cues, no comments, no escapes.

What players would take for markup is written with a sign that looks alike: it is read, and does nothing.
"""

from __future__ import annotations

import re

from earwitness.publish.exports.clock import clock
from earwitness.publish.exports.cues import Cue, cues_of
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.exports.written import Written

__all__ = ["write_srt"]

_TAG = re.compile(r"<(?=[/!?A-Za-z])")
_ARROW = re.compile(r"[-–—−]{1,3}\s?>")
_TIME = re.compile(r"(?<=\d:\d\d)[.,](?=\d)|(?<=\d:\d)[.,](?=\d)")
_ALIKE = str.maketrans({"{": "(", "}": ")", "\\": "\u29f5"})


def write_srt(sheet: Sheet) -> Written:
    """Write the cues; a voice stands before its words, another language in a row below.

    Raises:
        NotInArchive: no line has times.
    """
    found = cues_of(sheet)
    blocks = (_block(number, cue) for number, cue in enumerate(found.cues, start=1))
    return Written("\n".join(blocks).encode(), found.left_out)


def _block(number: int, cue: Cue) -> str:
    times = f"{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}"
    several = len(cue.lines) > 1
    rows = [row for line in cue.lines for row in _rows(line, several=several)]
    return "\n".join([str(number), times, *rows, ""])


def _rows(line: SheetLine, *, several: bool) -> list[str]:
    voice = _plain(line.voice or "").rstrip(":")
    before = f"{voice}: " if voice else "- " if several else ""
    return [f"{before}{_plain(line.shown)}", *filter(None, [_plain(line.beside)])]


def _plain(text: str) -> str:
    row = _ARROW.sub("→", one_row(text).translate(_ALIKE))
    return _TAG.sub("‹", _TIME.sub("‚", row))
