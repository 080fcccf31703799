"""Lines that fit badly where they stand are looked for in the speech that no other line claims.

Islands of such speech, parted by silence, are matched whole: a line that belongs explains all of an
island, and one that does not fails by far. In its order a line has to beat other lines of like length; out of it, its place
has to beat all its other places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import runs
from earwitness.listen.align.fitting import Model, Scored, scored
from earwitness.listen.align.monophones import GAP
from earwitness.listen.align.passage import Jumps, Passage, passage
from earwitness.listen.align.pieces import is_long
from earwitness.listen.align.placed import EDGE, BelongingSettings, Placed
from earwitness.listen.align.takes import Take
from earwitness.listen.align.viterbi import Search, best_paths

__all__ = ["look_elsewhere"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


class _Ear:
    """Frames of a take as a model scores them; a short take is scored once."""

    def __init__(self, one: Take, model: Model) -> None:
        self._one, self._model = one, model
        self._whole = None if is_long(one) else scored(model, one.features.between(0, one.frames))

    def over(self, start: int, end: int) -> Scored:
        """The frames ``start`` to ``end`` (left out)."""
        if self._whole is None:
            return scored(self._model, self._one.features.between(start, end))
        here = slice(start, end)
        return Scored(self._whole.sounds[here], self._whole.any_sound[here])


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line in a stretch of unclaimed speech."""

    score: float
    line: int
    start: int
    end: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    fits: tuple[float, ...]


def look_elsewhere(
    one: Take, shared: Model, own: Model, placed: Placed, settings: BelongingSettings
) -> None:
    """Give lines that are not sure the place, in their order or out of it, that they explain best."""
    sure = _sure(placed, settings)
    unsure = [number for number, line in enumerate(one.lines) if line.words and not sure[number]]
    if not unsure:
        return
    judging, finding = _Ear(one, shared), _Ear(one, own)
    candidates = _candidates(one, (judging, finding), placed, unsure, sure, settings)
    candidates.sort(key=lambda found: -found.score)
    taken = np.zeros(one.frames, dtype=np.bool_)
    for number in np.flatnonzero(sure).tolist():
        taken[placed.start[number] + EDGE : max(0, placed.end[number] - EDGE)] = True
    for found in candidates:
        number = found.line
        if number in placed.whole or taken[found.start : found.end].any():
            continue
        in_order = _in_order(placed, number, found, sure)
        if not in_order and (
            found.score < settings.doubtful or not _leads(found, candidates, settings)
        ):
            continue
        if found.score < settings.fits and in_order:
            lead = _lead(one, (judging, finding), found, settings)
            if lead < settings.may_beat and found.score < settings.doubtful:
                continue
            placed.lead[number] = lead
        taken[found.start : found.end] = True
        _move(placed, one, found)
    for number in set(unsure) - placed.whole:
        start, end = placed.start[number], placed.end[number]
        if start >= 0 and taken[start:end].any():
            placed.send_away(number, np.flatnonzero(one.owners == number))


def _leads(found: _Candidate, candidates: list[_Candidate], settings: BelongingSettings) -> bool:
    """Whether a line fits at one place much better than at any other."""
    others = [
        other.score
        for other in candidates
        if other.line == found.line and (other.end <= found.start or other.start >= found.end)
    ]
    return found.score >= max(others, default=-np.inf) + settings.lead


def _lead(
    one: Take, ears: tuple[_Ear, _Ear], found: _Candidate, settings: BelongingSettings
) -> float:
    """By how much a line explains its place better than the other lines that could be said in that time.

    A voice that the models hardly know makes every text fit badly; the right one still fits best.
    """
    length = one.lines[found.line].duration_s
    rivals = [
        number
        for number, line in enumerate(one.lines)
        if number != found.line
        and line.text != one.lines[found.line].text
        and 0.5 * length <= line.duration_s <= 1.7 * length
    ][: settings.rivals]
    judging, finding = ears
    columns = _plain_columns(finding.over(found.start, found.end))
    searches = [Search(_chain(one, number), columns) for number in rivals]
    searches = [search for search in searches if search.passage.states < len(columns)]
    if len(searches) < 3:
        return -np.inf
    judged = judging.over(found.start, found.end)
    tried = [
        _judge(0, found.start, search, way, judged)
        for search, (way, _) in zip(searches, best_paths(searches), strict=True)
    ]
    return found.score - max((other.score for other in tried if other), default=np.inf)


def _move(placed: Placed, one: Take, found: _Candidate) -> None:
    number = found.line
    placed.whole.add(number)
    words = np.flatnonzero(one.owners == number)
    placed.word_start[words] = found.starts
    placed.word_end[words] = found.ends
    placed.word_fit[words] = found.fits
    placed.start[number], placed.end[number] = found.start, found.end
    placed.fit[number] = found.score


def _sure(placed: Placed, settings: BelongingSettings) -> Mask:
    """Lines that fit well, and leave little of the speech around them to nobody."""
    claimed = np.zeros(len(placed.speaking), dtype=np.bool_)
    for start, end in zip(placed.start, placed.end, strict=True):
        if start >= 0:
            claimed[max(0, start - EDGE) : end + EDGE] = True
    open_ = np.append(0, np.cumsum(placed.speaking & ~claimed))
    islands = np.array(_joined(placed.speaking, settings), dtype=np.intp).reshape(-1, 2)
    sure = placed.fit >= settings.sure
    for number in np.flatnonzero(sure).tolist():
        start, end = int(placed.start[number]), int(placed.end[number])
        first = int(np.searchsorted(islands[:, 1], start, side="right"))
        last = int(np.searchsorted(islands[:, 0], end))
        if last > first:
            left = open_[islands[last - 1, 1]] - open_[islands[first, 0]]
            sure[number] = left <= settings.left_over * (end - start)
    return sure


def _in_order(placed: Placed, number: int, found: _Candidate, fitting: Mask) -> bool:
    """Whether a place lies between those of the lines before and after that fit."""
    before = placed.end[:number][fitting[:number]]
    after = placed.start[number + 1 :][fitting[number + 1 :]]
    return bool((before <= found.start).all() and (after >= found.end).all())


def _candidates(
    one: Take,
    ears: tuple[_Ear, _Ear],
    placed: Placed,
    homeless: list[int],
    sure: Mask,
    settings: BelongingSettings,
) -> list[_Candidate]:
    islands = _islands(placed, sure, settings)
    tempo = _tempo(one, placed, settings)
    found: list[_Candidate] = []
    for number in homeless:  # one line at a time: an hour may have many
        expected = one.lines[number].duration_s * 100 * tempo
        chain = _chain(one, number)
        middle = _expected_frame(placed, number, one.frames)
        places = [
            (start, end)
            for start, end in _stretches(islands, expected, settings)
            if abs((start + end) / 2 - middle) <= settings.reach and end - start > chain.states
        ]
        found += _tried(number, chain, places, ears)
    return found


def _tried(
    number: int, chain: Passage, places: list[tuple[int, int]], ears: tuple[_Ear, _Ear]
) -> list[_Candidate]:
    """A line in each of some places."""
    judging, finding = ears
    searches = [Search(chain, _plain_columns(finding.over(*place))) for place in places]
    found = [
        _judge(number, place[0], search, way, judging.over(*place))
        for place, search, (way, _) in zip(places, searches, best_paths(searches), strict=True)
    ]
    return [one for one in found if one is not None]


def _judge(number: int, start: int, search: Search, way: Ints, found: Scored) -> _Candidate | None:
    word = search.passage.word[way]
    said = np.flatnonzero(word >= 0)
    if not said.size:
        return None
    column = search.passage.column[way]
    rows = np.arange(len(way))
    excess = found.sounds[rows, np.maximum(column, 0)] - found.anything
    count = len(search.passage.first)
    spans = [np.flatnonzero(word == each) for each in range(count)]
    if any(not span.size for span in spans):
        return None
    return _Candidate(
        float(excess[said].mean()),
        number,
        start + int(said[0]),
        start + int(said[-1]) + 1,
        tuple(start + int(span[0]) for span in spans),
        tuple(start + int(span[-1]) + 1 for span in spans),
        tuple(float(excess[span].mean()) for span in spans),
    )


def _chain(one: Take, number: int) -> Passage:
    words = [replace(word, line=0) for word in one.words if word.line == number]
    return replace(passage(words), past_words=Jumps.of([]), past_lines=Jumps.of([]))


def _plain_columns(found: Scored) -> Floats:
    silence = found.sounds[:, GAP]
    return np.column_stack((found.sounds, silence, silence))


def _islands(placed: Placed, sure: Mask, settings: BelongingSettings) -> list[tuple[int, int]]:
    """Stretches of speech that no line surely claims, parted by silence."""
    open_ = placed.speaking.copy()
    for number in np.flatnonzero(sure).tolist():
        open_[placed.start[number] : placed.end[number]] = False
    return [(max(0, start - EDGE), end + EDGE) for start, end in _joined(open_, settings)]


def _joined(speaking: Mask, settings: BelongingSettings) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in runs(speaking).tolist():
        if end - start < 5:
            continue
        if merged and start - merged[-1][1] < settings.island_gap:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _stretches(
    islands: list[tuple[int, int]], expected: float, settings: BelongingSettings
) -> list[tuple[int, int]]:
    """Runs of neighbouring islands about as long as a line should be."""
    found = []
    for first in range(len(islands)):
        for last in range(first, min(first + settings.most_islands, len(islands))):
            start, end = islands[first][0], islands[last][1]
            if end - start > settings.longest * expected + 20:
                break
            if end - start >= settings.shortest * expected:
                found.append((start, end))
    return found


def _tempo(one: Take, placed: Placed, settings: BelongingSettings) -> float:
    """How much slower than the synthesiser this recording speaks."""
    ratios = [
        (placed.end[number] - placed.start[number]) / (line.duration_s * 100)
        for number, line in enumerate(one.lines)
        if placed.fit[number] >= settings.sure and line.duration_s > 0.3
    ]
    return float(np.clip(np.median(ratios), 0.5, 2.0)) if ratios else 1.0


def _expected_frame(placed: Placed, number: int, frames: int) -> float:
    """Where a line would be, from its neighbours that are somewhere."""
    before = placed.end[:number][placed.start[:number] >= 0]
    after = placed.start[number + 1 :][placed.start[number + 1 :] >= 0]
    low = int(before[-1]) if before.size else 0
    high = int(after[0]) if after.size else frames
    return (low + high) / 2
