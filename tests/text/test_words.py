from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import earwitness.text
from earwitness.text.words import Token, fold, tokens

CASES = Path(earwitness.text.__file__).parent / "cases"
MARKED = [
    line
    for line in (CASES / "words.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
OURS = st.text(
    "абвіїєґёйыэaeopcxyiABCTXАВСТХ'’ʼ`-_*.…@#0123,  \u0301\u0306\u0308\u00ad\u200b", max_size=40
)


@pytest.mark.parametrize("marked", MARKED)
def test_words_are_cut_where_the_bars_stand(marked: str) -> None:
    parts = marked.split("|")
    assert [token.text for token in tokens("".join(parts))] == parts[1::2]


@given(st.one_of(OURS, st.text(max_size=60)))
def test_every_token_is_a_piece_of_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.text == text[token.start : token.end]
        assert end <= token.start < token.end
        end = token.end


@given(st.text(max_size=60))
def test_no_letter_or_digit_is_lost(text: str) -> None:
    inside = {place for token in tokens(text) for place in range(token.start, token.end)}
    for place, sign in enumerate(text):
        if sign.isalnum() and sign not in "ʼʹʻʽˈ":
            assert place in inside


@given(st.one_of(OURS, st.text(max_size=40)))
@example("и\u0301\u0306")
@example("ΐ\u0345")
@example("İ")
def test_fold_is_idempotent(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("П’ЯТЬ", "п'ять"), ("пʼять", "п'ять"), ("п`ять", "п'ять"), ("Don’t", "don't"),
        ("за́мок", "замок"), ("Ёж", "еж"), ("Йод", "йод"), ("Їжак", "їжак"),
        (unicodedata.normalize("NFD", "Йод"), "йод"), (unicodedata.normalize("NFD", "Їжак"), "їжак"),
        ("со\u00adрок", "сорок"), ("со\u200bрок", "сорок"), ("ＮＡＴＯ", "nato"),
        ("Maкeевка", "макеевка"), ("Зимa", "зима"), ("ТOК", "ток"), ("Wintеr", "winter"),
        ("Kиïв", "київ"), ("IP-адрес", "ip-адрес"), ("Zимой", "zимой"), ("кто‑то", "кто-то"),
        ("café", "café"), ("STRASSE", "strasse"), ("straße", "strasse"), ("", ""),
    ],
)  # fmt: skip
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_a_cyrillic_word_with_latin_twins_meets_the_plain_one() -> None:
    twins = str.maketrans("аеосрху", "aeocpxy")
    for word in ("харків", "щербаков", "сорок", "зимою"):
        assert fold(word.translate(twins)) == word


def test_token_is_a_value() -> None:
    assert tokens("ніч") == (Token("ніч", 0, 3),)


@pytest.mark.parametrize(
    "piece", ["a-", "a*", "a...", "х@", "1,", "а\u0301", "п...ц ", "a**", "''", "f**k.a@"]
)
def test_long_hostile_text_is_cut(piece: str) -> None:
    cut = tokens(piece * 10_000)
    assert len(cut) <= 20_000
    fold(piece * 10_000)
