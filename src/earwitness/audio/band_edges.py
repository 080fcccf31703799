"""Where the spectrum ends in a step: the bands that telephones and encoders leave, and when they change.

A band-limited generation stays visible in every later one: a call that went through an 8 kHz telephone
has nothing above 4 kHz, whatever file it is in now. Encoders cut off at heights of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import Windows
from earwitness.records.timecode import Interval

__all__ = ["BandEdge", "BandEdgeMeter", "BandEdges"]

Samples = NDArray[np.float32]

_SECTION_S = 5
_STEP_HZ = 50.0
_DROP_DB = 18.0
_WITHIN_HZ = 350.0
_LOWEST_HZ = 2500.0
_SECTION_MOVES_HZ = 700.0
_ACTIVE_DBFS = -60.0


@dataclass(frozen=True, slots=True)
class BandEdge:
    """A step down: at ``hz`` the level falls by ``drop_db`` within 350 Hz and does not come back."""

    hz: int
    drop_db: float


@dataclass(frozen=True, slots=True)
class BandEdges:
    """What was measured.

    Args:
        edges: from low to high, above 2.5 kHz.
        nyquist_hz: half the rate of the sound.
        sections: stretches of the recording with the highest frequency that is filled there, where that
            moves by more than 700 Hz and stays so for ten seconds; a single one where it never does.
    """

    edges: tuple[BandEdge, ...]
    nyquist_hz: int
    sections: tuple[tuple[Interval, int], ...]


class BandEdgeMeter:
    """Takes a mono stream at the rate of the file.

    Args:
        rate_hz: 8000 or more.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._size = 1 << max(8, int(rate_hz / _STEP_HZ) - 1).bit_length()
        self._windows = Windows(self._size)
        self._taper = np.hanning(self._size + 1)[:-1].astype(np.float32)
        self._per_section = max(1, _SECTION_S * rate_hz // self._size)
        self._pending: list[Samples] = []
        self._sections: list[NDArray[np.float64]] = []

    def feed(self, mono: Samples) -> None:
        """Take (n,) samples."""
        windows = self._windows.feed(mono[None])[0]
        for start in range(0, len(windows), 256):
            self._pending.extend(windows[start : start + 256])
            while len(self._pending) >= self._per_section:
                self._measure(np.stack(self._pending[: self._per_section]))
                del self._pending[: self._per_section]

    def finish(self) -> BandEdges:
        """Close the stream; a last section of less than half its length is dropped if there are others."""
        if self._pending and (len(self._pending) * 2 >= self._per_section or not self._sections):
            self._measure(np.stack(self._pending))
        self._pending = []
        sounding = [one for one in self._sections if one.any()]
        whole = np.mean(sounding, axis=0) if sounding else np.zeros(self._size // 2 + 1)
        return BandEdges(self._edges(whole), self._rate_hz // 2, self._stretches())

    def _measure(self, windows: Samples) -> None:
        """Mean of the relative power of loud windows: each counts alike."""
        power = np.abs(np.fft.rfft(windows * self._taper)) ** 2
        total = power.sum(axis=1)
        full = float(np.sum(self._taper**2)) * self._size / 2
        active = total > full * 10 ** (_ACTIVE_DBFS / 10)
        if not active.any():
            self._sections.append(np.zeros(self._size // 2 + 1))
            return
        self._sections.append((power[active] / total[active, None]).mean(axis=0))

    def _edges(self, spectrum: NDArray[np.float64]) -> tuple[BandEdge, ...]:
        if not spectrum.any():
            return ()
        step_hz = self._rate_hz / self._size
        level = 10 * np.log10(_smooth(spectrum, max(1, round(100 / step_hz))) + 1e-14)
        reach = max(1, round(_WITHIN_HZ / step_hz))
        # everything above must stay as low: the loudest of what follows, up to the end
        later = np.maximum.accumulate(level[::-1])[::-1]
        first = round(_LOWEST_HZ / step_hz)
        drops = level[first:-reach] - later[first + reach :]
        found = []
        while drops.size and drops.max() >= _DROP_DB:
            top = int(drops.argmax())
            middle = first + top + reach // 2
            found.append(BandEdge(round(middle * step_hz), round(float(drops[top]), 1)))
            drops[max(0, top - 2 * reach) : top + 2 * reach] = 0
        return tuple(sorted(found, key=lambda edge: edge.hz))

    def _stretches(self) -> tuple[tuple[Interval, int], ...]:
        length_ms = self._per_section * self._size * 1000 // self._rate_hz
        tops = [self._top_hz(one) for one in self._sections]
        known = [(index, top) for index, top in enumerate(tops) if top]
        if not known:
            return ()
        joined: list[list[int]] = []  # first section, last section, top
        for index, top in known:
            if joined and abs(top - joined[-1][2]) <= _SECTION_MOVES_HZ:
                joined[-1][1] = index
            else:
                joined.append([index, index, top])
        lasting = [one for one in joined if one[1] > one[0]] or joined[:1]
        merged: list[list[int]] = []
        for one in lasting:
            if merged and abs(one[2] - merged[-1][2]) <= _SECTION_MOVES_HZ:
                merged[-1][1] = one[1]
            else:
                merged.append(one)
        return tuple(
            (Interval(first * length_ms, (last + 1) * length_ms), top)
            for first, last, top in merged
        )

    def _top_hz(self, spectrum: NDArray[np.float64]) -> int:
        """Highest frequency within 55 dB of the strongest; 0 for a section without sound."""
        if not spectrum.any():
            return 0
        step_hz = self._rate_hz / self._size
        level = _smooth(spectrum, max(1, round(150 / step_hz)))
        inside = np.flatnonzero(level >= level.max() * 10**-5.5)
        return int(min((inside[-1] + 1) * step_hz, self._rate_hz / 2))


def _smooth(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    return np.convolve(values, np.ones(width) / width, mode="same")
