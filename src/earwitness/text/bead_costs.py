"""What it costs to take lines of a translation for the rendering of lines of the original.

-100 log of likelihoods: of the bead's kind and of a difference of lengths as Gale and Church (1993)
give them; what a line of speech carries besides (its times, numbers and names, whether it asks or
calls out) counts in the same units.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from earwitness.text.language import guess_language
from earwitness.text.numerals import numbers_in_text
from earwitness.text.stems import stem_keys
from earwitness.text.transliteration import latin_key
from earwitness.text.words import tokens

__all__ = ["MOST", "PRIORS", "BeadCosts", "TextLine"]

# -100 log of the prior of each bead (lines of the translation, lines of the original). The paper
# counted 12, 450, 230 and 440 in reports of a bank; subtitles and calls leave out and merge lines
# more often. 1-3 and 3-1, which the paper does not have, are as rare as its 2-2.
PRIORS = {
    (1, 1): 12.0, (1, 0): 380.0, (0, 1): 380.0, (2, 1): 180.0, (1, 2): 180.0, (2, 2): 440.0,
    (3, 1): 440.0, (1, 3): 440.0,
}  # fmt: skip
MOST = 3  # lines on one side of a bead
_VARIANCE = 6.8
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
# -100 log of the two-sided tail of the normal distribution, to be looked up.
_DEVIATIONS = np.linspace(0, 12, 2401)
_TAILS = np.array(
    [-100 * math.log(max(math.erfc(x / math.sqrt(2)), 1e-30)) for x in _DEVIATIONS.tolist()]
)
_Numbers = NDArray[np.float64]


class TextLine(NamedTuple):
    """A line with its times in milliseconds, None where it has none."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None


class _Marks(NamedTuple):
    """What is to be found on both sides of a bead."""

    numbers: frozenset[Hashable]
    names: frozenset[str]
    asks: bool
    calls: bool


@dataclass(frozen=True, slots=True)
class _Runs:
    """All runs of so many lines of one side; everything is looked up by the line behind a run."""

    marks: tuple[_Marks, ...]
    lengths: _Numbers
    starts: _Numbers
    ends: _Numbers
    asks: NDArray[np.bool_]
    calls: NDArray[np.bool_]
    numbers: _Numbers  # how many
    where: dict[Hashable, list[int]]  # a number or name: the runs that hold it

    @classmethod
    def of(cls, lines: Sequence[TextLine], single: Sequence[_Marks], count: int) -> _Runs:
        places = range(len(lines) + 1)
        runs = [slice(max(0, end - count), end) for end in places]
        marks = tuple(_joined(single[run]) for run in runs)
        times = [_times(lines[run]) for run in runs]
        where: dict[Hashable, list[int]] = {}
        for end, one in enumerate(marks):
            for value in (*one.numbers, *one.names):
                where.setdefault(value, []).append(end)
        return cls(
            marks,
            np.array([sum(len(line.text) for line in lines[run]) for run in runs], dtype=float),
            np.array([start for start, _ in times], dtype=float),
            np.array([end for _, end in times], dtype=float),
            np.array([one.asks for one in marks], dtype=bool),
            np.array([one.calls for one in marks], dtype=bool),
            np.array([len(one.numbers) for one in marks], dtype=float),
            where,
        )


class BeadCosts:
    """The costs of all beads between two sides.

    Attributes:
        timed: whether times count: every line of both sides has them.
        sparse: one side has over `_SPARSE` times the lines of the other, and no times help.
    """

    def __init__(self, translation: Sequence[TextLine], original: Sequence[TextLine]) -> None:
        self._one, self._two = _runs_of(translation), _runs_of(original)
        everything = [*translation, *original]
        self.timed = all(x.start_ms is not None and x.end_ms is not None for x in everything)
        few, many = sorted((len(translation), len(original)))
        self.sparse = not self.timed and few * _SPARSE < many
        # Where most lines are missing, lengths that happen to fit say little.
        self._trust_in_length = 0.25 if self.sparse else 1.0
        sums = [sum(len(line.text) for line in side) for side in (original, translation)]
        total = max(1, sums[0]) / max(1, sums[1])
        self._ratio = min(max(total, _USUAL_RATIOS[0]), _USUAL_RATIOS[1])

    def prior(self, a: int, b: int) -> float:
        """Of a bead of ``a`` lines of the translation and ``b`` of the original."""
        prior = PRIORS[a, b]
        if self.timed and min(a, b) < 2:
            prior *= _PRIOR_WHEN_TIMED
        return prior * (_PRIOR_WHEN_SPARSE if self.sparse and not (a and b) else 1)

    def row(self, i: int, a: int, b: int, places: slice) -> _Numbers:
        """Costs of the beads that end before line i of the translation and those of the original.

        Args:
            a, b: lines of the bead, none of them 0.
            places: lines of the original that the beads end before; none below ``b``.
        """
        one, two = self._one[a], self._two[b]
        cost = self.prior(a, b) + self._trust_in_length * self._distance(
            float(one.lengths[i]), two.lengths[places]
        )
        cost += self._evidence(one.marks[i], two, places)
        if self.timed:
            shared = _shared(one.starts[i], one.ends[i], two.starts[places], two.ends[places])
            cost += np.where(shared > 0, _TIME_APART * (1 - shared), _NO_TIME_SHARED)
        return np.asarray(cost, dtype=float)

    def _distance(self, one: float, two: _Numbers) -> _Numbers:
        """-100 log of the chance that lengths differ so much by accident."""
        mean = np.maximum((one + two / self._ratio) / 2, 1e-9)
        deviation = np.abs(two - one * self._ratio) / np.sqrt(mean * _VARIANCE)
        return np.asarray(np.interp(deviation, _DEVIATIONS, _TAILS), dtype=float)

    def _evidence(self, one: _Marks, two: _Runs, places: slice) -> _Numbers:
        numbers, names = (_held_in_both(values, two, places) for values in (one.numbers, one.names))
        apart = len(one.numbers) + two.numbers[places] - 2 * numbers
        cost = _OTHER_NUMBER * apart - _NUMBER * numbers
        cost -= _NAME * np.minimum(names, _MOST_NAMES)
        for ours, theirs, same, alone in (
            (one.asks, two.asks[places], _ASKS, _ASKS_ALONE),
            (one.calls, two.calls[places], _CALLS, _CALLS_ALONE),
        ):
            cost += np.where(theirs, -same, alone) if ours else np.where(theirs, alone, 0.0)
        return np.asarray(cost, dtype=float)

    def why(self, i: int, j: int, a: int, b: int) -> tuple[str, ...]:
        """The evidence for a bead that ends before lines i and j, in words."""
        if not a or not b:
            return ("nothing on the other side renders it",)
        one, two = self._one[a].marks[i], self._two[b].marks[j]
        said = [f"{self._one[a].lengths[i]:.0f} characters for {self._two[b].lengths[j]:.0f}"]
        said += [f"number {value} in both" for value in sorted(map(str, one.numbers & two.numbers))]
        said += [f"number {n} on one side" for n in sorted(map(str, one.numbers ^ two.numbers))]
        said += [f"name '{name}' in both" for name in sorted(one.names & two.names)]
        if one.asks or two.asks:
            said.append("both ask" if one.asks == two.asks else "only one asks")
        if self.timed:
            ours, theirs = self._one[a], self._two[b]
            at = slice(j, j + 1)
            shared = _shared(ours.starts[i], ours.ends[i], theirs.starts[at], theirs.ends[at])[0]
            said.append(f"{shared:.0%} of their time shared")
        return tuple(said)

    def share_something(self, i: int, j: int, a: int, b: int) -> bool:
        """Whether both sides of a bead hold the same number or name."""
        one, two = self._one[a].marks[i], self._two[b].marks[j]
        return bool(one.names & two.names or one.numbers & two.numbers)


def _runs_of(lines: Sequence[TextLine]) -> tuple[_Runs, ...]:
    language = guess_language(" ".join(line.text for line in lines)).tag
    single = [_marks(line.text, language) for line in lines]
    return tuple(_Runs.of(lines, single, count) for count in range(MOST + 1))


def _times(lines: Sequence[TextLine]) -> tuple[int, int]:
    pairs = [sorted((line.start_ms or 0, line.end_ms or 0)) for line in lines]
    return min((a for a, _ in pairs), default=0), max((b for _, b in pairs), default=0)


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
        frozenset[Hashable]().union(*(one.numbers for one in marks)),
        frozenset[str]().union(*(one.names for one in marks)),
        any(one.asks for one in marks),
        any(one.calls for one in marks),
    )


def _held_in_both(values: Iterable[Hashable], two: _Runs, places: slice) -> _Numbers:
    """For each run how many of these values it holds."""
    found = np.zeros(len(two.marks))
    for value in values:
        found[two.where.get(value, [])] += 1
    return found[places]


def _shared(start: float, end: float, starts: _Numbers, ends: _Numbers) -> _Numbers:
    """The share of the time of both together that both cover, 0 to 1."""
    both = np.minimum(end, ends) - np.maximum(start, starts)
    whole = np.maximum(end, ends) - np.minimum(start, starts)
    # nothing at all is covered: both are the same moment
    return np.where(whole <= 0, 1.0, np.maximum(0.0, both) / np.maximum(whole, 1.0))
