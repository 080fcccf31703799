"""A text as a chain of states: words, the gaps between them, and the ways past what was not said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.align.monophones import STATES

__all__ = [
    "GAP_BETWEEN",
    "GAP_INSIDE",
    "Jumps",
    "Passage",
    "PassageSettings",
    "WordPhones",
    "passage",
]

Ints = NDArray[np.intp]
Floats = NDArray[np.float32]

GAP_BETWEEN, GAP_INSIDE = -2, -1  # emission columns of a gap in a line and between lines


@dataclass(frozen=True, slots=True)
class WordPhones:
    """A word's line and phones, by the number of each phone's first Gaussian."""

    line: int
    phones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """What it costs to pass over text, in nats.

    Args:
        skip_phone: for each phone of a word or line that is passed over.
        skip_word, skip_line: once for each word, or whole line, passed over.
    """

    skip_phone: float = 4.0
    skip_word: float = 60.0
    skip_line: float = 40.0


@dataclass(frozen=True, slots=True)
class Jumps:
    """Ways from one gap to a later one, no two of them to the same gap, in the order of ``to``."""

    to: Ints
    come: Ints
    cost: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, float]]) -> Self:
        """Jumps from rows of (to, from, cost)."""
        ways = sorted(rows)
        return cls(
            np.array([to for to, _, _ in ways], dtype=np.intp),
            np.array([come for _, come, _ in ways], dtype=np.intp),
            np.array([cost for _, _, cost in ways], dtype=np.float32),
        )

    def within(self, low: int, high: int) -> Jumps:
        """Those that begin and end in the states ``low`` to ``high`` (left out), counted from ``low``."""
        here = slice(*np.searchsorted(self.to, [low, high]))
        held = self.come[here] >= low
        return Jumps(self.to[here][held] - low, self.come[here][held] - low, self.cost[here][held])


@dataclass(frozen=True, slots=True)
class Passage:
    """States in the order of the text. State 0 and the last one are gaps.

    Args:
        column: (states,) emission column: a Gaussian, or `GAP_INSIDE`, `GAP_BETWEEN`.
        word: (states,) the word a state belongs to, -1 for a gap.
        skips: (states,) cost of arriving from two states before (past an optional gap); inf where
            that is no way.
        past_words, past_lines: ways from gap to gap that leave words of a line, or a line, out.
        first, last: (words,) first and last state of each word.
    """

    column: Ints
    word: Ints
    skips: Floats
    past_words: Jumps
    past_lines: Jumps
    first: Ints
    last: Ints

    @property
    def states(self) -> int:
        return len(self.column)

    def part(self, start: int, end: int) -> Passage:
        """The words ``start`` to ``end`` (left out) as a passage of its own."""
        low = int(self.first[start]) - 1
        high = int(self.last[end - 1]) + 2
        skips = self.skips[low:high].copy()
        skips[:2] = np.inf
        word = self.word[low:high].copy()
        word[word >= 0] -= start
        return Passage(
            self.column[low:high],
            word,
            skips,
            self.past_words.within(low, high),
            self.past_lines.within(low, high),
            self.first[start:end] - low,
            self.last[start:end] - low,
        )


def passage(words: Sequence[WordPhones], settings: PassageSettings | None = None) -> Passage:
    """Chain words; between any two stands a gap that need not be there.

    Args:
        words: each with at least one phone, lines in ascending order.
    """
    settings = settings or PassageSettings()
    column: list[int] = [GAP_BETWEEN]
    owner: list[int] = [-1]
    skips: list[float] = [np.inf]
    first: list[int] = []
    last: list[int] = []
    for number, word in enumerate(words):
        first.append(len(column))
        states = [phone + k for phone in word.phones for k in range(STATES)]
        column += states
        owner += [number] * len(states)
        # the gap before the first word is where the recording begins: it is not optional
        skips += [0.0 if number else np.inf] + [np.inf] * (len(states) - 1)
        last.append(len(column) - 1)
        ends = number + 1 == len(words) or words[number + 1].line != word.line
        column.append(GAP_BETWEEN if ends else GAP_INSIDE)
        owner.append(-1)
        skips.append(np.inf)
    past_words, past_lines = _jumps(words, first, last, settings)
    return Passage(
        np.array(column),
        np.array(owner),
        np.array(skips, dtype=np.float32),
        past_words,
        past_lines,
        np.array(first, dtype=np.intp),
        np.array(last, dtype=np.intp),
    )


def _jumps(
    words: Sequence[WordPhones], first: list[int], last: list[int], settings: PassageSettings
) -> tuple[Jumps, Jumps]:
    """Ways past each word of a line of several, and past each line."""
    past_words: list[tuple[int, int, float]] = []
    past_lines: list[tuple[int, int, float]] = []
    for _, group in groupby(range(len(words)), key=lambda number: words[number].line):
        line = list(group)
        sounds = [settings.skip_phone * len(words[number].phones) for number in line]
        past_lines.append(
            (last[line[-1]] + 1, first[line[0]] - 1, settings.skip_line + sum(sounds))
        )
        if len(line) > 1:
            past_words += [
                (last[number] + 1, first[number] - 1, settings.skip_word + cost)
                for number, cost in zip(line, sounds, strict=True)
            ]
    return Jumps.of(past_words), Jumps.of(past_lines)
