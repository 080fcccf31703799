"""Words side by side: as few edits as a plain table gives, and what counts as the same word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.text import word_alignment
from earwitness.text.word_alignment import align_units, explain_pairs, units_of

few = st.lists(
    st.sampled_from(["мост", "моста", "мосту", "зима", "да", "нет", "не", "5", "пять"]), max_size=14
)


def plain_distance(one, two):
    """Levenshtein's table, word for word."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(two, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
    return row[-1]


def edits(first, second, pairs):
    return sum(a is None or b is None or first[a].key != second[b].key for a, b in pairs)


@settings(max_examples=200, deadline=None)
@given(few, few)
def test_no_alignment_has_fewer_edits(one, two):
    first, second = units_of([". ".join(one)], ["ru"]), units_of([". ".join(two)], ["ru"])
    pairs = align_units(first, second)
    assert [a for a, _ in pairs if a is not None] == list(range(len(first)))
    assert [b for _, b in pairs if b is not None] == list(range(len(second)))
    assert edits(first, second, pairs) == plain_distance(
        [u.key for u in first], [u.key for u in second]
    )


@settings(max_examples=50, deadline=None)
@given(few, few)
def test_halving_changes_nothing(one, two):
    first, second = units_of([". ".join(one)], ["ru"]), units_of([". ".join(two)], ["ru"])
    whole = edits(first, second, align_units(first, second))
    kept, word_alignment._CELLS = word_alignment._CELLS, 4
    try:
        halved = align_units(first, second)
    finally:
        word_alignment._CELLS = kept
    assert edits(first, second, halved) == whole
    assert [a for a, _ in halved if a is not None] == list(range(len(first)))


def test_half_an_hour_of_speech_is_aligned():
    one = units_of([" ".join(f"слово{n % 997}" for n in range(4_000))], ["ru"])
    two = [unit for place, unit in enumerate(one) if place % 10]
    pairs = align_units(one, two)
    assert sum(b is None for _, b in pairs) == 400
    assert all(a is not None for a, _ in pairs)


@pytest.mark.parametrize(
    ("one", "two", "language"),
    [
        ("225", "двести двадцать пять", "ru"),
        ("225-й полк", "Двести двадцать пятый полк!", "ru"),
        ("Ёлка, её", "елка ее", "ru"),
        ("п’ять тисяч", "п'ять тисяч", "uk"),
        ("40 000 people", "forty thousand people", "en"),
        ("Да... НЕТ", "да, нет", "ru"),
        ("Мaкеевка", "Макеевка", "ru"),  # a Latin a
    ],
)
def test_what_counts_as_the_same(one, two, language):
    first, second = units_of([one], [language]), units_of([two], [language])
    assert [u.key for u in first] == [u.key for u in second]


def test_the_rules_are_told():
    assert explain_pairs("Не видел мост 5 раз", "видел моста пять", "ru") == (
        "'Не': only in the first",
        "'видел' = 'видел': the same word",
        "'мост' / 'моста': another form of the same word",
        "'5' = 'пять': the same number",
        "'раз': only in the first",
    )


def test_a_language_that_is_not_stated_is_told_from_all_lines():
    lines = ["Хлопці, я зараз не можу говорити, бо тут дуже гучно", "дев'ять"]
    assert units_of(lines)[-1].key == "9"
