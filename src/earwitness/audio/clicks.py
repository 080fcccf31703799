"""Where the waveform breaks: clicks of a few milliseconds, and edges steeper than a voice makes them.

Joined samples that do not fit leave a step, whose energy reaches bands that the voice leaves empty
(Cooper, "Detecting butt-spliced edits in forensic digital audio recordings", AES 39th Conference, 2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows

__all__ = ["ClickCues", "ClickMeter"]

Samples = NDArray[np.float32]

_STEP_MS = 2
_PER_FRAME = 10  # steps in 20 ms
_WINDOW_STEPS = 8
_WINDOWS_EACH = 2  # a spectrum each 4 ms
_RANGE_DB = 96.0
_LINES_AT_ONCE = 8
_OFTEN = 99.5  # percentile of a band's peaks: what it reaches now and then anyway
_BORDER = 5  # frames at both ends without neighbours to compare with
_SIDE_STEPS = 8  # 16 ms on each side of an edge
_STILL_RANGE = 2.0**-16


@dataclass(frozen=True, slots=True)
class ClickCues:
    """What `ClickMeter` found; one value for each 20 ms.

    Args:
        click: how many dB a peak within 16 ms stands above everything within 80 ms on both sides, and above
            what its band reaches now and then anyway, in the line of the spectrum where it stands out most.
        fall_db, rise_db: steepest change of level from 16 ms to the next 16 ms.
        still: no change of the sample value at all.
    """

    click: Samples
    fall_db: Samples
    rise_db: Samples
    still: NDArray[np.bool_]


class ClickMeter:
    """Takes a mono stream.

    The rate matters: a step reaches up to half of it, and there the bands are that a line leaves empty.
    Resampling takes the uppermost twelfth away, so a file at 8 kHz is best measured at 8 kHz.

    Args:
        rate_hz: 8000 or 16000.
    """

    def __init__(self, rate_hz: int) -> None:
        self._step = rate_hz * _STEP_MS // 1000
        self._windows = Windows(self._step * _PER_FRAME)
        size = self._step * _WINDOW_STEPS
        self._taper = np.blackman(size).astype(np.float32)
        self._scale = float(np.sum(self._taper**2)) * size / 4
        self._last = np.zeros(size, dtype=np.float32)
        self._peaks: list[NDArray[np.float16]] = []
        self._steps: list[Samples] = []
        self._still: list[NDArray[np.bool_]] = []

    def feed(self, mono: Samples) -> None:
        """Take (n,) samples."""
        frames = self._windows.feed(mono[None])[0]
        for start in range(0, len(frames), 1024):
            self._measure(frames[start : start + 1024])

    def _measure(self, frames: Samples) -> None:
        self._still.append(np.ptp(frames, axis=1) <= _STILL_RANGE)
        steps = frames.reshape(-1, self._step)
        self._steps.append(np.einsum("ks,ks->k", steps, steps) / np.float32(self._step))
        sound = np.concatenate((self._last, frames.ravel()))
        self._last = sound[-self._last.size :].copy()
        hop = self._step * _WINDOWS_EACH
        view = np.lib.stride_tricks.sliding_window_view(sound, self._taper.size)[hop::hop]
        spectra = np.fft.rfft(view * self._taper)
        power = np.square(spectra.real) + np.square(spectra.imag)
        peaks = power.reshape(len(frames), _PER_FRAME // _WINDOWS_EACH, -1).max(axis=1)
        self._peaks.append((10 * np.log10(peaks / self._scale + 1e-15)).astype(np.float16))

    def finish(self) -> ClickCues:
        if not self._peaks:
            none = np.zeros(0, np.float32)
            return ClickCues(none, none, none, np.zeros(0, np.bool_))
        fall, rise = _edges(np.concatenate(self._steps))
        return ClickCues(
            _clicks(np.concatenate(self._peaks)), fall, rise, np.concatenate(self._still)
        )


def _clicks(peaks: NDArray[np.float16]) -> Samples:
    count = len(peaks)
    best = np.zeros(count, np.float32)
    if count <= 2 * _BORDER:
        return best
    least = np.float32(peaks.max()) - np.float32(_RANGE_DB)
    for first in range(0, peaks.shape[1], _LINES_AT_ONCE):  # some lines at a time: an hour is large
        heard = np.maximum(peaks[:, first : first + _LINES_AT_ONCE].astype(np.float32), least)
        often = np.percentile(heard, _OFTEN, axis=0)
        around = np.full_like(heard, -np.inf)
        for shift in (2, 3, 4):  # the frame beside may hold half of the same click
            around[shift:] = np.maximum(around[shift:], heard[:-shift])
            around[:-shift] = np.maximum(around[:-shift], heard[shift:])
        above = np.minimum(heard - np.maximum(around, often), heard - around)
        best = np.maximum(best, above.max(axis=1))
    best[:_BORDER] = best[-_BORDER:] = 0
    return best.astype(np.float32)


def _edges(power: Samples) -> tuple[Samples, Samples]:
    """Steepest fall and rise in dB that begin in each 20 ms."""
    floor = max(float(np.percentile(power, 5)), float(power.max()) * 1e-7, 1e-12)
    sums = np.concatenate(([0.0], np.cumsum(power, dtype=np.float64)))
    index = np.arange(len(power))
    low = np.maximum(index - _SIDE_STEPS, 0)
    high = np.minimum(index + _SIDE_STEPS, len(power))
    before = (sums[index] - sums[low]) / np.maximum(index - low, 1)
    after = (sums[high] - sums[index]) / np.maximum(high - index, 1)
    change = 10 * np.log10((after + floor) / (before + floor))
    change[:_SIDE_STEPS] = 0
    change[len(power) - _SIDE_STEPS :] = 0
    frames = change.reshape(-1, _PER_FRAME)
    fall = np.maximum(-frames.min(axis=1), 0).astype(np.float32)
    return fall, np.maximum(frames.max(axis=1), 0).astype(np.float32)
