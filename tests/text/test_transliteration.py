from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import earwitness.text
from earwitness.errors import UsageError
from earwitness.text.stems import stem
from earwitness.text.transliteration import cyrillic_candidates, latin_key, to_latin

CASES = Path(earwitness.text.__file__).parent / "cases"
ROWS = [
    tuple(line.split("\t"))
    for line in (CASES / "transliteration.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]


def rows(kind: str) -> list[tuple[str, ...]]:
    return [row[1:] for row in ROWS if row[0] == kind]


@pytest.mark.parametrize(("_language", "spellings"), rows("key"))
def test_spellings_share_one_key(_language: str, spellings: str) -> None:
    assert len({latin_key(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(("_language", "spellings"), rows("apart"))
def test_different_words_have_different_keys(_language: str, spellings: str) -> None:
    words = spellings.split()
    assert len({latin_key(word) for word in words}) == len(words)


@pytest.mark.parametrize(("language", "word", "latin"), rows("latin"))
def test_display(language: str, word: str, latin: str) -> None:
    assert to_latin(word, language) == latin


@pytest.mark.parametrize(("_language", "latin", "cyrillic"), rows("guess"))
def test_the_right_spelling_is_among_the_guesses(_language: str, latin: str, cyrillic: str) -> None:
    assert cyrillic in cyrillic_candidates(latin)


# The losses, found by trying every triple of letters. Russian: ё is е in the key, and "yoo" one
# vowel. Ukrainian: by the official scheme сг is "sh", as ш is (only зг has a spelling of its own).
LOST_RUSSIAN = re.compile("ё[ъь]*о")
LOST_UKRAINIAN = re.compile("[жкпсчшщ]ь*г|зь+г")


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=16))
def test_a_russian_word_meets_its_transliteration(word: str) -> None:
    latin = to_latin(word, "ru")
    assume(latin and not LOST_RUSSIAN.search(word))
    assert latin_key(latin) == latin_key(word)


@given(st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=1, max_size=16))
def test_a_ukrainian_word_meets_its_transliteration(word: str) -> None:
    latin = to_latin(word, "uk")
    assume(latin and not LOST_UKRAINIAN.search(word))
    assert latin_key(latin) == latin_key(word)


def test_an_inflected_latin_query_finds_its_lemma() -> None:
    assert "зима" in {stem(word, "ru") for word in cyrillic_candidates("Zimoi")}
    assert "зима" in {stem(word, "uk") for word in cyrillic_candidates("Zymoiu")}
    assert "їжак" in {stem(word, "uk") for word in cyrillic_candidates("Yizhakom")}


@given(st.text(max_size=50), st.integers(1, 40))
def test_any_text_is_taken(word: str, limit: int) -> None:
    assert bool(latin_key(word)) or not any(sign.isalnum() for sign in word)
    found = cyrillic_candidates(word, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    for language in ("ru", "uk", "en"):
        to_latin(word, language)


@given(st.text("acehijostuyzпь'", min_size=1, max_size=20))
def test_guesses_are_the_same_every_time(word: str) -> None:
    found = cyrillic_candidates(word, 5)
    assert found == cyrillic_candidates(word, 5)
    assert all(found)


@pytest.mark.parametrize("limit", [0, -1, 257])
def test_limits_are_bounded(limit: int) -> None:
    with pytest.raises(UsageError):
        cyrillic_candidates("Zima", limit)


@pytest.mark.parametrize("word", ["Зима", "冬", "", "a" * 41, "Zima2"])
def test_what_is_not_latin_has_no_guesses(word: str) -> None:
    assert cyrillic_candidates(word) == ()
