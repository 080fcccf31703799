"""How loud: levels, peaks, offset, clipping and digital silence, while the blocks pass by."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows, runs
from earwitness.records.timecode import Interval

__all__ = [
    "FLOOR_DBFS",
    "LEVEL_FRAME_MS",
    "ChannelLevels",
    "Clipped",
    "ClippingMeter",
    "LevelMeter",
    "dbfs",
    "noise_floor_dbfs",
]

Samples = NDArray[np.float32]

LEVEL_FRAME_MS = 100
FLOOR_DBFS = -120.0
_STILL_FRAME_MS = 20
_STILL_MIN_MS = 300
_STILL_RANGE = 2.0**-16  # half a step of 16 bits: what is constant in a 16-bit file
_FULL_SCALE = 0.999
_NEAR_PEAK = 0.98
_CORNER = 0.99
_MIN_RUN = 3
_MIN_CLIPPED_PEAK = 0.05


@dataclass(frozen=True, slots=True)
class ChannelLevels:
    """What was measured on one channel.

    Args:
        frame_dbfs: RMS level of each 100 ms in dBFS (a full-scale sine is -3.0), at least
            `FLOOR_DBFS`.
        peak_dbfs: largest sample.
        dc_offset: mean of all samples, -1 to 1.
        still: digital silence: at least 300 ms without any change of the sample value.
    """

    frame_dbfs: Samples
    peak_dbfs: float
    dc_offset: float
    still: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Clipped:
    """A stretch with clipped samples on one channel."""

    start_ms: int
    end_ms: int
    samples: int


def dbfs(amplitude: float) -> float:
    """Amplitude (0 to 1) in dB relative to full scale, not below `FLOOR_DBFS`.

    >>> round(dbfs(0.5), 1), dbfs(0)
    (-6.0, -120.0)
    """
    return max(FLOOR_DBFS, 20 * float(np.log10(max(amplitude, 1e-12))))


def noise_floor_dbfs(frame_dbfs: Samples) -> float:
    """The 10th percentile of the 100 ms levels, without digital silence."""
    sounding = frame_dbfs[frame_dbfs > FLOOR_DBFS + 20]
    return float(np.percentile(sounding, 10)) if sounding.size else FLOOR_DBFS


class LevelMeter:
    """Levels and digital silence of a stream of (channels, n) blocks at one rate.

    Args:
        rate_hz: sampling rate of the blocks; a multiple of 50.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._windows = Windows(rate_hz * LEVEL_FRAME_MS // 1000)
        self._power: list[Samples] = []
        self._lows: list[Samples] = []
        self._highs: list[Samples] = []
        self._sums: list[NDArray[np.float64]] = []
        self._count = 0

    def feed(self, samples: Samples) -> None:
        windows = self._windows.feed(samples)
        if windows.shape[1]:
            self._measure(windows)

    def extremes(self) -> tuple[Samples, Samples]:
        """Lowest and highest sample of each 20 ms, (channels, frames) each."""
        return np.concatenate(self._lows, axis=1), np.concatenate(self._highs, axis=1)

    def finish(self) -> tuple[ChannelLevels, ...]:
        """Close the stream and give one result for each channel.

        Raises:
            ValueError: nothing was fed.
        """
        rest = self._windows.rest()
        if rest is not None:
            self._measure_rest(rest)
        if not self._power:
            raise ValueError("no sound was measured")
        power = np.concatenate(self._power, axis=1)
        lows, highs = self.extremes()
        frame_db = 10 * np.log10(np.maximum(power, np.float32(10 ** (FLOOR_DBFS / 10))))
        offsets = np.sum(self._sums, axis=0) / max(self._count, 1)
        return tuple(
            ChannelLevels(
                frame_dbfs=frame_db[index],
                peak_dbfs=dbfs(float(max(highs[index].max(), -lows[index].min()))),
                dc_offset=float(offsets[index]),
                still=_still(lows[index], highs[index]),
            )
            for index in range(len(power))
        )

    def _measure(self, windows: Samples) -> None:
        size = windows.shape[2]
        self._power.append(np.einsum("kms,kms->km", windows, windows) / np.float32(size))
        short = windows.reshape(len(windows), -1, self._rate_hz * _STILL_FRAME_MS // 1000)
        self._lows.append(short.min(axis=2))
        self._highs.append(short.max(axis=2))
        self._sums.append(windows.sum(axis=(1, 2), dtype=np.float64))
        self._count += windows.shape[1] * size

    def _measure_rest(self, rest: Samples) -> None:
        self._power.append(np.mean(rest * rest, axis=1, keepdims=True))
        size = self._rate_hz * _STILL_FRAME_MS // 1000
        for start in range(0, rest.shape[1], size):
            piece = rest[:, start : start + size]
            self._lows.append(piece.min(axis=1, keepdims=True))
            self._highs.append(piece.max(axis=1, keepdims=True))
        self._sums.append(rest.sum(axis=1, dtype=np.float64))
        self._count += rest.shape[1]


class ClippingMeter:
    """Clipped stretches, measured on the file's own samples (resampling rounds flat tops away).

    Counted are runs of at least three samples at full scale (0.999 or more), and flat tops: at
    least three equal samples at the file's own maximum, entered or left by a corner, as a limiter
    or a converter that is driven too hard leaves them.

    Args:
        rate_hz: sampling rate of the blocks that are fed.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._fed = 0
        self._peak = 0.0
        self._found: list[NDArray[np.float64]] = []

    def feed(self, samples: Samples) -> None:
        """Take (channels, n) as the file holds them."""
        peaks = np.maximum(samples.max(axis=1), -samples.min(axis=1))
        self._peak = max(self._peak, float(peaks.max()))
        threshold = max(_MIN_CLIPPED_PEAK, min(self._peak, 1.0) * _NEAR_PEAK)
        for channel, peak in enumerate(peaks):
            if peak >= threshold:
                self._search(samples[channel], channel, threshold)
        self._fed += samples.shape[1]

    def finish(self) -> dict[int, tuple[Clipped, ...]]:
        """Stretches for each channel that has some, merged where less than 200 ms apart."""
        if not self._found:
            return {}
        rows = np.concatenate(self._found)
        rows = rows[rows[:, 3] >= min(self._peak, _FULL_SCALE) * _NEAR_PEAK]
        return {
            int(channel): _merged(rows[rows[:, 0] == channel]) for channel in np.unique(rows[:, 0])
        }

    def _search(self, channel: Samples, number: int, threshold: float) -> None:
        hot = np.flatnonzero((channel >= threshold) | (channel <= -threshold))
        if hot.size < _MIN_RUN:
            return
        values = channel[hot]
        full = np.abs(values) >= _FULL_SCALE
        same = (full[1:] & full[:-1]) | (values[1:] == values[:-1])
        joined = (np.diff(hot) == 1) & same
        stretches = runs(joined)
        stretches = stretches[stretches[:, 1] - stretches[:, 0] >= _MIN_RUN - 1]
        if not stretches.size:
            return
        first, last = hot[stretches[:, 0]], hot[stretches[:, 1]]
        level = np.abs(channel[first])
        keep = (level >= _FULL_SCALE) | _corners(channel, first, last, level)
        self._keep(number, first[keep], last[keep], level[keep])

    def _keep(
        self, number: int, first: NDArray[np.int64], last: NDArray[np.int64], level: Samples
    ) -> None:
        if not first.size:
            return
        # one row for each 100 ms: what is kept stays small however long and loud the file is
        frame_ms = (first + self._fed) * 1000 // self._rate_hz // LEVEL_FRAME_MS * LEVEL_FRAME_MS
        frames, where = np.unique(frame_ms, return_inverse=True)
        rows = np.zeros((frames.size, 4))
        rows[:, 0], rows[:, 1] = number, frames
        np.add.at(rows[:, 2], where, last - first + 1)
        np.maximum.at(rows[:, 3], where, level)
        self._found.append(rows)


def _corners(
    channel: Samples, first: NDArray[np.int64], last: NDArray[np.int64], level: Samples
) -> NDArray[np.bool_]:
    before = np.abs(channel[np.maximum(first - 1, 0)])
    after = np.abs(channel[np.minimum(last + 1, channel.size - 1)])
    edge = np.minimum(before, after)
    return np.asarray((edge < level * np.float32(_CORNER)) & (last - first + 1 >= _MIN_RUN))


def _merged(rows: NDArray[np.float64]) -> tuple[Clipped, ...]:
    found: list[Clipped] = []
    for _, start, samples, _ in rows[np.argsort(rows[:, 1], kind="stable")]:
        start_ms, end_ms = int(start), int(start) + LEVEL_FRAME_MS
        if found and start_ms - found[-1].end_ms <= LEVEL_FRAME_MS:
            last = found[-1]
            found[-1] = Clipped(last.start_ms, end_ms, last.samples + int(samples))
        else:
            found.append(Clipped(start_ms, end_ms, int(samples)))
    return tuple(found)


def _still(lows: Samples, highs: Samples) -> tuple[Interval, ...]:
    flat = (highs - lows) <= _STILL_RANGE
    # the value must stay the same from frame to frame as well
    steps = np.abs(np.diff(highs, prepend=highs[:1])) > _STILL_RANGE
    found = []
    for start, end in runs(flat).tolist():
        cuts = [start, *(start + 1 + np.flatnonzero(steps[start + 1 : end])).tolist(), end]
        found += [
            Interval(a * _STILL_FRAME_MS, b * _STILL_FRAME_MS)
            for a, b in itertools.pairwise(cuts)
            if (b - a) * _STILL_FRAME_MS >= _STILL_MIN_MS
        ]
    return tuple(found)
