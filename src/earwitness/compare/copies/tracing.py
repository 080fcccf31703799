"""From one place where two sounds agree to the whole stretch: offset, speed, beginning and end.

The line through the place is followed to both sides as long as the sounds agree along it; its offset and
rate are fitted to where they agree best. The ends stand where agreement changes from the level inside to
that of chance (the most likely change point of a step in a mean, Page 1955).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import CODE_CENTRE_S, CODE_STEP, FRAMES_PER_S
from earwitness.compare.copies.agreement import signs

__all__ = ["Line", "Traced", "trace"]

Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]

_CODES_PER_S = FRAMES_PER_S / CODE_STEP
_REACH = 12  # frames to either side of the line
_FIRST_S = 12.0  # to either side of the place, doubled while the sounds agree
_SMOOTH_S = 1.6
_LEAST = 0.15  # agreement below which nothing is held to agree, whatever the level
_OF_LEVEL = 0.4
_LONGEST_HOLE_S = 30.0  # a pause, a bleep, a voice over both: the line goes on behind it
_SHORTEST_S = 2.0
_EDGE_S = 2.5
_AT_ONCE = 20_000  # codes
_FULL = 127.0
_NEAR_END_S = 0.45  # a piece whose end is so near that of a file reaches it


@dataclass(frozen=True, slots=True)
class Line:
    """Frame ``f`` of the asked sound lies on code frame ``place + (f - frame) * rate`` of the indexed one."""

    frame: float
    place: float
    rate: float

    def place_at(self, frame: float) -> float:
        """Where a frame of the asked sound lies in the indexed one."""
        return self.place + (frame - self.frame) * self.rate

    def frame_at(self, place: float) -> float:
        """Where a code frame of the indexed sound lies in the asked one."""
        return self.frame + (place - self.place) / self.rate


@dataclass(frozen=True, slots=True)
class Traced:
    """A stretch of the asked sound that carries a stretch of the indexed one; seconds.

    Attributes:
        share: agreement along it, 1.0 where every bit is the same.
        agreeing_s: how much of it agrees; the rest is covered, bleeped or silent.
    """

    start_s: float
    end_s: float
    there_s: float
    rate: float
    share: float
    agreeing_s: float

    @property
    def there_end_s(self) -> float:
        """Where it ends in the indexed sound."""
        return self.there_s + (self.end_s - self.start_s) * self.rate


def trace(asked: NDArray[np.int8], codes: Codes, line: Line) -> Traced | None:
    """Follow a line through a place where two sounds agree.

    Args:
        asked: (frames, 64) of `soft_signs`, every 10 ms: the whole asked sound.
        codes: of the whole indexed sound.
        line: through the place; its rate may be off by 1 %.

    Returns:
        The stretch, or None if less than two seconds agree.
    """
    half_s = _FIRST_S
    while True:
        line = _fitted(asked, codes, line, half_s)
        low, high = _range(asked, codes, line, half_s)
        if high - low < _SHORTEST_S * _CODES_PER_S:
            return None
        agreement, norm = _profile(asked, codes, line, low, high)
        runs = _runs(agreement, norm)
        if runs is None:
            return None
        whole = _range(asked, codes, line, np.inf)
        open_left = runs[0] < 2 * _CODES_PER_S and low > whole[0]
        open_right = high - low - runs[1] < 2 * _CODES_PER_S and high < whole[1]
        if not (open_left or open_right):
            break
        half_s *= 2
    level = float(agreement[runs[0] : runs[1]].sum() / max(norm[runs[0] : runs[1]].sum(), 1e-6))
    first = _edge(agreement, norm, runs[0], level, rising=True)
    last = _edge(agreement, norm, runs[1], level, rising=False)
    ends = [(low + outer, low + inner) for outer, inner in (first, last)]
    return _piece(asked, codes, line, ends, (level, runs[2]))


def _range(asked: NDArray[np.int8], codes: Codes, line: Line, half_s: float) -> tuple[int, int]:
    """Codes that lie on frames of the asked sound and within reach of the place."""
    low = max(0.0, line.place_at(0.0), line.place - half_s * FRAMES_PER_S)
    high = min(
        float(len(codes) * CODE_STEP),
        line.place_at(len(asked) - 1.0),
        line.place + half_s * FRAMES_PER_S,
    )
    return -(-int(low) // CODE_STEP), int(high) // CODE_STEP


def _fitted(asked: NDArray[np.int8], codes: Codes, line: Line, half_s: float) -> Line:
    """The line through the shifts at which the sounds agree best."""
    low, high = _range(asked, codes, line, half_s)
    if high - low < _SHORTEST_S * _CODES_PER_S:
        return line
    shifts = np.arange(-_REACH, _REACH + 1)
    table, norm = _table(asked, codes, line, (low, high), shifts)
    smooth, weight = _smoothed(table), _smoothed(norm[:, None])[:, 0]
    best = smooth.argmax(axis=1)
    share = smooth.max(axis=1) / np.maximum(weight, 1e-6)
    good = share > max(_LEAST, 0.6 * float(np.percentile(share, 80)))
    if good.sum() < _SHORTEST_S * _CODES_PER_S:
        return line
    places = np.arange(low, high)[good] * float(CODE_STEP)
    away = places - line.place
    shift = shifts[best[good]] + _parabola(smooth[good], best[good])
    heavy = share[good]
    for _ in range(3):
        slope, offset = (
            np.polyfit(away, shift, 1, w=np.sqrt(heavy)) if np.ptp(away) > 0 else (0.0, 0.0)
        )
        off = np.abs(shift - (slope * away + offset))
        heavy = share[good] * (off <= max(2.0, 2 * float(np.median(off))))
        if heavy.sum() <= 0:
            return line
    # the shift was found at `away`: the frame there is that of the line, and the shift
    return Line(line.frame + offset, line.place, 1 / (1 / line.rate + slope))


def _table(
    asked: NDArray[np.int8],
    codes: Codes,
    line: Line,
    span: tuple[int, int],
    shifts: NDArray[np.intp],
) -> tuple[Floats, Floats]:
    """Agreement (codes, shifts) along the line, and what full agreement would be (codes,)."""
    low, high = span
    table = np.zeros((high - low, len(shifts)))
    norm = np.zeros(high - low)
    for first in range(low, high, _AT_ONCE):
        stop = min(high, first + _AT_ONCE)
        bits = signs(codes[first:stop])
        frames = line.frame + (np.arange(first, stop) * CODE_STEP - line.place) / line.rate
        middle = np.round(frames).astype(int)
        norm[first - low : stop - low] = (
            np.abs(asked[np.clip(middle, 0, len(asked) - 1)].astype(np.float32)).sum(axis=1) / _FULL
        )
        for number, shift in enumerate(shifts):
            at = np.clip(middle + shift, 0, len(asked) - 1)
            table[first - low : stop - low, number] = (
                np.einsum("rk,rk->r", asked[at].astype(np.float32), bits) / _FULL
            )
    return table, norm


def _profile(
    asked: NDArray[np.int8], codes: Codes, line: Line, low: int, high: int
) -> tuple[Floats, Floats]:
    """Agreement code by code on the line itself (10 ms to either side), and full agreement."""
    table, norm = _table(asked, codes, line, (low, high), np.array([-1, 0, 1]))
    best = int(table.sum(axis=0).argmax())
    return table[:, best], norm


def _smoothed(rows: Floats, seconds: float = _SMOOTH_S) -> Floats:
    """Sums over ``seconds`` around each row."""
    width = max(1, int(seconds * _CODES_PER_S))
    sums = np.zeros((len(rows) + 1, rows.shape[1]))
    np.cumsum(rows, axis=0, out=sums[1:])
    at = np.arange(len(rows))
    low, high = np.maximum(0, at - width // 2), np.minimum(len(rows), at + width // 2 + 1)
    return sums[high] - sums[low]


def _parabola(rows: Floats, best: NDArray[np.intp]) -> Floats:
    inside = (best > 0) & (best < rows.shape[1] - 1)
    at = np.clip(best, 1, rows.shape[1] - 2)
    number = np.arange(len(rows))
    before, top, after = rows[number, at - 1], rows[number, at], rows[number, at + 1]
    bend = before - 2 * top + after
    with np.errstate(divide="ignore", invalid="ignore"):
        between = np.where(bend < 0, 0.5 * (before - after) / bend, 0.0)
    return np.where(inside, np.clip(between, -0.5, 0.5), 0.0)


def _runs(agreement: Floats, norm: Floats) -> tuple[int, int, float] | None:
    """From where to where the sounds agree around the middle, and for how many seconds."""
    smooth = _smoothed(agreement[:, None])[:, 0]
    share = smooth / np.maximum(_smoothed(norm[:, None])[:, 0], 1e-6)
    level = float(np.percentile(share, 90))
    good = np.flatnonzero(share > max(_LEAST, _OF_LEVEL * level))
    if len(good) == 0:
        return None
    hole = int(_LONGEST_HOLE_S * _CODES_PER_S)
    cuts = np.flatnonzero(np.diff(good) > hole)
    groups = np.split(good, cuts + 1)
    best = max(groups, key=len)
    if len(best) < _SHORTEST_S * _CODES_PER_S:
        return None
    return int(best[0]), int(best[-1]) + 1, len(best) / _CODES_PER_S


def _edge(
    agreement: Floats, norm: Floats, near: int, level: float, *, rising: bool
) -> tuple[int, int]:
    """The change point next to a coarse end: inside agreement is ``level``, outside none.

    Returns:
        The outermost and the innermost place: they differ where sound says nothing (a pause).
    """
    reach = int(_EDGE_S * _CODES_PER_S)
    low, high = max(0, near - reach), min(len(agreement), near + reach)
    excess = agreement[low:high] - 0.5 * level * norm[low:high]
    sums = np.concatenate([[0.0], np.cumsum(excess)])
    gain = sums[-1] - sums if rising else sums  # everything on the inner side of the end counts
    close = np.flatnonzero(gain >= gain.max() - 0.5 * level * float(norm[low:high].mean()))
    outer, inner = (close[0], close[-1]) if rising else (close[-1], close[0])
    return low + int(outer), low + int(inner)


def _piece(
    asked: NDArray[np.int8],
    codes: Codes,
    line: Line,
    ends: list[tuple[int, int]],
    found: tuple[float, float],
) -> Traced | None:
    """Seconds of both files; an end that lies at the end of a file is that end."""
    here_s = (len(asked) - 1) / FRAMES_PER_S + 2 * CODE_CENTRE_S
    there_s = (len(codes) - 1) * CODE_STEP / FRAMES_PER_S + 2 * CODE_CENTRE_S

    def at(code: float) -> float:
        return line.frame_at((code - 0.5) * CODE_STEP) / FRAMES_PER_S + CODE_CENTRE_S

    def there(at_s: float) -> float:
        return line.place_at((at_s - CODE_CENTRE_S) * FRAMES_PER_S) / FRAMES_PER_S + CODE_CENTRE_S

    (outer, inner), (outer_end, inner_end) = ends
    start_s, end_s = at(outer), at(outer_end)
    before_s = min(start_s, there(start_s) / line.rate)
    start_s = start_s - max(0.0, before_s) if before_s < _NEAR_END_S else at(inner)
    behind_s = min(here_s - end_s, (there_s - there(end_s)) / line.rate)
    end_s = end_s + max(0.0, behind_s) if behind_s < _NEAR_END_S else at(inner_end)
    if end_s - start_s < _SHORTEST_S:
        return None
    return Traced(
        float(start_s),
        float(end_s),
        float(there(start_s)),
        float(line.rate),
        found[0],
        float(min(found[1], end_s - start_s)),
    )
