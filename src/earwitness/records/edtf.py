"""Dates in EDTF (ISO 8601-2:2019), level 0 and 1, with the level 2 sets and ranges left out: text in, bounds out.

Read: ``2023``, ``2023-07``, ``2023-07-12``, an instant with its zone, unspecified digits (``202X``, ``2023-XX``,
``2023-07-XX``), the qualifiers ``?``, ``~``, ``%`` at the end, seasons (``2023-21`` to ``-24``), and intervals
with an open (``..``) or unknown (empty) side. Bounds are the first and the last second, in UTC.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

__all__ = ["Edtf", "parse_edtf", "write_edtf"]

_DATE = re.compile(r"(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?")
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::?\d\d)?)"
)  # a clock without a zone is no instant
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}  # of a season of the northern hemisphere
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Edtf:
    """What an EDTF text says.

    Attributes:
        earliest, latest: aware instants, None for an open or unknown side.
        uncertain: ``?`` or ``%``; approximate: ``~`` or ``%``. Neither widens the bounds: by how much
            nobody can say.
    """

    earliest: datetime | None
    latest: datetime | None
    uncertain: bool = False
    approximate: bool = False


def parse_edtf(text: str) -> Edtf:
    """Read an EDTF text.

    >>> str(parse_edtf("2023-07").latest)
    '2023-07-31 23:59:59+00:00'

    Raises:
        ValueError: it is none, or its bounds are the wrong way round; says what is wrong.
    """
    text = text.strip()
    first, slash, last = text.partition("/")
    if not slash:
        return _one(first)
    if "/" in last:
        raise ValueError(f"“{text}” has more than two sides")
    start, end = (None if side in ("", "..") else _one(side) for side in (first, last))
    found = Edtf(
        start.earliest if start else None,
        end.latest if end else None,
        any(one.uncertain for one in (start, end) if one),
        any(one.approximate for one in (start, end) if one),
    )
    if found.earliest and found.latest and found.earliest > found.latest:
        raise ValueError(f"“{text}” ends before it starts")
    return found


def write_edtf(earliest: datetime | None, latest: datetime | None) -> str:
    """Bounds as an EDTF interval of whole days in UTC; one day is written as one date.

    >>> write_edtf(None, datetime(2023, 7, 12, 10, tzinfo=UTC))
    '../2023-07-12'
    """
    first, last = _day(earliest), _day(latest)
    return first if first == last != ".." else f"{first}/{last}"


def _day(instant: datetime | None) -> str:
    return ".." if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%d").zfill(10)


def _one(text: str) -> Edtf:
    plain, qualifier = (text[:-1], text[-1]) if text[-1:] in ("?", "~", "%") else (text, "")
    uncertain, approximate = qualifier in ("?", "%"), qualifier in ("~", "%")
    if _INSTANT.fullmatch(plain):
        instant = _checked(text, lambda: datetime.fromisoformat(plain).astimezone(UTC))
        return Edtf(instant, instant, uncertain, approximate)
    match = _DATE.fullmatch(plain)
    if match is None:
        raise ValueError(
            f"“{text}” is not a date in EDTF: write 2023, 2023-07, 2023-07-12, or 2023-07/2023-09"
        )
    start, end = _checked(text, lambda: _bounds(*match.groups()))
    return Edtf(start, end, uncertain, approximate)


def _checked(text: str, read: Callable[[], _T]) -> _T:
    try:
        return read()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{text}” is not a date: {error}") from error


def _bounds(year: str, month: str | None, day: str | None) -> tuple[datetime, datetime]:
    if "X" in year:
        if month or day:
            raise ValueError("a month of an unspecified year has no bounds")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return _first(low, 1, 1), _last(high, 12, 31)
    number = int(year)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError("a day of an unspecified month has no bounds")
        return _first(number, 1, 1), _last(number, 12, 31)
    if int(month) in _FIRST_MONTH:
        if day is not None:
            raise ValueError("a season has no days")
        start = _FIRST_MONTH[int(month)]
        over, end = divmod(start + 1, 12)
        ended = number + over
        return _first(number, start, 1), _last(ended, end + 1, monthrange(ended, end + 1)[1])
    if day is None or day == "XX":
        days = monthrange(number, int(month))[1]
        return _first(number, int(month), 1), _last(number, int(month), days)
    return _first(number, int(month), int(day)), _last(number, int(month), int(day))


def _first(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _last(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=UTC)
