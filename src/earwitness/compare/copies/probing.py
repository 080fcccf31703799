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
_WIDTH = (
    32  # frames: votes within 320 ms are one candidate, so that another speed keeps them together
)
_AT_MOST = 128
_CROWD, _MANY = (
    8,
    20_000,
)  # votes, crowds: with which size it begins, how many are too many to count


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
    asked = weights[telling]
    frames = telling.astype(np.int32)
    offsets = [_votes(segment, key, asked, frames, probes, per_key) for key in range(KEYS)]
    every = np.concatenate(offsets)
    every.sort()
    room = len(segment.codes) * CODE_STEP + len(weights)
    starts, counts = _crowds(every, _WIDTH * len(every) / room)
    return [
        Candidate(number, float(every[start : start + votes].mean()), int(votes))
        for start, votes in zip(starts.tolist(), counts.tolist(), strict=True)
    ]


def _crowds(every: NDArray[np.int32], usual: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where in the sorted votes the most stand together, and how many; at most `_AT_MOST` crowds.

    Args:
        usual: how many votes fall together when they are spread evenly.
    """
    # Only crowds larger than chance makes are counted. How large those are is not known beforehand:
    # the size is raised until few are left, then lowered until enough are there.
    size = _CROWD + round(usual + 5 * usual**0.5)
    at = _crowded(every, size)
    while len(at) > _MANY:
        size += size // 2
        at = _crowded(every, size)
    while len(at) < _AT_MOST and size > 1:
        size -= max(1, size // 4)
        at = _crowded(every, size)
    counts = np.searchsorted(every, every[at] + np.int32(_WIDTH)) - at
    # of those that overlap, the largest
    blocks = every[at] // _WIDTH
    order = np.lexsort((-counts, blocks))
    first = np.ones(len(order), bool)
    first[1:] = blocks[order[1:]] != blocks[order[:-1]]
    one_each = order[first]
    if len(one_each) > _AT_MOST:
        one_each = one_each[np.argpartition(-counts[one_each], _AT_MOST)[:_AT_MOST]]
    return at[one_each], counts[one_each]


def _crowded(every: NDArray[np.int32], size: int) -> NDArray[np.intp]:
    """The votes with which so many, counted from it, stand within a width."""
    if len(every) < size:
        return np.zeros(0, np.intp)
    return np.flatnonzero(every[size - 1 :] - every[: len(every) - size + 1] < _WIDTH)


def _votes(
    segment: Segment,
    number: int,
    weights: Floats,
    frames: NDArray[np.int32],
    probes: int,
    per_key: float,
) -> NDArray[np.int32]:
    """Offsets (frames) at which codes of the segment have a key of the question."""
    keys = _probe_keys(weights, number, segment.key_bits, probes)
    low, high = segment.bounds(number, keys.ravel())
    counts = high - low
    met = np.flatnonzero((counts > 0) & (counts <= int(_COMMON * (per_key + 1))))
    low, counts = low[met], counts[met]
    ends = np.cumsum(counts)
    if len(ends) == 0:
        return np.zeros(0, np.int32)
    at = np.arange(ends[-1], dtype=np.int64)
    at += np.repeat(low - (ends - counts), counts)
    # codes and frames of a segment are fewer than 2^29: offsets fit in 32 bits
    voted = segment.places(number, at).view(np.int32)
    voted *= np.int32(CODE_STEP)
    voted -= np.repeat(frames[met // keys.shape[1]], counts)
    return voted


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
