"""From the times a file states to the times a line may carry: never negative, never backwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.parsed import Timing
from earwitness.records.timecode import format_ms, parse_timecode

__all__ = ["MAX_TIME_MS", "LineTimes", "read_signed_timecode", "seconds_as_ms", "settle_times"]

MAX_TIME_MS = 1000 * 3600 * 1000  # a thousand hours: no recording is longer, so it is a slip


@dataclass(frozen=True, slots=True)
class LineTimes:
    """Times fit for a `Line`, in milliseconds, and what had to be mended (empty: nothing)."""

    start_ms: int | None
    end_ms: int | None
    timing: Timing
    trouble: str = ""


_NO_TIMES = LineTimes(None, None, Timing.NONE)


def settle_times(
    start_ms: int | None, end_ms: int | None, *, kind: Timing = Timing.EXACT
) -> LineTimes:
    """Keep what can be believed of a stated start and end (ms; None where the file states none).

    A start that is missing, negative or past `MAX_TIME_MS` leaves no times; such an end, or an end
    before the start, leaves the start alone.

    >>> settle_times(2000, 1000).timing
    <Timing.START: 'start'>
    """
    if start_ms is None:
        trouble = "" if end_ms is None else "an end without a start; times left out"
        return LineTimes(None, None, Timing.NONE, trouble)
    if not 0 <= start_ms <= MAX_TIME_MS:
        side = "negative" if start_ms < 0 else "past 1,000 hours"
        return LineTimes(None, None, Timing.NONE, f"start time is {side}; times left out")
    if end_ms is None:
        return LineTimes(start_ms, None, Timing.START)
    if end_ms < start_ms:
        trouble = f"ends before it starts ({format_ms(start_ms)} to {_shown(end_ms)}); end left out"
        return LineTimes(start_ms, None, Timing.START, trouble)
    if end_ms > MAX_TIME_MS:
        return LineTimes(start_ms, None, Timing.START, "end is past 1,000 hours; end left out")
    return LineTimes(start_ms, end_ms, kind)


def _shown(ms: int) -> str:
    return format_ms(ms) if ms > -MAX_TIME_MS else "far below zero"


def seconds_as_ms(value: object) -> int | None:
    """Whole milliseconds of a number of seconds; None when it is no finite number at all.

    >>> seconds_as_ms(1.2345), seconds_as_ms(float("nan")), seconds_as_ms("1")
    (1234, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return value * 1000
    if not math.isfinite(value):
        return None
    # Far numbers stay far (and are refused later) without becoming integers of 300 digits.
    return round(max(-1e9, min(1e9, value)) * 1000)


def read_signed_timecode(text: str) -> int:
    """Read a timecode that may carry a minus (a slip of editors that shift subtitles), in ms.

    Raises:
        MalformedInput: not a time.

    >>> read_signed_timecode("-00:00:01,500"), read_signed_timecode("0: 00: 02.5")
    (-1500, 2500)
    """
    bare = "".join(text.split())
    if bare[:1] in {"-", "−"}:
        return -parse_timecode(bare[1:])
    if not bare:
        raise MalformedInput("a time is missing")
    return parse_timecode(bare)
