"""Keys: the parts of a code by which it is looked up, short where an index is small."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["KEYS", "first_bit", "keys_of", "length_for"]

Codes = NDArray[np.uint64]

KEYS = 3
_BITS = 64
_SHORTEST, _LONGEST = 12, 26
_PER_KEY = 2  # an index has about 2^-2 keys a code: four codes stand under each


def length_for(codes: int) -> int:
    """How many bits a key has in an index of so many codes.

    >>> length_for(1_800_000), length_for(90_000_000)
    (19, 24)
    """
    return min(_LONGEST, max(_SHORTEST, round(math.log2(max(codes, 1))) - _PER_KEY))


def first_bit(number: int, length: int) -> int:
    """Where key ``number`` begins; keys longer than a third of the code overlap.

    >>> [first_bit(number, 18) for number in range(3)], [first_bit(number, 26) for number in range(3)]
    ([0, 18, 36], [0, 19, 38])
    """
    return number * min(length, (_BITS - length) // (KEYS - 1))


def keys_of(codes: Codes, number: int, length: int) -> NDArray[np.uint32]:
    """Key ``number`` of each code."""
    shifted = codes >> np.uint64(first_bit(number, length))
    return (shifted & np.uint64((1 << length) - 1)).astype(np.uint32)
