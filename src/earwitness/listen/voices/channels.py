"""Voices by channel: whose channel it is, what leaked into it, and the side that is not heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.leakage import LEAKAGE_HOP_MS, Leakage
from earwitness.audio.windows import runs
from earwitness.listen.speech import merge_spans
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoiceTurn

__all__ = ["ChannelVoices", "channels_are_sides", "overlaps", "voices_by_channel"]

_STEP_MS = 10
_COPY = 0.5  # likeness of a leaked copy; two people who talk at once stay below 0.3
_ONE_ROOM_DB = 6.0  # microphones in one room hear everybody about equally loud
_SHORTEST_MS = 200
_SHORTEST_OVERLAP_MS = 100
_SAME_TURN_MS = 300


@dataclass(frozen=True, slots=True)
class ChannelVoices:
    """Turns and spans of a call whose sides have a channel each."""

    turns: tuple[VoiceTurn, ...]
    spans: tuple[Span, ...]
    because: tuple[str, ...]


def channels_are_sides(
    leakage: Leakage, speech: tuple[tuple[Interval, ...], tuple[Interval, ...]]
) -> tuple[bool, str]:
    """Whether each side has its own channel, and which rule says so.

    Two microphones in one room carry the same speech at about the same level; then what channel it
    is on says nothing about who speaks.
    """
    spoken = _sampled(merge_spans([*speech[0], *speech[1]]), len(leakage.likeness))
    if not spoken.any():
        return False, "no speech on either channel"
    shared = (leakage.likeness > _COPY) & (np.abs(leakage.louder_db) < _ONE_ROOM_DB)
    part = float(shared[spoken].mean())
    if part > 0.5:
        return False, (
            f"the channels are no sides: {part:.0%} of the speech is on both, equally loud"
        )
    return True, f"each channel is a side: {part:.0%} of the speech is on both, equally loud"


def voices_by_channel(
    speech: tuple[tuple[Interval, ...], tuple[Interval, ...]],
    leakage: Leakage,
    duration_ms: int,
    maker: str,
) -> ChannelVoices:
    """One voice a channel, without what leaked over from the other channel.

    Args:
        speech: of channel 0 and 1.
        leakage: of the same recording.
        duration_ms: of the recording.
        maker: named in the spans.
    """
    own = [_without_copies(speech[channel], leakage, channel) for channel in (0, 1)]
    leaked_ms = [_length(speech[channel]) - _length(own[channel]) for channel in (0, 1)]
    order = sorted((0, 1), key=lambda one: own[one][0].start_ms if own[one] else duration_ms + one)
    turns = [
        VoiceTurn(f"V{number}", span, channel, _clearness(span, leakage, channel))
        for number, channel in enumerate(order, 1)
        for span in _bridged(own[channel])
    ]
    spans = [
        Span(both, SpanKind.OVERLAP, maker, None, "both channels speak")
        for both in overlaps(own[0], own[1])
    ]
    because = [
        f"channel {one}: {ms / 1000:.1f} s are a quieter copy of the other channel and count there"
        for one, ms in enumerate(leaked_ms)
        if ms
    ]
    for channel in (0, 1):
        if not own[channel]:
            detail = "no speech of its own on this channel: this side is not heard"
            spans.append(Span(Interval(0, duration_ms), SpanKind.INAUDIBLE, maker, channel, detail))
            because.append(f"channel {channel}: {detail}")
    ordered = sorted(turns, key=lambda one: (one.interval, one.voice))
    return ChannelVoices(tuple(ordered), tuple(spans), tuple(because))


def overlaps(left: Iterable[Interval], right: Iterable[Interval]) -> tuple[Interval, ...]:
    """Where both speak for at least 100 ms.

    >>> overlaps([Interval(0, 1000)], [Interval(800, 2000)])
    (Interval(start_ms=800, end_ms=1000),)
    """
    others = sorted(right)
    found, at = [], 0
    for one in sorted(left):
        while at < len(others) and others[at].end_ms <= one.start_ms:
            at += 1
        for other in others[at:]:
            if other.start_ms >= one.end_ms:
                break
            if one.overlap_ms(other) >= _SHORTEST_OVERLAP_MS:
                found.append(
                    Interval(max(one.start_ms, other.start_ms), min(one.end_ms, other.end_ms))
                )
    return tuple(found)


def _without_copies(
    speech: tuple[Interval, ...], leakage: Leakage, channel: int
) -> tuple[Interval, ...]:
    """Speech of a channel outside the windows in which it is the quieter copy of the other."""
    louder_db = leakage.louder_db if channel == 0 else -leakage.louder_db
    copied = (leakage.likeness > _COPY) & (louder_db < 0)
    found = []
    for span in speech:
        first, last = span.start_ms // _STEP_MS, -(-span.end_ms // _STEP_MS)
        # a window stands for its middle: a step belongs to the window whose middle is nearest
        middles = (np.arange(first, last) + 0.5) * _STEP_MS
        window = np.round(middles / LEAKAGE_HOP_MS - 1).astype(int)
        kept = ~copied[np.clip(window, 0, copied.size - 1)] if copied.size else middles > -1
        for start, end in runs(kept).tolist():
            left = max(span.start_ms, (first + start) * _STEP_MS)
            right = min(span.end_ms, (first + end) * _STEP_MS)
            if right - left >= min(_SHORTEST_MS, span.duration_ms):
                found.append(Interval(left, right))
    return tuple(found)


def _clearness(span: Interval, leakage: Leakage, channel: int) -> float | None:
    """The part of a turn in which its channel is the louder one."""
    louder_db = leakage.louder_db if channel == 0 else -leakage.louder_db
    inside = _sampled((span,), louder_db.size)
    return round(float((louder_db[inside] > 0).mean()), 2) if inside.any() else None


def _sampled(spans: Iterable[Interval], windows: int) -> NDArray[np.bool_]:
    """Which windows have their middle in the spans."""
    inside = np.zeros(windows, dtype=bool)
    for span in spans:
        first = max(0, round(span.start_ms / LEAKAGE_HOP_MS - 1))
        inside[first : max(first + 1, round(span.end_ms / LEAKAGE_HOP_MS - 1))] = True
    return inside


def _bridged(spans: tuple[Interval, ...]) -> list[Interval]:
    joined: list[Interval] = []
    for span in spans:
        if joined and span.start_ms - joined[-1].end_ms < _SAME_TURN_MS:
            joined[-1] = Interval(joined[-1].start_ms, span.end_ms)
        else:
            joined.append(span)
    return joined


def _length(spans: Iterable[Interval]) -> int:
    return sum(one.duration_ms for one in spans)
