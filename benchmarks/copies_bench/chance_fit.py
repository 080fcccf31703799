"""What chance gives: the best score of questions about unknown speech, by index size and length.

The tail of a maximum falls exponentially (Gumbel 1958): above a high threshold ``u`` the share of scores over
``z`` is ``share * exp(-(z - u) / scale)``; from there the Gumbel location is found. The location grows with
the logarithm of the index, as the maximum of more places is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Growth", "Tail", "fit_growth", "fit_tail"]

_TAIL = 0.2  # of the scores, those that the scale is taken from
_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Tail:
    """A Gumbel tail of best scores; ``scale_error``: standard error of the scale."""

    hours: float
    length_s: float
    count: int
    location: float
    scale: float
    scale_error: float
    highest: float

    def per_million(self, score: float) -> float:
        """Questions in a million about unknown speech whose best score is above ``score``."""
        return float(-np.expm1(-np.exp(-(score - self.location) / self.scale)) * _MILLION)


@dataclass(frozen=True, slots=True)
class Growth:
    """location = at_one_hour + per_doubling * log2(hours), one scale."""

    at_one_hour: float
    per_doubling: float
    scale: float

    def per_million(self, score: float, hours: float) -> float:
        location = self.at_one_hour + self.per_doubling * np.log2(hours)
        return float(-np.expm1(-np.exp(-(score - location) / self.scale)) * _MILLION)


def fit_tail(scores: NDArray[np.floating], hours: float, length_s: float) -> Tail:
    """The tail of some hundreds of best scores."""
    ordered = np.sort(scores)
    first = int((1 - _TAIL) * len(ordered))
    start = float(ordered[first])
    excess = ordered[first:] - start
    scale = float(excess.mean())
    location = start + scale * float(np.log(-np.log(1 - _TAIL)))
    error = scale / np.sqrt(len(excess))
    return Tail(hours, length_s, len(scores), location, scale, error, float(ordered[-1]))


def fit_growth(tails: Sequence[Tail]) -> Growth:
    """One line through the locations over the doublings of the index; the scale is the largest of the tails."""
    doublings = np.log2([one.hours for one in tails])
    slope, start = np.polyfit(doublings, [one.location for one in tails], 1)
    return Growth(float(start), float(slope), max(one.scale for one in tails))


def tail_lines(tails: Sequence[Tail], growth: Growth | None) -> list[str]:
    """A table of the fits and of false alarms a million questions."""
    scores = (7, 8, 9, 10, 12, 14, 16, 20)
    lines = [
        f"{'index h':>9}{'length':>8}{'n':>7}{'location':>10}{'scale':>8}{'+-':>6}{'highest':>9}"
        + "".join(f"{f'z>{score}':>10}" for score in scores)
    ]
    for one in tails:
        rates = "".join(f"{one.per_million(score):>10.3g}" for score in scores)
        lines.append(
            f"{one.hours:>9.4g}{one.length_s:>7.0f}s{one.count:>7}{one.location:>10.3f}{one.scale:>8.3f}"
            f"{one.scale_error:>6.2f}{one.highest:>9.2f}{rates}"
        )
    if growth is not None:
        lines.append(
            f"location = {growth.at_one_hour:.3f} + {growth.per_doubling:.3f} * log2(hours), "
            f"scale {growth.scale:.3f}"
        )
        for hours in (1, 10, 100, 1_000, 10_000):
            rates = "".join(f"{growth.per_million(score, hours):>10.3g}" for score in scores)
            lines.append(f"{hours:>9}{'by the line':>48}{rates}")
    return lines
