"""Marks of the sound among the lines, and words that may not leave: what a redaction covers is not written.

A line that a redaction touches gives no words at all, and neither does one of which nobody knows where it stands:
it could be the one that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from earwitness.publish.exports.sheet import SheetLine
from earwitness.records.sound import Span, SpanKind
from earwitness.records.words import Timing

__all__ = ["with_marks", "without_redacted"]

_MARKS = {
    SpanKind.BLEEP: "bleep",
    SpanKind.INAUDIBLE: "inaudible",
    SpanKind.REDACTED: "redacted",
}


def without_redacted(lines: Iterable[SheetLine], spans: Iterable[Span]) -> list[SheetLine]:
    """The lines, those that a redaction may cover with their mark instead of words."""
    redacted = [one for one in spans if one.kind is SpanKind.REDACTED]
    if not redacted:
        return list(lines)
    return [
        replace(one, text="", beside="", words=(), mark="redacted")
        if one.text and any(_may_touch(one, span) for span in redacted)
        else one
        for one in lines
    ]


def with_marks(lines: Sequence[SheetLine], spans: Iterable[Span]) -> list[SheetLine]:
    """The lines with a mark for each stretch in which no words can be heard.

    A mark stands before the first line that begins after it. There is none where a line says so already,
    nor for one channel that is silent throughout: that is a side that was not heard.
    """
    made = list(lines)
    places = sorted(
        {
            (one.interval.start_ms, one.interval.end_ms, _MARKS[one.kind])
            for one in spans
            if one.kind is SpanKind.BLEEP
            or (one.kind in _MARKS and one.channel is None)
            or one.kind is SpanKind.REDACTED
        }
    )
    for start_ms, end_ms, mark in places:
        if any(one.mark and _shares(one, start_ms, end_ms) for one in lines):
            continue
        line = SheetLine("", None, start_ms, end_ms, Timing.EXACT, mark=mark)
        made.insert(_place(made, start_ms), line)
    return made


def _may_touch(line: SheetLine, span: Span) -> bool:
    if line.start_ms is None:
        return True
    if line.end_ms is None:
        return span.interval.end_ms > line.start_ms
    # A line of no length touches the moment at which it stands.
    end_ms = max(line.end_ms, line.start_ms + 1)
    return line.start_ms < span.interval.end_ms and span.interval.start_ms < end_ms


def _shares(line: SheetLine, start_ms: int, end_ms: int) -> bool:
    if line.start_ms is None or line.end_ms is None:
        return False
    return line.start_ms < end_ms and start_ms < line.end_ms


def _place(lines: Sequence[SheetLine], start_ms: int) -> int:
    for number, one in enumerate(lines):
        if one.start_ms is not None and one.start_ms > start_ms:
            return number
    return len(lines)
