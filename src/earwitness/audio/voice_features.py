"""What a voice's vocal tract does to sound, frame by frame: cepstra of the telephone band.

Mel-frequency cepstra after Davis & Mermelstein (1980), on bands between 300 and 3400 Hz only, so that
a telephone and a studio give the same numbers. Means are not taken out: a line's own colour helps to
tell the two ends of a call apart. Pitch is left out: people raise it, and it says who shouts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["FRAME_MS", "RATE_HZ", "VoiceFeatures", "VoiceFrames"]

Samples = NDArray[np.float32]

RATE_HZ = 8_000
FRAME_MS = 10
_HOP = RATE_HZ * FRAME_MS // 1000
_WINDOW = 256  # 32 ms
_LOW_HZ, _HIGH_HZ = 300.0, 3400.0
_BANDS = 24
_CEPSTRA = 16
_FLOOR = 1e-9  # power of a band: about -90 dBFS, below what 16 bits can say
_BATCH = 6000  # frames worked on at once: one minute


@dataclass(frozen=True, slots=True)
class VoiceFrames:
    """One row every `FRAME_MS`, the first centred on the first sample.

    Attributes:
        cepstra: (n, 16) float32, coefficients 1 to 16; loudness (0) is left out.
        level_db: (n,) float32, power in the telephone band.
    """

    cepstra: NDArray[np.float32]
    level_db: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.level_db)


class VoiceFeatures:
    """Takes blocks of sound at 8 kHz and gives frames; block lengths never change the result.

    >>> features = VoiceFeatures()
    >>> features.feed(np.zeros(8000, dtype=np.float32))
    >>> len(features.finish())
    100
    """

    def __init__(self) -> None:
        self._rest = np.zeros(_WINDOW // 2, dtype=np.float32)
        self._fed = 0
        self._parts: list[tuple[NDArray[np.float32], ...]] = []

    def feed(self, mono: Samples) -> None:
        """Take (n,) float32 at `RATE_HZ`."""
        self._fed += mono.size
        self._take(np.concatenate((self._rest, mono)))

    def finish(self) -> VoiceFrames:
        """All frames; the end is filled up with zeros."""
        self._take(np.concatenate((self._rest, np.zeros(_WINDOW, dtype=np.float32))))
        if not self._parts:
            none = np.zeros(0, dtype=np.float32)
            return VoiceFrames(np.zeros((0, _CEPSTRA), dtype=np.float32), none)
        cepstra, level_db = (np.concatenate(one) for one in zip(*self._parts, strict=True))
        count = -(-self._fed // _HOP)
        return VoiceFrames(cepstra[:count], level_db[:count])

    def _take(self, samples: Samples) -> None:
        count = max(0, (samples.size - _WINDOW) // _HOP + 1)
        frames = (
            np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_HOP][:count]
            if count
            else np.zeros((0, _WINDOW), dtype=np.float32)
        )
        for start in range(0, count, _BATCH):
            self._parts.append(_measure(frames[start : start + _BATCH]))
        self._rest = samples[count * _HOP :].copy()


def _measure(frames: Samples) -> tuple[NDArray[np.float32], ...]:
    spectrum = np.fft.rfft(frames * _taper(), _WINDOW).astype(np.complex64)
    power = (spectrum.real**2 + spectrum.imag**2) / np.float32(_WINDOW**2 / 8)
    bands = np.log(np.maximum(power @ _mel(), np.float32(_FLOOR)))
    cepstra = bands @ _cosines()
    inside = power[:, _band()]
    level_db = 10 * np.log10(np.maximum(inside.sum(axis=1), np.float32(_FLOOR)))
    return cepstra.astype(np.float32), level_db.astype(np.float32)


@lru_cache(maxsize=1)
def _taper() -> NDArray[np.float32]:
    return np.asarray(np.hanning(_WINDOW), dtype=np.float32)


@lru_cache(maxsize=1)
def _band() -> NDArray[np.bool_]:
    hz = np.fft.rfftfreq(_WINDOW, 1 / RATE_HZ)
    return (hz >= _LOW_HZ) & (hz <= _HIGH_HZ)


@lru_cache(maxsize=1)
def _mel() -> NDArray[np.float32]:
    """Triangles equally wide in mel, (bins, bands)."""
    low, high = (1127 * np.log1p(hz / 700) for hz in (_LOW_HZ, _HIGH_HZ))
    edges = 700 * np.expm1(np.linspace(low, high, _BANDS + 2) / 1127)
    hz = np.fft.rfftfreq(_WINDOW, 1 / RATE_HZ)[:, None]
    rise = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rise, fall)), dtype=np.float32)


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float32]:
    """The cosine transform to coefficients 1 to 16, (bands, coefficients)."""
    band = np.arange(_BANDS)[:, None] + 0.5
    number = np.arange(1, _CEPSTRA + 1)
    return np.asarray(
        np.sqrt(2 / _BANDS) * np.cos(np.pi * band * number / _BANDS), dtype=np.float32
    )
