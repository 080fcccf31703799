"""Digits that belong together: written in groups, or said in words ("восемь девятьсот двенадцать")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark

__all__ = ["DigitRun", "digit_runs"]

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d{1,40}")
_DOTTED = re.compile(r"\d{1,5}(?:[.,]\d{1,5}){2,6}")
_BETWEEN = re.compile(r"[\s,.()+/…;–—-]{0,6}")
_DATE = re.compile(r"\d{1,2}[.,]\d{1,2}[.,](?:\d{2}|\d{4})")
_MOST_FILLERS = 2
_DOUBLE, _TRIPLE, _OH = (
    frozenset({"double"}),
    frozenset({"triple", "treble"}),
    frozenset({"oh", "o"}),
)


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Digits of tokens ``first`` to ``last`` (included) of a line.

    Attributes:
        parts: as they were grouped: ("8", "912", "345").
        written: with digits, not in words.
        opens, closes: nothing but fillers stands before it, or after it, in the line.
        plus: a plus sign or word stands before it.
    """

    first: int
    last: int
    parts: tuple[str, ...]
    written: bool
    opens: bool
    closes: bool
    plus: bool

    @property
    def digits(self) -> str:
        return "".join(self.parts)


def digit_runs(line: ReadLine) -> tuple[DigitRun, ...]:
    """All runs of a line, in order; single numbers are runs of one part."""
    if not line.numbers and not _DIGIT.search(line.text):
        return ()
    parts = _parts(line)
    runs: list[list[tuple[int, int, str]]] = []
    for one in parts:
        if runs and _joins(line, runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return tuple(_run(line, run) for run in runs)


def _parts(line: ReadLine) -> list[tuple[int, int, str]]:
    """Pieces of numbers: first token, last token, digits."""
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(line.tokens):
        text = line.tokens[place].text
        said = line.number_at.get(place)
        if _DIGITS.fullmatch(text):
            found.append((place, place, text))
        elif _DOTTED.fullmatch(text) and not _DATE.fullmatch(text):
            found.append((place, place, re.sub(r"\D", "", text)))
        elif said is not None:
            last = said.end_token - 1
            whole = isinstance(said.value, int) and said.value < 1000 and not said.ordinal
            pure = not any(one.text[:1].isdigit() for one in line.tokens[place : last + 1])
            if whole and pure:
                times = _times(line, place)
                found.append((place, last, str(said.value) * times))
            place = last
        elif line.folded(place) in _OH and found and found[-1][1] == place - 1:
            found.append((place, place, "0"))
        place += 1
    return found


def _times(line: ReadLine, place: int) -> int:
    before = line.folded(place - 1)
    return 2 if before in _DOUBLE else 3 if before in _TRIPLE else 1


def _joins(line: ReadLine, before: tuple[int, int, str], after: tuple[int, int, str]) -> bool:
    between = range(before[1] + 1, after[0])
    if len(between) > _MOST_FILLERS or not all(line.has(place, Mark.FILLER) for place in between):
        return False
    return all(_BETWEEN.fullmatch(line.gap(place)) for place in range(before[1] + 1, after[0] + 1))


def _run(line: ReadLine, parts: list[tuple[int, int, str]]) -> DigitRun:
    first, last = parts[0][0], parts[-1][1]
    start = line.tokens[first].start
    plus = "+" in line.text[max(0, start - 2) : start] or line.folded(first - 1) in {"плюс", "plus"}
    return DigitRun(
        first,
        last,
        tuple(one[2] for one in parts),
        all(line.tokens[one[0]].text[:1].isdigit() for one in parts),
        all(line.has(place, Mark.FILLER) for place in range(first)),
        all(line.has(place, Mark.FILLER) for place in range(last + 1, len(line.tokens))),
        plus,
    )
