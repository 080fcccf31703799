"""What is kept of a text besides the numbers of its units: where its lines and sentences begin, and what each says.

With it the units of a text are made line by line, only where a quotation stands; and the lines that a story
repeats are found without reading one (Q19).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from earwitness.publish.quotecheck.content_words import content_keys
from earwitness.publish.quotecheck.heard_text import unit_number
from earwitness.publish.quotecheck.units import Unit, units_of

__all__ = ["LineUnits", "Outline", "content_numbers"]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The lines of a text.

    Attributes:
        units: how many units each line has.
        starts: indexes of the units that begin a line or a sentence.
        content: numbers of the stems of words of content, line by line, each once a line.
        contents: how many of them each line has.
    """

    units: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    content: NDArray[np.uint64]
    contents: NDArray[np.uint32]

    @classmethod
    def of(cls, lines: Sequence[str], owners: Sequence[int], starts: Iterable[int]) -> Outline:
        """Outline a text that was taken apart.

        Args:
            owners: for each unit the index of its line.
        """
        content = [sorted(content_numbers(one)) for one in lines]
        return cls(
            np.bincount(np.array(owners, np.int64), minlength=len(lines)).astype(np.uint32),
            np.array(sorted(starts), np.uint32),
            np.array([number for one in content for number in one], np.uint64),
            np.array([len(one) for one in content], np.uint32),
        )

    @property
    def owners(self) -> tuple[int, ...]:
        """For each unit the index of its line."""
        return tuple(np.repeat(np.arange(len(self.units)), self.units).tolist())

    @property
    def content_lines(self) -> NDArray[np.int64]:
        """For each number of ``content`` the index of its line."""
        return np.repeat(np.arange(len(self.contents)), self.contents)


def content_numbers(text: str) -> frozenset[int]:
    """The numbers of the stems of a line's words of content."""
    return frozenset(unit_number(key) for keys in content_keys(text) for key in keys)


class LineUnits(Sequence[Unit]):
    """The units of lines of which it is known how many each has; a line is taken apart when it is looked at."""

    def __init__(self, lines: Sequence[str], language: str, counts: NDArray[np.uint32]) -> None:
        self._lines = lines
        self._language = language
        self._first: list[int] = [0, *np.cumsum(counts, dtype=np.int64).tolist()]
        self._made: dict[int, tuple[Unit, ...]] = {}

    def __len__(self) -> int:
        return self._first[-1]

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Unit, ...]: ...
    def __getitem__(self, at: int | slice) -> Unit | tuple[Unit, ...]:
        if isinstance(at, slice):
            return tuple(self._unit(one) for one in range(*at.indices(len(self))))
        return self._unit(range(len(self))[at])

    def _unit(self, at: int) -> Unit:
        line = bisect_right(self._first, at) - 1
        if line not in self._made:
            self._made[line] = units_of(self._lines[line], self._language)
        return self._made[line][at - self._first[line]]
