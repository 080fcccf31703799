"""Cepstra of telephone-band speech: what the aligner compares, one row every 10 ms.

Mel-frequency cepstral coefficients after Davis & Mermelstein (1980), with first and second
differences (Furui 1986), over the part of the spectrum that a telephone carries, so that a call and a
studio voice look alike. Stationary noise is taken off in the power domain (Boll 1979).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CEPSTRA_RATE_HZ",
    "FRAME_MS",
    "BandPower",
    "CepstraSettings",
    "band_power",
    "cepstra",
    "differences_between",
    "log_energy",
    "static_cepstra",
    "with_differences",
]

Floats = NDArray[np.float32]

CEPSTRA_RATE_HZ = 8_000
FRAME_MS = 10
_HOP = CEPSTRA_RATE_HZ * FRAME_MS // 1000
_WINDOW = 200
_FFT = 256
_AT_ONCE = 6_000  # frames: one minute, so that an hour needs little memory
_PRE_EMPHASIS = 0.97
_REACH = 2  # frames to each side of a difference


@dataclass(frozen=True, slots=True)
class CepstraSettings:
    """How cepstra are made.

    Args:
        bands: mel filters between ``low_hz`` and ``high_hz``.
        coefficients: cepstral coefficients, with the zeroth.
        noise_percentile: of each band's power over the recording; what lies below is noise.
        over_subtraction: how many times that noise is taken off.
        noise_left: share of the noise that always stays.
        floor_db: power this far below the recording's loud frames is added to every band, so that
            digital silence looks like a quiet room.
    """

    bands: int = 26
    low_hz: float = 250.0
    high_hz: float = 3_500.0
    coefficients: int = 13
    noise_percentile: float = 8.0
    over_subtraction: float = 1.2
    noise_left: float = 0.15
    floor_db: float = 30.0


class BandPower:
    """Measures power in mel bands on a stream. Lengths of the blocks never change the result.

    Args:
        settings: which bands.
    """

    def __init__(self, settings: CepstraSettings | None = None) -> None:
        settings = settings or CepstraSettings()
        self._filters = _mel_filters(settings.bands, settings.low_hz, settings.high_hz)
        self._window = np.hamming(_WINDOW).astype(np.float32)
        self._held = np.empty(0, dtype=np.float32)
        self._before: np.float32 | None = None  # the sample before those held

    def feed(self, mono: Floats) -> Floats:
        """Take (n,) float32 at 8 kHz; give (frames, bands) of what is complete, by whole minutes."""
        self._held = np.concatenate((self._held, mono))
        found = []
        while self._held.size >= _AT_ONCE * _HOP + _WINDOW:
            found.append(self._measured(_AT_ONCE))
        return np.concatenate(found) if found else self._none()

    def finish(self) -> Floats:
        """The frames of what is left; once, after the last block."""
        count = (self._held.size - _WINDOW) // _HOP + 1
        return self._measured(count) if count > 0 else self._none()

    def _none(self) -> Floats:
        return np.empty((0, self._filters.shape[1]), dtype=np.float32)

    def _measured(self, count: int) -> Floats:
        sound = self._held[: (count - 1) * _HOP + _WINDOW]
        # nothing comes before the first sample
        before = np.float32(0) if self._before is None else self._before
        emphasised = sound - np.float32(_PRE_EMPHASIS) * np.concatenate(([before], sound[:-1]))
        frames = np.lib.stride_tricks.sliding_window_view(emphasised, _WINDOW)[::_HOP]
        spectrum = np.fft.rfft(frames * self._window, _FFT)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32) @ self._filters
        self._before = self._held[count * _HOP - 1]
        self._held = self._held[count * _HOP :].copy()
        return np.asarray(power)


def band_power(mono: Floats, settings: CepstraSettings | None = None) -> Floats:
    """Power in mel bands.

    Args:
        mono: (n,) float32 at 8 kHz.

    Returns:
        (frames, bands) float32; frame k is centred on ``10 k + 12.5`` ms. A sound shorter than one
        window (25 ms) gives no frame.
    """
    meter = BandPower(settings)
    size = _AT_ONCE * _HOP
    parts = [meter.feed(mono[start : start + size]) for start in range(0, mono.size, size)]
    return np.concatenate((*parts, meter.finish()))


def log_energy(power: Floats) -> Floats:
    """Level of each frame of `band_power` in decibels (relative)."""
    return np.asarray(10 * np.log10(power.sum(axis=1) + 1e-12), dtype=np.float32)


def cepstra(power: Floats, settings: CepstraSettings | None = None) -> Floats:
    """Cepstra with differences, not normalised.

    Args:
        power: (frames, bands) of `band_power`.

    Returns:
        (frames, 3 * coefficients) float32.
    """
    return with_differences(static_cepstra(power, settings))


def static_cepstra(power: Floats, settings: CepstraSettings | None = None) -> Floats:
    """Cepstra without differences, not normalised.

    Args:
        power: (frames, bands) of `band_power`, all of a recording.

    Returns:
        (frames, coefficients) float32.
    """
    settings = settings or CepstraSettings()
    static = np.empty((len(power), settings.coefficients), dtype=np.float32)
    if not len(power):
        return static
    # band by band and minute by minute: copies of an hour's power would be most of the memory
    noise = np.array(
        [np.percentile(band, settings.noise_percentile) for band in power.T], dtype=np.float32
    )

    def clean(start: int) -> Floats:
        above = power[start : start + _AT_ONCE] - settings.over_subtraction * noise
        return np.asarray(np.maximum(above, settings.noise_left * noise + 1e-12))

    places = range(0, len(power), _AT_ONCE)
    level = np.concatenate([clean(start).sum(axis=1) for start in places])
    loud = float(np.percentile(level, 90)) / settings.bands
    floor = np.float32(loud * 10 ** (-settings.floor_db / 10))
    cosines = _lifted_cosines(settings.bands, settings.coefficients)
    for start in places:
        static[start : start + _AT_ONCE] = np.log(clean(start) + floor) @ cosines
    return static


def with_differences(static: Floats) -> Floats:
    """Cepstra beside their first and second differences: (frames, 3 * coefficients) float32."""
    if not len(static):
        return np.empty((0, 3 * static.shape[1]), dtype=np.float32)
    first = _difference(static)
    return np.hstack((static, first, _difference(first))).astype(np.float32)


def differences_between(static: Floats, start: int, end: int) -> Floats:
    """The rows ``start`` to ``end`` (left out) of `with_differences` of the whole.

    >>> rows = np.random.default_rng(1).standard_normal((40, 2)).astype(np.float32)
    >>> bool((differences_between(rows, 3, 9) == with_differences(rows)[3:9]).all())
    True
    """
    # at the true ends rows are repeated, elsewhere neighbours stand there: two differences reach twice as far
    first = max(0, start - 4 * _REACH)
    last = min(len(static), end + 4 * _REACH)
    return with_differences(static[first:last])[start - first : end - first]


def _difference(rows: Floats, reach: int = _REACH) -> Floats:
    """Slope of each column over ``2 reach + 1`` frames, by least squares."""
    padded = np.pad(rows, ((reach, reach), (0, 0)), mode="edge")
    count = len(rows)
    total = np.zeros_like(rows)
    for k in range(1, reach + 1):
        total += k * (padded[reach + k : reach + k + count] - padded[reach - k : reach - k + count])
    return np.asarray(total / (2 * sum(k * k for k in range(1, reach + 1))), dtype=np.float32)


@lru_cache(maxsize=4)
def _mel_filters(bands: int, low_hz: float, high_hz: float) -> Floats:
    """Triangular filters, (bins, bands)."""

    def mel(hz: float) -> float:
        return float(2595 * np.log10(1 + hz / 700))

    edges_hz = 700 * (10 ** (np.linspace(mel(low_hz), mel(high_hz), bands + 2) / 2595) - 1)
    bins_hz = np.fft.rfftfreq(_FFT, 1 / CEPSTRA_RATE_HZ)
    rise = (bins_hz[:, None] - edges_hz[:-2]) / (edges_hz[1:-1] - edges_hz[:-2])
    fall = (edges_hz[2:] - bins_hz[:, None]) / (edges_hz[2:] - edges_hz[1:-1])
    return np.maximum(0, np.minimum(rise, fall)).astype(np.float32)


@lru_cache(maxsize=4)
def _lifted_cosines(bands: int, coefficients: int) -> Floats:
    """Orthonormal DCT-II as a matrix, (bands, coefficients), with sinusoidal liftering (22)."""
    k = np.arange(coefficients)
    matrix = np.cos(np.pi / bands * (np.arange(bands)[:, None] + 0.5) * k) * np.sqrt(2 / bands)
    matrix[:, 0] *= np.sqrt(0.5)
    return np.asarray(matrix * (1 + 11 * np.sin(np.pi * k / 22)), dtype=np.float32)
