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

__all__ = ["CEPSTRA_RATE_HZ", "FRAME_MS", "CepstraSettings", "band_power", "cepstra", "log_energy"]

Floats = NDArray[np.float32]

CEPSTRA_RATE_HZ = 8_000
FRAME_MS = 10
_HOP = CEPSTRA_RATE_HZ * FRAME_MS // 1000
_WINDOW = 200
_FFT = 256
_AT_ONCE = 6_000  # frames: one minute, so that an hour needs little memory
_PRE_EMPHASIS = 0.97


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


def band_power(mono: Floats, settings: CepstraSettings | None = None) -> Floats:
    """Power in mel bands.

    Args:
        mono: (n,) float32 at 8 kHz.

    Returns:
        (frames, bands) float32; frame k is centred on ``10 k + 12.5`` ms. A sound shorter than one
        window (25 ms) gives no frame.
    """
    settings = settings or CepstraSettings()
    filters = _mel_filters(settings.bands, settings.low_hz, settings.high_hz)
    window = np.hamming(_WINDOW).astype(np.float32)
    if mono.size < _WINDOW:
        return np.empty((0, settings.bands), dtype=np.float32)
    count = (mono.size - _WINDOW) // _HOP + 1
    power = np.empty((count, settings.bands), dtype=np.float32)
    for start in range(0, count, _AT_ONCE):
        end = min(start + _AT_ONCE, count)
        sound = mono[max(0, start * _HOP - 1) : (end - 1) * _HOP + _WINDOW]
        sound = np.append(sound[:1], sound) if start == 0 else sound
        emphasised = sound[1:] - np.float32(_PRE_EMPHASIS) * sound[:-1]
        if start == 0:
            emphasised[0] = mono[0]  # nothing comes before the first sample
        frames = np.lib.stride_tricks.sliding_window_view(emphasised, _WINDOW)[::_HOP]
        spectrum = np.fft.rfft(frames * window, _FFT)
        power[start:end] = (spectrum.real**2 + spectrum.imag**2).astype(np.float32) @ filters
    return power


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
    settings = settings or CepstraSettings()
    if not len(power):
        return np.empty((0, 3 * settings.coefficients), dtype=np.float32)
    noise = np.percentile(power, settings.noise_percentile, axis=0).astype(np.float32)
    clean = np.maximum(
        power - settings.over_subtraction * noise, settings.noise_left * noise + 1e-12
    )
    loud = float(np.percentile(clean.sum(axis=1), 90)) / settings.bands
    clean += np.float32(loud * 10 ** (-settings.floor_db / 10))
    static = np.log(clean) @ _lifted_cosines(settings.bands, settings.coefficients)
    first = _difference(static)
    return np.hstack((static, first, _difference(first))).astype(np.float32)


def _difference(rows: Floats, reach: int = 2) -> Floats:
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
