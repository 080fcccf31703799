"""The edges of lines, moved to where the level rises out of a pause and falls back into it.

Models see 25 ms at a time and give weak beginnings (s, sh, f on a telephone) to the pause. Where the pause is
quiet, the level itself tells the moment to a few milliseconds; in noise the models are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cepstra import CEPSTRA_RATE_HZ

__all__ = ["EdgeSettings", "Levels", "moved_end", "moved_start"]

Floats = NDArray[np.float32]

_HOP, _WINDOW = 40, 80
HOP_MS = _HOP * 1000 // CEPSTRA_RATE_HZ


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """When an edge is moved.

    Args:
        least_range_db: of the line's level over that of the pause; in less, nothing is moved.
        over_pause_db: the threshold over the pause's level; ``under_peak_db`` the lowest below the line's.
        back_ms, forward_ms: how far a start may move.
        pause_ms: quiet that makes a pause.
        after_ms: how far an end may move out.
    """

    least_range_db: float = 18.0
    over_pause_db: float = 6.0
    under_peak_db: float = 35.0
    back_ms: int = 250
    forward_ms: int = 150
    pause_ms: int = 30
    after_ms: int = 250


class Levels:
    """Levels of a recording in dBFS, 10 ms windows every 5 ms.

    Args:
        mono: (n,) float32 at 8 kHz; more may be fed. Block lengths never change the result.
    """

    def __init__(self, mono: Floats | None = None) -> None:
        self._held = np.empty(0, dtype=np.float32)
        self._energy: list[Floats] = []
        self._dbfs: Floats | None = None
        if mono is not None:
            self.feed(mono)

    def feed(self, mono: Floats) -> None:
        """Take the next samples."""
        held = np.concatenate((self._held, mono))
        whole = held.size // _HOP * _HOP
        hops = held[:whole].reshape(-1, _HOP)
        self._energy.append(np.einsum("ij,ij->i", hops, hops))
        self._held = held[whole:]
        self._dbfs = None

    @property
    def dbfs(self) -> Floats:
        """(windows,) of all that was fed."""
        if self._dbfs is None:
            energy = np.concatenate(self._energy or [self._held[:0]]).astype(np.float64)
            power = (energy[:-1] + energy[1:]) / _WINDOW if len(energy) > 1 else energy / _HOP
            self._dbfs = (10 * np.log10(np.maximum(power, 0) + 1e-10)).astype(np.float32)
        return self._dbfs

    def place(self, at_ms: float) -> int:
        """The window centred nearest to a moment."""
        return int(np.clip(round((at_ms - HOP_MS) / HOP_MS), 0, len(self.dbfs)))

    def moment_ms(self, place: int) -> int:
        """The middle of a window."""
        return place * HOP_MS + HOP_MS


def moved_start(
    levels: Levels, start_ms: int, end_ms: int, before_ms: int, settings: EdgeSettings | None = None
) -> int:
    """Where a line that the models begin at ``start_ms`` begins by its level.

    Args:
        levels: of the recording.
        start_ms, end_ms: the line.
        before_ms: end of the line before, 0 for the first.
    """
    settings = settings or EdgeSettings()
    low_ms = max(before_ms + 20, start_ms - settings.back_ms)
    high_ms = min(start_ms + settings.forward_ms, (start_ms + end_ms) // 2)
    first, last = levels.place(low_ms), levels.place(high_ms)
    wide = levels.dbfs[levels.place(max(before_ms, start_ms - 600)) : last]
    threshold = _threshold(levels, start_ms, end_ms, wide, settings)
    if threshold is None or last - first < 8:
        return start_ms
    quiet = settings.pause_ms // HOP_MS
    above = levels.dbfs[first:last] > threshold
    rises = [
        place
        for place in range(quiet, len(above) - 3)
        if above[place : place + 4].all() and not above[place - quiet : place].any()
    ]
    if not rises:
        return start_ms
    return min(
        (levels.moment_ms(first + place) for place in rises), key=lambda ms: abs(ms - start_ms)
    )


def moved_end(
    levels: Levels, start_ms: int, end_ms: int, after_ms: int, settings: EdgeSettings | None = None
) -> int:
    """Where a line that the models end at ``end_ms`` ends by its level; never earlier.

    Args:
        levels: of the recording.
        start_ms, end_ms: the line.
        after_ms: start of the line after, or the end of the recording.
    """
    settings = settings or EdgeSettings()
    limit_ms = min(after_ms - 10, end_ms + settings.after_ms)
    first, last = levels.place(end_ms), levels.place(limit_ms)
    wide = levels.dbfs[first : levels.place(min(after_ms, end_ms + 600))]
    threshold = _threshold(levels, start_ms, end_ms, wide, settings)
    if threshold is None or last - first < 4:
        return end_ms
    above = levels.dbfs[first:last] > threshold
    quiet = settings.pause_ms // HOP_MS
    for place in range(len(above) - quiet + 1):
        if not above[place : place + quiet].any():
            return max(end_ms, levels.moment_ms(first + place)) if place else end_ms
    return end_ms


def _threshold(
    levels: Levels, start_ms: int, end_ms: int, pause: Floats, settings: EdgeSettings
) -> float | None:
    line = levels.dbfs[levels.place(start_ms) : levels.place(end_ms)]
    if len(line) < 4 or not len(pause):
        return None
    loud = float(np.percentile(line, 95))
    quiet = float(np.percentile(pause, 15))
    if loud - quiet < settings.least_range_db:
        return None
    return min(max(quiet + settings.over_pause_db, loud - settings.under_peak_db), loud - 15)
