"""Lines that were made ready once give what the bare text gives, whoever reads them first."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from earwitness.text.person_names import may_be_patronymic, name_reading
from earwitness.text.stems import known_in, known_stems, only_ordinary, stem, tags_of
from earwitness.text.words import fold, tokens
from earwitness.understand.mentions.finding import find_mentions
from earwitness.understand.mentions.prepared import prepare, prepared
from earwitness.understand.private.finding import find_private
from quality.gold import lines_of

LANGUAGES = st.sampled_from(["ru", "uk", "en", "und", "uk-x-surzhyk", "fr", ""])
WORDS = st.sampled_from(
    [
        "Зима",
        "позывной",
        "Кедр,",
        "«Буран»",
        "Тамара",
        "Козырев",
        "майор",
        "917-й",
        "бригады",
        "двадцать",
        "пять",
        "п'ять",
        "Лівоброддя.",
        "в/ч",
        "12345",
        "восемь",
        "девятьсот",
        "двенадцать",
        "+7",
        "912",
        "345-67-89",
        "улица",
        "Ленина",
        "дом",
        "two",
        "hundred",
        "Kyiv",
        "Post",
        "Dima's",
        "мама",
        "сыну",
        "триста",
        "\u200bшкола",
        "за́мок",
        "Mаkeевка",
        "f**k",
        "…",
        "-",
        "!",
        "И",
    ]
)
LINES = st.lists(st.tuples(st.lists(WORDS, max_size=14).map(" ".join), LANGUAGES), max_size=4)


@given(LINES, st.booleans())
@settings(max_examples=40, deadline=None)
def test_what_is_found_in_lines_made_ready_is_found_in_the_text(
    lines: list[tuple[str, str]],
    private_first: bool,  # noqa: FBT001  # hypothesis gives it
) -> None:
    ready = prepared(lines)
    if private_first:
        private, mentions = find_private(ready), find_mentions(ready)
    else:
        mentions, private = find_mentions(ready), find_private(ready)
    assert mentions == find_mentions(lines)
    assert private == find_private([text for text, _ in lines])
    assert mentions == find_mentions(ready)


@given(LINES, LANGUAGES)
@settings(max_examples=20, deadline=None)
def test_a_line_is_read_in_the_language_that_is_stated_last(
    lines: list[tuple[str, str]], first: str
) -> None:
    stated = [prepare(text, first).said_in(language) for text, language in lines]
    assert find_mentions(stated) == find_mentions(lines)


def test_an_endless_line_is_cut_once() -> None:
    text = "Звони Тамаре в девятьсот семнадцатую. " * 1_200
    line = prepare(text, "ru")
    assert len(line.pieces) > 1
    assert find_mentions([line]) == find_mentions([(text, "ru")])
    assert find_private([line]) == find_private([text])


@pytest.mark.parametrize("recording", [f"R{number:02}" for number in range(1, 13)])
def test_what_is_asked_cheaply_is_what_the_dictionaries_say(recording: str) -> None:
    for line in lines_of(f"samples:truth.json#{recording}") or ():
        for token in tokens(line):
            folded = fold(token.text)
            known = {tag.known for tag in tags_of(folded)}
            languages = known_in(folded)
            assert set(known_stems(folded)) <= {stem(folded, tag) for tag in ("ru", "uk", "en")}
            assert all(stem(folded, tag) in {*known_stems(folded), folded} for tag in languages)
            if True in known:
                assert languages
            reading = name_reading(folded)
            if not folded.isascii() and only_ordinary(folded) and not may_be_patronymic(folded):
                listed = reading is not None and reading.listed and not reading.ordinary
                assert not (listed and True in known), folded
