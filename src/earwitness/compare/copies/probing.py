"""Candidates: where in the index a stretch of sound may stand, by keys it shares with what is there.

The least reliable bits of a key, those whose projection lies next to zero, are flipped, the likeliest
combinations first (query-directed probing, Lv et al. 2007). Each key that is met votes for an offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import CODE_STEP
from earwitness.store.sound_index.keys import KEYS, first_bit
from earwitness.store.sound_index.segment import Segment

__all__ = ["Candidate", "candidates"]

Floats = NDArray[np.float32]

_EVERY = 2  # frames: 20 ms
_BUDGET = 700_000  # votes that may be counted for one question
_MOST_PROBES, _FEWEST_PROBES = 192, 4
_RANKS = 11  # of the least reliable bits, how many may be flipped
_COMMON = 60  # a key that so many times the usual number of codes have tells nothing
_BIN = (
    16  # frames: votes within 320 ms are one candidate, so that another speed keeps them together
)
_AT_MOST = 128


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in a segment: code frame minus frame of the question, in frames of 10 ms."""

    segment: int
    offset: float
    votes: int


def candidates(segments: tuple[Segment, ...], weights: Floats) -> list[Candidate]:
    """Places that share keys with a stretch of sound, most votes first.

    Args:
        weights: (frames, 64), signs with their certainty, every 10 ms; rows of steady sound are 0.
    """
    total = sum(len(one.codes) for one in segments)
    found: list[Candidate] = []
    telling = np.flatnonzero(np.any(weights[::_EVERY] != 0, axis=1)) * _EVERY
    if total == 0 or len(telling) == 0:
        return found
    for number, segment in enumerate(segments):
        share = len(segment.codes) / total
        found += _in_segment(number, segment, weights, telling, _BUDGET * share)
    return sorted(found, key=lambda one: -one.votes)[:_AT_MOST]


def _in_segment(
    number: int, segment: Segment, weights: Floats, telling: NDArray[np.intp], budget: float
) -> list[Candidate]:
    per_key = len(segment.codes) / 2.0**segment.key_bits
    probes = int(budget / (len(telling) * KEYS * max(per_key, 0.25)))
    probes = min(_MOST_PROBES, max(_FEWEST_PROBES, probes))
    offsets = [
        _votes(segment, key, weights[telling], telling, probes, per_key) for key in range(KEYS)
    ]
    every = np.sort(np.concatenate(offsets))
    if len(every) == 0:
        return []
    bins = every // _BIN
    starts = np.flatnonzero(np.concatenate([[True], bins[1:] != bins[:-1]]))
    counts = np.diff(np.append(starts, len(bins)))
    paired = counts.copy()
    next_to = bins[starts[1:]] - bins[starts[:-1]] == 1
    paired[:-1][next_to] += counts[1:][next_to]
    best = _largest(paired, _AT_MOST)
    stops = starts[best] + paired[best]
    sums = np.zeros(len(every) + 1)
    np.cumsum(every, dtype=np.float64, out=sums[1:])
    middles = (sums[stops] - sums[starts[best]]) / paired[best]
    return [
        Candidate(number, float(middle), int(votes))
        for middle, votes in zip(middles, paired[best], strict=True)
    ]


def _largest(counts: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """Where the largest stand, in order of their places."""
    if len(counts) <= most:
        return np.arange(len(counts))
    return np.sort(np.argpartition(-counts, most)[:most])


def _votes(
    segment: Segment,
    number: int,
    weights: Floats,
    frames: NDArray[np.intp],
    probes: int,
    per_key: float,
) -> NDArray[np.int32]:
    """Offsets (frames) at which codes of the segment have a key of the question."""
    keys = _probe_keys(weights, number, segment.key_bits, probes)
    low, high = segment.bounds(number, keys.ravel())
    counts = high - low
    counts[counts > _COMMON * (per_key + 1)] = 0
    met = np.flatnonzero(counts)
    low, counts = low[met], counts[met]
    ends = np.cumsum(counts)
    if len(ends) == 0:
        return np.zeros(0, np.int32)
    at = np.repeat(low - (ends - counts), counts) + np.arange(ends[-1])
    asked = np.repeat(frames.astype(np.int32)[met // keys.shape[1]], counts)
    voted: NDArray[np.int32] = segment.places(number, at).astype(np.int32) * np.int32(CODE_STEP)
    offsets: NDArray[np.int32] = voted - asked
    return offsets


def _probe_keys(weights: Floats, number: int, length: int, probes: int) -> NDArray[np.uint32]:
    """(frames, probes): the key itself first, then with unreliable bits flipped."""
    first = first_bit(number, length)
    part = weights[:, first : first + length]
    values = np.uint32(1) << np.arange(length, dtype=np.uint32)
    own = ((part > 0) * values).sum(axis=1, dtype=np.uint32)
    ranks = min(_RANKS, length)
    order = np.argsort(np.abs(part), axis=1)[:, :ranks]
    masks = values[order] @ _flips(ranks, probes).T
    keys: NDArray[np.uint32] = own[:, None] ^ masks
    return keys


@lru_cache(maxsize=32)
def _flips(ranks: int, probes: int) -> NDArray[np.uint32]:
    """(probes, ranks) of 0 and 1: sets of ranks, those whose ranks sum to least first."""
    every = np.arange(1 << ranks, dtype=np.uint32)
    members = (every[:, None] >> np.arange(ranks, dtype=np.uint32)) & 1
    cost = members @ (np.arange(ranks) + 1.0)
    return members[np.argsort(cost, kind="stable")[:probes]].astype(np.uint32)
