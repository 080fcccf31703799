"""Time expressions of TTML: clock times, frames, offsets (TTML2, section 12.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["FrameRates", "read_ttml_time"]

_CLOCK = re.compile(
    r"(?:([0-9]{1,6}):)?([0-9]{1,3}):([0-9]{1,3})(?:\.([0-9]{1,9})|:([0-9]{1,4})(?:\.[0-9]{1,4})?)?"
)
_OFFSET = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(h|ms|m|s|f|t)?")
_UNIT_MS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1, None: 1000}


@dataclass(frozen=True, slots=True)
class FrameRates:
    """Frames and ticks per second that the file states; both above zero."""

    frames_hz: Fraction = Fraction(30)
    ticks_hz: Fraction = Fraction(1)


def read_ttml_time(text: str, rates: FrameRates) -> int | None:
    """Milliseconds of a time expression; None when it is none.

    A bare number is read as seconds and ``m:ss`` as minutes, which Apple writes against the
    standard.

    >>> read_ttml_time("00:00:01:12", FrameRates(Fraction(24))), read_ttml_time("1.5s", FrameRates())
    (1500, 1500)
    """
    clock = _CLOCK.fullmatch(text.strip())
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups()[:3])
        whole_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000
        if clock[5]:
            return whole_ms + round(int(clock[5]) * 1000 / rates.frames_hz)
        return whole_ms + int((clock[4] or "0")[:3].ljust(3, "0"))
    offset = _OFFSET.fullmatch(text.strip())
    if offset is None:
        return None
    number, unit = Fraction(offset[1]), offset[2]
    if unit == "f":
        return round(number * 1000 / rates.frames_hz)
    if unit == "t":
        return round(number * 1000 / rates.ticks_hz)
    return round(number * _UNIT_MS[unit])
