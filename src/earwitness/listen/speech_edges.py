"""Spans of speech moved to where the sound itself begins and ends.

Engines that hear speech are sure of it late: Silero comes on up to 0.3 s after the first sound, stays on for
about 0.1 s after the last one, and so bridges pauses between sentences. Where the pause is quiet, the level
tells the moment to some milliseconds; in noise the engine is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import runs

__all__ = ["LEVEL_HOP_MS", "SpeechEdges", "explain_edges", "moved_to_sound"]

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Edges = tuple[int, int]

LEVEL_HOP_MS = 5
_AROUND_MS = 3000  # on each side of a span, in which its pause is looked for
_SHORTEST = 4  # hops of which a level can be told


@dataclass(frozen=True, slots=True)
class SpeechEdges:
    """How spans are moved.

    Args:
        least_range_db: of speech over its pause; where it is less, nothing is moved.
        over_pause_db: from here on over the level of the pause it is sound, but never below
            ``under_peak_db`` under the level of the speech.
        back_ms: how far a start may move out, over quiet of less than ``dip_ms``.
        in_ms: how far either edge may move in.
        pause_ms: quiet that ends a span: NIST's rule for the turns of a speaker (RT-09, 2009).
    """

    least_range_db: float = 18.0
    over_pause_db: float = 6.0
    under_peak_db: float = 35.0
    back_ms: int = 400
    dip_ms: int = 60
    in_ms: int = 300
    pause_ms: int = 300


def moved_to_sound(
    spans: Sequence[Edges], dbfs: Floats, settings: SpeechEdges | None = None
) -> list[Edges]:
    """Move, and cut at pauses, what an engine hears as speech.

    Args:
        spans: start and end in milliseconds, in order and without overlap.
        dbfs: level of every 5 ms.
        settings: see `SpeechEdges`.
    """
    settings = settings or SpeechEdges()
    moved: list[Edges] = []
    before = 0
    for start_ms, end_ms in spans:
        first, last = start_ms // LEVEL_HOP_MS, min(end_ms // LEVEL_HOP_MS, len(dbfs))
        low = max(0, first - _AROUND_MS // LEVEL_HOP_MS)
        around = _smoothed(dbfs[low : last + _AROUND_MS // LEVEL_HOP_MS])
        here = slice(first - low, last - low)
        threshold = _threshold(around, here, settings)[0]
        sound = None if threshold is None else around > threshold
        if sound is None or not sound[here].any():
            moved.append((start_ms, end_ms))
            before = last
            continue
        least = before - low
        pieces = [
            ((low + a) * LEVEL_HOP_MS, (low + b) * LEVEL_HOP_MS)
            for a, b in _pieces(sound, here, least, settings)
        ]
        moved += pieces
        before = pieces[-1][1] // LEVEL_HOP_MS
    return moved


def explain_edges(span: Edges, dbfs: Floats, settings: SpeechEdges | None = None) -> str:
    """Which rule decides on the edges of one span.

    >>> quiet, loud = np.full(200, -60, np.float32), np.full(100, -20, np.float32)
    >>> explain_edges((1000, 1500), np.concatenate((quiet, loud, quiet)))
    'sound is what is above -54 dBFS: 40 dB from pause to speech'
    """
    settings = settings or SpeechEdges()
    first, last = span[0] // LEVEL_HOP_MS, min(span[1] // LEVEL_HOP_MS, len(dbfs))
    low = max(0, first - _AROUND_MS // LEVEL_HOP_MS)
    around = _smoothed(dbfs[low : last + _AROUND_MS // LEVEL_HOP_MS])
    threshold, range_db = _threshold(around, slice(first - low, last - low), settings)
    if threshold is None:
        return (
            f"{range_db:.0f} dB from pause to speech, less than {settings.least_range_db:.0f}:"
            " left where the engine hears it"
        )
    return f"sound is what is above {threshold:.0f} dBFS: {range_db:.0f} dB from pause to speech"


def _threshold(around: Floats, here: slice, settings: SpeechEdges) -> tuple[float | None, float]:
    """The level from which on it is sound, None where that cannot be told; and the range."""
    if here.stop - here.start < _SHORTEST:
        return None, 0.0
    loud = float(np.percentile(around[here], 90))
    quiet = float(np.percentile(around, 8))
    if loud - quiet < settings.least_range_db:
        return None, loud - quiet
    over = max(quiet + settings.over_pause_db, loud - settings.under_peak_db)
    return min(over, loud - settings.least_range_db / 2), loud - quiet


def _pieces(sound: Mask, here: slice, least: int, settings: SpeechEdges) -> list[Edges]:
    """What is left of one span, in hops: both edges moved, pauses taken out."""
    inside = here.start + np.flatnonzero(sound[here])
    in_ = settings.in_ms // LEVEL_HOP_MS
    end = max(int(inside[-1]) + 1, here.stop - in_)
    start = _moved_out(sound, here.start, max(least, 0), settings)
    if start == here.start:
        start = min(int(inside[0]), here.start + in_)
    pieces = []
    for low, high in runs(~sound[start:end]).tolist():
        if (high - low) * LEVEL_HOP_MS >= settings.pause_ms and low > 0 and start + high < end:
            pieces.append((low, high))
    edges = [start, *(start + edge for pause in pieces for edge in pause), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _moved_out(sound: Mask, start: int, least: int, settings: SpeechEdges) -> int:
    """The first sound before a start that no pause parts from it."""
    found, quiet = start, 0
    for place in range(start - 1, max(least, start - settings.back_ms // LEVEL_HOP_MS) - 1, -1):
        quiet = 0 if sound[place] else quiet + 1
        if quiet * LEVEL_HOP_MS >= settings.dip_ms:
            break
        if sound[place]:
            found = place
    return found


def _smoothed(dbfs: Floats) -> Floats:
    """Levels of 15 ms every 5 ms: single hops of a low voice fall between its pulses."""
    power = np.power(10.0, dbfs.astype(np.float64) / 10)
    mean = np.convolve(power, np.ones(3) / 3, "same") if len(power) > 2 else power
    return np.asarray(10 * np.log10(mean + 1e-10), dtype=np.float32)
