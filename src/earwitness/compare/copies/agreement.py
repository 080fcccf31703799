"""How well a stretch of sound agrees with codes in the index, and what chance would give.

The agreement is soft: a bit counts by how far its projection is from zero (compare the soft information of
Haitsma & Kalker 2002, section 5). Chance is measured for each question, by laying it on places of the
index drawn by lot: what is like everything (a hum, a rhythm) has a wide spread, and reaches no high score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import BITS, CODE_STEP, FRAMES_PER_S, VOID
from earwitness.compare.copies.probing import Candidate, candidates
from earwitness.store.sound_index.segment import Segment, Stretch

__all__ = ["Match", "best_matches", "signs"]

Floats = NDArray[np.float32]
Codes = NDArray[np.uint64]

_FULL = 127.0
_RATES = (1.0, 0.99, 1.01, 0.98, 1.02)
_REACH = 24  # frames to either side of a candidate that are tried
_FEWEST_CODES = 12  # half a second
_LAID = 160  # places drawn by lot
_SEED = 5
_LOOKED_AT = 24
_ALWAYS_LOOKED_AT = 5
_PROMISING = 4.0  # spreads of chance
_ROUGH_SHIFTS = (-4, 0, 4)  # frames
_NORMAL = 1.4826  # median absolute deviation to standard deviation
_FEW_CODES = 2_000  # an index of 80 seconds has too few places to measure chance on
_KEPT_SPREAD = 3.0


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of sound stands in an indexed one.

    Attributes:
        frame: frame of the question in its middle; place: the code frame that agrees with it.
        rate: seconds of the indexed sound in a second of the question.
        score: agreement over the spread of chance agreements.
        share: agreement, 1.0 where every bit is the same.
    """

    segment: int
    stretch: Stretch
    frame: float
    place: float
    rate: float
    score: float
    share: float
    votes: int


def signs(codes: Codes) -> Floats:
    """Codes as (n, 64) of -1 and 1; 0 where nothing can be told apart."""
    raw = np.ascontiguousarray(codes.astype("<u8")).view(np.uint8).reshape(-1, 8)
    bits = np.unpackbits(raw, axis=1, bitorder="little")
    out = bits.astype(np.float32) * 2 - 1
    out[codes == VOID] = 0
    return out


def best_matches(segments: tuple[Segment, ...], asked: NDArray[np.int8]) -> list[Match]:
    """Where a stretch of some seconds stands, best first; one match a recording and place.

    Args:
        asked: (frames, 64) of `soft_signs`, every 10 ms.
    """
    weights = asked.astype(np.float32) / _FULL
    places = candidates(segments, weights)
    if not places:
        return []
    middle, spread = _chance(segments, weights)
    full = float(np.abs(weights).sum()) / CODE_STEP
    found = [
        match
        for place in _rough(segments, places, weights, (middle, spread))
        if (match := _aligned(segments, place, weights, (middle, spread, full))) is not None
    ]
    found.sort(key=lambda one: -one.score)
    kept: list[Match] = []
    for match in found:
        if not any(_same(match, other) for other in kept):
            kept.append(match)
    return kept


def _same(one: Match, other: Match) -> bool:
    near = abs((one.place - one.frame) - (other.place - other.frame)) < FRAMES_PER_S
    return one.stretch.subject == other.stretch.subject and near


def _rough(
    segments: tuple[Segment, ...],
    places: list[Candidate],
    weights: Floats,
    chance: tuple[float, float],
) -> list[Candidate]:
    """The candidates that agree best at their own offset or 40 ms to either side of it.

    The first few, and any that agree better than chance: a family of copies is seen whole, and where
    there is none little is spent.
    """
    scored: list[tuple[float, Candidate]] = []
    length = max(1, len(weights) // CODE_STEP - 1)
    steps = np.arange(length)
    for number, segment in enumerate(segments):
        here = [one for one in places if one.segment == number]
        if not here:
            continue
        offsets = np.array([int(one.offset) for one in here])
        first = -(-offsets // CODE_STEP)
        at = first[:, None] + steps
        codes = segment.codes[np.clip(at, 0, len(segment.codes) - 1)]
        codes = np.where((at >= 0) & (at < len(segment.codes)), codes, VOID)
        bits = signs(codes.ravel()).reshape(len(here), length, BITS)
        frames = (first * CODE_STEP - offsets)[:, None] + steps * CODE_STEP
        best = np.full(len(here), -np.inf)
        for shift in _ROUGH_SHIFTS:
            asked = weights[np.clip(frames + shift, 0, len(weights) - 1)]
            best = np.maximum(best, np.einsum("nlk,nlk->n", asked, bits))
        scored += zip(best.tolist(), here, strict=True)
    scored.sort(key=lambda one: -one[0])
    middle, spread = chance
    return [
        one
        for number, (score, one) in enumerate(scored[:_LOOKED_AT])
        if number < _ALWAYS_LOOKED_AT or score > middle + _PROMISING * spread
    ]


def _aligned(
    segments: tuple[Segment, ...],
    candidate: Candidate,
    weights: Floats,
    chance: tuple[float, float, float],
) -> Match | None:
    """The best straight line near a candidate, over small changes of speed."""
    segment = segments[candidate.segment]
    half = len(weights) // 2
    # code frame that lies on the middle of the question; whole, so that at the same speed every code
    # falls on a frame and the parabola below finds what lies between frames
    centre = round(candidate.offset) + half
    stretch = segment.stretch_at(centre // CODE_STEP)
    if stretch is None:
        return None
    low = max(stretch.first, int(candidate.offset - _REACH) // CODE_STEP)
    high = min(stretch.stop, int(candidate.offset + len(weights) + _REACH) // CODE_STEP + 1)
    if high - low < _FEWEST_CODES:
        return None
    table = np.pad(weights @ signs(segment.codes[low:high]).T, ((0, 1), (0, 0)))
    codes = np.arange(high - low)
    away = (codes + low) * CODE_STEP - centre
    shifts = np.arange(-_REACH, _REACH + 1)
    best = (-np.inf, 0.0, 1.0)
    for rate in _RATES:
        at = np.round(half + away / rate).astype(int)[None, :] - shifts[:, None]
        at[(at < 0) | (at >= len(weights))] = len(weights)  # the padded row of zeros
        sums = table[at, codes[None, :]].sum(axis=1)
        top = int(sums.argmax())
        if sums[top] > best[0]:
            best = (float(sums[top]), shifts[top] + _between(sums, top), rate)
    middle, spread, full = chance
    return Match(
        candidate.segment,
        stretch,
        half,
        centre + best[1] - stretch.first * CODE_STEP,
        best[2],
        (best[0] - middle) / spread,
        best[0] / max(full, 1e-6),
        candidate.votes,
    )


def _between(sums: NDArray[np.floating], top: int) -> float:
    """Where between the neighbours a parabola through the maximum has its top."""
    if not 0 < top < len(sums) - 1:
        return 0.0
    before, at, after = sums[top - 1 : top + 2]
    bend = before - 2 * at + after
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def _chance(segments: tuple[Segment, ...], weights: Floats) -> tuple[float, float]:
    """Middle and spread of the agreement with places drawn by lot."""
    asked = weights[::CODE_STEP]
    length = len(asked)
    least = float(np.sqrt(np.square(asked).sum())) * 1.5  # codes follow one another: about 2 alike
    places = [
        (segment, len(segment.codes) - length)
        for segment in segments
        if len(segment.codes) > length
    ]
    room = sum(size for _, size in places)
    if room < _FEW_CODES:
        return 0.0, least * _KEPT_SPREAD / 2
    draw = np.random.default_rng(_SEED)
    sums: list[NDArray[np.float32]] = []
    for segment, size in places:
        count = max(1, round(_LAID * size / room))
        starts = draw.integers(0, size, count)
        laid = signs(segment.codes[(starts[:, None] + np.arange(length)).ravel()])
        sums.append(np.einsum("nlk,lk->n", laid.reshape(count, length, BITS), asked))
    every = np.concatenate(sums)
    middle = float(np.median(every))
    spread = float(np.median(np.abs(every - middle))) * _NORMAL
    return middle, max(spread, least, 1e-6)
