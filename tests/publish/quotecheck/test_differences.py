"""Every way of quoting right, and of quoting wrong, found by construction."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

HEARD = {
    "en": (
        "we went to the bakery before dawn and the baker gave us thirty loaves for the whole street"
        " because their own children had already left for the lake with their grandmother"
    ),
    "ru": (
        "мы пошли в пекарню до рассвета и пекарь дал нам тридцать буханок на всю улицу потому что"
        " их собственные дети уже уехали на озеро вместе со старой бабушкой"
    ),
    "uk": (
        "ми пішли до пекарні ще до світанку і пекар дав нам тридцять хлібин на всю вулицю бо"
        " їхні власні діти вже поїхали на озеро разом зі старою бабусею"
    ),
}
NOT = {"en": "not", "ru": "не", "uk": "не"}
NUMBER = {"en": "thirty", "ru": "тридцать", "uk": "тридцять"}
languages = st.sampled_from(sorted(HEARD))


@st.composite
def runs(draw, least: int = 4):
    """A language and a stretch of at least so many words that were heard."""
    language = draw(languages)
    words = HEARD[language].split()
    start = draw(st.integers(0, len(words) - least))
    end = draw(st.integers(start + least, len(words)))
    return language, words[start:end]


@settings(max_examples=150, deadline=None)
@given(runs())
def test_any_run_quoted_word_by_word_is_fine(codes, run):
    language, words = run
    assert codes(" ".join(words), HEARD[language], language) == []


@settings(max_examples=150, deadline=None)
@given(runs(), st.data())
def test_a_not_put_in_anywhere_is_found(codes, run, data):
    language, words = run
    at = data.draw(st.integers(0, len(words)))
    changed = [*words[:at], NOT[language], *words[at:]]
    assert codes(" ".join(changed), HEARD[language], language) == ["Q03"]


@settings(max_examples=150, deadline=None)
@given(runs(), st.data())
def test_a_not_left_out_anywhere_inside_is_found(codes, run, data):
    language, words = run
    at = data.draw(st.integers(1, len(words) - 1))
    heard = " ".join([*words[:at], NOT[language], *words[at:]])
    assert codes(" ".join(words), heard, language) == ["Q03"]


@settings(max_examples=100, deadline=None)
@given(runs(6), st.integers(2, 999))
def test_another_number_is_found(codes, run, value):
    language, words = run
    assume(NUMBER[language] in words)
    assume(value != 30)
    changed = [str(value) if word == NUMBER[language] else word for word in words]
    found = codes(" ".join(changed), HEARD[language], language)
    assert found == ["Q04"]


@settings(max_examples=150, deadline=None)
@given(runs(6), st.data())
def test_another_word_is_found(codes, run, data):
    language, words = run
    at = data.draw(st.integers(0, len(words) - 1))
    assume(words[at] != NUMBER[language])
    changed = [*words[:at], "xylophone" if language == "en" else "ксилофон", *words[at + 1 :]]
    found = codes(" ".join(changed), HEARD[language], language)
    assert set(found) & {"Q01", "Q02"}


@pytest.mark.parametrize("language", sorted(HEARD))
def test_a_word_at_the_very_end_is_not_forgotten(codes, language):
    words = HEARD[language].split()
    assert codes(" ".join([*words[-6:], "ксилофон"]), HEARD[language], language) == ["Q02"]


def test_an_elision_over_whole_sentences_may_hold_a_not(codes):
    heard = "We saw the baker. I do not know him. He gave us bread."
    assert codes("We saw the baker … he gave us bread", heard, "en") == []
    assert codes("I do … know him", heard, "en") == ["Q03"]


def test_a_bracket_at_the_beginning_may_say_what_was_said(codes):
    assert codes("[Not] all of us went home", "Not all of us went home.", "en") == []
    assert codes("[Not] all of us went home", "All of us went home.", "en") == ["Q03"]
