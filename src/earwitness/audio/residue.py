"""What is left of a withheld stretch in a sound that went out: levels, and how much of the original is in it.

Both are measured on decoded samples. A level alone would do for silence; where something was put in its place
the known replacement is taken away first, and the rest is held against the original.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.placing import alike, level_dbfs

__all__ = ["Residue", "loudest_dbfs", "residue"]

Samples = NDArray[np.float32]

_LEVEL_S = 0.02
_WINDOW_S, _HOP_S = 0.12, 0.03
_LAG_S = 0.002
_NOTHING_TO_HEAR_DBFS = -60.0


@dataclass(frozen=True, slots=True)
class Residue:
    """The most that was found of the original in any window.

    Attributes:
        likeness: 0 to 1, of what is left after the replacement was taken away, with the original there.
        dbfs: level of the part of it that is the original.
        at: sample within the stretch.
    """

    likeness: float
    dbfs: float
    at: int


def loudest_dbfs(samples: Samples, rate_hz: int) -> float:
    """Level of the loudest 20 ms."""
    size = max(1, round(_LEVEL_S * rate_hz))
    if samples.size <= size:
        return level_dbfs(samples)
    squares = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    means = (squares[size:] - squares[:-size]) / size
    return 10 * float(np.log10(max(float(means.max()), 0.0) + 1e-24))


def residue(public: Samples, replacement: Samples, original: Samples, rate_hz: int) -> Residue:
    """How much of the original is in a public stretch, beside what was put in its place.

    Args:
        public, replacement, original: (n,) float32, the same stretch of each, aligned to the sample.
    """
    size = min(round(_WINDOW_S * rate_hz), public.size)
    lag = round(_LAG_S * rate_hz)
    worst = Residue(0.0, -240.0, 0)
    if size < rate_hz // 100:
        return worst
    hop = max(1, round(_HOP_S * rate_hz))
    for at in [*range(0, public.size - size, hop), public.size - size]:
        heard, put = public[at : at + size], replacement[at : at + size]
        left = _without(heard, put)
        for shift in (-lag, 0, lag) if lag else (0,):
            worst = _worse(worst, _window(left, original, at, shift, lag))
    return worst


def _window(left: Samples, original: Samples, at: int, shift: int, lag: int) -> Residue:
    """The best fit of the original to what is left, over all lags between this shift and half a step."""
    size = left.size
    first = at + shift - lag // 2
    low, high = max(0, first), min(original.size, first + size + lag)
    there = original[low:high]
    if there.size < size or level_dbfs(there) < _NOTHING_TO_HEAR_DBFS:
        return Residue(0.0, -240.0, at)
    products = np.correlate(there, left, mode="valid")
    place = int(np.argmax(np.abs(products)))
    piece = there[place : place + size]
    likeness = abs(alike(left, piece))
    return Residue(likeness, level_dbfs(left) + 20 * float(np.log10(likeness + 1e-12)), at)


def _worse(first: Residue, second: Residue) -> Residue:
    return second if second.dbfs > first.dbfs else first


def _without(heard: Samples, put: Samples) -> Samples:
    energy = float(np.vdot(put, put).real)
    if energy < 1e-9:
        return heard
    gain = float(np.vdot(heard, put).real) / energy
    return (heard - np.float32(gain) * put).astype(np.float32)
