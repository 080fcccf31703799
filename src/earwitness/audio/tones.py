"""Steady tones: the bleep over a word, dial and ring tones, keys; and how wide the sound's band is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows, runs

__all__ = ["Band", "ToneKind", "ToneMeter", "ToneSpan", "explain_tone"]

Samples = NDArray[np.float32]
ToneKind = Literal["bleep", "dial", "ring", "dtmf", "tone"]

_SIZE = 512
_SHARE = 0.90
_PAIR_SHARE = 0.85
_MIN_POWER_DBFS = -55.0
_MAX_DRIFT_HZ = 8.0
_MAX_SPREAD_HZ = 12.0
_MIN_TONE_FRAMES = 5
# A hummed vowel is a narrow line too; below this only what lasts is a tone (mains hum, a carrier).
_VOICE_HZ = 350.0
_MIN_LOW_TONE_FRAMES = 30
_MIN_KEY_FRAMES = 2
_BLEEP_HZ = (900.0, 1100.0)
_LINE_HZ = (410.0, 455.0)
_LOW_KEYS_HZ = np.array([697.0, 770.0, 852.0, 941.0])
_HIGH_KEYS_HZ = np.array([1209.0, 1336.0, 1477.0, 1633.0])
_KEYS = ("123A", "456B", "789C", "*0#D")
_KEY_TOLERANCE_HZ = 14.0
_BAND_FLOOR_DB = -40.0
_TELEPHONE_DROP_DB = 25.0
_ACTIVE_DBFS = -55.0


@dataclass(frozen=True, slots=True)
class ToneSpan:
    """A steady tone.

    Args:
        start_ms, end_ms: to within 32 ms.
        freq_hz: the (lower) frequency.
        kind: see `explain_tone`.
        detail: the key for DTMF, else the frequency in words.
    """

    start_ms: int
    end_ms: int
    freq_hz: float
    kind: ToneKind
    detail: str


@dataclass(frozen=True, slots=True)
class Band:
    """Which part of the spectrum the sound fills.

    Args:
        upper_hz: highest frequency within 40 dB of the strongest one, at most half the rate.
        lower_hz: lowest such frequency.
        telephone: narrow band: sampled at 8 kHz or less, or cut off between 3.3 and 4.3 kHz.
    """

    upper_hz: int
    lower_hz: int
    telephone: bool


def explain_tone(freq_hz: float, duration_ms: int) -> tuple[ToneKind, str]:
    """Name a single steady tone, and the rule that named it.

    >>> explain_tone(1000.2, 600)
    ('bleep', '900 to 1100 Hz for 0.15 to 5 s')
    """
    if _LINE_HZ[0] <= freq_hz <= _LINE_HZ[1]:
        if 700 <= duration_ms <= 1600:
            return "ring", "410 to 455 Hz for 0.7 to 1.6 s"
        return "dial", "410 to 455 Hz, steady or short"
    if _BLEEP_HZ[0] <= freq_hz <= _BLEEP_HZ[1] and 150 <= duration_ms <= 5000:
        return "bleep", "900 to 1100 Hz for 0.15 to 5 s"
    return "tone", "steady, at no known place"


class ToneMeter:
    """Finds tones and the band in a stream of mono blocks.

    One spectrum for each 32 ms: a frame is a tone where one narrow line holds 90 % of the energy
    (or two lines of the telephone keypad 85 %), and a tone lasts while the line stays within 8 Hz.

    Args:
        rate_hz: sampling rate of the blocks, 16000.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._windows = Windows(_SIZE)
        self._taper = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
        self._lines: list[Samples] = []
        self._spectrum = np.zeros(_SIZE // 2 + 1)
        self._full_scale = float(np.sum(self._taper**2)) * _SIZE / 2

    def feed(self, mono: Samples) -> None:
        windows = self._windows.feed(mono[None, :])[0]
        if len(windows):
            spectra = np.fft.rfft(windows * self._taper, axis=1)
            power = np.square(spectra.real) + np.square(spectra.imag)
            self._lines.append(self._find_lines(power))

    def _find_lines(self, power: Samples) -> Samples:
        """Rows of (first Hz, share of the line, second Hz, share of both, loud enough)."""
        total = power[:, 2:].sum(axis=1) + np.float32(1e-20)
        loud = total > self._full_scale * 10 ** (_MIN_POWER_DBFS / 10)
        self._add_to_band(power, total)
        found = np.zeros((len(power), 4), dtype=np.float32)
        top = power[:, 3:-3].argmax(axis=1) + 3
        # a line is at most as strong as its top bin, so most frames are done after one division
        peak = np.take_along_axis(power, top[:, None], axis=1)[:, 0]
        rows = np.flatnonzero(loud & (peak > total * 0.2))
        if rows.size:
            found[rows] = self._measure(power[rows], top[rows], total[rows])
        return found

    def _measure(self, power: Samples, top: NDArray[np.int64], total: Samples) -> Samples:
        first_hz, first = self._line(power, top)
        rest = power.copy()
        for step in range(-2, 3):
            np.put_along_axis(rest, (top + step)[:, None], 0, axis=1)
        second_top = rest[:, 3:-3].argmax(axis=1) + 3
        second_hz, second = self._line(rest, second_top)
        return np.stack(
            (first_hz, first / total, second_hz, (first + second) / total), axis=1
        ).astype(np.float32)

    def _line(self, power: Samples, top: NDArray[np.int64]) -> tuple[Samples, Samples]:
        around = np.stack(
            [
                np.take_along_axis(power, (top + step)[:, None], axis=1)[:, 0]
                for step in range(-2, 3)
            ]
        )
        # Gaussian interpolation on the logarithm fits a Hann window's main lobe
        low, mid, high = np.log(around[1:4] + 1e-20)
        bend = low - 2 * mid + high
        shift = np.where(bend < 0, 0.5 * (low - high) / np.where(bend < 0, bend, -1), 0)
        hz = (top + np.clip(shift, -0.5, 0.5)) * (self._rate_hz / _SIZE)
        return hz.astype(np.float32), around.sum(axis=0)

    def _add_to_band(self, power: Samples, total: Samples) -> None:
        active = total > self._full_scale * 10 ** (_ACTIVE_DBFS / 10)
        # each frame counts alike, so that one loud knock does not decide
        weights = np.where(active, 1 / total, 0)
        self._spectrum += weights @ power

    def tones(self) -> tuple[ToneSpan, ...]:
        """All tones found so far, in order of time."""
        if not self._lines:
            return ()
        rows = np.concatenate(self._lines)
        keys = self._keys(rows)
        single = (rows[:, 1] >= _SHARE) & (keys < 0)
        return tuple(
            sorted(
                [*self._single(rows, single), *self._pressed(rows, keys)],
                key=lambda span: span.start_ms,
            )
        )

    def band(self, rate_hz_in: int) -> Band:
        """The band of all sounding frames so far; ``rate_hz_in`` is the file's own rate."""
        step_hz = self._rate_hz / _SIZE
        level = np.convolve(self._spectrum, np.ones(3) / 3, mode="same")
        if level.max() <= 0:
            return Band(0, 0, telephone=rate_hz_in <= 8000)
        relative_db = 10 * np.log10(np.maximum(level / level.max(), 1e-12))
        inside = np.flatnonzero(relative_db >= _BAND_FLOOR_DB)
        upper_hz = min(round((inside[-1] + 1) * step_hz), rate_hz_in // 2, self._rate_hz // 2)
        below = relative_db[round(2800 / step_hz) : round(3300 / step_hz)].mean()
        above = relative_db[round(4300 / step_hz) : round(5500 / step_hz)].mean()
        narrow = rate_hz_in <= 8000 or bool(below - above >= _TELEPHONE_DROP_DB)
        return Band(upper_hz, round(inside[0] * step_hz), telephone=narrow)

    def _keys(self, rows: Samples) -> NDArray[np.int64]:
        """Index of the DTMF key of each frame, -1 for none."""
        low_hz = np.minimum(rows[:, 0], rows[:, 2])
        high_hz = np.maximum(rows[:, 0], rows[:, 2])
        low_miss = np.abs(low_hz[:, None] - _LOW_KEYS_HZ)
        high_miss = np.abs(high_hz[:, None] - _HIGH_KEYS_HZ)
        hit = (
            (low_miss.min(axis=1) <= _KEY_TOLERANCE_HZ)
            & (high_miss.min(axis=1) <= _KEY_TOLERANCE_HZ)
            & (rows[:, 3] >= _PAIR_SHARE)
            & (rows[:, 1] <= rows[:, 3] * np.float32(0.9))
        )
        return np.where(hit, low_miss.argmin(axis=1) * 4 + high_miss.argmin(axis=1), -1)

    def _single(self, rows: Samples, mask: NDArray[np.bool_]) -> list[ToneSpan]:
        steady = mask.copy()
        drift = np.abs(np.diff(rows[:, 0], prepend=rows[:1, 0])) > _MAX_DRIFT_HZ
        found = []
        for start, end in runs(steady).tolist():
            cuts = [start, *(start + 1 + np.flatnonzero(drift[start + 1 : end])).tolist(), end]
            for a, b in itertools.pairwise(cuts):
                freq_hz = float(np.median(rows[a:b, 0]))
                least = _MIN_TONE_FRAMES if freq_hz >= _VOICE_HZ else _MIN_LOW_TONE_FRAMES
                if b - a >= least and np.ptp(rows[a:b, 0]) <= _MAX_SPREAD_HZ:
                    found.append(self._tone(a, b, freq_hz))
        return found

    def _tone(self, first: int, last: int, freq_hz: float) -> ToneSpan:
        start_ms, end_ms = self._ms(first), self._ms(last)
        kind, _ = explain_tone(freq_hz, end_ms - start_ms)
        return ToneSpan(start_ms, end_ms, round(freq_hz, 1), kind, f"{freq_hz:.0f} Hz")

    def _pressed(self, rows: Samples, keys: NDArray[np.int64]) -> list[ToneSpan]:
        found = []
        for start, end in runs(keys >= 0).tolist():
            cuts = [start, *(start + 1 + np.flatnonzero(np.diff(keys[start:end]))).tolist(), end]
            for a, b in itertools.pairwise(cuts):
                if b - a >= _MIN_KEY_FRAMES:
                    key = int(keys[a])
                    low_hz = float(np.minimum(rows[a:b, 0], rows[a:b, 2]).mean())
                    name = _KEYS[key // 4][key % 4]
                    span = ToneSpan(
                        self._ms(a), self._ms(b), round(low_hz, 1), "dtmf", f"key {name}"
                    )
                    found.append(span)
        return found

    def _ms(self, frame: int) -> int:
        return frame * _SIZE * 1000 // self._rate_hz
