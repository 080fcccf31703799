"""What a page says about itself: JSON-LD, Open Graph, meta tags, <time>, canonical link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from earwitness.errors import MalformedInput
from earwitness.intake.articles.dates import read_published
from earwitness.intake.articles.records import Published
from earwitness.intake.transcripts.parsed import Problem
from earwitness.text.json_reading import read_json

__all__ = ["PageMetadata", "page_metadata"]

_ARTICLE_TYPES = frozenset(
    {
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "AnalysisNewsArticle",
        "LiveBlogPosting",
    }
)
_MAX_JSON = 1_000_000
_MAX_NODES = 2_000
_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "pubdate",
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """As the page states it; None and () where it says nothing."""

    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published: Published
    url: str | None
    language: str | None
    problems: tuple[Problem, ...]


def page_metadata(root: lxml.html.HtmlElement) -> PageMetadata:
    """Collect metadata; JSON-LD that cannot be read is a problem, never a failure."""
    nodes, problems = _json_ld(root)
    article = next((node for node in nodes if _types(node) & _ARTICLE_TYPES), {})
    metas = _metas(root)
    authors = (
        _names(article.get("author"))
        or tuple(name for name in (metas.get("author"), metas.get("article:author")) if name)[:1]
    )
    return PageMetadata(
        title=_text(article.get("headline"))
        or metas.get("og:title")
        or _element_text(root, "title"),
        publisher=next(iter(_names(article.get("publisher"))), None) or metas.get("og:site_name"),
        authors=authors or _byline(root),
        published=_published(root, article, metas),
        url=_canonical(root) or metas.get("og:url") or _text(article.get("url")),
        language=_language(root, article, metas),
        problems=tuple(problems),
    )


def _json_ld(root: lxml.html.HtmlElement) -> tuple[list[dict[str, object]], list[Problem]]:
    nodes: list[dict[str, object]] = []
    problems: list[Problem] = []
    for script in root.iter("script"):
        if script.get("type", "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            nodes.extend(_objects(read_json((script.text or "")[:_MAX_JSON])))
        except MalformedInput as error:
            problems.append(Problem(script.sourceline, f"JSON-LD not read: {error.what}"))
    return nodes[:_MAX_NODES], problems


def _objects(value: object) -> Iterator[dict[str, object]]:
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting.extend(one[:_MAX_NODES])
        elif isinstance(one, dict):
            yield one
            waiting.append(one.get("@graph"))


def _types(node: dict[str, object]) -> set[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind for kind in listed if isinstance(kind, str)}


def _names(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    names = (_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in listed[:20])
    return tuple(name for name in names if name)


def _text(value: object) -> str | None:
    words = " ".join(value.split())[:500] if isinstance(value, str) else ""
    return words or None


def _metas(root: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        words = _text(meta.get("content"))
        if key and words:
            found.setdefault(key, words)
    return found


def _element_text(root: lxml.html.HtmlElement, tag: str) -> str | None:
    element = next(root.iter(tag), None)
    return _text(element.text) if element is not None else None


def _byline(root: lxml.html.HtmlElement) -> tuple[str, ...]:
    for element in root.iter("a", "span", "p", "div", "address"):
        names = f"{element.get('class', '')} {element.get('rel', '')} {element.get('itemprop', '')}".lower().split()
        if {"author", "byline", "article-author", "post-author"} & set(names):
            words = _text("".join(str(part) for part in element.itertext())[:500])
            if words and len(words) <= 120:
                return (words.removeprefix("By ").removeprefix("by "),)
    return ()


def _published(
    root: lxml.html.HtmlElement, article: dict[str, object], metas: dict[str, str]
) -> Published:
    stated = _text(article.get("datePublished"))
    if stated:
        return read_published(stated, "json-ld")
    for key in _DATE_METAS:
        if key in metas:
            return read_published(metas[key], f"meta {key}")
    for element in root.iter("time"):
        if element.get("datetime"):
            return read_published(element.get("datetime", ""), "time element")
    return Published(None, "none", "")


def _canonical(root: lxml.html.HtmlElement) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return _text(link.get("href"))
    return None


def _language(
    root: lxml.html.HtmlElement, article: dict[str, object], metas: dict[str, str]
) -> str | None:
    stated = root.get("lang") or root.get("xml:lang") or _text(article.get("inLanguage"))
    stated = stated or metas.get("og:locale") or metas.get("language")
    return stated.strip().replace("_", "-")[:35] or None if stated else None
