"""Where a stretch of sound stands in a longer one, to the sample, by normalised cross-correlation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Located", "Placer", "alike", "level_dbfs", "placed_windows"]

Samples = NDArray[np.float32]

_BLOCK = 1 << 17
_SILENT_DBFS = -50.0
_SAME_PLACE = 40  # samples
_CLEARLY = 0.15
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Located:
    """A window and its best place: ``at`` in the short sound, ``there`` in the long one, both in samples."""

    at: int
    there: int
    likeness: float

    @property
    def offset(self) -> int:
        return self.there - self.at


class Placer:
    """A long sound in which windows are looked for, block by block: its length costs no memory but itself.

    Args:
        sound: (n,) float32.
    """

    def __init__(self, sound: Samples) -> None:
        self._sound = sound
        squares = np.square(sound, dtype=np.float64)
        self._energy = np.concatenate([[0.0], np.cumsum(squares)])

    def likeness_at(self, window: Samples, there: int) -> float:
        """How alike the window is to the sound at one place, -1 to 1; 0 outside of it."""
        if there < 0 or there + window.size > self._sound.size:
            return 0.0
        return alike(window, self._sound[there : there + window.size])

    def best(self, window: Samples) -> tuple[int, float]:
        """The place at which the window is most like the sound, and how much; (0, 0.0) for a longer window."""
        where, best, _ = self.best_and_next(window)
        return where, best

    def best_and_next(self, window: Samples) -> tuple[int, float, float]:
        """The same, and how alike it is elsewhere: a hum or a tone is as much at home in many places."""
        peaks: list[tuple[float, int]] = []
        for start, likeness in self._blocks(window):
            strength = np.abs(likeness)
            for _ in range(2):
                place = int(np.argmax(strength))
                peaks.append((float(strength[place]), start + place))
                strength[max(0, place - _SAME_PLACE) : place + _SAME_PLACE + 1] = 0
        if not peaks:
            return 0, 0.0, 0.0
        best, where = max(peaks)
        others = [one for one, place in peaks if abs(place - where) > _SAME_PLACE]
        return where, best, max(others, default=0.0)

    def _blocks(self, window: Samples) -> Iterator[tuple[int, NDArray[np.float64]]]:
        size, total = window.size, self._sound.size
        own = float(np.vdot(window, window).real)
        if size == 0 or size > total or own < _TINY:
            return
        length = max(_BLOCK, 1 << (2 * size - 1).bit_length())
        spectrum = np.conj(np.fft.rfft(window, length))
        step = length - size + 1
        for start in range(0, total - size + 1, step):
            block = self._sound[start : start + length]
            product = np.fft.irfft(np.fft.rfft(block, length) * spectrum, length)
            count = min(step, total - size + 1 - start)
            energy = (
                self._energy[start + size : start + size + count]
                - self._energy[start : start + count]
            )
            # Where the long sound is all but silent, likeness means nothing.
            floor = own * 1e-6 + _TINY
            yield start, product[:count] / np.sqrt(own * np.maximum(energy, floor))


def placed_windows(
    short: Samples, placer: Placer, rate_hz: int, *, window_s: float = 1.0, least: float = 0.7
) -> list[Located]:
    """The windows of a sound that stand in a longer one, and where.

    Where the window before stands is tried first: most files are one stretch. Windows that are all but
    silent tell nothing and are left out, and so are those that would stand elsewhere as well.

    Args:
        least: likeness from which a window is said to stand there.
    """
    size = min(int(window_s * rate_hz), short.size)
    if size < rate_hz // 10:
        return []
    found: list[Located] = []
    starts = [*range(0, short.size - size, max(1, size // 2)), short.size - size]
    for at in starts:
        window = short[at : at + size]
        if level_dbfs(window) < _SILENT_DBFS:
            continue
        if found:
            there = at + found[-1].offset
            likeness = abs(placer.likeness_at(window, there))
            if likeness >= least:
                found.append(Located(at, there, likeness))
                continue
        there, likeness, elsewhere = placer.best_and_next(window)
        if likeness >= least and likeness - elsewhere >= _CLEARLY:
            found.append(Located(at, there, likeness))
    return found


def alike(first: Samples, second: Samples) -> float:
    """Normalised correlation of two stretches of one length; 0 where one of them is silent."""
    energy = float(np.vdot(first, first).real) * float(np.vdot(second, second).real)
    return 0.0 if energy < _TINY * _TINY else float(np.vdot(first, second).real) / energy**0.5


def level_dbfs(samples: Samples) -> float:
    """Level (RMS) in dB of full scale; -240 for digital silence and for nothing."""
    if samples.size == 0:
        return -240.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10 * float(np.log10(power + 1e-24))
