"""Plain text that people type or programs print: voice labels, turn dashes, time marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.intake.transcripts.line_times import LineTimes, settle_times
from earwitness.intake.transcripts.no_speech import read_no_speech
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem, Timing
from earwitness.intake.transcripts.plain_entries import (
    Entry,
    dash_voices,
    gather_entries,
    survey_rows,
)
from earwitness.intake.transcripts.turns import Turn, make_line

__all__ = ["PlainEvidence", "read_plain", "weigh_plain"]

_LEAST_SHARE = 0.2
_LEAST_DASHED = 0.5  # prose has dialogue with dashes too, but also paragraphs between


@dataclass(frozen=True, slots=True)
class PlainEvidence:
    """How much of a text looks like a transcript: counts of entries, of ``total``."""

    total: int
    labelled: int
    timed: int
    dashed: int
    silent: int

    @property
    def is_transcript(self) -> bool:
        """Enough labels and times, or dashes at every other paragraph at least."""
        told = self.labelled + self.timed
        if told and told + self.dashed + self.silent >= _LEAST_SHARE * self.total:
            return True
        return self.dashed > 1 and self.dashed >= _LEAST_DASHED * self.total


def read_plain(text: str, *, where: str | None = None) -> ParsedTranscript:
    r"""Read any text as a transcript.

    A row begins a line if it has a label, a turn dash or a time mark, or stands after a blank row;
    other rows continue the line above. In a file without any of these each row is a line. Where
    turns begin with different numbers of dashes, the number is the voice ("1", "2"). A line with
    only a start has timing ``START``; turns below one mark lie between it and the next: ``WINDOW``.
    Nothing is refused: prose comes back as paragraphs without voices and times.

    Args:
        text: the decoded text.
        where: the file, kept for readers that refuse.

    >>> read_plain("Мати: Ти де?\nСин: Тут.").lines[1].voice
    'Син'
    """
    del where
    rows = text.split("\n")
    entries = gather_entries(rows, survey_rows(rows))
    problems: list[Problem] = []
    spoken = [entry for entry in entries if entry.text]
    problems.extend(
        Problem(entry.row + 1, "a time or a label without words; left out")
        for entry in entries
        if not entry.text and (entry.mark or entry.voice)
    )
    voices = dash_voices(spoken)
    times = _entry_times(spoken, problems)
    lines = [
        _line(entry, line_times, voices) for entry, line_times in zip(spoken, times, strict=True)
    ]
    return ParsedTranscript("text", tuple(lines), problems=tuple(_in_order(problems)))


def weigh_plain(text: str) -> PlainEvidence:
    """Count what makes a plain text a transcript; the explain twin of refusing prose."""
    rows = text.split("\n")
    entries = [entry for entry in gather_entries(rows, survey_rows(rows)) if entry.text]
    return PlainEvidence(
        total=len(entries),
        labelled=sum(entry.voice is not None for entry in entries),
        timed=sum(entry.mark is not None or entry.closing is not None for entry in entries),
        dashed=sum(entry.dashes > 0 for entry in entries),
        silent=sum(bool(read_no_speech(entry.text)) for entry in entries),
    )


def _line(entry: Entry, times: LineTimes, voices: dict[int, str]) -> Line:
    voice = entry.voice or voices.get(entry.dashes)
    return make_line(Turn(voice, entry.text), times)


def _entry_times(entries: Sequence[Entry], problems: list[Problem]) -> list[LineTimes]:
    """Times of each entry, from its own marks or from those around it."""
    times: list[LineTimes] = []
    following = _following_marks(entries)
    above_ms: int | None = None
    closed_ms = 0
    last_ms = 0
    for entry, next_ms in zip(entries, following, strict=True):
        found = _times_of(entry, above_ms, closed_ms, next_ms)
        if entry.mark is not None:
            # A mark with an end speaks for its own line only.
            above_ms = entry.mark.start_ms if entry.mark.end_ms is None else None
            if entry.mark.start_ms < last_ms:
                problems.append(Problem(entry.row + 1, "its time is before that of a line above"))
            last_ms = max(last_ms, entry.mark.start_ms)
        if entry.closing is not None:
            closed_ms = entry.closing.start_ms
        if found.trouble:
            problems.append(Problem(entry.row + 1, found.trouble))
        times.append(found)
    return times


def _times_of(entry: Entry, above_ms: int | None, closed_ms: int, next_ms: int | None) -> LineTimes:
    if entry.mark is not None:
        end_ms = entry.mark.end_ms
        if end_ms is None and entry.closing is not None:
            end_ms = entry.closing.start_ms
        return settle_times(entry.mark.start_ms, end_ms)
    if entry.closing is not None:
        return settle_times(closed_ms, entry.closing.start_ms, kind=Timing.WINDOW)
    if above_ms is not None and next_ms is not None and next_ms >= above_ms:
        return settle_times(above_ms, next_ms, kind=Timing.WINDOW)
    return settle_times(None, None)


def _following_marks(entries: Sequence[Entry]) -> list[int | None]:
    found: list[int | None] = []
    next_ms: int | None = None
    for entry in reversed(entries):
        found.append(next_ms)
        if entry.mark is not None:
            next_ms = entry.mark.start_ms
    return found[::-1]


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or 0)
