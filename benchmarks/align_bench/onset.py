"""When a clip begins to speak, by its energy alone: the truth of every joined recording."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["STEP_S", "active", "levels_db", "offset_s", "onset_s", "speech_power", "threshold_db"]

Sound = NDArray[np.float32]

STEP_S = 0.0025
_WINDOW_S = 0.010
_SUSTAINED = 6  # successive windows above the threshold
_FLOOR = 1e-10


def levels_db(pcm: Sound, rate_hz: int) -> NDArray[np.float64]:
    """Mean power of 10 ms windows, one every 2.5 ms, in dB of full scale."""
    window, step = round(_WINDOW_S * rate_hz), round(STEP_S * rate_hz)
    total = np.concatenate([[0.0], np.cumsum(np.square(pcm, dtype=np.float64))])
    starts = np.arange(0, max(len(pcm) - window + 1, 1), step)
    stops = np.minimum(starts + window, len(pcm))
    return np.asarray(10 * np.log10((total[stops] - total[starts]) / window + _FLOOR))


def threshold_db(levels: NDArray[np.float64]) -> float:
    """The greater of p95 - 30 dB, and the lower of p3 + 8 dB and p95 - 15 dB."""
    quiet, loud = np.percentile(levels, (3, 95))
    return float(max(loud - 30, min(quiet + 8, loud - 15)))


def active(pcm: Sound, rate_hz: int) -> NDArray[np.bool_]:
    """Which of the windows are above the sound's own threshold."""
    levels = levels_db(pcm, rate_hz)
    return np.asarray(levels > threshold_db(levels))


def onset_s(pcm: Sound, rate_hz: int) -> float:
    """Start of the first of six successive windows above the threshold; 0 if there are none."""
    return _first_run(active(pcm, rate_hz)) * STEP_S


def offset_s(pcm: Sound, rate_hz: int) -> float:
    """End of the last of six successive windows above the threshold."""
    loud = active(pcm, rate_hz)
    last = len(loud) - 1 - _first_run(loud[::-1])
    return min(last * STEP_S + _WINDOW_S, len(pcm) / rate_hz)


def speech_power(pcm: Sound, rate_hz: int) -> float:
    """Mean power of what is above the threshold: the signal of a signal-to-noise ratio."""
    levels = levels_db(pcm, rate_hz)
    loud = levels[levels > threshold_db(levels)]
    return float(np.mean(10 ** (loud / 10))) if len(loud) else _FLOOR


def _first_run(loud: NDArray[np.bool_]) -> int:
    total = np.concatenate([[0], np.cumsum(loud)])
    runs = np.flatnonzero(total[_SUSTAINED:] - total[:-_SUSTAINED] == _SUSTAINED)
    return int(runs[0]) if len(runs) else 0
