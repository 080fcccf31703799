"""A version of the words, read so that it can be held beside another one word by word.

Notes in square brackets are no words; of rolling captions, each of which repeats the one before it,
only what is new counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.records.words import Timing, Utterance
from earwitness.text.word_alignment import SpokenUnit, units_of
from earwitness.text.words import fold, tokens

__all__ = ["HeldLine", "Span", "SpokenVersion"]

_LEAST_ROLLING = 4  # lines
_NOTE = re.compile(r"\[[^\[\]]{1,60}\]")
Span = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line that was left out of the comparison: its engine probably invented it."""

    version: str
    position: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpokenVersion:
    """The lines of a version that hold words, their units, and the times of their words.

    Attributes:
        lines: in order; without those that are held back or hold no words.
        units: of all these lines, in order; ``line`` is an index into ``lines``.
        word_times: for each line start and end of its words, none where they are not known.
        held: lines left out.
    """

    lines: tuple[Utterance, ...]
    units: list[SpokenUnit]
    word_times: tuple[tuple[tuple[int, int], ...], ...]
    held: tuple[HeldLine, ...]

    @classmethod
    def of(cls, identifier: str, spoken: Sequence[Utterance]) -> SpokenVersion:
        """Read the utterances of a transcript."""
        lines = tuple(one for one in spoken if one.text and not one.held_back)
        held = tuple(
            HeldLine(identifier, one.position, one.text, one.held_back)
            for one in spoken
            if one.held_back
        )
        texts = [_without_notes(one.text) for one in lines]
        units = _unrolled(units_of(texts, [one.language for one in lines]), len(lines))
        return cls(lines, units, tuple(_word_times(one) for one in lines), held)

    def words(self, places: Sequence[int]) -> str:
        """Units as written."""
        return " ".join(self.units[place].text for place in places)

    def span(self, places: Sequence[int]) -> tuple[Span, str]:
        """Times of units of one line: of the words themselves, else of their line."""
        line = self.units[places[0]].line
        times = self.word_times[line]
        if times:
            begin, end = self.units[places[0]].first_token, self.units[places[-1]].last_token
            return (times[begin][0], times[end][1]), "words"
        spoken = self.lines[line]
        kind = "window" if spoken.timing is Timing.WINDOW else "line"
        return (spoken.start_ms, spoken.end_ms), kind if spoken.start_ms is not None else ""


def _without_notes(text: str) -> str:
    """A text in which ``[bleep]`` and the like are blanks, so that all places stay."""
    return _NOTE.sub(lambda match: " " * len(match[0]), text)


def _unrolled(units: list[SpokenUnit], lines: int) -> list[SpokenUnit]:
    """Units without those that a rolling caption repeats from the caption before it."""
    by_line: list[list[SpokenUnit]] = [[] for _ in range(lines)]
    for unit in units:
        by_line[unit.line].append(unit)
    fresh: list[list[SpokenUnit]] = []
    repeats = 0
    for line in by_line:
        before = [unit.key for unit in fresh[-1]] if fresh else []
        rolls = bool(before) and [unit.key for unit in line[: len(before)]] == before
        repeats += rolls
        fresh.append(line[len(before) :] if rolls else line)
    # Now and then people repeat themselves; captions that roll do it nearly every time.
    if lines < _LEAST_ROLLING or repeats * 2 < lines:
        return units
    return [unit for line in fresh for unit in line]


def _word_times(one: Utterance) -> tuple[tuple[int, int], ...]:
    """Start and end of each word of the text; none unless the timed words are those of the text."""
    timed: list[tuple[str, int, int]] = []
    for word in one.words:
        parts = tokens(_without_notes(word.text))
        timed += [(fold(part.text), word.start_ms, word.end_ms) for part in parts]
    spoken = [fold(part.text) for part in tokens(_without_notes(one.text))]
    if [text for text, _, _ in timed] != spoken:
        return ()
    return tuple((start, end) for _, start, end in timed)
