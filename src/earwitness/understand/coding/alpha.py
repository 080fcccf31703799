"""Krippendorff's alpha for nominal data: how far coders agree beyond chance, missing values allowed.

K. Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011); *Content Analysis* (2018), ch. 12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["RELY", "TENTATIVE", "Alpha", "alpha_nominal", "verdict"]

RELY = 0.8
TENTATIVE = 0.667


@dataclass(frozen=True, slots=True)
class Alpha:
    """A value, or the reason why there is none.

    Attributes:
        value: 1 for perfect agreement, 0 for what chance would give, below 0 for systematic disagreement.
        units: units that two coders at least have judged; others cannot be compared.
        values: judgements in those units.
    """

    value: float | None
    units: int
    values: int
    why_not: str = ""


def alpha_nominal(units: Iterable[Sequence[Hashable | None]]) -> Alpha:
    """Alpha over units, each with one value a coder; None where a coder did not judge it.

    The order of coders and of units, and what the values are called, make no difference.

    >>> ben, gerry = "aabbdcccedda", "babbbccceddd"  # Krippendorff 2011, section B
    >>> round(alpha_nominal(zip(ben, gerry)).value, 3)
    0.692
    """
    totals: Counter[Hashable] = Counter()
    agreeing = 0.0  # pairs with the same value, each unit's weighted by 1 / (its values - 1)
    compared = 0
    for unit in units:
        counts = Counter(value for value in unit if value is not None)
        size = counts.total()
        if size < 2:
            continue
        compared += 1
        totals.update(counts)
        agreeing += sum(count * (count - 1) for count in counts.values()) / (size - 1)
    n = totals.total()
    if not compared:
        return Alpha(None, 0, 0, "no line was judged by two coders")
    chance = sum(count * (count - 1) for count in totals.values())
    if chance == n * (n - 1):
        return Alpha(None, compared, n, "all judgements are the same: nothing varies to agree on")
    observed = 1 - agreeing / n
    expected = 1 - chance / (n * (n - 1))
    return Alpha(1 - observed / expected, compared, n)


def verdict(alpha: Alpha) -> str:
    """What the customary thresholds make of it.

    >>> verdict(Alpha(0.7, 40, 80))
    'tentative: 0.667 to 0.8'
    """
    if alpha.value is None:
        return f"alpha not computed: {alpha.why_not}"
    if alpha.value >= RELY:
        return "can be relied on: 0.8 or more"
    if alpha.value >= TENTATIVE:
        return "tentative: 0.667 to 0.8"
    return "do not publish this count: below 0.667"
