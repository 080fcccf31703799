"""Days that are said relative to another: "вчера", "в прошлую пятницу", "через два дня", "на Паску".

A day that is stated (of the call, by somebody) goes in; a range of days comes out, with the words it
rests on and what had to be taken for granted. Where speech leaves it open, the range holds every
day that can be meant: "в пятницу" may be the last one or the next. Data: ``day_words.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from importlib import resources

from earwitness.records.fuzzydate import DateBasis, FuzzyDate
from earwitness.text.numerals import NumberSpan, numbers_in
from earwitness.text.words import Token, fold, tokens

__all__ = ["SaidDays", "days_said", "explain_days", "feast_days"]

_EARLIEST, _LATEST = 1000, 3000  # years that a call can be of; beyond, days do not count safely
_CYRILLIC = re.compile("[\u0400-\u052f]")
# How loosely a unit is said: "неделю назад" is seldom seven days to the day.
_LOOSE = {"day": 0, "week": 2, "month": 7, "year": 45}
_HALF_YEAR = 183


@dataclass(frozen=True, slots=True)
class SaidDays:
    """Words ``start`` to ``end`` (characters) of a text, and the days that they can mean.

    Attributes:
        earliest, latest: both included.
        rule, reason: which rule read it, and what it took for granted.
    """

    start: int
    end: int
    surface: str
    earliest: date
    latest: date
    rule: str
    reason: str

    @property
    def fuzzy(self) -> FuzzyDate:
        """The same as bounds: whole days in UTC, with the content of the call as their basis."""
        return FuzzyDate(
            datetime.combine(self.earliest, time.min, UTC),
            datetime.combine(self.latest, time.max, UTC),
            DateBasis.CONTENT,
            f"“{self.surface}”: {self.reason}",
        )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    tokens: tuple[Token, ...]
    folded: tuple[str, ...]
    numbers: dict[int, NumberSpan]

    def is_(self, at: int, kind: str) -> bool:
        return 0 <= at < len(self.folded) and kind in _words().get(self.folded[at], {})

    def value(self, at: int, kind: str) -> str:
        return _words()[self.folded[at]][kind]

    def word(self, at: int) -> str:
        return self.folded[at] if 0 <= at < len(self.folded) else ""


# first token, end (left out), earliest, latest, reason
_Read = tuple[int, int, date, date, str]


def days_said(text: str, stated: date) -> tuple[SaidDays, ...]:
    """All days that a text speaks of relative to a stated one, in Russian, Ukrainian and English.

    Args:
        stated: the day on which the text was said, as somebody states it.

    >>> [(one.surface, str(one.earliest)) for one in days_said("Позавчера и через два дня", date(2025, 3, 10))]
    [('Позавчера', '2025-03-08'), ('через два дня', '2025-03-12')]
    """
    if not _EARLIEST <= stated.year <= _LATEST:
        return ()
    line = _line(text)
    found: list[SaidDays] = []
    taken = 0
    for at in range(len(line.tokens)):
        if at < taken:
            continue
        best: tuple[str, _Read] | None = None
        for name, rule in _RULES:
            read = rule(line, at, stated)
            if read is not None and (best is None or read[1] > best[1][1]):
                best = name, read
        if best is not None:
            name, (first, end, earliest, latest, reason) = best
            span = line.tokens[first].start, line.tokens[end - 1].end
            surface = text[span[0] : span[1]]
            found.append(SaidDays(*span, surface, earliest, latest, name, reason))
            taken = end
    return tuple(found)


def explain_days(text: str, stated: date) -> tuple[str, ...]:
    """What each of `days_said` rests on.

    >>> explain_days("last week", date(2025, 3, 12))
    ('“last week”: 2025-03-03 to 2025-03-09; last, this or next: the week before, from Monday to Sunday',)
    """
    return tuple(
        f"“{one.surface}”: {_range(one.earliest, one.latest)}; {one.rule}: {one.reason}"
        for one in days_said(text, stated)
    )


def _range(earliest: date, latest: date) -> str:
    return str(earliest) if earliest == latest else f"{earliest} to {latest}"


def _relative(line: _Line, at: int, stated: date) -> _Read | None:
    """As in "вчера", "the day after tomorrow"."""
    around = [line.word(at + place) for place in range(5)]
    for words, days in _LONG_RELATIVE:
        if around[: len(words)] == words:
            day = stated + timedelta(days)
            return at, at + len(words), day, day, "counted from the stated day"
    if not line.is_(at, "relative"):
        return None
    day = stated + timedelta(int(line.value(at, "relative")))
    return at, at + 1, day, day, "counted from the stated day"


_LONG_RELATIVE = (
    (["the", "day", "before", "yesterday"], -2),
    (["day", "before", "yesterday"], -2),
    (["the", "day", "after", "tomorrow"], 2),
    (["day", "after", "tomorrow"], 2),
)


def _counted(line: _Line, at: int, stated: date) -> _Read | None:
    """As in "два дня назад", "тиждень тому", "через два дня", "in three weeks"."""
    ahead = line.is_(at, "ahead") or line.word(at) == "in"
    start = at + 1 if ahead else at
    number = line.numbers.get(start)
    article = line.word(start) in {"a", "an", "one"}
    place = number.end_token if number is not None else start + article
    if not line.is_(place, "unit") or (number is not None and number.ordinal):
        return None
    ago = line.is_(place + 1, "ago")
    if ahead == ago or (ahead and line.word(at) == "in" and not (number or article)):
        return None
    count = 1 if number is None else number.value
    if count != int(count) or not 0 <= count <= 1000:
        return None
    unit = line.value(place, "unit")
    day = _moved(stated, int(count) if ahead else -int(count), unit)
    if day is None:
        return None
    loose = timedelta(_LOOSE[unit])
    reason = f"{int(count)} × {unit} {'after' if ahead else 'before'} the stated day"
    reason += f", said loosely: {_LOOSE[unit]} days either way" if loose else ""
    return at, place + 1 + ago, day - loose, day + loose, reason


def _moved(day: date, count: int, unit: str) -> date | None:
    """Some units later, None where no calendar goes."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415  # only for who reads days

    try:
        moved = day + relativedelta(**{f"{unit}s": count})
    except (ValueError, OverflowError):
        return None
    return moved if _EARLIEST <= moved.year <= _LATEST else None


def _last_this_next(line: _Line, at: int, stated: date) -> _Read | None:
    """As in "на прошлой неделе", "минулого місяця", "next year", "в прошлую пятницу"."""
    for kind, year in (("last_year", -1), ("this_year", 0)):
        if line.is_(at, kind):
            first = date(stated.year + year, 1, 1)
            return at, at + 1, first, date(first.year, 12, 31), "a calendar year"
    step = next((n for kind, n in _STEPS.items() if line.is_(at, kind)), None)
    if step is None:
        return None
    if line.is_(at + 1, "unit") and line.value(at + 1, "unit") != "day":
        unit = line.value(at + 1, "unit")
        first, last = _whole(stated, unit, step)
        which = {-1: "before", 0: "of the stated day", 1: "after"}[step]
        days = ", from Monday to Sunday" if unit == "week" else ""
        return at, at + 2, first, last, f"the {unit} {which}{days}"
    if line.is_(at + 1, "weekday"):
        return _that_weekday(line, at, stated, step)
    return None


_STEPS = {"last": -1, "this": 0, "next": 1}


def _whole(stated: date, unit: str, step: int) -> tuple[date, date]:
    """The calendar week, month or year so many steps from that of the stated day."""
    if unit == "week":
        monday = stated - timedelta(stated.weekday()) + timedelta(7 * step)
        return monday, monday + timedelta(6)
    if unit == "year":
        return date(stated.year + step, 1, 1), date(stated.year + step, 12, 31)
    months = stated.year * 12 + stated.month - 1 + step
    first = date(months // 12, months % 12 + 1, 1)
    after = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return first, after - timedelta(1)


def _that_weekday(line: _Line, at: int, stated: date, step: int) -> _Read:
    weekday = int(line.value(at + 1, "weekday"))
    of_week = _whole(stated, "week", step)[0] + timedelta(weekday)
    if step == 0:
        return at, at + 2, of_week, of_week, "of the week of the stated day"
    nearest = _weekday_beside(stated, weekday, step)
    days = sorted((nearest, of_week))
    reason = "the nearest before" if step < 0 else "the nearest after"
    if days[0] != days[1]:
        reason += ", or that of the " + ("last" if step < 0 else "next") + " week: speakers differ"
    return at, at + 2, days[0], days[1], reason


def _weekday_beside(stated: date, weekday: int, step: int) -> date:
    """The nearest such day before (-1) or after (1), never the stated day itself."""
    away = (weekday - stated.weekday()) * step % 7 or 7
    return stated + timedelta(away * step)


def _bare_weekday(line: _Line, at: int, stated: date) -> _Read | None:
    """As in "в пятницу": the last or the next; which of them is not said."""
    if not line.is_(at, "weekday"):
        return None
    weekday = int(line.value(at, "weekday"))
    before, after = (_weekday_beside(stated, weekday, step) for step in (-1, 1))
    return at, at + 1, before, after, f"{before} or {after}: which of them is not said"


def _date(line: _Line, at: int, stated: date) -> _Read | None:
    """As in "третьего июня", "3 червня", "June the 3rd", with a year or without."""
    number, place = line.numbers.get(at), at
    if number is not None:
        place = number.end_token + (line.word(number.end_token) == "of")
    if not line.is_(place, "month"):
        return None
    month, end = int(line.value(place, "month")), place + 1
    if number is None:
        if not line.tokens[at].text[:1].isupper() or not line.tokens[at].text.isascii():
            return None  # "в июне" is no day
        number = line.numbers.get(end + (line.word(end) == "the"))
        if number is None:
            return None
        end = number.end_token
    year = line.numbers.get(end)
    return _on(stated, (at, end), int(number.value), month, year)


def _on(
    stated: date, span: tuple[int, int], day: int, month: int, year: NumberSpan | None
) -> _Read | None:
    at, end = span
    if year is not None and _EARLIEST < year.value <= _LATEST:
        found = _day(int(year.value), month, day)
        return None if found is None else (at, year.end_token, found, found, "a date with its year")
    found = _nearest(stated, lambda one: _day(one, month, day))
    if found is None:
        return None
    return at, end, found, found, "the year is not said: the nearest such day"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(stated: date, of_year: Callable[[int], date | None]) -> date | None:
    days = [of_year(stated.year + step) for step in (-4, -1, 0, 1, 4)]  # 29 February too
    there = [one for one in days if one is not None]
    return min(there, key=lambda one: abs((one - stated).days), default=None)


def _feast(line: _Line, at: int, stated: date) -> _Read | None:
    """As in "на Паску": the nearest one, in the reckoning of either church."""
    if not line.is_(at, "feast"):
        return None
    feast = line.value(at, "feast")
    days = sorted(
        one
        for western in (False, True)
        if (one := _nearest(stated, partial(_feast_day, feast, western=western)))
    )
    return at, at + 1, days[0], days[-1], "the nearest one, in the Eastern or the Western reckoning"


def feast_days(words: str, year: int) -> tuple[date, ...]:
    """The days of a feast in a year, in the Eastern and the Western reckoning; none for other words.

    >>> [str(one) for one in feast_days("Великдень", 2024)]
    ['2024-03-31', '2024-05-05']
    """
    feast = _words().get(fold(words), {}).get("feast")
    if feast is None:
        return ()
    return tuple(sorted({_feast_day(feast, year, western=western) for western in (False, True)}))


def _feast_day(feast: str, year: int, *, western: bool) -> date:
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter  # noqa: PLC0415  # as above

    if feast == "christmas":
        return date(year, 12, 25) if western else date(year, 1, 7)
    day: date = easter(year, EASTER_WESTERN if western else EASTER_ORTHODOX)
    return day + timedelta(49) if feast == "trinity" else day


_RULES: Sequence[tuple[str, Callable[[_Line, int, date], _Read | None]]] = (
    ("a word for a day", _relative),
    ("units counted from the stated day", _counted),
    ("last, this or next", _last_this_next),
    ("a day of the week", _bare_weekday),
    ("a date", _date),
    ("a feast", _feast),
)


def _line(text: str) -> _Line:
    cut = tokens(text)
    folded = tuple(fold(one.text) for one in cut)
    breaks = frozenset(
        at for at in range(1, len(cut)) if text[cut[at - 1].end : cut[at].start].strip()
    )
    language = "uk-x-surzhyk" if _CYRILLIC.search(text) else "en"
    numbers = numbers_in(folded, language, breaks=breaks) if any(map(_known, folded)) else ()
    return _Line(text, cut, folded, {one.start_token: one for one in numbers})


def _known(folded: str) -> bool:
    return folded in _words()


@cache
def _words() -> dict[str, dict[str, str]]:
    """Each word with what it can be, and of which value."""
    found: dict[str, dict[str, str]] = {}
    for kind, value, word in _rows():
        found.setdefault(fold(word), {})[kind] = value
    return found


def _rows() -> Iterator[tuple[str, str, str]]:
    path = resources.files("earwitness.text").joinpath("day_words.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        for word in row["words"].split():
            yield row["kind"], row["value"], word
