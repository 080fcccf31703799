from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import earwitness.text
from earwitness.text.language import explain_language, guess_language, scripts_of

CASES = Path(earwitness.text.__file__).parent / "cases"
ROWS = [
    tuple(line.split("\t"))
    for line in (CASES / "language.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]


@pytest.mark.parametrize(("expected", "text"), ROWS)
def test_guesses(expected: str, text: str) -> None:
    guess = guess_language(text)
    tag, _, certainty = expected.partition("/")
    assert guess.tag == tag
    assert guess.certainty == (certainty or guess.certainty)


@given(st.text(max_size=200))
def test_any_text_gets_an_honest_guess(text: str) -> None:
    guess = guess_language(text)
    assert guess.certainty in {"clear", "probable", "doubtful"}
    assert guess.tag != "und" or guess.certainty == "doubtful"
    assert explain_language(text)[-1].startswith(f"{guess.tag}, {guess.certainty}: ")


@given(st.lists(st.sampled_from(["що", "это", "the", "und", "є", "ты", "і"]), max_size=3))
def test_three_words_are_never_more_than_doubtful(words: list[str]) -> None:
    assert guess_language(" ".join(words)).certainty == "doubtful"


def test_explanations_name_the_evidence() -> None:
    told = explain_language("Їжак, де ви є, я вас не бачу")
    assert told[0] == "script: Cyrillic 100% of letters"
    assert any(line.startswith("Ukrainian: їжак") for line in told)


def test_scripts() -> None:
    assert scripts_of("Зима ok") == pytest.approx({"Cyrillic": 4 / 6, "Latin": 2 / 6})
    assert scripts_of("冬ひカ한שא") == pytest.approx(
        {"Hebrew": 2 / 6, "Han": 1 / 6, "Hiragana": 1 / 6, "Katakana": 1 / 6, "Hangul": 1 / 6}
    )
    assert scripts_of("123 ...") == {}


def test_two_languages_in_turn_are_not_surzhyk() -> None:
    text = "Не знаю, де він зараз. Я сказал им, что мы приедем. Це було вчора."
    assert guess_language(text).tag in {"uk", "ru", "und"}
    assert guess_language(text).certainty == "doubtful"


def test_a_long_text_is_read_at_its_beginning() -> None:
    assert guess_language("Ты где? " * 200_000).tag == "ru"
