"""Which stretches are the same voice: agglomerative clustering, and how many voices that leaves.

The two clusters that are cheapest to describe as one (`statistics.ratio`) are joined, again and again,
as in Chen & Gopalakrishnan (1998), but two clusters that are *distinct* are never joined. Distinct is a
matter of how far they are apart per event of the smaller one's speech, not of the sum, which grows
with every minute even between two halves of one voice. What is left is the number of voices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.voices.statistics import FRAMES_PER_EVENT, Sums, ratio

__all__ = ["Clusters", "cluster", "distance_needed"]

_FAR = 1.5
_SHORT = 600.0
_SHORTEST = 50  # frames; shorter stretches do not vote
_AT_ONCE = 240
_KEPT = 24
MOST = 20


@dataclass(frozen=True, slots=True)
class Clusters:
    """Stretches grouped into voices.

    Attributes:
        label: one for each stretch, from 0; -1 for those too short to vote.
        nearest: the smallest distance between two voices (or between the last two that were joined,
            where one voice is left), and what it would have to be.
    """

    label: tuple[int, ...]
    nearest: tuple[float, float] | None

    @property
    def voices(self) -> int:
        return len({one for one in self.label if one >= 0})


def distance_needed(frames: float) -> float:
    """How far apart two clusters must be to be two voices, the smaller one having so many frames.

    Chance alone sets short stretches apart, so they must be further apart. Chosen on made-up calls
    (`benchmarks/made_up_calls.py`, the set ``tuning``).

    >>> distance_needed(1000), distance_needed(100)
    (2.1, 7.5)
    """
    return _FAR + _SHORT / frames


def cluster(sums: Sums, prior: NDArray[np.float64], voices: int = 0) -> Clusters:
    """Group stretches into voices.

    Args:
        sums: of each stretch.
        prior: covariance within stretches.
        voices: how many there are, 0 where that is to be found out.
    """
    voting = np.flatnonzero(sums.count >= _SHORTEST)
    if not voting.size:
        return Clusters((-1,) * len(sums), None)
    members = [[int(one)] for one in voting]
    pool = sums[voting]
    # Comparing all with all grows with the square: a long recording is joined piece by piece first.
    while len(members) > _AT_ONCE:
        members, pool = _joined_in_parts(members, pool, prior)
    found = _Joining(members, pool, prior)
    found.join(voices or 1, keep_distinct=not voices)
    while len(found.alive) > MOST:
        found.join(MOST, keep_distinct=False)
    label = [-1] * len(sums)
    for number, one in enumerate(found.alive):
        for member in found.members[one]:
            label[member] = number
    return Clusters(tuple(label), found.nearest())


def _joined_in_parts(
    members: list[list[int]], pool: Sums, prior: NDArray[np.float64]
) -> tuple[list[list[int]], Sums]:
    kept_members: list[list[int]] = []
    kept: list[Sums] = []
    for at in range(0, len(members), _AT_ONCE):
        part = _Joining(members[at : at + _AT_ONCE], pool[at : at + _AT_ONCE], prior)
        part.join(_KEPT, keep_distinct=False)
        kept_members += [part.members[one] for one in part.alive]
        kept.append(part.sums[part.alive])
    joined = Sums(
        np.concatenate([one.count for one in kept]),
        np.concatenate([one.first for one in kept]),
        np.concatenate([one.second for one in kept]),
    )
    return kept_members, joined


class _Joining:
    """Clusters on their way: all distances, brought up to date after each joining."""

    def __init__(self, members: list[list[int]], sums: Sums, prior: NDArray[np.float64]) -> None:
        count = len(members)
        self.members = [list(one) for one in members]
        self.sums = Sums(sums.count.copy(), sums.first.copy(), sums.second.copy())
        self.alive = list(range(count))
        self._prior = prior
        self._cost = np.full((count, count), np.inf)
        self._last: tuple[float, float] | None = None
        for one in range(1, count):
            self._measure(one, list(range(one)))

    def join(self, down_to: int, *, keep_distinct: bool) -> None:
        """Join the cheapest pairs until so many are left, or only distinct ones."""
        while len(self.alive) > down_to:
            cost = self._cost[np.ix_(self.alive, self.alive)]
            if keep_distinct:
                distance, needed = self._distances(cost)
                cost = np.where(distance > needed, np.inf, cost)
            row, column = np.unravel_index(int(cost.argmin()), cost.shape)
            if not np.isfinite(cost[row, column]):
                return
            self._last = self._pair(int(row), int(column))
            into, gone = sorted((self.alive[int(row)], self.alive[int(column)]))
            self.members[into] += self.members[gone]
            self.alive.remove(gone)
            self.sums.count[into] += self.sums.count[gone]
            self.sums.first[into] += self.sums.first[gone]
            self.sums.second[into] += self.sums.second[gone]
            self._measure(into, [one for one in self.alive if one != into])

    def nearest(self) -> tuple[float, float] | None:
        """Distance and the distance needed, of the pair that came closest to the other answer."""
        if len(self.alive) < 2:
            return self._last
        distance, needed = self._distances(self._cost[np.ix_(self.alive, self.alive)])
        row, column = np.unravel_index(int((distance - needed).argmin()), distance.shape)
        return self._pair(int(row), int(column))

    def _measure(self, one: int, others: list[int]) -> None:
        if others:
            found = ratio(self.sums[np.full(len(others), one)], self.sums[others], self._prior)
            self._cost[one, others] = self._cost[others, one] = found

    def _distances(
        self, cost: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        count = self.sums.count[self.alive]
        shared = count[:, None] * count[None] / (count[:, None] + count[None])
        needed = _FAR + _SHORT / np.minimum(count[:, None], count[None])
        return cost * FRAMES_PER_EVENT / shared, needed

    def _pair(self, row: int, column: int) -> tuple[float, float]:
        cost = self._cost[np.ix_(self.alive, self.alive)]
        distance, needed = self._distances(cost)
        return float(distance[row, column]), float(needed[row, column])
