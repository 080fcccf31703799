"""How far one channel is a copy of the other: cross-talk, line echo, one room on two microphones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows

__all__ = ["LEAKAGE_HOP_MS", "Leakage", "LeakageMeter"]

Samples = NDArray[np.float32]

_RATE_HZ = 8_000
LEAKAGE_HOP_MS = 256
_HOP = _RATE_HZ * LEAKAGE_HOP_MS // 1000
_LONGEST_MS = 200  # line echo comes back within this; later than that it is heard as another word
_QUIET = 1e-9


@dataclass(frozen=True, slots=True)
class Leakage:
    """One value for each window of 512 ms, every `LEAKAGE_HOP_MS`, two channels.

    Attributes:
        likeness: largest normalised cross-correlation within 200 ms either way, 0 to 1.
        louder_db: level of channel 0 over channel 1.
    """

    likeness: NDArray[np.float32]
    louder_db: NDArray[np.float32]


class LeakageMeter:
    """Takes blocks of two channels at 8 kHz.

    >>> meter = LeakageMeter()
    >>> left = np.random.default_rng(1).standard_normal(8000).astype(np.float32)
    >>> meter.feed(np.stack((left, 0.1 * left)))
    >>> found = meter.finish()
    >>> float(found.likeness[1].round(2)), float(found.louder_db[1].round(1))
    (1.0, 20.0)
    """

    def __init__(self) -> None:
        self._windows = Windows(_HOP)
        self._last: Samples | None = None
        self._likeness: list[NDArray[np.float32]] = []
        self._louder_db: list[NDArray[np.float32]] = []

    def feed(self, samples: Samples) -> None:
        """Take (2, n) float32."""
        self._take(self._windows.feed(samples))

    def finish(self) -> Leakage:
        rest = self._windows.rest()
        end = 2 * _HOP - (0 if rest is None else rest.shape[1])
        self._take(self._windows.feed(np.zeros((2, end), dtype=np.float32)))
        none = [np.zeros(0, dtype=np.float32)]
        return Leakage(
            np.concatenate(self._likeness or none), np.concatenate(self._louder_db or none)
        )

    def _take(self, hops: Samples) -> None:
        """Pairs of neighbouring hops are the windows."""
        if self._last is not None:
            hops = np.concatenate((self._last, hops), axis=1)
        if hops.shape[1]:
            self._last = hops[:, -1:].copy()
        for at in range(0, hops.shape[1] - 1, 256):
            some = hops[:, at : at + 257]
            self._measure(np.concatenate((some[:, :-1], some[:, 1:]), axis=2))

    def _measure(self, windows: Samples) -> None:
        """(2, windows, samples)."""
        power = (windows.astype(np.float64) ** 2).mean(axis=2) + _QUIET
        left, right = np.fft.rfft(windows, 2 * windows.shape[2])
        across = np.fft.irfft(left * right.conj())
        lags = _RATE_HZ * _LONGEST_MS // 1000
        near = np.concatenate((across[:, :lags], across[:, -lags:]), axis=1)
        whole = windows.shape[2] * np.sqrt(power[0] * power[1])
        self._likeness.append((np.abs(near).max(axis=1) / whole).astype(np.float32))
        self._louder_db.append((10 * np.log10(power[0] / power[1])).astype(np.float32))
