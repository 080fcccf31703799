"""Stretches that most likely hold one voice each: speech cut where the sound of it changes.

The change point search of Chen & Gopalakrishnan (1998), top down: the best cut of a stretch is taken
if both sides differ enough, and the sides are searched again.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.voices.statistics import Sums, ratio

__all__ = ["Stretch", "cut_at_changes"]

Stretch = tuple[int, int]  # first frame, and the frame after the last

_SHORTEST = 50  # frames on each side of a cut
_STEP = 5
_LONGEST = 2000  # frames searched at once: keeps time and memory in proportion to the length
_ENOUGH = 20.0  # nats


def cut_at_changes(
    spans: list[Stretch], cepstra: NDArray[np.float32], prior: NDArray[np.float64]
) -> list[Stretch]:
    """Cut spans of speech where another voice seems to begin. Pieces are in order and fill the spans.

    Args:
        spans: in frames.
        cepstra: (n, d), all frames of the recording.
        prior: covariance within stretches.
    """
    found: list[Stretch] = []
    for first, last in spans:
        pieces = max(1, -(-(last - first) // _LONGEST))
        edges = np.linspace(first, last, pieces + 1).astype(int).tolist()
        for start, end in pairwise(edges):
            found += _cut(start, end, cepstra, prior)
    return found


def _cut(
    start: int, end: int, cepstra: NDArray[np.float32], prior: NDArray[np.float64]
) -> list[Stretch]:
    if end - start < 2 * _SHORTEST:
        return [(start, end)]
    places = np.arange(_SHORTEST, end - start - _SHORTEST + 1, _STEP)
    left = _running(cepstra[start:end], places)
    whole = Sums.of([cepstra[start:end]])
    right = Sums(whole.count - left.count, whole.first - left.first, whole.second - left.second)
    gain = ratio(left, right, prior)
    best = int(gain.argmax())
    if gain[best] < _ENOUGH:
        return [(start, end)]
    middle = start + int(places[best])
    return _cut(start, middle, cepstra, prior) + _cut(middle, end, cepstra, prior)


def _running(frames: NDArray[np.float32], places: NDArray[np.int64]) -> Sums:
    """Sums of the first ``place`` frames, for each place."""
    edges = [0, *places.tolist()]
    parts = Sums.of([frames[a:b] for a, b in pairwise(edges)])
    return Sums(parts.count.cumsum(), parts.first.cumsum(axis=0), parts.second.cumsum(axis=0))
