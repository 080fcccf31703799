"""The day on which something was said, by how far away a feast is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.text.spoken_on import spoken_on


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tomorrow is Easter, and we sit here.", ["2025-04-19"]),
        ("Завтра Пасха, а мы тут сидим.", ["2025-04-19"]),
        ("Завтра ж Великдень, а ми тут.", ["2025-04-19"]),
        ("Пасха была вчера.", ["2025-04-21"]),
        ("Великдень через три дні.", ["2025-04-17"]),
        ("Послезавтра Рождество.", ["2025-01-05", "2025-12-23"]),
        ("Христос воскрес! Сьогодні Пасха.", ["2025-04-20"]),
    ],
)
def test_how_far_away_a_feast_is(text, days):
    (found,) = spoken_on(text, [2025])
    assert [str(day) for day in found.days] == days
    assert found.surface in text


def test_both_reckonings_where_they_differ():
    (found,) = spoken_on("Tomorrow is Easter.", [2024])
    assert found.days == (date(2024, 3, 30), date(2024, 5, 4))


@pytest.mark.parametrize(
    "text",
    [
        "Leave was promised for Easter.",
        "Завтра едем. На Пасху обещали отпуск.",
        "Сегодня или завтра Пасха?",
        "Мы вчера были на рынке.",
        "",
    ],
)
def test_where_nothing_says_how_far_nothing_is_said(text):
    assert spoken_on(text, [2025]) == ()


@given(st.text(max_size=80), st.lists(st.integers(1900, 2100), max_size=3))
def test_any_text(text, years):
    for one in spoken_on(text, years):
        assert text[one.start : one.end] == one.surface
