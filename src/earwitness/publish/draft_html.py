"""Drafts in HTML, from strangers: no network, no entities of their own, bounded size and depth.

What readers see becomes the text; comments, data attributes, hidden elements, scripts and metadata are what the
page gives away besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from earwitness.errors import MalformedInput
from earwitness.publish.draft_written import WrittenDraft
from earwitness.text.hostile_html import parse_html
from earwitness.text.json_reading import read_json

__all__ = ["read_html_draft"]

_MAX_ELEMENTS = 200_000
_MAX_STRINGS = 5_000  # of structured data and of attributes
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "embed",
        "canvas",
        "map",
        "head",
        "title",
        "meta",
        "link",
        "base",
    ]
)
_FURNITURE = frozenset(["nav", "footer", "form", "button", "select", "textarea", "input"])
_PLAYERS = frozenset(["audio", "video", "iframe"])
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "figcaption",
        "caption",
        "blockquote",
        "pre",
        "td",
        "th",
        "div",
        "section",
        "article",
        "main",
        "header",
        "aside",
        "figure",
        "ul",
        "ol",
        "dl",
        "table",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "body",
        "address",
        "details",
        "summary",
        "hr",
        "hgroup",
        "center",
    ]
)
_ADDRESSES = frozenset(["src", "href", "poster", "srcset"])
_TELLING = frozenset(
    ["title", "aria-label", "id", "class", "value", "placeholder", "download"]
)  # attributes in which words are left
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_DECK = re.compile(
    r"(?:\b|_)(?:deck|dek|standfirst|subtitle|subhead\w*|lede?|strapline|kicker)(?:\b|_)",
    re.IGNORECASE,
)
_SHOWN_META = re.compile(
    r"(?:(?:og|twitter|article|dc|dcterms|sailthru):?\.?)?(?:title|description)\Z", re.IGNORECASE
)
_SAFE_META = frozenset(
    [
        "viewport",
        "charset",
        "robots",
        "generator",
        "theme-color",
        "referrer",
        "color-scheme",
        "format-detection",
    ]
)
_LD_SHOWN = ("headline", "alternativeHeadline", "description")
_QUOTES = {"ru": "«»", "uk": "«»"}


def read_html_draft(text: str, *, where: str) -> WrittenDraft:
    """Read a page or a piece of one.

    The body is the <article> with most words, else <main>, else all of it; a headline above it is taken in.

    Raises:
        HostileInput: nested too deep, or more than 200,000 elements.
        MalformedInput: no element at all.
    """
    root = parse_html(text, where=where, most_elements=_MAX_ELEMENTS, comments=True)
    written = WrittenDraft()
    _head(root, written)
    top = _body(root)
    walk = _Walk(written, _QUOTES.get((root.get("lang") or "")[:2].lower(), "“”"))
    first = next(root.iter("h1"), None)
    if first is not None and top not in first.iterancestors() and not _is_hidden(first):
        walk.read(first)
    walk.read(top)
    _unseen(root, written)
    return written


def _body(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    articles = [
        (len(one.text_content().split()), -at, one) for at, one in enumerate(root.iter("article"))
    ]
    if articles and (best := max(articles, key=lambda one: one[:2]))[0]:
        return best[2]
    for path in (".//main", ".//*[@role='main']", ".//*[@itemprop='articleBody']", "body"):
        found = root.find(path)
        if found is not None and found.text_content().strip():
            return found
    return root


def _head(root: lxml.html.HtmlElement, written: WrittenDraft) -> None:
    """What social cards and search pages show."""
    for title in root.iter("title"):
        if title.getparent() is not None and title.getparent().tag == "head":
            written.show_field(
                "title",
                title.text or "",
                f"title of the page, line {title.sourceline}",
                title.sourceline or 0,
            )
    for meta in root.iter("meta"):
        name = _meta_name(meta)
        if _SHOWN_META.match(name):
            line = meta.sourceline or 0
            kind = name if ":" in name else f"meta:{name}"
            written.show_field(kind, meta.get("content", ""), f"{name}, line {line}", line)
    for script in root.iter("script"):
        if _is_data(script):
            for key, words in _strings(script.text or ""):
                bare = key.rsplit(".", 1)[-1]
                if bare in _LD_SHOWN and key.count(".") <= 1:
                    line = script.sourceline or 0
                    written.show_field(
                        f"meta:ld-{bare}", words, f"JSON-LD {key}, line {line}", line
                    )


def _strings(source: str) -> Iterator[tuple[str, str]]:
    """Every text of structured data with the path to it; data that cannot be read are one text."""
    try:
        waiting: list[tuple[str, object]] = [("", read_json(source[:1_000_000]))]
    except MalformedInput:
        yield "unreadable", source[:20_000]
        return
    seen = 0
    while waiting and seen < _MAX_STRINGS:
        path, value = waiting.pop(0)
        seen += 1
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}".lstrip("."), one) for key, one in value.items()]
        elif isinstance(value, list):
            waiting += [(path, one) for one in value]
        elif (
            isinstance(value, str) and value.strip() and not path.rpartition(".")[2].startswith("@")
        ):
            yield path.removeprefix("@graph."), value


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style", "")[:1000]) is not None
    )


def _unseen(root: lxml.html.HtmlElement, written: WrittenDraft) -> None:
    """Everything of the source that is not shown."""
    for element in root.iter():
        line = element.sourceline or 0
        if not isinstance(element.tag, str):
            written.hide("comment", f"line {line}", element.text or "")
            continue
        _attributes(element, line, written)
        if element.tag == "meta":
            name = _meta_name(element)
            if name and name.lower() not in _SAFE_META and not _SHOWN_META.match(name):
                written.hide("metadata", f"{name}, line {line}", element.get("content", ""))
        elif _is_data(element):
            for key, words in _strings(element.text or ""):
                written.hide("structured data", f"JSON-LD {key}, line {line}", words)
        elif element.tag in ("script", "noscript", "template"):
            written.hide("script", f"line {line}", element.text_content())
        elif element.tag not in _UNSEEN and _is_hidden(element):
            written.hide("hidden element", f"line {line}", element.text_content())
        if len(written.hidden) >= _MAX_STRINGS:
            written.hide("comment", f"line {line}", "more follows here than was read")
            return


def _attributes(element: lxml.html.HtmlElement, line: int, written: WrittenDraft) -> None:
    for name, value in element.attrib.items():
        if name in _ADDRESSES:
            shown = "" if value.startswith("data:") else value
            written.hide("file name", f"line {line}", shown)
        elif name.startswith("data-") or name in _TELLING:
            written.hide("attribute", f"{name}, line {line}", value)


def _meta_name(meta: lxml.html.HtmlElement) -> str:
    return meta.get("property") or meta.get("name") or meta.get("itemprop") or ""


def _is_data(script: lxml.html.HtmlElement) -> bool:
    return script.tag == "script" and "ld+json" in script.get("type", "").lower()


@dataclass(slots=True)
class _Walk:
    """The walk over what is shown: the words of the block in hand, until the next one begins."""

    written: WrittenDraft
    marks: str
    run: list[str] = field(default_factory=list)
    count: int = 0
    line: int = 0
    inside: list[str] = field(default_factory=list)

    def read(self, top: lxml.html.HtmlElement) -> None:
        stack: list[tuple[lxml.html.HtmlElement, bool]] = [(top, True)]
        while stack:
            element, entering = stack.pop()
            if not entering:
                self._leave(element)
                if element is not top:
                    self.run.append(element.tail or "")
                continue
            if _is_hidden(element) or element.tag in _FURNITURE:
                self.run.append((element.tail or "") if element is not top else "")
                continue
            if element.tag in _PLAYERS:
                self._player(element)
                self.run.append(element.tail or "")
                continue
            self._enter(element)
            stack.append((element, False))
            stack += [(one, True) for one in reversed(element)]
        self._flush()

    def _enter(self, element: lxml.html.HtmlElement) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
            self.inside.append(self._role(element, tag))
            self.line = element.sourceline or self.line
        if tag == "br":
            self.run.append("\n")
        elif tag == "img":
            self._flush()
            self.written.picture(
                element.get("alt", ""),
                element.get("src", ""),
                self._place(element.sourceline, "picture"),
                element.sourceline or 0,
            )
        elif tag == "q":
            self.run.append(self.marks[0])
        elif tag == "cite" and "quotation" in self.inside:
            self._flush()
        self.run.append(_SPACE.sub(" ", element.text or "") if tag != "pre" else element.text or "")

    def _leave(self, element: lxml.html.HtmlElement) -> None:
        tag = str(element.tag)
        if tag == "q":
            self.run.append(self.marks[1])
        elif tag == "cite" and self.inside.count("quotation") and self._source():
            self.run = []
        if tag in _BLOCKS:
            self._flush()
            self.inside.pop()

    def _source(self) -> bool:
        return self.written.source("".join(self.run))

    def _role(self, element: lxml.html.HtmlElement, tag: str) -> str:
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"[
            :300
        ]
        if tag[0] == "h" and tag[1:].isdigit():
            return tag
        if tag in ("figcaption", "caption"):
            return "caption"
        if tag == "blockquote":
            return "quotation"
        if tag == "li":
            return "item"
        if tag in ("p", "div") and _DECK.search(names):
            return "deck"
        return ""

    def _place(self, line: int | None, what: str = "") -> str:
        self.count += 1
        return f"paragraph {self.count}{f' ({what})' if what else ''}, line {line or self.line}"

    def _flush(self) -> None:
        words = "".join(self.run)
        self.run = []
        if not words.strip():
            return
        words = "\n".join(_SPACE.sub(" ", one).strip() for one in words.split("\n"))
        role = next((one for one in reversed(self.inside) if one), "")
        line, shown = self.line, self.written
        if "quotation" in self.inside and role != "caption":
            shown.quotation(words, self._place(line, "block quotation"), line)
        elif role[:1] == "h":
            shown.heading(int(role[1:]), words, self._place(line, "heading"), line)
        elif role == "caption":
            shown.caption(words, self._place(line, "caption"), line)
        elif role == "deck":
            shown.show_field("deck", words, self._place(line, "deck"), line)
        elif role == "item":
            depth = self.inside.count("item") - 1
            shown.item(depth, words, self._place(line), line)
        else:
            shown.paragraph(words, self._place(line), line)

    def _player(self, element: lxml.html.HtmlElement) -> None:
        self._flush()
        markup = lxml.etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        self.written.raw(
            " ".join(str(markup).split()),
            self._place(element.sourceline, str(element.tag)),
            element.sourceline or 0,
        )


_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
