"""Where somebody speaks: from an engine's probabilities to spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.speech_edges import moved_to_sound
from earwitness.records.timecode import Interval

__all__ = [
    "SpeechActivity",
    "SpeechSettings",
    "SpeechStream",
    "explain_window",
    "merge_spans",
    "speech_spans",
]

Samples = NDArray[np.float32]


class SpeechStream(Protocol):
    """One channel on its way through an engine; block lengths never change the result."""

    def feed(self, mono: Samples) -> Samples:
        """Take (n,) float32 at the engine's rate; give one probability for each whole window."""
        ...

    def finish(self) -> Samples:
        """The probability of the last, partly filled window, if there is one."""
        ...

    def fork(self) -> SpeechStream:
        """A second stream in the same state (two channels that were alike so far)."""
        ...


class SpeechActivity(Protocol):
    """An engine that hears speech. Implementations live in `listen.engines`."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def rate_hz(self) -> int: ...

    @property
    def window_samples(self) -> int: ...

    def stream(self) -> SpeechStream: ...


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """How probabilities become spans.

    Args:
        on: a span starts at this probability.
        off: it lasts while the probability is at least this.
        min_speech_ms: shorter spans are dropped.
        min_gap_ms: shorter pauses are bridged.
        pad_ms: added on both sides, at most half of the pause to the neighbour.
    """

    on: float = 0.5
    off: float = 0.35
    min_speech_ms: int = 100
    min_gap_ms: int = 200
    pad_ms: int = 60


def speech_spans(
    probabilities: Samples,
    window_ms: float,
    duration_ms: int,
    settings: SpeechSettings,
    dbfs: Samples | None = None,
) -> tuple[Interval, ...]:
    """Turn the probabilities of windows into spans of speech, in order and without overlap.

    Args:
        probabilities: of each window.
        window_ms: length of a window.
        duration_ms: of the recording.
        settings: thresholds and lengths.
        dbfs: level of every 5 ms, to which the edges of spans are moved; None leaves them.

    >>> p = np.array([0, 0, .9, .4, .9, .9, .1, 0, 0, 0], dtype=np.float32)
    >>> speech_spans(p, 32.0, 320, SpeechSettings(pad_ms=0))
    (Interval(start_ms=64, end_ms=192),)
    """
    firm = np.flatnonzero(probabilities >= settings.on)
    if not firm.size:
        return ()
    edges = np.flatnonzero(np.diff(probabilities >= settings.off, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    first_firm = np.searchsorted(firm, starts)
    holds = (first_firm < firm.size) & (firm[np.minimum(first_firm, firm.size - 1)] < ends)
    spans = [
        (round(start * window_ms), min(round(end * window_ms), duration_ms))
        for start, end in zip(firm[first_firm[holds]].tolist(), ends[holds].tolist(), strict=True)
    ]
    bridged = _bridge(spans, settings.min_gap_ms)
    if dbfs is not None:
        bridged = moved_to_sound(bridged, dbfs)
    spoken = [span for span in bridged if span[1] - span[0] >= settings.min_speech_ms]
    return _pad(spoken, settings.pad_ms, duration_ms)


def merge_spans(spans: Iterable[Interval]) -> tuple[Interval, ...]:
    """The union of spans of several channels.

    >>> merge_spans([Interval(0, 10), Interval(5, 20), Interval(30, 40)])
    (Interval(start_ms=0, end_ms=20), Interval(start_ms=30, end_ms=40))
    """
    joined = _bridge(sorted((span.start_ms, span.end_ms) for span in spans), 0)
    return tuple(Interval(start, end) for start, end in joined)


def explain_window(probability: float, *, speaking: bool, settings: SpeechSettings) -> str:
    """Which rule decides on one window."""
    if probability >= settings.on:
        return f"{probability:.2f} is at least {settings.on}: speech"
    if speaking and probability >= settings.off:
        return f"{probability:.2f} is at least {settings.off} after speech: speech goes on"
    return f"{probability:.2f} is below {settings.off if speaking else settings.on}: no speech"


def _bridge(spans: list[tuple[int, int]], gap_ms: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= max(gap_ms - 1, 0):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _pad(spans: list[tuple[int, int]], pad_ms: int, duration_ms: int) -> tuple[Interval, ...]:
    padded = []
    for index, (start, end) in enumerate(spans):
        before = spans[index - 1][1] if index else -start - 2 * pad_ms
        after = spans[index + 1][0] if index + 1 < len(spans) else end + 2 * pad_ms
        padded.append(
            Interval(
                max(0, start - min(pad_ms, (start - before) // 2)),
                min(duration_ms, end + min(pad_ms, (after - end) // 2)),
            )
        )
    return tuple(padded)
