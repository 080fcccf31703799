"""The best way through a passage: Viterbi search over many passages at once.

One step of numpy moves every passage of a batch by one frame, so that many short ones cost little more
than one (Viterbi 1967; all states are looked at, none is pruned).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.align.passage import Jumps, Passage

__all__ = ["Search", "best_paths"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

_MOST_CELLS = 64 << 20
_UNEVEN, _SMALL = 1.6, 1500  # where numpy's own overhead is most of the work, size does not matter
_BLOCK = 32  # frames whose scores are read at once
_STAY, _STEP, _SKIP, _PAST_WORD, _PAST_LINE = range(5)
_NEVER = np.float32(-1e30)


@dataclass(frozen=True, slots=True)
class Search:
    """A passage and the sound in which it is looked for.

    Args:
        passage: the states.
        scores: (frames, columns) log-likelihoods; the last two columns are those of gaps.
        open_end: the sound may end in any gap of the passage, not only in its last one.
    """

    passage: Passage
    scores: Floats
    open_end: bool = False


def best_paths(searches: Sequence[Search]) -> list[tuple[Ints, float]]:
    """The best state of each frame, and the log-likelihood of the whole way, of each search.

    A way begins in the first or second state and ends in the last or the one before it. Where even the best way
    is impossible (fewer frames than states and no jumps), the log-likelihood is below -1e29.
    """
    found: dict[int, tuple[Ints, float]] = {}
    order = sorted(range(len(searches)), key=lambda one: len(searches[one].scores))
    for batch in _batches(searches, order):
        found |= dict(zip(batch, _batch([searches[n] for n in batch]), strict=True))
    return [found[number] for number in range(len(searches))]


def _batches(searches: Sequence[Search], order: list[int]) -> list[list[int]]:
    """Searches of like size together, within about 64 MB of back-pointers."""
    batches: list[list[int]] = []
    cells = 0
    for number in order:
        one = searches[number]
        size = len(one.scores) * one.passage.states
        if not batches or cells + size > _MOST_CELLS or not _alike(searches[batches[-1][0]], one):
            batches.append([])
            cells = 0
        batches[-1].append(number)
        cells += size
    return batches


def _alike(first: Search, later: Search) -> bool:
    """Whether neither wastes much time of the other: a batch takes as long as its largest."""
    sizes = ((len(one.scores), one.passage.states) for one in (first, later))
    return all(
        max(pair) <= _UNEVEN * min(pair) or max(pair) < _SMALL for pair in zip(*sizes, strict=True)
    )


def _batch(searches: list[Search]) -> list[tuple[Ints, float]]:
    frames = [len(one.scores) for one in searches]
    width = max(one.passage.states for one in searches)
    longest = max(frames)
    choice = np.empty((longest, len(searches), width), dtype=np.uint8)
    ends: list[tuple[int, float]] = [(0, float(_NEVER))] * len(searches)
    block = _Block(searches, width)
    for frame in range(longest):
        if frame % _BLOCK == 0:
            block.read_scores(frame)
        if frame == 0:
            block.begin()
            choice[0] = _STAY
        else:
            block.advance(frame % _BLOCK, choice[frame])
        for number, count in enumerate(frames):
            if frame == count - 1:
                ends[number] = _end(searches[number], block.way[number])
    return [
        (_trace(one, choice[:, number], ends[number][0]), ends[number][1])
        for number, one in enumerate(searches)
    ]


class _Ways:
    """Jumps of a whole batch, no two of them to the same state, as places in its flat arrays.

    Args:
        come: where they begin, among rows of width + 2, and ``to`` where they end, the same.
        cost: nats.
        code: what is noted where one is taken, and ``place`` where, among rows of width.
    """

    def __init__(
        self, come: Ints, to: Ints, cost: Floats, code: NDArray[np.uint8], place: Ints
    ) -> None:
        self._come, self._to, self._cost = come, to, cost
        self._code, self._place = code, place
        self._arriving = np.empty(to.size, dtype=np.float32)
        self._there = np.empty(to.size, dtype=np.float32)
        self._wins = np.empty(to.size, dtype=np.bool_)

    def take(self, before: Floats, after: Floats, chosen: NDArray[np.uint8]) -> None:
        """Move along those that lead to more than there is."""
        # no place is out of range: "clip" only spares numpy a copy
        before.take(self._come, out=self._arriving, mode="clip")
        np.subtract(self._arriving, self._cost, out=self._arriving)
        after.take(self._to, out=self._there, mode="clip")
        np.greater(self._arriving, self._there, out=self._wins)
        won = self._wins.nonzero()[0]
        if won.size:
            after[self._to[won]] = self._arriving[won]
            chosen[self._place[won]] = self._code[won]


class _Block:
    """The passages of a batch, their best ways so far, and the scores of a block of frames."""

    def __init__(self, searches: list[Search], width: int) -> None:
        self._searches = searches
        count = len(searches)
        self._scores = np.full((_BLOCK, count, width), _NEVER, dtype=np.float32)
        self._ways = _ways(searches, width)
        # two states that nobody is in stand before each passage, so that a step is a shifted row
        self.way = np.full((count, width + 2), _NEVER, dtype=np.float32)
        self._next = self.way.copy()

    def begin(self) -> None:
        """Enter the first two states of each passage."""
        self.way[:, 2:4] = self._scores[0, :, :2]

    def read_scores(self, start: int) -> None:
        """Read the scores of the next frames from ``start`` on."""
        for number, one in enumerate(self._searches):
            rows = one.scores[start : start + _BLOCK]
            if len(rows):
                column = one.passage.column
                np.take(
                    rows,
                    column,
                    axis=1,
                    out=self._scores[: len(rows), number, : len(column)],
                    mode="wrap",
                )

    def advance(self, offset: int, choice: NDArray[np.uint8]) -> None:
        """Move all ways by one frame; say in ``choice`` how."""
        before, after = self.way, self._next
        stay, step, best = before[:, 2:], before[:, 1:-1], after[:, 2:]
        np.greater(step, stay, out=choice.view(np.bool_))  # 1 is a step
        np.maximum(step, stay, out=best)
        for ways in self._ways:
            ways.take(before.reshape(-1), after.reshape(-1), choice.reshape(-1))
        best += self._scores[offset]
        self.way, self._next = after, before


def _ways(searches: list[Search], width: int) -> list[_Ways]:
    """The jumps of all passages: past gaps and lines, which never meet, then past words."""
    groups: tuple[list[tuple[Jumps, int, int]], ...] = ([], [])
    for number, one in enumerate(searches):
        optional = np.flatnonzero(np.isfinite(one.passage.skips))
        skips = Jumps(optional, optional - 2, one.passage.skips[optional])
        groups[0].extend(((skips, _SKIP, number), (one.passage.past_lines, _PAST_LINE, number)))
        groups[1].append((one.passage.past_words, _PAST_WORD, number))
    return [
        _Ways(
            np.concatenate([jumps.come + number * (width + 2) + 2 for jumps, _, number in group]),
            np.concatenate([jumps.to + number * (width + 2) + 2 for jumps, _, number in group]),
            np.concatenate([jumps.cost for jumps, _, _ in group]),
            np.concatenate([np.full(jumps.to.size, code, np.uint8) for jumps, code, _ in group]),
            np.concatenate([jumps.to + number * width for jumps, _, number in group]),
        )
        for group in groups
        if any(jumps.to.size for jumps, _, _ in group)
    ]


def _kinds(one: Passage) -> tuple[tuple[int, Jumps], ...]:
    return (_PAST_WORD, one.past_words), (_PAST_LINE, one.past_lines)


def _end(search: Search, way: Floats) -> tuple[int, float]:
    """Where a way ends best, and what it scores."""
    last = search.passage.states - 1
    places = (
        np.flatnonzero(search.passage.word < 0) if search.open_end else np.array([last, last - 1])
    )
    state = int(places[np.argmax(way[2 + places])])
    return state, float(way[2 + state])


def _trace(search: Search, choice: NDArray[np.uint8], state: int) -> Ints:
    """Follow the choices back from the last frame."""
    path = np.empty(len(search.scores), dtype=np.intp)
    sources = {
        code: dict(zip(jumps.to.tolist(), jumps.come.tolist(), strict=True))
        for code, jumps in _kinds(search.passage)
    }
    for frame in range(len(path) - 1, -1, -1):
        path[frame] = state
        taken = int(choice[frame, state])
        state = state - taken if taken <= _SKIP else sources[taken][state]
        state = max(state, 0)
    return path
