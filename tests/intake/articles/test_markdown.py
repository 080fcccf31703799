"""Markdown articles: front matter, links, headings, block quotes."""

from __future__ import annotations

import pytest

from earwitness.intake.article import ParagraphKind, ParsedArticle, read_article

DRAFT = """---
title: Матери просят вернуть сыновей
author: Анна Зяблик, Пётр Филин
publisher: "Вести Маяка"
date: 2030-07-12
url: https://example.org/a
lang: ru
mood: sad
---
# Матери просят

В одном [перехваченном разговоре](https://example.org/call "Звонок") **женщина** говорит сыну:

> Нас должно быть
> больше.

«Иди домой», — добавила она. См. <https://example.org/b>

***

## Дальше
Конец.
"""


def read(text: str, name: str = "a.md") -> ParsedArticle:
    return read_article(text.encode(), name=name)


def test_front_matter():
    article = read(DRAFT)
    assert article.title == "Матери просят вернуть сыновей"
    assert article.authors == ("Анна Зяблик", "Пётр Филин")
    assert (article.publisher, article.url) == ("Вести Маяка", "https://example.org/a")
    assert (article.language, article.language_basis) == ("ru", "stated")
    assert article.published.at is not None
    assert article.published.basis == "front matter"
    (problem,) = article.problems
    assert problem.line == 8


def test_paragraphs_and_links():
    article = read(DRAFT)
    kinds = [one.kind for one in article.paragraphs]
    assert kinds == [
        ParagraphKind.HEADING,
        ParagraphKind.BODY,
        ParagraphKind.BLOCKQUOTE,
        ParagraphKind.BODY,
        ParagraphKind.HEADING,
        ParagraphKind.BODY,
    ]
    assert [(link.url, link.paragraph) for link in article.links] == [
        ("https://example.org/call", 1),
        ("https://example.org/b", 3),
    ]
    for one in article.paragraphs:
        assert article.text[one.start :].startswith(one.text)


def test_a_block_quote_is_a_quotation_after_a_colon():
    block, direct = read(DRAFT).quotations
    assert block.text == "Нас должно быть\nбольше."
    assert (block.attribution.speaker, block.attribution.position) == ("женщина", "inherited")
    assert (direct.attribution.speaker, direct.call) == ("она", 0)


@pytest.mark.parametrize(
    "text", ["---\n", "---\ntitle: x", "---\n---\n", "> ", "[a](b", "# ", "**", "---\na\n---"]
)
def test_cut_markdown_is_read(text):
    assert read(text).calls == ()


def test_front_matter_without_an_end_is_text():
    article = read("---\ntitle: x\n\nWords of the article.")
    assert "closing" in article.problems[0].what
    assert "Words of the article." in article.text


def test_many_brackets_take_linear_time():
    assert read("[" * 20_000 + "](" * 20_000).quotations == ()
    assert read("*a " * 20_000).quotations == ()
