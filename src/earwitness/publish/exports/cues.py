"""Lines as cues: what stands on a screen from one time to another.

A cue needs an end. Where only the start of a line is known, the cue stands until the next line begins, at most
`_LONGEST_MS`. Lines that are only known to lie inside the same bounds share one cue, as in the file that
they came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.errors import NotInArchive
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.records.words import Timing

__all__ = ["Cue", "Cues", "counted", "cues_of", "untimed_note"]

_LONGEST_MS = 10_000
_LEAST_MS = 1_000
_MS_A_CHARACTER = 70  # about what a reader of subtitles needs


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines that are shown together; ``end_ms`` is always after ``start_ms``."""

    start_ms: int
    end_ms: int
    lines: tuple[SheetLine, ...]

    @property
    def within(self) -> bool:
        """Whether the lines are only known to lie somewhere inside."""
        return self.lines[0].timing is Timing.WINDOW


@dataclass(frozen=True, slots=True)
class Cues:
    """Cues by their start, what was left out, and what readers must know of the times."""

    cues: tuple[Cue, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "line"), counted(2, "line")
    ('1 line', '2 lines')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def untimed_note(number: int) -> tuple[str, ...]:
    """What is said of lines that have no times, in a format that needs them."""
    return (f"{counted(number, 'line')} without times",) if number else ()


def cues_of(sheet: Sheet) -> Cues:
    """The lines that have times, as cues.

    Raises:
        NotInArchive: no line has.
    """
    lines = [one for one in sheet.lines if one_row(one.shown)]
    timed = [one for one in lines if one.start_ms is not None and one.start_ms >= 0]
    if not any(one.position is not None or one.text for one in timed):
        raise NotInArchive(
            "no line has times, and this format needs them" if lines else "there are no words",
            where=sheet.recording_id,
            do="Export it as txt, docx, csv or json; `earwitness run` finds the times of a text in its sound",
        )
    timed.sort(key=_start)
    cues = tuple(_cues(timed, sheet.duration_ms))
    return Cues(cues, untimed_note(len(lines) - len(timed)), _notes(timed))


def _start(line: SheetLine) -> int:
    return line.start_ms or 0


def _notes(timed: Sequence[SheetLine]) -> tuple[str, ...]:
    open_ends = sum(one.end_ms is None for one in timed)
    within = sum(one.timing is Timing.WINDOW and one.end_ms is not None for one in timed)
    said = []
    if open_ends:
        said.append(f"Of {counted(open_ends, 'line')} only the start is known; the end is set here")
    if within:
        said.append(f"{counted(within, 'line')} stand somewhere inside the times given")
    return tuple(said)


def _cues(timed: Sequence[SheetLine], duration_ms: int | None) -> list[Cue]:
    ends = _ends(timed, duration_ms)
    cues: list[Cue] = []
    for line, end_ms in zip(timed, ends, strict=True):
        start_ms = _start(line)
        last = cues[-1] if cues else None
        shared = (
            last is not None
            and line.timing is Timing.WINDOW
            and last.within
            and (last.start_ms, last.end_ms) == (start_ms, end_ms)
        )
        if last is not None and shared:
            cues[-1] = Cue(start_ms, end_ms, (*last.lines, line))
        else:
            cues.append(Cue(start_ms, end_ms, (line,)))
    return cues


def _ends(timed: Sequence[SheetLine], duration_ms: int | None) -> list[int]:
    """An end for each line, after its start."""
    ends: list[int] = []
    next_ms, following = None, None  # the first start that is later than this line's
    for line in reversed(timed):
        start_ms = _start(line)
        if following is not None and following > start_ms:
            next_ms = following
        following = start_ms
        ends.append(max(_end(line, start_ms, next_ms, duration_ms), start_ms + 1))
    ends.reverse()
    return ends


def _end(line: SheetLine, start_ms: int, next_ms: int | None, duration_ms: int | None) -> int:
    if line.end_ms is not None:
        return line.end_ms
    if next_ms is not None:
        return min(next_ms, start_ms + _LONGEST_MS)
    reading_ms = len(line.shown) * _MS_A_CHARACTER
    end_ms = start_ms + min(max(reading_ms, _LEAST_MS), _LONGEST_MS)
    return end_ms if duration_ms is None else min(end_ms, duration_ms)
