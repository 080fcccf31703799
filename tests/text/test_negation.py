from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.text.negation import is_negation, negations_in

YES = {
    "ru": "не ни нет нету Никто никогда никого ничего нельзя без никакой нигде ничей",
    "uk": "не ні немає нема ніхто ніколи нічого без жоден ніде НІКОМУ ані ніякого",
    "en": "not no never nobody nothing none nor without neither cannot don't won’t didnt isn't",
}
NO = {
    "ru": "небо нести да никель мы незнакомый",
    "uk": "небо ніч так ніби ми нести",
    "en": "know note yes nose knot another",
}


@pytest.mark.parametrize(
    ("language", "word"), [(k, w) for k, ws in YES.items() for w in ws.split()]
)
def test_negations(language: str, word: str) -> None:
    assert is_negation(word, language)
    assert is_negation(word, "und")


@pytest.mark.parametrize(("language", "word"), [(k, w) for k, ws in NO.items() for w in ws.split()])
def test_other_words(language: str, word: str) -> None:
    assert not is_negation(word, language)


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("ru", "там никого нету", (1, 2)),
        ("uk", "ніхто нічого не бачив", (0, 1, 2)),
        ("en", "no one said that he didn't", (0, 5)),
        ("uk-x-surzhyk", "нема никого", (0, 1)),
        ("de", "das ist no", ()),
    ],
)
def test_places(language: str, text: str, places: tuple[int, ...]) -> None:
    assert negations_in(text.split(), language) == places


@given(st.lists(st.text(max_size=10)), st.sampled_from(["ru", "uk", "en", "und", "x"]))
def test_places_agree_with_words(words: list[str], language: str) -> None:
    assert negations_in(words, language) == tuple(
        place for place, word in enumerate(words) if is_negation(word, language)
    )
