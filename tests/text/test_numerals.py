from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import earwitness.text
from earwitness.errors import UsageError
from earwitness.text.numeral_forms import number_forms
from earwitness.text.numerals import NumberSpan, number_words, numbers_in, numbers_in_text

CASES = Path(earwitness.text.__file__).parent / "cases"
ROWS = [
    tuple(line.split("\t"))
    for line in (CASES / "numerals.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
LANGUAGES = st.sampled_from(["ru", "uk", "en"])


def written(found: tuple[NumberSpan, ...]) -> str:
    return " ".join(f"{'#' * span.ordinal}{span.value}" for span in found) or "-"


@pytest.mark.parametrize(("language", "text", "expected"), ROWS)
def test_numbers(language: str, text: str, expected: str) -> None:
    assert written(numbers_in_text(text, language)) == expected


@given(n=st.integers(0, 999_999), language=LANGUAGES, ordinal=st.booleans())
def test_a_number_in_words_is_read_back(n: int, language: str, *, ordinal: bool) -> None:
    words = number_words(n, language, ordinal).split()
    assert numbers_in(words, language) == (NumberSpan(0, len(words), n, ordinal),)


@given(st.integers(0, 999_999_999), LANGUAGES)
def test_digits_are_read_back(n: int, language: str) -> None:
    assert numbers_in([str(n)], language) == (NumberSpan(0, 1, n, False),)
    grouped = f"{n:,}".split(",")
    if len(grouped) > 1 and len(grouped[0]) < 3:
        assert numbers_in(grouped, language) == (NumberSpan(0, len(grouped), n, False),)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), LANGUAGES)
def test_digits_spelled_one_by_one_stay_apart(digits: list[int], language: str) -> None:
    words = [number_words(digit, language) for digit in digits]
    assert [span.value for span in numbers_in(words, language)] == digits


VOCABULARY = st.sampled_from(
    [word for language in ("ru", "uk", "en") for word in sorted(number_forms(language))]
    + [
        "and",
        "a",
        "half",
        "с",
        "половиной",
        "з",
        "половиною",
        "около",
        "понад",
        "40",
        "000",
        "3,5",
        "225-й",
        "3rd",
        "мост",
        "no",
    ]
)


@given(
    st.lists(st.one_of(VOCABULARY, st.text(max_size=12)), max_size=12),
    st.sampled_from(["ru", "uk", "en", "uk-x-surzhyk", "de", "und"]),
)
def test_spans_are_in_order_whatever_comes(words: list[str], language: str) -> None:
    before = 0
    for span in numbers_in(words, language):
        assert 0 <= span.start_token < span.end_token <= len(words)
        assert before <= span.start_token
        assert isinstance(span.value, int) or span.value.denominator > 1
        before = span.start_token


def test_spans_name_their_words() -> None:
    words = ["там", "было", "двести", "двадцать", "пять", "человек", "и", "ещё", "40", "000"]
    assert numbers_in(words, "ru") == (
        NumberSpan(2, 5, 225, False),
        NumberSpan(8, 10, 40_000, False),
    )


def test_breaks_part_numbers() -> None:
    words = ["двадцять", "п'ять"]
    assert [span.value for span in numbers_in(words, "uk")] == [25]
    assert [span.value for span in numbers_in(words, "uk", breaks=frozenset({1}))] == [20, 5]


def test_values_are_exact() -> None:
    assert numbers_in(["3,1"], "ru")[0].value == Fraction(31, 10)


@pytest.mark.parametrize(
    "word",
    [
        "9" * 19,
        "9" * 5000,
        "1.2.3.4",
        "5" + "а" * 5000,
        "12-" + "х" * 400,
        "двух" * 3000 + "тысячный",
    ],
)
def test_what_only_looks_like_a_number_is_left_out(word: str) -> None:
    assert numbers_in([word], "ru") == ()


@pytest.mark.parametrize("word", ["сто", "тысяч", "миллион", "and", "40", "000", "hundred"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_long_runs_are_read(word: str, language: str) -> None:
    assert len(numbers_in([word] * 2_000, language)) <= 2_000


@pytest.mark.parametrize(("n", "language"), [(-1, "ru"), (10**9, "en"), (1, "de")])
def test_numbers_that_cannot_be_spelled_are_refused(n: int, language: str) -> None:
    with pytest.raises(UsageError):
        number_words(n, language)
