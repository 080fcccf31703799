"""Where in a text do quoted words stand? Alignment of word units, with gaps at elisions.

Semi-global alignment (Needleman and Wunsch 1970 with free ends in the longer text, as Sellers 1980):
all of the quotation is accounted for, and it may start and end anywhere in what was heard. Rows are
vectorised; the step along a row is a prefix maximum, which is exact for linear gaps. Scores are
whole numbers (tenths), so that the way back is exact too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.publish.quotecheck.heard_text import HeardText, says_the_same
from earwitness.publish.quotecheck.units import FREE_KINDS, Unit, UnitKind

__all__ = ["LONGEST_UNITS", "HeardText", "Match", "Step", "align", "most", "says_the_same"]

LONGEST_UNITS = 3000  # of a quotation: beyond it nobody can listen and compare
_LARGEST_TABLE = 20_000_000  # cells, 4 bytes each

_MATCH, _NEAR, _OTHER, _EXTRA, _MISSING = 10, -3, -11, -8, -8
_IN_BRACKET = -2  # a bracket may stand for a few heard words, not for a page
_TENTHS = 10.0
_FREE = FREE_KINDS


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


def most(quoted: Sequence[Unit], heard: HeardText) -> tuple[float, float]:
    """Bounds (score, cover) that no alignment of this quotation here can pass."""
    words = [unit for unit in quoted if unit.kind not in _FREE]
    held = sum(1 for unit in words if heard.may_hold(unit))
    bound = held * _MATCH + (len(words) - held) * _NEAR
    return bound / _TENTHS, held / max(1, len(words))


def align(quoted: Sequence[Unit], heard: HeardText) -> Match | None:
    """Align a quotation with a text; None when no word of it stands there.

    A text too long for one table is looked at where most of the quotation's words stand together.
    """
    words = sum(1 for unit in quoted if unit.kind not in _FREE)
    if not words or not len(heard):
        return None
    same = np.array([heard.same(unit) for unit in quoted])
    if not same.any():
        return None
    low, high = _window(same)
    costs = _costs(quoted, heard, same)
    table = _fill(quoted, heard, costs[:, low:high], (low, high))
    steps = _trace(quoted, heard, (costs[:, low:high], table, low), same)
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
    score = float(table[-1].max()) / _TENTHS
    return Match(score, len(plain) / words, steps, min(plain), max(plain))


def _window(same: NDArray[np.bool_]) -> tuple[int, int]:
    """The stretch of a text to align with: all of it, if the table can be held."""
    rows, columns = same.shape
    width = max(1, _LARGEST_TABLE // (rows + 1))
    if columns <= width:
        return 0, columns
    summed = np.concatenate([[0], np.cumsum(same.any(axis=0))])
    inside = summed[width:] - summed[:-width]
    low = int(inside.argmax())
    return low, low + width


def _fill(
    quoted: Sequence[Unit],
    heard: HeardText,
    costs: NDArray[np.int8],
    window: tuple[int, int],
) -> NDArray[np.int32]:
    """Best score after each quoted unit (rows) at each heard position (columns)."""
    low, high = window
    table = np.zeros((len(quoted) + 1, high - low + 1), np.int32)
    ramps: dict[int, NDArray[np.int32]] = {}
    for row, unit in enumerate(quoted):
        best = table[row + 1]
        np.add(table[row], _extra(unit), out=best)
        np.maximum(best[1:], table[row, :-1] + costs[row], out=best[1:])
        gap = _gap(unit)
        if gap not in ramps:
            ramps[gap] = np.zeros(high - low + 1, np.int32)
            np.cumsum(np.where(heard.free[low:high], 0, gap), out=ramps[gap][1:])
        best -= ramps[gap]
        np.maximum.accumulate(best, out=best)
        best += ramps[gap]
    return table


def _trace(
    quoted: Sequence[Unit],
    heard: HeardText,
    filled: tuple[NDArray[np.int8], NDArray[np.int32], int],
    same: NDArray[np.bool_],
) -> tuple[Step, ...]:
    """The way back through the table; ``low`` is the heard unit of its first column."""
    costs, table, low = filled
    row, column = len(quoted), int(table[-1].argmax())
    steps: list[Step] = []
    while row > 0:
        unit, here = quoted[row - 1], table[row, column]
        free, at = unit.kind in _FREE, low + column - 1
        if column and table[row - 1, column - 1] + costs[row - 1, column - 1] == here:
            steps.append(Step(row - 1, at, free or bool(same[row - 1, at])))
            row, column = row - 1, column - 1
        elif table[row - 1, column] + _extra(unit) == here:
            steps.append(Step(row - 1, None, free))
            row -= 1
        else:
            steps.append(Step(None, at, free or bool(heard.free[at])))
            column -= 1
    return tuple(reversed(steps))


def _costs(quoted: Sequence[Unit], heard: HeardText, same: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The score of each quoted unit (rows) beside each heard one."""
    costs = np.full(same.shape, _OTHER, np.int8)
    for row, unit in enumerate(quoted):
        if unit.kind not in _FREE:
            costs[row, heard.near(unit)] = _NEAR
    costs[same] = _MATCH
    for row, unit in enumerate(quoted):
        if unit.kind in _FREE:
            costs[row] = np.where(heard.free, 0, _IN_BRACKET)
    return costs


def _gap(unit: Unit) -> int:
    """The score of a heard word that is passed over after a quoted unit; brackets heard cost nothing."""
    if unit.kind is UnitKind.ELISION:
        return 0
    return _IN_BRACKET if unit.kind is UnitKind.BRACKET else _MISSING


def _extra(unit: Unit) -> int:
    return 0 if unit.kind in _FREE else _EXTRA
