"""From cues to one score: how rare each cue is in uncut sound, and a logistic regression over rarities.

Tables and weights are learned by ``benchmarks/cuts_bench/learn.py`` on made-up calls and stand in
``cut_weights.json`` beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cut_cues import CUES

__all__ = ["POOL_FRAMES", "CutModel", "features", "load_model", "peaks", "rarities"]

Samples = NDArray[np.float32]
Floats = NDArray[np.float64]

POOL_FRAMES = 3  # cues of one cut stand within 60 ms of each other
_HINGES = (0.0, 2.0, 3.5)
_RAREST = 12.0
_DECADES_FOR_SLOPE = 1.2
_APART_FRAMES = 25  # half a second: two joins nearer than this are one place to listen


@dataclass(frozen=True, slots=True)
class CutModel:
    """What was learned.

    Args:
        version: of tables and weights.
        cues: names, as in `CUES`; a model for others is refused.
        tail: decades of rarity, rising from 0.
        tables: for each cue its value at each rarity.
        weights: for each feature, then the constant.
        threshold: margin that uncut made-up calls exceed once in ten minutes.
        tail_per_hour: margins and how many findings at least as strong an hour of uncut calls gives,
            as (margin, count) with falling counts.
    """

    version: str
    cues: tuple[str, ...]
    tail: tuple[float, ...]
    tables: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    threshold: float
    tail_per_hour: tuple[tuple[float, float], ...]

    def margins(self, values: Samples) -> Floats:
        """Log odds of each 20 ms, up to a constant."""
        found = features(rarities(values, self.tail, self.tables))
        return np.asarray(found @ np.array(self.weights[:-1]) + self.weights[-1])

    def per_hour(self, margin: float) -> float:
        """How many findings of at least this margin an hour of uncut made-up calls gives."""
        margins, counts = zip(*self.tail_per_hour, strict=True)
        if margin > margins[-1]:  # what was never met: the last decade goes on
            slope = np.log(counts[-1] / counts[0]) / (margins[-1] - margins[0])
            return float(counts[-1] * np.exp(slope * (margin - margins[-1])))
        return float(np.exp(np.interp(margin, margins, np.log(counts))))

    def score(self, margin: float) -> float:
        """0 to 1; one half at the threshold."""
        return float(1 / (1 + np.exp(-np.clip(margin - self.threshold, -50, 50))))


@lru_cache(maxsize=1)
def load_model() -> CutModel:
    """The model that ships with the program.

    Raises:
        ValueError: it was learned for other cues than this program measures.
    """
    text = files("earwitness.review.checks").joinpath("cut_weights.json").read_bytes()
    model = msgspec.json.decode(text, type=CutModel)
    if model.cues != CUES:
        raise ValueError(f"cut_weights.json is for the cues {model.cues}, not {CUES}")
    return model


def rarities(
    values: Samples, tail: tuple[float, ...], tables: tuple[tuple[float, ...], ...]
) -> Floats:
    """Decades: 3 means that one frame of uncut sound in a thousand reaches the value. 0 to 12."""
    decades = np.array(tail)
    out = np.empty(values.shape, dtype=np.float64)
    knee = int(np.searchsorted(decades, decades[-1] - _DECADES_FOR_SLOPE))
    for index, table in enumerate(tables):
        at = np.array(table)
        value = values[:, index].astype(np.float64)
        rare = np.interp(value, at, decades)
        # beyond what was met, rarity goes on with the logarithm of the value as over the last decade
        grown = max(float(np.log((at[-1] + 1e-3) / (at[knee] + 1e-3))), 0.15)
        slope = (decades[-1] - decades[knee]) / grown
        beyond = value > at[-1]
        rare[beyond] = decades[-1] + slope * np.log((value[beyond] + 1e-3) / (at[-1] + 1e-3))
        out[:, index] = np.minimum(rare, _RAREST)
    return out


def features(rare: Floats) -> Floats:
    """Each cue's largest rarity within 60 ms, and what of it lies above 2 and above 3.5 decades."""
    pooled = rare.copy()
    for step in range(1, min(POOL_FRAMES, len(rare) - 1) + 1):
        pooled[step:] = np.maximum(pooled[step:], rare[:-step])
        pooled[:-step] = np.maximum(pooled[:-step], rare[step:])
    return np.concatenate([np.maximum(pooled - hinge, 0) for hinge in _HINGES], axis=1)


def peaks(margins: Floats, values: Samples, least: float) -> list[int]:
    """Frames whose margin is at least ``least`` and the largest within half a second, in order of time.

    Where the margin stays the same over some frames (rarities end at twelve decades), the frame with the
    largest cues is taken.
    """
    above = np.flatnonzero(margins >= least)
    strength = np.log1p(np.maximum(values[above], 0)).sum(axis=1) if above.size else above
    order = above[np.lexsort((-strength, -margins[above]))]
    taken = np.zeros(len(margins), dtype=np.bool_)
    found = []
    for frame in order.tolist():
        if not taken[frame]:
            found.append(frame)
            taken[max(0, frame - _APART_FRAMES) : frame + _APART_FRAMES + 1] = True
    return sorted(found)
