"""Codes for hours of speech that nobody says: pieces of real codes in another order, slightly changed.

A thousand hours of speech cannot be synthesised in an hour. What an index sees of them are codes: how often
each key occurs, how codes follow one another, and how many places vote by chance. So codes of synthetic speech
(never those that questions are about) are cut into pieces of 1.2 s, drawn with replacement, and in each piece
a fixed 4 % of the bits is flipped, so that no piece is there twice. The frequent keys of speech stay
frequent (`key_crowding` measures it); what is lost are long stretches: no sentence is said twice, and the
same pieces come back as near-copies, so that lucky candidates come in swarms, which is harder than reality.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from earwitness.store.sound_index.keys import KEYS, keys_of

__all__ = ["CODES_PER_HOUR", "GENERATED", "generated_sounds", "key_crowding"]

Codes = NDArray[np.uint64]

CODES_PER_HOUR = 90_000
GENERATED = "generated-"
_PIECE = 30  # codes
_FLIPPED = 0.04
_PIECES = 200  # of a recording: four minutes


def generated_sounds(base: Codes, hours: float, first: int) -> Iterator[tuple[str, Codes]]:
    """Recordings of four minutes; ``first``: the number of the first, the same number gives the same."""
    count = round(hours * CODES_PER_HOUR / (_PIECE * _PIECES))
    for number in range(first, first + count):
        draw = np.random.default_rng([number, 55])
        starts = draw.integers(0, len(base) - _PIECE, _PIECES)
        flips = draw.random((_PIECES, 64)) < _FLIPPED
        masks = np.packbits(flips, axis=1, bitorder="little").view("<u8")
        codes = base[starts[:, None] + np.arange(_PIECE)] ^ masks
        yield f"{GENERATED}{number:07d}", codes.ravel()


def key_crowding(asked: Codes, held: Codes, length: int) -> list[float]:
    """How many codes share a key with a code of other speech, over what evenly spread keys would give."""
    found = []
    for number in range(KEYS):
        here = np.bincount(keys_of(asked, number, length), minlength=1 << length)
        there = np.bincount(keys_of(held, number, length), minlength=1 << length)
        shared = float(np.dot(here.astype(np.float64), there))
        found.append(shared / len(asked) / len(held) * 2.0**length)
    return found
