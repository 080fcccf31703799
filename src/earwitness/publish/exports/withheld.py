"""Marks of the sound among the lines, and words that may not leave: what a redaction covers is not written.

Of a line that a redaction touches only words with times of their own outside of it are left. A line that has
none gives no words at all, and neither does one of which nobody knows where it stands: it could be the one
that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from earwitness.publish.exports.sheet import SheetLine
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoiceTurn
from earwitness.records.words import Timing, Word
from earwitness.text.words import fold, tokens

__all__ = ["REDACTED_MARK", "turns_outside", "with_marks", "without_redacted", "words_outside"]

REDACTED_MARK = "redacted"
_MARKS = {
    SpanKind.BLEEP: "bleep",
    SpanKind.INAUDIBLE: "inaudible",
    SpanKind.REDACTED: REDACTED_MARK,
}


def without_redacted(
    lines: Iterable[SheetLine], spans: Iterable[Span], voices: frozenset[str] = frozenset()
) -> list[SheetLine]:
    """The lines, those that a redaction may cover with their mark instead of words.

    Args:
        voices: labels of those whose every line is withheld.
    """
    redacted = [one for one in spans if one.kind is SpanKind.REDACTED]
    if not redacted and not voices:
        return list(lines)
    return [
        _open_part(one, redacted, voices) if one.text or one.beside or one.words else one
        for one in lines
    ]


def words_outside(
    text: str, words: Sequence[Word], spans: Sequence[Span]
) -> tuple[str, tuple[Word, ...]] | None:
    """What is left of a line whose words all have times: its text with marks, and those words; None: nothing.

    The words must be those of the text: times of some of them tell nothing of the others.
    """
    held = [fold(token.text) for word in words for token in tokens(word.text)]
    if not words or held != [fold(token.text) for token in tokens(text)]:
        return None
    shown: list[str] = []
    kept: list[Word] = []
    for word in words:
        if any(_shares_time(word.start_ms, word.end_ms, one.interval) for one in spans):
            if not shown or shown[-1] != f"[{REDACTED_MARK}]":
                shown.append(f"[{REDACTED_MARK}]")
        else:
            shown.append(word.text.strip())
            kept.append(word)
    return (" ".join(shown), tuple(kept)) if kept else None


def turns_outside(turns: Iterable[VoiceTurn], spans: Iterable[Span]) -> tuple[VoiceTurn, ...]:
    """Who speaks when, without the stretches that are withheld: how long somebody speaks tells of the words."""
    left = list(turns)
    for span in spans:
        if span.kind is not SpanKind.REDACTED:
            continue
        left = [
            replace(one, interval=Interval(start, end))
            for one in left
            for start, end in (
                (one.interval.start_ms, min(one.interval.end_ms, span.interval.start_ms)),
                (max(one.interval.start_ms, span.interval.end_ms), one.interval.end_ms),
            )
            if start < end
        ]
    return tuple(left)


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
        if any((one.mark or _is_marked(one)) and _shares(one, start_ms, end_ms) for one in lines):
            continue
        line = SheetLine("", None, start_ms, end_ms, Timing.EXACT, mark=mark)
        made.insert(_place(made, start_ms), line)
    return made


def _open_part(line: SheetLine, redacted: Sequence[Span], voices: frozenset[str]) -> SheetLine:
    touching = [one for one in redacted if _may_touch(line, one)]
    whole = line.voice is not None and line.voice in voices
    if not touching and not whole:
        return line
    left = None if whole else words_outside(line.text, line.words, touching)
    if left is None:
        start_ms, end_ms = line.start_ms, line.end_ms
        for one in touching:
            # Its own edges would tell how long the words are that nobody hears.
            if start_ms is not None and _inside(start_ms, one.interval):
                start_ms = one.interval.start_ms
            if end_ms is not None and _inside(end_ms, one.interval):
                end_ms = one.interval.end_ms
        return replace(
            line, text="", beside="", words=(), mark=REDACTED_MARK, start_ms=start_ms, end_ms=end_ms
        )
    text, words = left
    start_ms, end_ms = line.start_ms, line.end_ms
    if start_ms is not None and any(_inside(start_ms, one.interval) for one in touching):
        start_ms = words[0].start_ms
    if end_ms is not None and any(_inside(end_ms, one.interval) for one in touching):
        end_ms = words[-1].end_ms
    # Nobody knows which words of a translation are those that are withheld.
    beside = f"[{REDACTED_MARK}]" if line.beside else ""
    return replace(line, text=text, words=words, beside=beside, start_ms=start_ms, end_ms=end_ms)


def _is_marked(line: SheetLine) -> bool:
    return f"[{REDACTED_MARK}]" in line.text


def _inside(at_ms: int, interval: Interval) -> bool:
    return interval.start_ms < at_ms < interval.end_ms


def _may_touch(line: SheetLine, span: Span) -> bool:
    if line.start_ms is None:
        return True
    if line.end_ms is None:
        return span.interval.end_ms > line.start_ms
    return _shares_time(line.start_ms, line.end_ms, span.interval)


def _shares_time(start_ms: int, end_ms: int, interval: Interval) -> bool:
    """Whether two stretches share a moment; one of no length touches the moment at which it stands."""
    end_ms = max(end_ms, start_ms + 1)
    return start_ms < interval.end_ms and interval.start_ms < end_ms


def _shares(line: SheetLine, start_ms: int, end_ms: int) -> bool:
    if line.start_ms is None or line.end_ms is None:
        return False
    return line.start_ms < end_ms and start_ms < line.end_ms


def _place(lines: Sequence[SheetLine], start_ms: int) -> int:
    for number, one in enumerate(lines):
        if one.start_ms is not None and one.start_ms > start_ms:
            return number
    return len(lines)
