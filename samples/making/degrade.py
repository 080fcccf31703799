"""What a line does to a voice: band, noise, hum, squelch, clipping, bleeps. Float32 in and out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["band_pass", "bleep", "clip", "hum", "noise", "to_level"]

Sound = NDArray[np.float32]


def to_level(pcm: Sound, level_dbfs: float) -> Sound:
    """Scale so that the RMS of what is above -50 dBFS is ``level_dbfs``."""
    loud = pcm[np.abs(pcm) > 10 ** (-50 / 20)]
    rms = float(np.sqrt(np.mean(np.square(loud, dtype=np.float64))))
    return np.asarray(pcm * (10 ** (level_dbfs / 20) / rms), dtype=np.float32)


def band_pass(pcm: Sound, rate_hz: int, low_hz: float, high_hz: float) -> Sound:
    """Keep ``low_hz`` to ``high_hz`` with raised-cosine edges 60 Hz wide; no delay."""
    padded = 1 << (len(pcm) - 1).bit_length()
    spectrum = np.fft.rfft(pcm, padded)
    hz = np.fft.rfftfreq(padded, 1 / rate_hz)
    rise = np.clip((hz - low_hz) / 60 + 0.5, 0, 1)
    fall = np.clip((high_hz - hz) / 60 + 0.5, 0, 1)
    gain = 0.25 * (1 - np.cos(np.pi * rise)) * (1 - np.cos(np.pi * fall))
    return np.fft.irfft(spectrum * gain, padded)[: len(pcm)].astype(np.float32)


def noise(count: int, level_dbfs: float, seed: int) -> Sound:
    """White noise of the given RMS, the same for the same seed."""
    drawn = np.random.default_rng(seed).standard_normal(count)
    return (drawn * 10 ** (level_dbfs / 20)).astype(np.float32)


def hum(count: int, rate_hz: int, level_dbfs: float) -> Sound:
    """Mains hum: 50 Hz with its third harmonic at half the level."""
    t_s = np.arange(count) / rate_hz
    wave = np.sin(2 * np.pi * 50 * t_s) + 0.5 * np.sin(2 * np.pi * 150 * t_s)
    return np.asarray(wave * 10 ** (level_dbfs / 20), dtype=np.float32)


def bleep(pcm: Sound, rate_hz: int, start_ms: int, end_ms: int) -> None:
    """Replace a span by a 1 kHz tone at -12 dBFS, in place; nothing of the word is left."""
    start, end = start_ms * rate_hz // 1000, end_ms * rate_hz // 1000
    t_s = np.arange(end - start) / rate_hz
    fade = np.minimum(1, np.minimum(t_s, t_s[::-1]) / 0.005)
    tone = 0.25 * np.sin(2 * np.pi * 1000 * t_s) * fade
    pcm[..., start:end] = tone.astype(np.float32)


def clip(pcm: Sound, rate_hz: int, start_ms: int, end_ms: int) -> None:
    """Overdrive a span by 24 dB into flat tops at 0.98 of full scale, in place."""
    start, end = start_ms * rate_hz // 1000, end_ms * rate_hz // 1000
    pcm[..., start:end] = np.clip(pcm[..., start:end] * 10 ** (24 / 20), -0.98, 0.98)
