"""Cutting speech into stretches that an engine takes at once: between words, never inside one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from earwitness.records.timecode import Interval

__all__ = ["explain_cut", "quietest_ms", "speech_chunks"]

Samples = NDArray[np.float32]

_SAMPLES_PER_MS = 16
_FRAME_MS = 20
_SMOOTH_FRAMES = 15  # 300 ms: longer than a closed consonant, shorter than a breath


def speech_chunks(
    speech: tuple[Interval, ...],
    longest_ms: int,
    join_gap_ms: int,
    mono: Samples | None = None,
) -> tuple[Interval, ...]:
    """Join neighbouring speech into chunks that an engine can take at once.

    Chunks end at pauses. A single span longer than ``longest_ms`` is cut where it is quietest in
    the second half of what fits, so that a word is hardly ever cut in two. No millisecond of speech
    is left out, and none is in two chunks.

    Args:
        speech: where somebody speaks, in order.
        longest_ms: no chunk is longer.
        join_gap_ms: speech closer than this is joined.
        mono: (n,) float32 at 16 kHz; without it a long span is cut every ``longest_ms``.

    >>> speech_chunks((Interval(0, 900), Interval(1200, 2000)), 28_000, 2_000)
    (Interval(start_ms=0, end_ms=2000),)
    """
    chunks: list[Interval] = []
    for span in speech:
        near = chunks and span.start_ms - chunks[-1].end_ms < join_gap_ms
        if near and span.end_ms - chunks[-1].start_ms <= longest_ms:
            chunks[-1] = Interval(chunks[-1].start_ms, span.end_ms)
        else:
            chunks.extend(_cut(span, longest_ms, mono))
    return tuple(chunks)


def quietest_ms(mono: Samples, start_ms: int, end_ms: int) -> int:
    """The middle of the quietest 300 ms of a stretch; of several alike, the last.

    Args:
        mono: (n,) float32 at 16 kHz; the stretch may reach past its end.
        start_ms, end_ms: the stretch; the answer lies inside.
    """
    levels = _levels(mono, start_ms, end_ms)
    if not levels.size:
        return end_ms
    frame = levels.size - 1 - int(np.argmin(levels[::-1]))
    return min(start_ms + frame * _FRAME_MS + _FRAME_MS // 2, end_ms)


def explain_cut(mono: Samples, start_ms: int, end_ms: int) -> str:
    """Where `quietest_ms` cuts a stretch, and how much quieter it is there."""
    levels = _levels(mono, start_ms, end_ms)
    if not levels.size:
        return f"cut at {end_ms} ms: there is no sound to look at"
    below_db = 10 * np.log10((float(np.median(levels)) + 1e-12) / (float(levels.min()) + 1e-12))
    place_ms = quietest_ms(mono, start_ms, end_ms)
    return f"cut at {place_ms} ms: {below_db:.0f} dB quieter than the middle of the stretch"


def _cut(span: Interval, longest_ms: int, mono: Samples | None) -> Iterator[Interval]:
    start_ms = span.start_ms
    while span.end_ms - start_ms > longest_ms:
        latest_ms = start_ms + longest_ms
        end_ms = latest_ms
        if mono is not None:
            end_ms = quietest_ms(mono, start_ms + longest_ms // 2, latest_ms)
        yield Interval(start_ms, end_ms)
        start_ms = end_ms
    if start_ms < span.end_ms:
        yield Interval(start_ms, span.end_ms)


def _levels(mono: Samples, start_ms: int, end_ms: int) -> NDArray[np.float64]:
    """Mean power around each frame of a stretch."""
    sound = mono[start_ms * _SAMPLES_PER_MS : end_ms * _SAMPLES_PER_MS].astype(np.float64)
    size = _FRAME_MS * _SAMPLES_PER_MS
    whole = sound.size // size
    power: NDArray[np.float64] = np.square(sound[: whole * size]).reshape(whole, size).mean(axis=1)
    if not whole:
        return power
    # at the edges the mean is over what there is: an edge is not quiet for being an edge
    kernel = np.ones(min(_SMOOTH_FRAMES, whole))
    sums = np.convolve(power, kernel, mode="same")
    return np.asarray(sums / np.convolve(np.ones(whole), kernel, mode="same"), dtype=np.float64)
