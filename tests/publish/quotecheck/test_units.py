"""What is compared, and what counts as the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.publish.quotecheck.units import UnitKind, comparing_language, like, units_of


def keys(text: str, language: str) -> list[str]:
    return [unit.key for unit in units_of(text, language)]


@given(st.text(max_size=200), st.sampled_from(["en", "ru", "uk", "uk-x-surzhyk", "und", "de", ""]))
def test_units_stand_in_order_inside_the_text(text, language):
    units = units_of(text, language)
    assert all(0 <= unit.start < unit.end <= len(text) for unit in units)
    assert all(a.start <= b.start for a, b in pairwise(units))


@given(st.text(alphabet="[]().… *’'-—n't0123456789ёЁїab", max_size=120))
def test_signs_never_break_it(text):
    units_of(text, "en")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Двадцать, пять", "ru", ["#20|c", "#5|c"]),
        ("двадцать пять", "ru", ["#25|c"]),
        ("двадцятого", "uk", ["#20|o"]),
        ("917", "uk", ["#917"]),
        ("п’ять", "uk", ["#5|c"]),
        ("He’s late", "en", ["he", "'s", "late"]),
        ("Roma's list", "en", ["roma's", "list"]),
        ("We [will](https://a.example) go", "en", ["we", "will", "go"]),
        ("so […] we go (laughs)", "en", ["so", "…", "we", "go", "[]"]),
        ("я [не] боюсь", "ru", ["я", "[not]", "боюсь"]),
    ],
)
def test_keys(text, language, expected):
    assert keys(text, language) == expected


def test_digits_are_like_the_words_but_an_ordinal_is_no_count():
    assert "#17|o" in like("#17")
    assert "#17|c" not in like("#17|o")
    assert set(like("'s")) == {"'s", "is", "has"}
    assert "is" not in like("has")


def test_negations_are_their_own_kind():
    kinds = {unit.key: unit.kind for unit in units_of("Nobody can't go", "en")}
    assert kinds["nobody"] is UnitKind.NEGATION
    assert kinds["not"] is UnitKind.NEGATION
    assert kinds["can"] is UnitKind.WORD


def test_lines_in_two_languages_are_read_with_the_words_of_both():
    assert comparing_language(["ru", "uk", "uk"]) == "uk-x-surzhyk"
    assert comparing_language(["ru", "und", "ru"]) == "ru"
    assert comparing_language([]) == "und"
    assert keys("двадцать і двадцять", "uk-x-surzhyk") == ["#20|c", "і", "#20|c"]
