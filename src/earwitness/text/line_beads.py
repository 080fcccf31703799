"""Pairs of lines that render each other, in order: 1-1, 1-2, 2-1, 2-2, 1-3, 3-1, 1-0 and 0-1.

The chain of such beads is sought that costs least (Gale and Church, "A Program for Aligning
Sentences in Bilingual Corpora", 1993); what a bead costs stands in `bead_costs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.text.bead_costs import MOST, PRIORS, BeadCosts, TextLine

__all__ = ["Bead", "TextLine", "chain_of_beads"]

_BAND_LINES = 200  # beside the diagonal; what is further off is not looked at
_BEADS = tuple(PRIORS)
_RENDERING = [(number, a, b) for number, (a, b) in enumerate(_BEADS) if a and b]
_ALONE, _NOT_RENDERED = _BEADS.index((1, 0)), _BEADS.index((0, 1))


@dataclass(frozen=True, slots=True)
class Bead:
    """Lines of a translation and the lines of the original that they render.

    Attributes:
        translation, original: indexes, in order; one of both may be empty.
        cost: -100 log of its likelihood; lower is surer.
        why: the evidence, in words.
    """

    translation: range
    original: range
    cost: float
    why: tuple[str, ...]


def chain_of_beads(translation: Sequence[TextLine], original: Sequence[TextLine]) -> list[Bead]:
    """The cheapest chain of beads: every line stands in exactly one, both sides in order.

    Times count where every line of both sides has them. Where one side has over four times the
    lines of the other and no times help, only beads with a number or name in common are kept;
    the other lines stand alone (1-0 and 0-1), since nothing says what they render.
    """
    costs = BeadCosts(translation, original)
    back = _search(costs, len(translation), len(original))
    found, i, j = [], len(translation), len(original)
    while i > 0 or j > 0:
        a, b = _BEADS[back[i][j]]
        found += _bead(costs, i, j, a, b)
        i, j = i - a, j - b
    return found[::-1]


def _search(costs: BeadCosts, rows: int, columns: int) -> list[_Row]:
    """For every pair of places the last bead of the cheapest chain that ends there."""
    band = _BAND_LINES + abs(rows - columns)
    skip = costs.prior(0, 1)
    steps = np.arange(columns + 1) * skip
    before: list[NDArray[np.float64]] = []  # the costs of the last rows, the nearest first
    back: list[_Row] = []
    for i in range(rows + 1):
        middle = i * columns // max(1, rows)
        low, high = max(0, middle - band), min(columns, middle + band)
        best = np.full(columns + 1, np.inf)
        last = np.full(columns + 1, _NOT_RENDERED, dtype=np.int8)
        if i == 0:
            best[0] = 0.0
        else:
            best[low : high + 1] = before[0][low : high + 1] + costs.prior(1, 0)
            last[low : high + 1] = _ALONE
        for number, a, b in _RENDERING:
            start = max(low, b)
            if a > i or start > high:
                continue
            places = slice(start, high + 1)
            cost = before[a - 1][start - b : high + 1 - b] + costs.row(i, a, b, places)
            better = cost < best[places]
            best[places][better] = cost[better]
            last[places][better] = number
        # lines of the original that are not rendered: the same step again and again within the row
        chained = np.minimum.accumulate(best - steps) + steps
        last[chained < best - 1e-6] = _NOT_RENDERED
        best = np.minimum(best, chained)
        best[:low] = best[high + 1 :] = np.inf
        before = [best, *before][:MOST]
        back.append(_Row(low, last[low : high + 1]))
    return back


@dataclass(frozen=True, slots=True)
class _Row:
    """The looked-at part of a row."""

    low: int
    last: NDArray[np.int8]

    def __getitem__(self, column: int) -> int:
        return int(self.last[column - self.low])


def _bead(costs: BeadCosts, i: int, j: int, a: int, b: int) -> list[Bead]:
    """The bead that ends before lines i and j; its lines by themselves where nothing is sure."""
    ours, theirs = range(i - a, i), range(j - b, j)
    if not a or not b:
        return [Bead(ours, theirs, costs.prior(a, b), costs.why(i, j, a, b))]
    if costs.sparse and not costs.share_something(i, j, a, b):
        empty, why = range(0), ("too few lines on one side to tell what it renders",)
        return [
            *(Bead(empty, range(n, n + 1), costs.prior(0, 1), why) for n in reversed(theirs)),
            *(Bead(range(n, n + 1), empty, costs.prior(1, 0), why) for n in reversed(ours)),
        ]
    cost = float(costs.row(i, a, b, slice(j, j + 1))[0])
    return [Bead(ours, theirs, cost, costs.why(i, j, a, b))]
