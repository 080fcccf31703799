"""Does this text belong to this sound? Line by line, and which lines stand in the wrong place.

A line fits when its own sounds explain the frames better than silence and the average of all sounds do (a
likelihood ratio against a "world" model, as in utterance verification: Lleida & Rose 2000). Lines that
fit nowhere in their order are looked for in the speech that no line claims: transcripts get
mixed up, and a line that is heard elsewhere is a better finding than a line that is not heard.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.windows import runs
from earwitness.listen.align.fitting import Model, Scored, scored
from earwitness.listen.align.monophones import GAP
from earwitness.listen.align.passage import Jumps, Passage, passage
from earwitness.listen.align.pieces import is_long
from earwitness.listen.align.takes import Take
from earwitness.listen.align.viterbi import Search, best_paths

__all__ = ["BelongingSettings", "Placed", "displaced", "place_lines", "unclaimed_speech"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

NOWHERE = -99.0
_EDGE = 4  # frames by which islands are wider than their speech


@dataclass(frozen=True, slots=True)
class BelongingSettings:
    """When a line belongs. Fits are in nats a frame above "anything".

    Args:
        sure: a line that fits so well in its order is not looked at again.
        fits: a line of this fit, that explains all speech of its islands, fits; ``doubtful`` the same for "may".
        loose: a line that does not explain its islands may still fit from here on.
        lead: by how much a place out of order must be better than any other place of the line.
        beats: by how much a line must explain speech in its order better than other lines of like length do,
            to fit where the models hardly know the voice; ``may_beat`` the same for "may".
        rivals: how many such lines are tried.
        island_gap: frames of silence that part two islands of speech.
        reach: frames to each side of its place in which a line is looked for.
        shortest, longest: a line's duration as a share of what is expected.
        most_islands: how many islands a line may run over.
    """

    sure: float = 1.0
    fits: float = -0.8
    doubtful: float = -1.6
    loose: float = 0.2
    lead: float = 1.0
    beats: float = 1.5
    may_beat: float = 0.5
    rivals: int = 8
    island_gap: int = 15
    reach: int = 9_000
    shortest: float = 0.5
    longest: float = 2.2
    most_islands: int = 5


@dataclass(slots=True)
class Placed:
    """Where the lines of a take stand.

    Args:
        start, end: (lines,) frames; -1 where a line is nowhere.
        fit: (lines,) nats a frame above "anything", `NOWHERE` where a line is nowhere.
        whole: lines that explain all the speech of their islands.
        lead: by how much such a line explains it better than other lines of like length, where that was tried.
        word_start, word_end: (words,) frames, -1 where a word was passed over.
        word_fit: (words,).
        speaking: (frames,) where there is speech, to the ear of the models.
    """

    start: Ints
    end: Ints
    fit: Floats
    word_start: Ints
    word_end: Ints
    word_fit: Floats
    speaking: Mask
    whole: set[int] = field(default_factory=set)
    lead: dict[int, float] = field(default_factory=dict)

    def belongs(self, number: int, settings: BelongingSettings) -> bool:
        """Whether a line fits at the place where it was found."""
        if self.lead.get(number, -np.inf) >= settings.beats:
            return True
        least = settings.fits if number in self.whole else settings.loose
        return bool(self.fit[number] >= least)

    def may_belong(self, number: int, settings: BelongingSettings) -> bool:
        """Whether a line may fit at the place where it was found."""
        if self.lead.get(number, -np.inf) >= settings.may_beat:
            return True
        least = settings.doubtful if number in self.whole else settings.loose - 0.5
        return bool(self.fit[number] >= least)


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
    _look_elsewhere(one, shared, own, placed, settings)
    return placed


def _judged(one: Take, shared: Model) -> tuple[Floats, Mask]:
    """How far each frame's sound is above "anything"; and where there is speech."""
    excess = np.zeros(one.frames, dtype=np.float32)
    speaking = np.zeros(one.frames, dtype=np.bool_)
    for piece in one.pieces:
        here = slice(piece.start, piece.end)
        found = scored(shared, one.features[here])
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
        _send_away(placed, number, words)
        return
    placed.start[number] = placed.word_start[said].min()
    placed.end[number] = placed.word_end[said].max()
    frames = (placed.word_end - placed.word_start)[said]
    placed.fit[number] = np.average(placed.word_fit[said], weights=frames)


def _send_away(placed: Placed, number: int, words: Ints) -> None:
    placed.start[number] = placed.end[number] = -1
    placed.fit[number] = NOWHERE
    placed.word_start[words] = placed.word_end[words] = -1
    placed.word_fit[words] = NOWHERE


class _Ear:
    """Frames of a take as a model scores them; a short take is scored once."""

    def __init__(self, one: Take, model: Model) -> None:
        self._one, self._model = one, model
        self._whole = None if is_long(one) else scored(model, one.features)

    def over(self, start: int, end: int) -> Scored:
        """The frames ``start`` to ``end`` (left out)."""
        if self._whole is None:
            return scored(self._model, self._one.features[start:end])
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


def _look_elsewhere(
    one: Take, shared: Model, own: Model, placed: Placed, settings: BelongingSettings
) -> None:
    """Give lines that are not sure the place, in their order or out of it, that they explain best."""
    unsure = [
        number
        for number, line in enumerate(one.lines)
        if line.words and placed.fit[number] < settings.sure
    ]
    if not unsure:
        return
    judging, finding = _Ear(one, shared), _Ear(one, own)
    candidates = _candidates(one, (judging, finding), placed, unsure, settings)
    candidates.sort(key=lambda found: -found.score)
    taken = np.zeros(one.frames, dtype=np.bool_)
    for number in np.flatnonzero(placed.fit >= settings.sure).tolist():
        taken[placed.start[number] + _EDGE : max(0, placed.end[number] - _EDGE)] = True
    for found in candidates:
        number = found.line
        if number in placed.whole or taken[found.start : found.end].any():
            continue
        in_order = _in_order(placed, number, found, settings)
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
            _send_away(placed, number, np.flatnonzero(one.owners == number))


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


def _in_order(placed: Placed, number: int, found: _Candidate, settings: BelongingSettings) -> bool:
    """Whether a place lies between those of the lines before and after that fit."""
    fitting = placed.fit >= settings.sure
    before = placed.end[:number][fitting[:number]]
    after = placed.start[number + 1 :][fitting[number + 1 :]]
    return bool((before <= found.start).all() and (after >= found.end).all())


def _candidates(
    one: Take,
    ears: tuple[_Ear, _Ear],
    placed: Placed,
    homeless: list[int],
    settings: BelongingSettings,
) -> list[_Candidate]:
    islands = _islands(placed, settings)
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


def _islands(placed: Placed, settings: BelongingSettings) -> list[tuple[int, int]]:
    """Stretches of speech that no line surely claims, parted by silence."""
    open_ = placed.speaking.copy()
    for start, end, fit in zip(placed.start, placed.end, placed.fit, strict=True):
        if fit >= settings.sure:
            open_[start:end] = False
    merged: list[tuple[int, int]] = []
    for start, end in runs(open_).tolist():
        if end - start < 5:
            continue
        if merged and start - merged[-1][1] < settings.island_gap:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [(max(0, start - _EDGE), end + _EDGE) for start, end in merged]


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


def displaced(placed: Placed, settings: BelongingSettings | None = None) -> set[int]:
    """Lines that fit, in another place than their order says.

    Either those whose rank in the sound is not their rank in the text (two lines exchanged), or
    those outside the longest run that keeps the order (a block moved): whichever are fewer, in each
    stretch that is mixed up within itself.
    """
    settings = settings or BelongingSettings()
    fitting = [number for number in range(len(placed.fit)) if placed.belongs(number, settings)]
    by_time = sorted(fitting, key=lambda number: int(placed.start[number]))
    rank = {number: place for place, number in enumerate(by_time)}
    found: set[int] = set()
    first = latest = 0
    for place, number in enumerate(fitting):
        latest = max(latest, rank[number])
        if latest > place:
            continue
        stretch = fitting[first : place + 1]
        exchanged = {one for at, one in enumerate(stretch, first) if rank[one] != at}
        outside = set(stretch) - _longest_run(stretch, rank)
        found |= exchanged if len(exchanged) <= len(outside) + 1 else outside
        first = place + 1
    return found


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
