"""From the written lines of one cue to one `Line` for each voice in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from earwitness.intake.transcripts.labels import split_dash, split_label
from earwitness.intake.transcripts.line_times import LineTimes
from earwitness.intake.transcripts.no_speech import read_no_speech
from earwitness.intake.transcripts.parsed import Line, Timing, Word

__all__ = ["Turn", "make_line", "split_turns", "turn_lines"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says inside a cue; the voice as written, None where only a dash marks it."""

    voice: str | None
    text: str
    language: str | None = None
    words: tuple[Word, ...] = ()


def split_turns(rows: Iterable[str]) -> list[Turn]:
    """Cut the rows of a cue where a label or a turn dash begins one; other rows continue.

    Row breaks inside a turn are layout of the screen and become spaces.

    >>> [turn.text for turn in split_turns(["- Ты где?", "- Дома,", "сплю."])]
    ['Ты где?', 'Дома, сплю.']
    """
    voices: list[str | None] = []
    texts: list[list[str]] = []
    for row in rows:
        dash = split_dash(row)
        label = split_label(dash.rest)
        if dash.count or label.voice is not None or not texts:
            voices.append(label.voice)
            texts.append([])
        texts[-1].append(" ".join(label.rest.split()))
    joined = (" ".join(part for part in parts if part) for parts in texts)
    return [Turn(voice, text) for voice, text in zip(voices, joined, strict=True) if text]


def turn_lines(turns: list[Turn], times: LineTimes) -> list[Line]:
    """One `Line` a turn. Turns that share a cue only know that they lie inside it: ``WINDOW``."""
    if len(turns) > 1 and times.timing is Timing.EXACT:
        times = LineTimes(times.start_ms, times.end_ms, Timing.WINDOW)
    return [make_line(turn, times) for turn in turns]


def make_line(turn: Turn, times: LineTimes, *, score: float | None = None) -> Line:
    """A `Line` of a turn; one that says that nothing was said keeps its kind and no words."""
    kind = read_no_speech(turn.text)
    return Line(
        text="" if kind else turn.text,
        voice=turn.voice,
        start_ms=times.start_ms,
        end_ms=times.end_ms,
        timing=times.timing,
        words=() if kind else turn.words,
        language=turn.language,
        score=score,
        no_speech=kind or None,
    )
