"""How two channels of a file are related: the same, inverted, one late, one silent, or two sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows

__all__ = ["ChannelPair", "ChannelPairMeter"]

Samples = NDArray[np.float32]

_WINDOW_MS = 1024
_LONGEST_LAG_MS = 250
_FLOOR_DBFS = -120.0
_SOUNDING_DBFS = -70.0


@dataclass(frozen=True, slots=True)
class ChannelPair:
    """What two channels have in common.

    Args:
        level_dbfs: RMS of each channel, at least -120.
        residual_db: what is left of channel 1 after the best multiple of channel 0 is taken away,
            relative to channel 1; -inf is given as -120.
        inverted: that multiple is negative.
        likeness: largest normalised correlation over the whole recording within 250 ms, 0 to 1.
        lag_ms: how much later channel 1 is there; negative where channel 0 is later.
        windows: stretches of about a second in which both channels sound.
        shared: part of those stretches in which the channels are alike (0.5 and more) at their own lag.
    """

    level_dbfs: tuple[float, float]
    residual_db: float
    inverted: bool
    likeness: float
    lag_ms: float
    windows: int
    shared: float


class ChannelPairMeter:
    """Takes (2, n) blocks at one rate.

    >>> meter = ChannelPairMeter(8000)
    >>> left = np.random.default_rng(1).standard_normal(40_000).astype(np.float32) * np.float32(0.1)
    >>> meter.feed(np.stack((left, np.roll(left, 80))))
    >>> pair = meter.finish()
    >>> pair.lag_ms, pair.likeness > 0.8
    (10.0, True)

    Args:
        rate_hz: of the blocks.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._size = rate_hz * _WINDOW_MS // 1000
        self._windows = Windows(self._size)
        self._energy = np.zeros(2)
        self._product = 0.0
        self._count = 0
        self._across = np.zeros(self._size + 1, dtype=np.complex128)
        self._met = self._alike = 0

    def feed(self, samples: Samples) -> None:
        """Take (2, n) float32."""
        both = samples.astype(np.float64)
        self._energy += np.einsum("ks,ks->k", both, both)
        self._product += float(np.dot(both[0], both[1]))
        self._count += samples.shape[1]
        windows = self._windows.feed(samples)
        for start in range(0, windows.shape[1], 32):
            self._compare(windows[:, start : start + 32])

    def _compare(self, windows: Samples) -> None:
        power = np.einsum("kws,kws->kw", windows, windows, dtype=np.float64)
        sounding = (power > self._size * 10 ** (_SOUNDING_DBFS / 10)).all(axis=0)
        if not sounding.any():
            return
        spectra = np.fft.rfft(windows[:, sounding], 2 * self._size)
        across = spectra[1] * spectra[0].conj()
        self._across += across.sum(axis=0)
        near = self._near(np.fft.irfft(across))
        scale = np.sqrt(power[0, sounding] * power[1, sounding])
        self._met += int(sounding.sum())
        self._alike += int((np.abs(near).max(axis=1) / scale >= 0.5).sum())

    def _near(self, across: NDArray[np.float64]) -> NDArray[np.float64]:
        """From the largest negative lag to the largest positive one."""
        most = self._rate_hz * _LONGEST_LAG_MS // 1000
        return np.concatenate((across[..., -most:], across[..., : most + 1]), axis=-1)

    def finish(self) -> ChannelPair:
        """Close the stream; what is left after the last whole window counts for the levels only."""
        mean = self._energy / max(self._count, 1)
        levels = [max(_FLOOR_DBFS, 10 * float(np.log10(max(one, 1e-13)))) for one in mean]
        residual_db, inverted = self._residual()
        near = self._near(np.fft.irfft(self._across))
        scale = float(np.sqrt(self._energy[0] * self._energy[1]))
        best = int(np.abs(near).argmax())
        likeness = float(np.abs(near[best])) / scale if scale > 0 else 0.0
        lag = best - self._rate_hz * _LONGEST_LAG_MS // 1000
        return ChannelPair(
            level_dbfs=(round(levels[0], 1), round(levels[1], 1)),
            residual_db=round(residual_db, 1),
            inverted=inverted,
            likeness=round(min(likeness, 1.0), 3),
            lag_ms=round(lag * 1000 / self._rate_hz, 2) if likeness > 0 else 0.0,
            windows=self._met,
            shared=round(self._alike / self._met, 3) if self._met else 0.0,
        )

    def _residual(self) -> tuple[float, bool]:
        if self._energy.min() <= 0:
            return 0.0, False
        left = 1 - self._product**2 / float(self._energy[0] * self._energy[1])
        return max(_FLOOR_DBFS, 10 * float(np.log10(max(left, 1e-13)))), self._product < 0
