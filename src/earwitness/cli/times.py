"""Times and dates in words: what they say, and how far they can be trusted."""

from __future__ import annotations

from earwitness.records.fuzzydate import FuzzyDate
from earwitness.records.timecode import format_ms, format_span

__all__ = ["date_words", "span_words"]


def span_words(start_ms: int | None, end_ms: int | None, timing: str) -> str:
    """The place of a line, with a mark where it is not exact; "no time" where there is none.

    >>> span_words(1000, 2000, "exact"), span_words(1000, None, "start")
    ('0:00:01.000-0:00:02.000', 'from 0:00:01.000')
    """
    if start_ms is None:
        return "no time"
    if end_ms is None:
        return f"from {format_ms(start_ms)}"
    if timing == "window":
        return f"within {format_span(start_ms, end_ms)}"
    return format_span(start_ms, end_ms)


def date_words(date: FuzzyDate) -> str:
    """What is known of a date, in words."""
    earliest = date.earliest.strftime("%Y-%m-%d") if date.earliest else ""
    latest = date.latest.strftime("%Y-%m-%d") if date.latest else ""
    note = f" ({date.note})" if date.note else ""
    if earliest and latest:
        return f"between {earliest} and {latest}{note}"
    if latest:
        return f"not after {latest}{note}"
    if earliest:
        return f"not before {earliest}{note}"
    return f"at an unknown time{note}"
