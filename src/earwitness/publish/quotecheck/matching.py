"""Where in a text do quoted words stand? Alignment of word units, with gaps at elisions.

Semi-global alignment (Needleman and Wunsch 1970 with free ends in the longer text, as Sellers 1980):
all of the quotation is accounted for, and it may start and end anywhere in what was heard. Rows are
vectorised; the step along a row is a prefix maximum, which is exact for linear gaps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.publish.quotecheck.units import Unit, UnitKind

__all__ = ["HeardText", "Match", "Step", "align", "says_the_same"]

_MATCH, _NEAR, _OTHER, _EXTRA, _MISSING = 1.0, -0.3, -1.1, -0.8, -0.8
_IN_BRACKET = -0.2  # a bracket may stand for a few heard words, not for a page
_FREE = (UnitKind.BRACKET, UnitKind.ELISION)
_STEM_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment: indexes of units, None where one side has nothing.

    ``same`` is True when the two say the same (or the step is an elision or bracket, which may
    stand for anything).
    """

    quoted: int | None
    heard: int | None
    same: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The best place for a quotation.

    Attributes:
        score: sum over steps; higher is better.
        cover: share (0 to 1) of the quotation's words that stand there unchanged.
        steps: the alignment, in order.
        first, last: indexes of the first and last heard unit that was matched (inclusive).
    """

    score: float
    cover: float
    steps: tuple[Step, ...]
    first: int
    last: int


class HeardText:
    """A text prepared for many alignments: keys and beginnings of words as numbers."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self._keys: dict[str, int] = {}
        self._heads: dict[str, int] = {}
        self.keys = np.array([_number(self._keys, unit.key) for unit in units], np.int64)
        self.heads = np.array([_number(self._heads, _head(unit)) for unit in units], np.int64)
        self.free = np.array([unit.kind in _FREE for unit in units], bool)
        self.gaps = np.where(self.free, 0.0, _MISSING)

    def same(self, unit: Unit) -> NDArray[np.bool_]:
        """Which heard units say the same as a quoted one."""
        if unit.kind is UnitKind.MASK:
            return np.array([says_the_same(unit, other) for other in self.units], bool)
        return np.asarray(self.keys == self._keys.get(unit.key, -1), bool)

    def near(self, unit: Unit) -> NDArray[np.bool_]:
        """Which heard units begin like a quoted one (another ending, another number)."""
        return np.asarray(self.heads == self._heads.get(_head(unit), -1), bool)


def align(quoted: Sequence[Unit], heard: HeardText) -> Match | None:
    """Align a quotation with a text; None when no word of it stands there."""
    words = sum(1 for unit in quoted if unit.kind not in _FREE)
    if not words or not heard.units:
        return None
    same = np.array([heard.same(unit) for unit in quoted])
    if not same.any():
        return None
    costs = np.array([_costs(unit, heard, row) for unit, row in zip(quoted, same, strict=True)])
    table = _fill(quoted, heard, costs)
    steps = _trace(quoted, heard, costs, table)
    plain = [
        step.heard
        for step in steps
        if step.same
        and step.heard is not None
        and step.quoted is not None
        and quoted[step.quoted].kind not in _FREE
    ]
    if not plain:
        return None
    return Match(float(table[-1].max()), len(plain) / words, steps, min(plain), max(plain))


def says_the_same(unit: Unit, other: Unit) -> bool:
    """Whether two units have the same key, or one is the other with letters masked."""
    if unit.key == other.key:
        return True
    for mask, word in ((unit, other), (other, unit)):
        if mask.kind is UnitKind.MASK and word.kind is UnitKind.WORD:
            return _mask_pattern(mask.key).fullmatch(word.key) is not None
    return False


def _fill(
    quoted: Sequence[Unit], heard: HeardText, costs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Best score after each quoted unit (rows) at each heard position (columns)."""
    table = np.zeros((len(quoted) + 1, len(heard.units) + 1))
    for row, unit in enumerate(quoted):
        best = table[row] + _extra(unit)
        best[1:] = np.maximum(best[1:], table[row, :-1] + costs[row])
        ramp = np.concatenate([[0.0], np.cumsum(_row_gaps(unit, heard))])
        table[row + 1] = np.maximum.accumulate(best - ramp) + ramp
    return table


def _trace(
    quoted: Sequence[Unit],
    heard: HeardText,
    costs: NDArray[np.float64],
    table: NDArray[np.float64],
) -> tuple[Step, ...]:
    row, column = len(quoted), int(table[-1].argmax())
    steps: list[Step] = []
    while row > 0:
        unit, here = quoted[row - 1], table[row, column]
        free = unit.kind in _FREE
        if column and _close(table[row - 1, column - 1] + costs[row - 1, column - 1], here):
            same = free or says_the_same(unit, heard.units[column - 1])
            steps.append(Step(row - 1, column - 1, same))
            row, column = row - 1, column - 1
        elif _close(table[row - 1, column] + _extra(unit), here):
            steps.append(Step(row - 1, None, free))
            row -= 1
        else:
            steps.append(Step(None, column - 1, free or heard.free[column - 1]))
            column -= 1
    return tuple(reversed(steps))


def _costs(unit: Unit, heard: HeardText, same: NDArray[np.bool_]) -> NDArray[np.float64]:
    if unit.kind in _FREE:
        return np.where(heard.free, 0.0, _IN_BRACKET)
    costs = np.where(heard.near(unit), _NEAR, _OTHER)
    return np.where(same, _MATCH, costs)


def _row_gaps(unit: Unit, heard: HeardText) -> NDArray[np.float64]:
    if unit.kind is UnitKind.ELISION:
        return np.zeros(len(heard.units))
    if unit.kind is UnitKind.BRACKET:
        return np.maximum(heard.gaps, _IN_BRACKET)
    return heard.gaps


def _extra(unit: Unit) -> float:
    return 0.0 if unit.kind in _FREE else _EXTRA


def _close(a: float, b: float) -> bool:
    return abs(a - b) < 1e-9


def _number(table: dict[str, int], key: str) -> int:
    return table.setdefault(key, len(table))


def _head(unit: Unit) -> str:
    return "#" if unit.kind is UnitKind.NUMBER else unit.key[:_STEM_LETTERS]


def _mask_pattern(mask: str) -> re.Pattern[str]:
    pieces = re.split(r"[*#@$]+|\.{2,}|…", mask)
    return re.compile(r"\w+".join(re.escape(piece) for piece in pieces))
