"""HTML from strangers, metadata, and what must not get through."""

from __future__ import annotations

import pytest

from earwitness.errors import EarwitnessError, HostileInput
from earwitness.intake.article import ParagraphKind, ParsedArticle, read_article

PAGE = """<!doctype html>
<html lang="uk">
<head>
<title>Сайт</title>
<link rel="canonical" href="https://example.org/a/1">
<meta property="og:site_name" content="Вісті Обрію">
<meta property="article:published_time" content="2030-07-13T08:00:00+03:00">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "x"},
 {"@type": "NewsArticle", "headline": "Матері просять повернути синів",
  "datePublished": "2030-07-12T10:00:00+03:00",
  "author": [{"@type": "Person", "name": "Ганна Пугач"}],
  "publisher": {"@type": "Organization", "name": "Обрій"}}]}</script>
<style>p { color: red }</style>
</head>
<body>
<nav><p>Меню Меню Меню</p></nav>
<article>
<h1>Матері просять повернути синів</h1>
<p>В одній <a href="https://example.org/call">перехопленій розмові</a> жінка каже, що піде.</p>
<p hidden>«Прихована цитата», – каже чоловік.</p>
<div class="related-posts"><p>«Чужа цитата», – каже інший.</p></div>
<p>«Нас має бути<br>більше», – каже вона.<script>alert("«ні»")</script> Так.</p>
<figure><img src="x"><figcaption>Підпис «фото»</figcaption></figure>
<blockquote><p>Дзвоніть рідним.</p></blockquote>
<aside>Підписка</aside>
</article>
<footer>©</footer>
</body></html>"""


def read(text: str, name: str = "a.html") -> ParsedArticle:
    return read_article(text.encode(), name=name)


def texts(article: ParsedArticle, kind: ParagraphKind) -> list[str]:
    return [one.text for one in article.paragraphs if one.kind is kind]


def test_metadata_come_from_json_ld_first():
    article = read(PAGE)
    assert article.title == "Матері просять повернути синів"
    assert (article.publisher, article.authors) == ("Обрій", ("Ганна Пугач",))
    assert (article.url, article.language) == ("https://example.org/a/1", "uk")
    assert article.published.at is not None
    assert (article.published.at.isoformat(), article.published.basis) == (
        "2030-07-12T10:00:00+03:00",
        "json-ld",
    )


def test_paragraphs_have_their_kinds():
    article = read(PAGE)
    assert texts(article, ParagraphKind.HEADING) == ["Матері просять повернути синів"]
    assert texts(article, ParagraphKind.BODY) == [
        "В одній перехопленій розмові жінка каже, що піде.",
        "«Нас має бути\nбільше», – каже вона. Так.",
    ]
    assert texts(article, ParagraphKind.CAPTION) == ["Підпис «фото»"]
    assert texts(article, ParagraphKind.BLOCKQUOTE) == ["Дзвоніть рідним."]
    assert texts(article, ParagraphKind.BOILERPLATE) == ["«Чужа цитата», – каже інший.", "Підписка"]


def test_only_the_article_is_quoted_from():
    article = read(PAGE)
    assert [q.text for q in article.quotations] == ["Нас має бути\nбільше", "Дзвоніть рідним."]
    assert article.quotations[1].attribution.position == "inherited"
    assert len(article.calls) == 1


def test_links_keep_their_paragraph():
    (link,) = read(PAGE).links
    assert (link.url, link.words) == ("https://example.org/call", "перехопленій розмові")
    assert link.paragraph == 1


@pytest.mark.parametrize(
    ("head", "basis", "known"),
    [
        (
            '<meta property="article:published_time" content="2030-07-12">',
            "meta article:published_time",
            True,
        ),
        ('<meta name="date" content="12 July 2030">', "meta date", False),
        ("", "none", False),
    ],
)
def test_a_date_keeps_its_basis_and_words(head, basis, known):
    article = read(f"<html><head>{head}</head><body><p>Text here.</p></body></html>")
    assert (article.published.basis, article.published.at is not None) == (basis, known)


def test_a_time_element_and_a_byline():
    page = (
        '<html><body><p class="byline">By Ray Finch</p><time datetime="2030-07-12T10:00">x</time>'
        "<div><p>Text one is here.</p><p>Text two is here.</p></div></body></html>"
    )
    article = read(page)
    assert (article.published.basis, article.authors) == ("time element", ("Ray Finch",))


def test_broken_json_ld_is_a_problem():
    page = '<html><head><script type="application/ld+json">{"a":</script></head><body><p>Text.</p></body></html>'
    (problem,) = read(page).problems
    assert "JSON-LD" in problem.what


def test_entities_of_its_own_reach_nothing(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("top-secret")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a "aaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;">]><html><body><p>Text &x; &b; here.</p></body></html>'
    )
    article = read(page)
    assert "top-secret" not in article.text
    assert "aaaaaaaa" not in " ".join(one.text for one in article.paragraphs if "Text" in one.text)


def test_deep_nesting_is_refused():
    with pytest.raises(HostileInput):
        read("<html><body>" + "<div>" * 5_000 + "x")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<html>",
        "<html><body></body></html>",
        "<p>",
        "<p>\x00",
        "<article></article>",
        "<html lang=''>x",
    ],
)
def test_empty_and_cut_pages_are_read_or_refused(page):
    try:
        assert read(page).quotations == ()
    except EarwitnessError as error:
        assert str(error)  # noqa: PT017 - reading is as good an outcome


def test_text_after_a_skipped_element_is_kept():
    article = read("<article><p>One <svg>no</svg>two <button>no</button>three.</p></article>")
    assert texts(article, ParagraphKind.BODY) == ["One two three."]


def test_without_article_the_densest_element_is_read():
    page = (
        "<html><body><div><p>Short.</p></div><div><p>A long paragraph of the story itself.</p>"
        "<p>And another long one, too, of the story.</p></div></body></html>"
    )
    assert len(texts(read(page), ParagraphKind.BODY)) == 2


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-8"])
def test_a_page_says_its_encoding(encoding):
    page = (
        f'<html><head><meta charset="{encoding}"></head><body><p>Її голос: "є".</p></body></html>'
    )
    article = read_article(page.encode(encoding), name="a.html")
    assert article.quotations[0].text == "є"
    assert article.problems == ()


@pytest.mark.parametrize("encoding", ["nonsense", "utf-7", "idna", "punycode", "utf-16"])
def test_a_wrong_or_odd_stated_encoding_is_passed_over(encoding):
    page = f'<meta charset="{encoding}"><p>Её голос, её слова и её дом: «нет».</p>'
    assert read_article(page.encode("cp1251"), name="a.html").paragraphs
