"""The words of a page's article as one line, and where its quotations stand in it.

A reader's correction names words of the page (W3C TextQuoteSelector); the page's own script and the desk
have to see the same words: white space is one space, and the joiner before a quotation is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html

__all__ = ["ArticleText", "article_text", "plain"]

_JOINER = "\u2060"
_CONTEXT = 32  # characters before and behind, as annotation tools keep


@dataclass(slots=True)
class ArticleText:
    """The words, and the places of the elements that have a name.

    Attributes:
        places: (start, end) of each named quotation.
    """

    text: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def around(self, name: str) -> tuple[str, str]:
        """The words before and behind a named element."""
        start, end = self.places.get(name, (0, 0))
        return self.text[max(0, start - _CONTEXT) : start], self.text[end : end + _CONTEXT]


def plain(text: str) -> str:
    r"""White space as one space, nothing at the ends, no joiners.

    >>> plain(" a\n b\u2060 ")
    'a b'
    """
    return " ".join(text.replace(_JOINER, "").split())


def article_text(html: str) -> ArticleText:
    """Read the article of a page."""
    found = ArticleText()
    article = next(lxml.html.document_fromstring(html).iter("article"))
    for text, name, ends in _texts(article):
        if name and not ends:
            found.places[name] = (len(found.text) + _gap(found.text, text), 0)
        if name and ends:
            found.places[name] = (found.places[name][0], len(found.text.rstrip()))
        _add(found, text if not ends else "")
    found.text = found.text.strip()
    return found


def _add(found: ArticleText, text: str) -> None:
    bare = text.replace(_JOINER, "")
    words = " ".join(bare.split())
    if not words:
        if bare and found.text and not found.text.endswith(" "):
            found.text += " "
        return
    if bare[0].isspace() and found.text and not found.text.endswith(" "):
        found.text += " "
    found.text += words + (" " if bare[-1].isspace() else "")


def _gap(before: str, text: str) -> int:
    return 0 if not text[:1].isspace() or before.endswith(" ") or not before else 1


def _texts(element: lxml.html.HtmlElement) -> Iterator[tuple[str, str, bool]]:
    """Every piece of text in the order of the document; a quotation's name at its first, and at its end."""
    name = ""
    if "words" in (element.get("class") or "").split():
        parent = element.getparent()
        name = (parent.get("id") or "") if parent is not None else ""
    yield element.text or "", name, False
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or "", "", False
    if name:
        yield "", name, True
