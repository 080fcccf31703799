"""Pairs of lines that render each other, in order: 1-1, 1-2, 2-1, 2-2, 1-3, 3-1, 1-0 and 0-1.

A chain of such beads is sought that costs least (Gale and Church, "A Program for Aligning Sentences
in Bilingual Corpora", 1993): the cost of a bead is -100 log of its prior and of the chance that
lengths differ so much, as in the paper. What a line of speech carries besides its length counts as
well: its times, the numbers and names in it, whether it asks or calls out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from earwitness.text.language import guess_language
from earwitness.text.numerals import numbers_in_text
from earwitness.text.stems import stem_keys
from earwitness.text.transliteration import latin_key
from earwitness.text.words import tokens

__all__ = ["Bead", "TextLine", "chain_of_beads"]

# -100 log of the prior of each bead (lines of the translation, lines of the original). The paper
# counted 12, 450, 230 and 440 in reports of a bank; subtitles and calls leave out and merge lines
# more often. 1-3 and 3-1, which the paper does not have, are as rare as its 2-2.
_PRIORS = {
    (1, 1): 12.0, (1, 0): 380.0, (0, 1): 380.0, (2, 1): 180.0, (1, 2): 180.0, (2, 2): 440.0,
    (3, 1): 440.0, (1, 3): 440.0,
}  # fmt: skip
_MOST = 3  # lines on one side of a bead
_VARIANCE = 6.8
_BAND_LINES = 30
_USUAL_RATIOS = (0.6, 1.7)  # characters a character; a total outside means that lines are missing
# What evidence is worth, in the same units; measured in tests/text/test_line_beads.py.
_NUMBER, _OTHER_NUMBER = 120.0, 60.0
_NAME, _MOST_NAMES = 120.0, 3
_ASKS, _ASKS_ALONE = 40.0, 90.0
_CALLS, _CALLS_ALONE = 20.0, 25.0
_TIME_APART = 600.0
_NO_TIME_SHARED = 1500.0
_PRIOR_WHEN_TIMED = 0.25  # times say by themselves how many lines render how many
_PRIOR_WHEN_SPARSE = 0.05  # a line that is not rendered is the usual case
_LEAST_NAME = 3  # letters of a name's key: shorter ones meet by accident
_SPARSE = 4  # so many times more lines on one side: most of them are not rendered at all


class TextLine(NamedTuple):
    """A line with its times in milliseconds, None where it has none."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """Lines of a translation and the lines of the original that they render.

    Attributes:
        translation, original: indexes, in order; one of both may be empty.
        cost: -100 log of its likelihood; lower is surer.
        why: the evidence, in words.
    """

    translation: range
    original: range
    cost: float
    why: tuple[str, ...]


class _Marks(NamedTuple):
    """What is to be found on both sides of a bead."""

    numbers: frozenset[object]
    names: frozenset[str]
    asks: bool
    calls: bool


_NONE = _Marks(frozenset(), frozenset(), asks=False, calls=False)


def chain_of_beads(translation: Sequence[TextLine], original: Sequence[TextLine]) -> list[Bead]:
    """The cheapest chain of beads: every line stands in exactly one, both sides in order.

    Times count where every line of both sides has them. Where one side has over `_SPARSE` times
    the lines of the other and no times help, only beads with a number or name in common are kept;
    the other lines of the shorter side stand alone (1-0), since nothing says what they render.
    """
    chain = _Chain(translation, original)
    found = chain.cheapest()
    if not chain.sparse:
        return found
    return [part for bead in found for part in chain.only_if_sure(bead)]


@dataclass(frozen=True, slots=True)
class _Side:
    """One side, ready to be cut into beads; ``marks[n][i]`` is of the n lines that end at i."""

    lengths: tuple[int, ...]
    marks: tuple[tuple[_Marks, ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> _Side:
        language = guess_language(" ".join(line.text for line in lines)).tag
        single = [_marks(line.text, language) for line in lines]
        marks = [tuple(_NONE for _ in range(len(lines) + 1))]
        for count in range(1, _MOST + 1):
            ends = range(len(lines) + 1)
            marks.append(tuple(_joined(single[max(0, end - count) : end]) for end in ends))
        pairs = [sorted((one.start_ms or 0, one.end_ms or 0)) for one in lines]
        return cls(
            tuple(accumulate((len(line.text) for line in lines), initial=0)),
            tuple(marks),
            tuple(pair[0] for pair in pairs),
            tuple(pair[1] for pair in pairs),
        )

    def __len__(self) -> int:
        return len(self.starts)

    def length(self, end: int, count: int) -> int:
        return self.lengths[end] - self.lengths[end - count]

    def span(self, end: int, count: int) -> tuple[int, int]:
        return min(self.starts[end - count : end]), max(self.ends[end - count : end])


class _Chain:
    """The search, and the words for what it found."""

    def __init__(self, translation: Sequence[TextLine], original: Sequence[TextLine]) -> None:
        self.one, self.two = _Side.of(translation), _Side.of(original)
        everything = [*translation, *original]
        self.timed = all(x.start_ms is not None and x.end_ms is not None for x in everything)
        few, many = sorted((len(translation), len(original)))
        self.sparse = not self.timed and few * _SPARSE < many
        # Where most lines are missing, lengths that happen to fit say little.
        self.trust_in_length = 0.25 if self.sparse else 1.0
        total = max(1, self.two.lengths[-1]) / max(1, self.one.lengths[-1])
        self.ratio = min(max(total, _USUAL_RATIOS[0]), _USUAL_RATIOS[1])

    def cheapest(self) -> list[Bead]:
        rows, columns = len(self.one), len(self.two)
        best: dict[tuple[int, int], float] = {(0, 0): 0.0}
        back: dict[tuple[int, int], tuple[int, int]] = {}
        # Looked for near the diagonal: versions of one text run side by side.
        band = _BAND_LINES + abs(rows - columns)
        for i in range(rows + 1):
            middle = i * columns // max(1, rows)
            reach = range(max(0, middle - band), min(columns, middle + band) + 1)
            for j in reach:
                for a, b in _PRIORS:
                    before = best.get((i - a, j - b))
                    if before is None:
                        continue
                    cost = before + self.cost(i, j, a, b)
                    if cost < best.get((i, j), math.inf):
                        best[i, j], back[i, j] = cost, (a, b)
            for j in reach:
                best.pop((i - _MOST, j), None)  # no bead reaches back further
        found, i, j = [], rows, columns
        while i > 0 or j > 0:
            a, b = back[i, j]
            found.append(self.bead(i, j, a, b))
            i, j = i - a, j - b
        return found[::-1]

    def cost(self, i: int, j: int, a: int, b: int) -> float:
        """-100 log of the likelihood of a bead that ends before lines i and j."""
        prior = _PRIORS[a, b]
        if self.timed and min(a, b) < 2:
            prior *= _PRIOR_WHEN_TIMED
        if not a or not b:
            return prior * (_PRIOR_WHEN_SPARSE if self.sparse else 1)
        distance = _distance(self.one.length(i, a), self.two.length(j, b), self.ratio)
        cost = prior + self.trust_in_length * distance
        cost += _evidence(self.one.marks[a][i], self.two.marks[b][j])
        if self.timed:
            shared = _shared(self.one.span(i, a), self.two.span(j, b))
            cost += _TIME_APART * (1 - shared) if shared else _NO_TIME_SHARED
        return cost

    def bead(self, i: int, j: int, a: int, b: int) -> Bead:
        return Bead(range(i - a, i), range(j - b, j), self.cost(i, j, a, b), self.why(i, j, a, b))

    def why(self, i: int, j: int, a: int, b: int) -> tuple[str, ...]:
        if not a or not b:
            return ("nothing on the other side renders it",)
        one, two = self.one.marks[a][i], self.two.marks[b][j]
        said = [f"{self.one.length(i, a)} characters for {self.two.length(j, b)}"]
        said += [f"number {value} in both" for value in sorted(map(str, one.numbers & two.numbers))]
        said += [f"number {n} on one side" for n in sorted(map(str, one.numbers ^ two.numbers))]
        said += [f"name '{name}' in both" for name in sorted(one.names & two.names)]
        if one.asks or two.asks:
            said.append("both ask" if one.asks == two.asks else "only one asks")
        if self.timed:
            shared = _shared(self.one.span(i, a), self.two.span(j, b))
            said.append(f"{shared:.0%} of their time shared")
        return tuple(said)

    def only_if_sure(self, bead: Bead) -> list[Bead]:
        a, b = len(bead.translation), len(bead.original)
        if not a or not b:
            return [bead]
        one = self.one.marks[a][bead.translation.stop]
        two = self.two.marks[b][bead.original.stop]
        if one.names & two.names or one.numbers & two.numbers:
            return [bead]
        empty, why = range(0), ("too few lines on one side to tell what it renders",)
        return [
            *(Bead(range(n, n + 1), empty, _PRIORS[1, 0], why) for n in bead.translation),
            *(Bead(empty, range(n, n + 1), _PRIORS[0, 1], why) for n in bead.original),
        ]


def _marks(text: str, language: str) -> _Marks:
    words = tokens(text)
    spoken = numbers_in_text(text, language if language != "und" else "en")
    counted = {place for span in spoken for place in range(span.start_token, span.end_token)}
    names = {
        key
        for place, word in enumerate(words)
        if word.text[:1].isupper() and place not in counted
        for key in map(latin_key, stem_keys(word.text))
        if len(key) >= _LEAST_NAME
    }
    # "One" is an article in some languages and nothing in others.
    numbers = frozenset(span.value for span in spoken if span.value != 1)
    return _Marks(numbers, frozenset(names), "?" in text, "!" in text)


def _joined(marks: Sequence[_Marks]) -> _Marks:
    if len(marks) == 1:
        return marks[0]
    return _Marks(
        frozenset().union(*(one.numbers for one in marks)),
        frozenset[str]().union(*(one.names for one in marks)),
        any(one.asks for one in marks),
        any(one.calls for one in marks),
    )


def _evidence(one: _Marks, two: _Marks) -> float:
    cost = 0.0
    if one.numbers or two.numbers:
        both = len(one.numbers & two.numbers)
        cost += _OTHER_NUMBER * len(one.numbers ^ two.numbers) - _NUMBER * both
    if one.names and two.names:
        cost -= _NAME * min(_MOST_NAMES, len(one.names & two.names))
    if one.asks or two.asks:
        cost += -_ASKS if one.asks == two.asks else _ASKS_ALONE
    if one.calls or two.calls:
        cost += -_CALLS if one.calls == two.calls else _CALLS_ALONE
    return cost


def _distance(one: int, two: int, ratio: float) -> float:
    """-100 log of the chance that lengths differ so much by accident."""
    mean = (one + two / ratio) / 2
    if not mean:
        return 0.0
    delta = (two - one * ratio) / math.sqrt(mean * _VARIANCE)
    return -100 * math.log(max(math.erfc(abs(delta) / math.sqrt(2)), 1e-30))


def _shared(one: tuple[int, int], two: tuple[int, int]) -> float:
    """The share of the time of both together that both cover, 0 to 1."""
    both = min(one[1], two[1]) - max(one[0], two[0])
    whole = max(one[1], two[1]) - min(one[0], two[0])
    if whole <= 0:
        return 1.0  # both are the same moment
    return max(0, both) / whole
