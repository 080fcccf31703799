"""The phase of mains hum and of any other steady line: it runs on through words, and breaks at a cut.

Electric network frequency analysis (Nicolalde Rodríguez, Apolinário & Biscainho, "Audio authenticity:
detecting ENF discontinuity with high precision phase analysis", IEEE TIFS 5(3), 2010), without a reference
of the grid: only continuity within the recording is looked at, for whatever lines are there.
"""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

__all__ = ["HumMeter", "hum_breaks", "running_lines_hz", "steady_lines_hz"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
_LOW_HZ = 1_000
_HOP = _LOW_HZ // 50
_SEARCH_HZ = (40.0, 480.0)
_LINE_WINDOW = 4 * _LOW_HZ
_LINE_DB = 7.0
_MOST_LINES = 6
_CHUNK_S = 120
_MARGIN_S = 12
_REFERENCE_S = 6
_PER_HOP = 5
_RUNNING_WINDOW = 400
# three running means over 4 ms: what the step to 250 values a second would fold back is gone
_KERNEL = np.convolve(np.convolve(np.ones(4), np.ones(4)), np.ones(4)) / 64
_BESIDE = (-6, -5, -4, -3, 3, 4, 5, 6)  # distances from the line, in cycles a window
_NO_TURN = 0.15  # radians
_STEADY = 0.7  # mean turn of the phase from window to window, 1 for a line that runs on unbroken
_USUAL = 2.0  # what an unbroken line in noise stays below in seven eighths of its time


class HumMeter:
    """Keeps the lowest 500 Hz of a 16 kHz mono stream."""

    def __init__(self) -> None:
        self._stream = soxr.ResampleStream(_RATE_HZ, _LOW_HZ, 1, dtype="float32", quality="HQ")
        self._parts: list[Samples] = []

    def feed(self, mono: Samples) -> None:
        """Take (n,) samples."""
        self._parts.append(self._stream.resample_chunk(np.ascontiguousarray(mono)))

    def finish(self) -> Samples:
        """The sound at 1 kHz."""
        self._parts.append(self._stream.resample_chunk(np.zeros(0, np.float32), last=True))
        return np.concatenate(self._parts)


def steady_lines_hz(low: Samples) -> tuple[float, ...]:
    """Frequencies between 40 and 480 Hz that stand out in most windows of four seconds, strongest first."""
    size = _LINE_WINDOW
    if low.size < size:
        return ()
    starts = range(0, low.size - size + 1, size // 2)
    taper = np.hanning(size)
    power = np.stack([np.abs(np.fft.rfft(low[s : s + size] * taper)) ** 2 for s in starts])
    level = 10 * np.log10(np.percentile(power, 40, axis=0) + 1e-20)
    step_hz = _LOW_HZ / size
    around = np.lib.stride_tricks.sliding_window_view(np.pad(level, 20, mode="reflect"), 41)
    above = level - np.median(around, axis=1)
    first, last = (round(hz / step_hz) for hz in _SEARCH_HZ)
    inner = np.arange(first, last)
    peak = (level[inner] > level[inner - 1]) & (level[inner] >= level[inner + 1])
    found = inner[peak & (above[inner] > _LINE_DB)]
    found = found[np.argsort(-above[found])][:_MOST_LINES]
    lines = []
    for k in found.tolist():
        a, b, c = level[k - 1 : k + 2]
        bend = a - 2 * b + c
        lines.append((k + (0.5 * (a - c) / bend if bend < 0 else 0.0)) * step_hz)
    return tuple(float(hz) for hz in lines)


def running_lines_hz(low: Samples) -> tuple[float, ...]:
    """Those steady lines whose phase runs on for most of the time, as mains hum does and a voice does not.

    Args:
        low: from `HumMeter`; the first two minutes are looked at.
    """
    part = low[: _CHUNK_S * _LOW_HZ].astype(np.float64)
    found = []
    for line_hz in steady_lines_hz(part.astype(np.float32)):
        before, after = _sides(_turned(part, line_hz), 0.0, _RUNNING_WINDOW)
        unit = after * np.conj(before) / (np.abs(after) * np.abs(before) + 1e-20)
        if unit.size and float(np.abs(unit.mean())) >= _STEADY:
            found.append(line_hz)
    return tuple(found)


def hum_breaks(low: Samples, window_ms: int) -> Samples:
    """How far the phase of the steady lines breaks at each 20 ms.

    Args:
        low: from `HumMeter`.
        window_ms: length on each side that the phase is taken from.

    Returns:
        (frames of 20 ms, 2): the break in the line that breaks most, and in the second one. The
        measure is the squared distance that a turn of the phase makes between the complex amplitudes,
        over what frequencies beside the line show: about 1 without a break, and 0 without lines.
    """
    count = low.size // _HOP
    out = np.zeros((count, 2), np.float32)
    chunk, margin = _CHUNK_S * _LOW_HZ, _MARGIN_S * _LOW_HZ
    for start in range(0, low.size, chunk):
        a, b = max(0, start - margin), min(low.size, start + chunk + margin)
        found = _breaks(low[a:b].astype(np.float64), window_ms * _LOW_HZ // 1000)
        first = start // _HOP
        size = min(chunk // _HOP, count - first)
        if size > 0:
            out[first : first + size] = found[(start - a) // _HOP :][:size]
    return out


def _breaks(part: NDArray[np.float64], window: int) -> Samples:
    count = part.size // _HOP
    found = [np.zeros(count), np.zeros(count)]
    lines_hz = steady_lines_hz(part.astype(np.float32)) if part.size >= 3 * window else ()
    found += [_line_breaks(_turned(part, line_hz), window) for line_hz in lines_hz]
    return np.sort(np.stack(found), axis=0)[:-3:-1].T.astype(np.float32)


def _turned(part: NDArray[np.float64], line_hz: float) -> NDArray[np.complex128]:
    """The sound with the line at 0 Hz, each 4 ms, over whole frames of 20 ms."""
    turned = part * np.exp(-2j * np.pi * line_hz / _LOW_HZ * np.arange(part.size))
    steps = np.convolve(turned, _KERNEL, mode="same")[:: _HOP // _PER_HOP]
    return np.asarray(steps[: part.size // _HOP * _PER_HOP])


def _line_breaks(steps: NDArray[np.complex128], window: int) -> NDArray[np.float64]:
    """Breaks of one line, turned to 0 Hz and given each 4 ms."""
    count, frames = steps.size // _PER_HOP, window // _HOP
    before, after = _sides(steps, 0.0, window)
    turn = after * np.conj(before)
    unit = turn / (np.abs(turn) + 1e-20)
    reference = _moving_sum(unit, _REFERENCE_S * 50)
    around = _moving_sum(np.ones(count, np.complex128), _REFERENCE_S * 50).real
    steady = np.clip(np.abs(reference) / around / _STEADY, 0, 1) ** 4
    # in a still pause the noise measures far smaller turns than a frequency that wanders makes
    angle = np.maximum(np.abs(np.angle(turn * np.conj(reference))) - _NO_TURN, 0)
    # a line that is on one side only is no break of phase
    common = np.minimum(np.abs(before), np.abs(after)) ** 2
    beside = np.zeros(count)
    for offset in _BESIDE:
        left, right = _sides(steps, offset * _LOW_HZ / window, window)
        beside += np.abs(left) ** 2 + np.abs(right) ** 2
    ratio = steady * 2 * common * (1 - np.cos(angle)) / (beside / len(_BESIDE) + 1e-16)
    ratio[: frames + 1] = ratio[max(0, count - frames - 1) :] = 0
    # a line that never runs on by itself (a voice on one note, a loose contact) is worth less
    ratio /= max(1.0, float(np.percentile(ratio, 87)) / _USUAL)
    return np.asarray(ratio)


def _sides(
    steps: NDArray[np.complex128], hz: float, window: int
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Complex amplitude at that distance from the line, in the window before and after each 20 ms."""
    rate_hz = 50 * _PER_HOP
    turned = steps * np.exp(-2j * np.pi * hz / rate_hz * np.arange(steps.size)) if hz else steps
    sums = np.concatenate((np.zeros(1, np.complex128), np.cumsum(turned)))
    at = np.arange(steps.size // _PER_HOP) * _PER_HOP
    span = window * rate_hz // _LOW_HZ
    low, high = np.maximum(at - span, 0), np.minimum(at + span, steps.size)
    before: NDArray[np.complex128] = (sums[at] - sums[low]) / span
    after: NDArray[np.complex128] = (sums[high] - sums[at]) / span
    return before, after


def _moving_sum(values: NDArray[np.complex128], half: int) -> NDArray[np.complex128]:
    sums = np.concatenate((np.zeros(1, np.complex128), np.cumsum(values)))
    index = np.arange(values.size)
    low, high = np.maximum(index - half, 0), np.minimum(index + half + 1, values.size)
    return np.asarray(sums[high] - sums[low])
