"""Does this text belong to this sound? Line by line, and which lines stand in the wrong place.

A line fits when its own sounds explain the frames better than silence and the average of all sounds do (a
likelihood ratio against a "world" model, as in utterance verification: Lleida & Rose 2000). Lines that
fit nowhere in their order are looked for elsewhere: transcripts get mixed up, and a line that is heard in
another place is a better finding than a line that is not heard.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import runs
from earwitness.listen.align.elsewhere import look_elsewhere
from earwitness.listen.align.fitting import Model, scored
from earwitness.listen.align.monophones import GAP
from earwitness.listen.align.pieces import is_long
from earwitness.listen.align.placed import NOWHERE, BelongingSettings, Placed
from earwitness.listen.align.takes import Take

__all__ = ["displaced", "place_lines", "unclaimed_speech"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

_LONGEST_STRETCH = 60  # lines: what is mixed up more than that is no exchange


def place_lines(
    one: Take, shared: Model, own: Model, settings: BelongingSettings | None = None
) -> Placed:
    """Read the best way of a take, judge each line, and look elsewhere for those that fit nowhere.

    Args:
        one: a take that was fitted.
        shared: the model that judges: it has heard little of any one line, so that a wrong line has not taught
            it.
        own: the recording's own model, which finds.
    """
    settings = settings or BelongingSettings()
    excess, speaking = _judged(one, shared)
    lines = len(one.lines)
    placed = Placed(
        start=np.full(lines, -1, dtype=np.intp),
        end=np.full(lines, -1, dtype=np.intp),
        fit=np.full(lines, NOWHERE, dtype=np.float32),
        word_start=np.full(len(one.words), -1, dtype=np.intp),
        word_end=np.full(len(one.words), -1, dtype=np.intp),
        word_fit=np.full(len(one.words), NOWHERE, dtype=np.float32),
        speaking=speaking,
    )
    word = one.whole.word[one.state]
    said = np.flatnonzero(word >= 0)
    if said.size:
        _read_words(placed, one, word, said, excess)
    for number in np.unique(one.owners):
        _read_line(placed, one, int(number))
    look_elsewhere(one, shared, own, placed, settings)
    return placed


def _judged(one: Take, shared: Model) -> tuple[Floats, Mask]:
    """How far each frame's sound is above "anything"; and where there is speech."""
    excess = np.zeros(one.frames, dtype=np.float32)
    speaking = np.zeros(one.frames, dtype=np.bool_)
    for piece in one.pieces:
        here = slice(piece.start, piece.end)
        found = scored(shared, one.features.between(piece.start, piece.end))
        label = np.maximum(one.label[here], 0)
        excess[here] = found.sounds[np.arange(len(label)), label] - found.anything
        speaking[here] = found.any_sound > found.sounds[:, GAP]
    if one.heard is not None and is_long(one):
        speaking &= one.heard
    return excess, _smoothed(speaking)


def _smoothed(mask: Mask) -> Mask:
    return np.asarray(np.convolve(mask, np.ones(9), "same") > 4.5)


def _read_words(placed: Placed, one: Take, word: Ints, said: Ints, excess: Floats) -> None:
    change = np.flatnonzero(np.diff(word[said])) + 1
    starts = said[np.append(0, change)]
    ends = said[np.append(change - 1, len(said) - 1)] + 1
    number = word[starts]
    total = np.bincount(word[said], weights=excess[said], minlength=len(one.words))
    count = np.bincount(word[said], minlength=len(one.words))
    placed.word_start[number] = starts
    placed.word_end[number] = ends
    placed.word_fit[number] = (total[number] / np.maximum(count[number], 1)).astype(np.float32)


def _read_line(placed: Placed, one: Take, number: int) -> None:
    """A line's place and fit from those of its words; words passed over count against it."""
    words = np.flatnonzero(one.owners == number)
    said = words[placed.word_start[words] >= 0]
    sounds = np.array([len(one.words[word].phones) for word in words])
    if not said.size or 2 * sounds[placed.word_start[words] >= 0].sum() < sounds.sum():
        placed.send_away(number, words)
        return
    placed.start[number] = placed.word_start[said].min()
    placed.end[number] = placed.word_end[said].max()
    frames = (placed.word_end - placed.word_start)[said]
    placed.fit[number] = np.average(placed.word_fit[said], weights=frames)


def displaced(placed: Placed, settings: BelongingSettings | None = None) -> set[int]:
    """Lines that fit, or may fit, in another place than their order says.

    Either those whose rank in the sound is not their rank in the text (two lines exchanged), or
    those outside the longest run that keeps the order (a block moved): whichever are fewer, in each
    stretch that is mixed up within itself.
    """
    settings = settings or BelongingSettings()
    fitting = [number for number in range(len(placed.fit)) if placed.may_belong(number, settings)]
    by_time = sorted(fitting, key=lambda number: int(placed.start[number]))
    rank = {number: place for place, number in enumerate(by_time)}
    found: set[int] = set()
    first = latest = 0
    for place, number in enumerate(fitting):
        latest = max(latest, rank[number])
        if latest > place:
            continue
        stretch = fitting[first : place + 1]
        around = (
            by_time[first - 1] if first else -1,
            by_time[place + 1] if place + 1 < len(by_time) else len(placed.fit),
        )
        found |= _moved_into_gaps(stretch, rank, around) or _out_of_rank(stretch, rank, first)
        first = place + 1
    return found


def _out_of_rank(stretch: list[int], rank: dict[int, int], first: int) -> set[int]:
    exchanged = {one for at, one in enumerate(stretch, first) if rank[one] != at}
    outside = set(stretch) - _longest_run(stretch, rank)
    return exchanged if len(exchanged) <= len(outside) + 1 else outside


def _moved_into_gaps(stretch: list[int], rank: dict[int, int], around: tuple[int, int]) -> set[int]:
    """The fewest lines that are each heard where the text has one that is heard nowhere; none if others must
    have moved as well.

    Of two exchanged lines often only one is found again. It then stands in the gap of the other, and the lines
    between them, which it has passed, are in their places.

    Args:
        stretch: lines that are mixed up among themselves.
        rank: of all lines that are heard, by time.
        around: the lines that are heard before and after the stretch.
    """
    if len(stretch) > _LONGEST_STRETCH:
        return set()
    left = [around[0], *sorted(stretch, key=lambda number: rank[number]), around[1]]
    found: set[int] = set()
    while wrong := _turns_back(left):
        movers = []
        for place in range(1, len(left) - 1):
            others = left[:place] + left[place + 1 :]
            between = range(left[place - 1] + 1, left[place + 1])
            into_gap = any(other not in rank for other in between)
            if into_gap and (kept := _turns_back(others)) < wrong:
                movers.append((kept, left[place]))
        if not movers:
            return set()
        found.add(min(movers)[1])
        left.remove(min(movers)[1])
    return found


def _turns_back(numbers: list[int]) -> int:
    return sum(one > other for one, other in pairwise(numbers))


def _longest_run(numbers: list[int], rank: dict[int, int]) -> set[int]:
    """The longest subsequence of ascending rank (Fredman 1975)."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, rank[number])
        tails[place : place + 1] = [rank[number]]
        ends[place : place + 1] = [number]
        before[number] = ends[place - 1] if place else None
    run: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def unclaimed_speech(
    placed: Placed, settings: BelongingSettings | None = None, least: int = 50
) -> list[tuple[int, int]]:
    """Speech that no line claims, as frames; shorter stretches than ``least`` are left out."""
    settings = settings or BelongingSettings()
    open_ = placed.speaking.copy()
    for number, (start, end) in enumerate(zip(placed.start, placed.end, strict=True)):
        if start >= 0 and placed.may_belong(number, settings):
            open_[start:end] = False
    return [(start, end) for start, end in runs(open_).tolist() if end - start >= least]
