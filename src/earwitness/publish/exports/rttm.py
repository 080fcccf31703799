"""RTTM (NIST): who speaks when, ten columns a turn, no words.

Comments are in the standard, but the usual readers (dscore, pyannote) stop at them: none are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.errors import NotInArchive
from earwitness.publish.exports.clock import seconds
from earwitness.publish.exports.cues import counted
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.exports.written import Written
from earwitness.records.words import Timing

__all__ = ["write_rttm"]

_NOT_A_WORD = re.compile(r"\s+|;")


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    start_ms: int
    end_ms: int
    voice: str
    channel: int = 1


def write_rttm(sheet: Sheet) -> Written:
    """Write the labels of lines with exact times; where no line has both, a machine's voices.

    Raises:
        NotInArchive: there is neither.
    """
    spoken = [one for one in sheet.lines if one.text]
    turns = [turn for one in spoken if (turn := _turn(one)) is not None]
    missing = len(spoken) - len(turns)
    if not turns:
        missing = 0
        turns = [
            _Turn(
                one.interval.start_ms, one.interval.end_ms, _word(one.voice), (one.channel or 0) + 1
            )
            for one in sheet.turns
        ]
    if not turns:
        raise NotInArchive(
            "nobody has told its voices apart: no line has a voice and exact times",
            where=sheet.recording_id,
            do="`earwitness run` listens for voices where there is sound",
        )
    rows = [
        f"SPEAKER {sheet.recording_id} {one.channel} {seconds(one.start_ms)} "
        f"{seconds(max(one.end_ms - one.start_ms, 1))} <NA> <NA> {one.voice} <NA> <NA>\n"
        for one in sorted(turns)
    ]
    left_out = (f"{counted(missing, 'line')} without a voice or exact times",) if missing else ()
    return Written("".join(rows).encode(), left_out)


def _turn(line: SheetLine) -> _Turn | None:
    voice = _word(line.voice or "")
    if not voice or line.timing is not Timing.EXACT or line.start_ms is None:
        return None
    return None if line.end_ms is None else _Turn(line.start_ms, line.end_ms, voice)


def _word(voice: str) -> str:
    """A label in one word: columns are parted by spaces."""
    return _NOT_A_WORD.sub("_", one_row(voice))
