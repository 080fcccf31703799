"""Plain text: paragraphs, hard wraps, and which lines belong to the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.intake.articles.boilerplate import is_boilerplate
from earwitness.intake.articles.plain import read_plain


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Other Topics of Interest",
        "To suggest a correction or clarification, write to us here",
        "You can also highlight the text and press Ctrl + Enter",
        "Реклама",
        "Читайте также: Погода на выходные",
        "Нашли ошибку? Выделите её",
        "Реклама.",
        "Читайте також",
        "Підписуйтесь на наш канал",
    ],
)
def test_a_line_of_the_page(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement revenue fell, the mother says.",
        "Реклама не помогла, говорит мать.",
        "Она просит: читайте также письма.",
        "Реклама не допомогла, каже мати.",
        "She will share her story with the boys.",
    ],
)
def test_a_line_of_the_article(line):
    assert not is_boilerplate(line)


def test_hard_wrapped_lines_are_one_paragraph():
    text = "The woman says that she will go to the office with a friend\nof hers, and that more should come.\n\nEnd."
    assert [one.text.count("\n") for one in read_plain(text).paragraphs] == [1, 0]


def test_one_paragraph_a_line():
    text = "Матери просят вернуть сыновей\nЖенщина говорит, что идёт.\n«Нас мало», — говорит она."
    draft = read_plain(text)
    assert draft.title == "Матери просят вернуть сыновей"
    assert len(draft.paragraphs) == 3


def test_a_repeated_teaser_takes_its_introduction_with_it():
    text = "One here.\n\nStorm Comes\nRead also\n\nStorm Comes\n\nWater rose for two days.\n\nTwo here."
    kept = [one.text for one in read_plain(text).paragraphs if one.kind == "body"]
    assert kept == ["One here.", "Two here."]


def test_a_title_that_is_not_repeated_is_taken_alone():
    text = "One here.\n\nRead also\n\nStorm Comes\n\nThe mother says she waits."
    kept = [one.text for one in read_plain(text).paragraphs if one.kind == "body"]
    assert kept == ["One here.", "The mother says she waits."]


@given(st.text(max_size=300))
def test_paragraphs_are_slices_of_the_text(text):
    end = 0
    for one in read_plain(text).paragraphs:
        assert one.start >= end
        end = one.start + len(one.text)
        assert text[one.start : end] == one.text
        assert one.text.strip() == one.text
