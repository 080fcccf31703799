from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.records.fuzzydate import DateBasis
from earwitness.text.relative_days import days_said, explain_days

SAID = st.lists(
    st.sampled_from(
        [
            "вчера",
            "через",
            "два",
            "дня",
            "тиждень",
            "тому",
            "last",
            "Friday",
            "in",
            "a",
            "week",
            "неделю",
            "назад",
            "сорок",
            "года",
            "29",
            "февраля",
            "июня",
            "2024",
            "на",
            "Паску",
            "торік",
            "Christmas",
            "May",
            "5",
            "the",
            "day",
            "after",
            "tomorrow",
            "прошлую",
            "пятницу",
            "1000",
            "лет",
            ",",
            ".",
            "month",
            "of",
            "третьего",
        ]
    ),
    max_size=20,
).map(" ".join)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def cases() -> list[tuple[str, ...]]:
    path = resources.files("earwitness.text").joinpath("cases/relative_days.tsv")
    rows = path.read_text("utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if row and not row.startswith("#")]


@pytest.mark.parametrize(("stated", "earliest", "latest", "surface", "text"), cases())
def test_case(stated: str, earliest: str, latest: str, surface: str, text: str) -> None:
    found = days_said(text, date.fromisoformat(stated))
    if surface == "-":
        assert found == ()
        return
    (one,) = found
    assert (str(one.earliest), str(one.latest), one.surface) == (earliest, latest, surface)


@given(SAID, DAYS)
def test_any_words_on_any_day(text: str, stated: date) -> None:
    for one in days_said(text, stated):
        assert text[one.start : one.end] == one.surface
        assert one.earliest <= one.latest
        days = dict.fromkeys((str(one.earliest), str(one.latest)))
        assert one.fuzzy.edtf == "/".join(days)


@given(st.text(max_size=100))
def test_any_text(text: str) -> None:
    for one in days_said(text, date(2025, 3, 12)):
        assert text[one.start : one.end] == one.surface


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 300))
def test_counted_days_are_those_of_the_calendar(stated: date, count: int) -> None:
    for text, step in (
        (f"{count} дней назад", -1),
        (f"через {count} днів", 1),
        (f"{count} days ago", -1),
    ):
        (one,) = days_said(text, stated)
        assert one.earliest == one.latest == stated + timedelta(step * count)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_bare_weekday_leaves_open_which(stated: date) -> None:
    (one,) = days_said("в среду", stated)
    assert one.earliest < stated < one.latest
    assert one.earliest.weekday() == one.latest.weekday() == 2
    assert (one.latest - one.earliest).days in {7, 14}


def test_the_basis_is_told() -> None:
    (told,) = explain_days("в прошлую пятницу", date(2025, 3, 15))
    assert "2025-03-07 to 2025-03-14" in told
    assert "speakers differ" in told
    (one,) = days_said("вчера", date(2025, 3, 15))
    assert one.fuzzy.basis is DateBasis.CONTENT
    assert one.fuzzy.earliest == datetime(2025, 3, 14, tzinfo=UTC)
    assert "“вчера”" in one.fuzzy.note


def test_a_long_text_costs_in_proportion(grows_in_proportion) -> None:
    base = "Вчера, через два дня, в прошлую пятницу и третьего июня было двадцать человек. "
    grows_in_proportion(lambda size: days_said(base * size, date(2025, 3, 12)), 300, 1_200)
