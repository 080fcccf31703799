"""On which day something was said, by what it says of a feast: "tomorrow is Easter", "за тиждень Великдень".

A feast has its day in each year; a word beside it says how far away it is. The days that come out are
suggestions to a person: a feast can be meant of another year, and people are a day off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from earwitness.text.relative_days import days_said, feast_days

__all__ = ["SpokenOn", "spoken_on"]

_SENTENCE = re.compile(r"[^.!?…\n]+")
_COUNTED = ("a word for a day", "units counted from the stated day")
_STATED = date(2001, 1, 15)  # any day: only the distance to it is used
_NEAR = 40  # characters between the feast and the word that says how far it is


@dataclass(frozen=True, slots=True)
class SpokenOn:
    """Words ``start`` to ``end`` of a text, and the days on which they can have been said."""

    start: int
    end: int
    surface: str
    days: tuple[date, ...]
    reason: str


def spoken_on(text: str, years: Iterable[int]) -> tuple[SpokenOn, ...]:
    """Where a text says how far away a feast is, and on which days of these years that can be said.

    >>> [str(day) for day in spoken_on("Завтра ж Великдень!", [2025])[0].days]
    ['2025-04-19']
    """
    wanted = sorted(set(years))
    found = []
    for sentence in _SENTENCE.finditer(text):
        said = days_said(sentence.group(), _STATED)
        feasts = [one for one in said if one.rule == "a feast"]
        counted = [one for one in said if one.rule in _COUNTED and one.earliest == one.latest]
        for feast in feasts:
            near = [
                one
                for one in counted
                if max(one.start, feast.start) - min(one.end, feast.end) <= _NEAR
            ]
            if len(near) != 1:
                continue  # none says how far; of two, nobody knows which
            away = near[0].earliest - _STATED
            days = [day - away for year in wanted for day in feast_days(feast.surface, year)]
            start, end = min(near[0].start, feast.start), max(near[0].end, feast.end)
            offset = sentence.start()
            surface = text[offset + start : offset + end]
            reason = f"“{near[0].surface}” is {away.days} days from “{feast.surface}”"
            found.append(
                SpokenOn(offset + start, offset + end, surface, tuple(sorted(set(days))), reason)
            )
    return tuple(found)
