"""What a score means: how often sound that is not in the archive would reach it.

The best score of a question about unknown speech follows the law of largest values (Gumbel 1958); its
place moves with the logarithm of the number of codes that it is the best of. Place and scale are those
that `benchmarks/copies.py` measures and prints.
"""

from __future__ import annotations

import math

__all__ = ["DECISIVE_PER_MILLION", "chance_per_million"]

# Of the best scores of a thousand questions of 5 s about unknown speech, in 21 hours; those of 10 s are
# 0.7 lower. Between 1 and 21 hours the place moved by 0.09 with each doubling.
_PLACE = 5.96
_SCALE = 0.87
_A_DOUBLING = 0.09
_MEASURED_CODES = 1_900_000
_MILLION = 1_000_000

DECISIVE_PER_MILLION = 100.0
"""At most one false alarm in ten thousand questions: below it a link needs no person."""


def chance_per_million(score: float, codes: int) -> float:
    """False alarms in a million questions about speech that an index does not hold.

    Args:
        codes: how many codes the index holds; 90,000 are an hour.

    >>> chance_per_million(8.0, 1_800_000) > 10_000
    True
    >>> chance_per_million(20.0, 90_000_000) < 1
    True
    """
    place = _PLACE + _A_DOUBLING * math.log2(max(codes, 1) / _MEASURED_CODES)
    return -_MILLION * math.expm1(-math.exp(min(50.0, (place - score) / _SCALE)))
