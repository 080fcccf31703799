"""What lies under the words: the noise floor band by band, and where it is another one than before.

Noise that a line, a room and a microphone add is a signature of the recording: where two recordings are
joined, its level and its colour change from one moment to the next (Pan, Zhang & Lyu, "Detecting splicing
in digital audios using local noise level estimation", ICASSP 2012; Malik & Zhao, arXiv 1411.7084).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows

__all__ = ["BAND_EDGES_HZ", "BandMeter", "floor_jumps"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
_HOP = _RATE_HZ // 50
_SIZE = 512
BAND_EDGES_HZ = (
    60, 150, 250, 400, 600, 850, 1150, 1500, 1900, 2400, 2900, 3150, 3300, 3450, 3600, 3750, 3900, 4100,
    5000, 6500, 7900,
)  # fmt: skip
_RANGE_DB = 90.0  # what is further below the loudest is not heard and not compared
_NOISE_GAP_DB = 2.5  # in plain noise the next fifth lies about so far above the lowest tenth
_LEAST_DOUBT_DB = 1.0
_MOST_DOUBTS = 8.0
_USUAL = 1.0
_STRONGEST = 6  # bands that are looked at: two lines differ here or there, seldom everywhere
_CHUNK = 4096
_VOICE_BANDS = slice(2, 10)  # 250 to 2900 Hz
_BELOW_SPEECH_DB = 17.0
_STEADY_FRAMES = 7
_STEADY_DB = 2.0  # a loud frame among equally loud ones is background all the same


class BandMeter:
    """Level of each band for each 20 ms of a 16 kHz mono stream."""

    def __init__(self) -> None:
        self._windows = Windows(_HOP)
        self._taper = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
        self._cuts = np.searchsorted(np.fft.rfftfreq(_SIZE, 1 / _RATE_HZ), BAND_EDGES_HZ)
        self._last: Samples | None = None
        self._levels: list[Samples] = []

    def feed(self, mono: Samples) -> None:
        """Take (n,) samples."""
        hops = self._windows.feed(mono[None])[0]
        for start in range(0, len(hops), _CHUNK):
            self._measure(hops[start : start + _CHUNK])

    def finish(self) -> Samples:
        """(frames, bands) in dB relative to full scale."""
        if not self._levels:
            return np.zeros((0, len(BAND_EDGES_HZ) - 1), dtype=np.float32)
        return np.concatenate(self._levels)

    def _measure(self, hops: Samples) -> None:
        """Each window is a hop and the end of the one before it."""
        reach = _SIZE - _HOP
        first = hops[:1, -reach:] if self._last is None else self._last
        before = np.concatenate((first, hops[:-1, -reach:]))
        self._last = hops[-1:, -reach:].copy()
        spectra = np.fft.rfft(np.concatenate((before, hops), axis=1) * self._taper)
        power = np.square(spectra.real) + np.square(spectra.imag)
        bands = np.stack([power[:, a:b].mean(axis=1) for a, b in pairwise(self._cuts)], axis=1)
        scale = float(np.sum(self._taper**2)) * _SIZE / 4
        self._levels.append((10 * np.log10(bands / scale + 1e-15)).astype(np.float32))


def floor_jumps(
    levels: Samples, window_frames: int, every: int = 1, out: NDArray[np.bool_] | None = None
) -> tuple[Samples, Samples]:
    """How far the noise floor after each frame's start is another one than before it.

    The floor of a band is the mean of the lowest tenth of its levels within a window on one side. How
    certain it is shows in the levels just above it: in noise they lie close together, in words (which
    leave no floor to be seen) they do not.

    Args:
        levels: from `BandMeter`.
        window_frames: frames of 20 ms on each side.
        every: take only every so many frames (for long windows).
        out: frames to leave out, because what covers them is known (a bleep, clipping, digital silence).

    Returns:
        For each frame: mean change in uncertainties (0 to 8) over the six bands that change most,
        and the mean change in dB over the bands that are certain, positive where it becomes louder.
    """
    count = len(levels)
    size = max(6, window_frames // every)
    spoken = _spoken(levels) if out is None else _spoken(levels, out)
    taken = np.maximum(levels, levels[~spoken].max(initial=-150.0) - np.float32(_RANGE_DB))
    taken[spoken] = np.inf
    taken = taken[::every]
    if len(taken) < size:
        return np.zeros(count, np.float32), np.zeros(count, np.float32)
    low, gap = _lows(taken, size)
    before, after = slice(0, len(taken)), slice(size, size + len(taken))
    known = np.isfinite(low[before]) & np.isfinite(low[after])
    jump = np.where(known, low[after], 0) - np.where(known, low[before], 0)
    doubt = _LEAST_DOUBT_DB + np.where(known, gap[before] + gap[after], np.inf)
    apart = np.clip(jump / doubt, -_MOST_DOUBTS, _MOST_DOUBTS)
    # a background that moves all the time takes more to stand out
    usual = np.maximum(1.0, np.percentile(np.abs(apart), 75, axis=0) / _USUAL)
    apart /= usual
    border = max(2, size // 3)
    apart[:border] = apart[len(apart) - border :] = 0  # too little on one side
    weight = 1 / doubt
    mean = (jump * weight).sum(axis=1) / (weight.sum(axis=1) + 1e-9)
    strongest = np.sort(np.abs(apart), axis=1)[:, -_STRONGEST:]
    return _stretched(strongest.mean(axis=1), every, count), _stretched(mean, every, count)


def _spoken(levels: Samples, out: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Frames in which somebody speaks, by level and its changes alone, and those that are left out."""
    power = np.power(10.0, levels[:, _VOICE_BANDS].astype(np.float64) / 10).sum(axis=1)
    voice = 10 * np.log10(power + 1e-15)
    left = np.zeros(len(levels), np.bool_) if out is None else out
    if left.all():
        return left
    loud = voice > np.percentile(voice[~left], 90) - _BELOW_SPEECH_DB
    return np.asarray(left | (loud & (_spread(voice, _STEADY_FRAMES) > _STEADY_DB)))


def _spread(values: NDArray[np.float64], half: int) -> NDArray[np.float64]:
    """Standard deviation within so many frames on both sides."""
    sums = np.concatenate((np.zeros(1), np.cumsum(values)))
    squares = np.concatenate((np.zeros(1), np.cumsum(values**2)))
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    count = high - low
    mean = (sums[high] - sums[low]) / count
    return np.asarray(np.sqrt(np.maximum((squares[high] - squares[low]) / count - mean**2, 0)))


def _lows(levels: Samples, size: int) -> tuple[Samples, Samples]:
    """Of the ``size`` frames before each place: the lowest tenth, and how far the next fifth lies above."""
    lowest, next_ones = max(2, round(size * 0.08)), max(5, round(size * 0.2))
    pad = np.full((size, levels.shape[1]), np.inf, dtype=np.float32)
    padded = np.concatenate((pad, levels, pad))
    view = np.lib.stride_tricks.sliding_window_view(padded, size, axis=0)
    low = np.empty((len(view), levels.shape[1]), dtype=np.float32)
    gap = np.empty_like(low)
    for start in range(0, len(view), _CHUNK // 4):
        stop = min(start + _CHUNK // 4, len(view))
        some = np.partition(view[start:stop], (lowest - 1, next_ones - 1), axis=2)[:, :, :next_ones]
        low[start:stop] = some[:, :, :lowest].mean(axis=2)
        with np.errstate(invalid="ignore"):
            gap[start:stop] = some[:, :, lowest:].mean(axis=2) - low[start:stop]
    gap = np.where(np.isfinite(gap), np.maximum(gap - np.float32(_NOISE_GAP_DB), 0), np.inf)
    return low, gap.astype(np.float32)


def _stretched(values: Samples, every: int, count: int) -> Samples:
    if every == 1:
        return values.astype(np.float32)
    return np.repeat(values, every)[:count].astype(np.float32)
