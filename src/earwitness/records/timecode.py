"""Times on a recording: integer milliseconds from its start, and how people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.errors import MalformedInput

__all__ = ["Interval", "format_ms", "format_span", "parse_timecode"]

_TIMECODE = re.compile(
    r"(?:(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,3}):)?(?P<s>\d{1,6})(?:[.,](?P<f>\d{1,9}))?",
)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of a recording, half open: ``start_ms <= t < end_ms``.

    Raises:
        ValueError: negative start, or an end before the start.

    >>> Interval(1000, 2500).duration_ms
    1500
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if self.start_ms < 0 or self.end_ms < self.start_ms:
            raise ValueError(f"not an interval: {self.start_ms} ms to {self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlap_ms(self, other: Interval) -> int:
        """Milliseconds that both intervals share, 0 if none."""
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))


def format_ms(ms: int, *, millis: bool = True) -> str:
    """Write milliseconds as ``h:mm:ss.mmm``, or ``h:mm:ss`` cut (not rounded) to whole seconds.

    >>> format_ms(3723004), format_ms(999, millis=False)
    ('1:02:03.004', '0:00:00')
    """
    sign = "-" if ms < 0 else ""
    seconds, rest = divmod(abs(ms), 1000)
    minutes, s = divmod(seconds, 60)
    h, m = divmod(minutes, 60)
    tail = f".{rest:03d}" if millis else ""
    return f"{sign}{h}:{m:02d}:{s:02d}{tail}"


def format_span(start_ms: int, end_ms: int) -> str:
    """Write a stretch as ``0:00:01.000-0:00:02.500``."""
    return f"{format_ms(start_ms)}-{format_ms(end_ms)}"


def parse_timecode(text: str) -> int:
    """Read ``[h:]mm:ss[.fff]``, ``ss.fff`` or the comma form of SRT, as milliseconds.

    Digits after the third decimal are cut. Minutes and seconds over 59 are read as written, since
    some tools count minutes past the hour (``75:10``).

    Raises:
        MalformedInput: anything else.

    >>> parse_timecode("01:02:03,500"), parse_timecode("62:03.5"), parse_timecode("3.25")
    (3723500, 3723500, 3250)
    """
    match = _TIMECODE.fullmatch(text.strip())
    if match is None:
        raise MalformedInput(
            f"'{text.strip()[:40]}' is not a time", do="Write times as hh:mm:ss.mmm"
        )
    whole = int(match["h"] or 0) * 3600 + int(match["m"] or 0) * 60 + int(match["s"])
    fraction = (match["f"] or "")[:3].ljust(3, "0")
    return whole * 1000 + int(fraction)
