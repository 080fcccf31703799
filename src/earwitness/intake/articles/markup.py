"""Articles as HTML from strangers: no network, no entities of their own, bounded size and depth.

The main text is the <article> with most words, else <main>, else the element whose own paragraphs hold
most words. Metadata come from JSON-LD, meta tags, <time> and the canonical link, in that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html

from earwitness.errors import OverLimit
from earwitness.intake.articles.metadata import page_metadata
from earwitness.intake.articles.plain import mark_boilerplate
from earwitness.intake.articles.records import ArticleDraft, Link, Paragraph, ParagraphKind
from earwitness.text.hostile_html import parse_html

__all__ = ["MAX_HTML_BYTES", "looks_like_html", "read_html"]

MAX_HTML_BYTES = 16 * 1024 * 1024
_MAX_ELEMENTS = 400_000
_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype html|html|head|body|article|main|div|p|h1|meta|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "form",
        "button",
        "select",
        "textarea",
        "input",
        "nav",
        "footer",
        "head",
        "video",
        "audio",
        "canvas",
        "map",
    ]
)
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
        "blockquote",
        "pre",
        "td",
        "th",
        "caption",
        "div",
        "section",
        "article",
        "main",
        "header",
        "aside",
        "figure",
        "ul",
        "ol",
        "table",
        "tr",
        "tbody",
        "body",
        "address",
        "details",
        "summary",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_FURNITURE = re.compile(
    r"(?:\b|_)(?:advert\w*|ads?|banner|related|recommend\w*|promo\w*|newsletter|subscri\w*|share|sharing|social"
    r"|comments?|sidebar|teaser|read-?(?:more|also)|also-?read|breadcrumbs?|tags|cookie\w*|popup)(?:\b|_)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """True for a text that begins as HTML does."""
    return _START.match(text[:4000]) is not None


def read_html(text: str, *, where: str | None = None) -> ArticleDraft:
    """Read an HTML page, already decoded.

    Paragraph offsets count in the text without markup, which becomes the article's text. Hidden
    elements, scripts, forms and navigation are left out; asides, teasers and the like are kept as
    boilerplate.

    Raises:
        HostileInput: nested deeper than 256 elements, or more than 400,000 elements.
        MalformedInput: no HTML element at all.
        OverLimit: more than `MAX_HTML_BYTES` characters.
    """
    if len(text) > MAX_HTML_BYTES:
        raise OverLimit(
            f"{len(text):,} characters of HTML; at most {MAX_HTML_BYTES:,}", where=where
        )
    root = parse_html(text, where=where, most_elements=_MAX_ELEMENTS)
    page = _Page()
    page.read(_main_element(root))
    metadata = page_metadata(root)
    paragraphs = mark_boilerplate(page.paragraphs)
    heading = next((one.text for one in paragraphs if one.kind is ParagraphKind.HEADING), None)
    return ArticleDraft(
        text="\n\n".join(page.parts),
        paragraphs=tuple(paragraphs),
        title=metadata.title or heading,
        publisher=metadata.publisher,
        authors=metadata.authors,
        published=metadata.published,
        url=metadata.url,
        language=metadata.language,
        links=tuple(page.links),
        problems=metadata.problems,
    )


def _main_element(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    articles = [(_words(one), -at, one) for at, one in enumerate(root.iter("article"))]
    if articles:
        best = max(articles, key=lambda one: one[:2])
        if best[0]:
            return best[2]
    for path in (".//main", ".//*[@itemprop='articleBody']", ".//*[@role='main']"):
        found = root.find(path)
        if found is not None and _words(found):
            return found
    return _densest(root)


def _words(element: lxml.html.HtmlElement) -> int:
    return sum(len(_SPACE.sub(" ", _text_of(one))) for one in element.iter("p"))


def _text_of(element: lxml.html.HtmlElement) -> str:
    return "".join(str(part) for part in element.itertext())


def _densest(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The element whose own <p> children hold most text; the whole body if there are none."""
    body = root.find("body")
    scores: dict[lxml.html.HtmlElement, int] = {}
    for paragraph in root.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not _in_furniture(paragraph):
            scores[parent] = scores.get(parent, 0) + len(_text_of(paragraph).strip())
    if not scores:
        return body if body is not None else root
    best = max(scores, key=lambda one: scores[one])
    everything = sum(scores.values())
    # Paragraphs spread over many elements: the page has no one place for its text.
    return best if scores[best] * 2 >= everything else (body if body is not None else root)


def _in_furniture(element: lxml.html.HtmlElement) -> bool:
    return any(_is_skipped(one) or _is_furniture(one) for one in element.iterancestors())


def _is_skipped(element: lxml.html.HtmlElement) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return (
        not isinstance(element.tag, str)
        or element.tag in _SKIPPED
        or hidden
        or _HIDDEN.search(element.get("style", "")[:500]) is not None
    )


def _is_furniture(element: lxml.html.HtmlElement) -> bool:
    if element.tag in {"body", "html", "article", "main"}:
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    return element.tag == "aside" or _FURNITURE.search(names) is not None


@dataclass(slots=True)
class _Page:
    """Paragraphs in the making: text of the current block until the next block begins."""

    parts: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    length: int = 0
    run: list[str] = field(default_factory=list)
    kind: ParagraphKind = ParagraphKind.BODY
    open_links: list[tuple[str, str]] = field(default_factory=list)

    def read(self, top: lxml.html.HtmlElement) -> None:
        """Walk without recursion: enter, text, children, leave, tail."""
        kinds = [ParagraphKind.BODY]
        self._enter(top, kinds)
        for element, entering in _walk(top):
            if entering:
                self._enter(element, kinds)
            else:
                self._leave(element, kinds)
        self.flush()

    def _enter(self, element: lxml.html.HtmlElement, kinds: list[ParagraphKind]) -> None:
        kinds.append(_kind(element, kinds[-1]))
        if element.tag in _BLOCKS:
            self.flush()
        self.kind = kinds[-1]
        if element.tag == "br":
            self.run.append("\n")
        if element.tag == "a" and element.get("href"):
            self.open_links.append(
                (element.get("href", "")[:2000], _SPACE.sub(" ", _text_of(element))[:500])
            )
        if element.text and not _is_skipped(element):
            self.run.append(_SPACE.sub(" ", element.text))

    def _leave(self, element: lxml.html.HtmlElement, kinds: list[ParagraphKind]) -> None:
        kinds.pop()
        if element.tag in _BLOCKS:
            self.flush()
        self.kind = kinds[-1]
        if element.tail:
            self.run.append(_SPACE.sub(" ", element.tail))

    def flush(self) -> None:
        """End the paragraph in the making."""
        for block in re.split(r"\n\s*\n", "".join(self.run)):
            text = re.sub(r" *\n *", "\n", _SPACE_RUN.sub(" ", block)).strip()
            if text:
                start = self.length + (2 if self.parts else 0)
                self.paragraphs.append(Paragraph(text, self.kind, start))
                self.parts.append(text)
                self.length = start + len(text)
        held = len(self.paragraphs) - 1 if self.run and self.paragraphs else None
        self.links.extend(Link(url, words.strip(), held) for url, words in self.open_links)
        self.run, self.open_links = [], []


_SPACE_RUN = re.compile(" {2,}")


def _walk(top: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, bool]]:
    """Every element below ``top`` on entering and leaving; skipped ones are entered not at all."""
    stack: list[tuple[lxml.html.HtmlElement, bool]] = [(one, True) for one in reversed(top)]
    while stack:
        element, entering = stack.pop()
        if not entering:
            yield element, False
        elif _is_skipped(element):
            if element.tail:
                yield _tail_only(element), True
                yield element, False
        else:
            yield element, True
            stack.append((element, False))
            stack.extend((one, True) for one in reversed(element))


def _tail_only(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Stands in for a skipped element, so that the text after it is not lost."""
    del element
    return lxml.html.Element("span")


def _kind(element: lxml.html.HtmlElement, outer: ParagraphKind) -> ParagraphKind:
    if outer is ParagraphKind.BOILERPLATE or _is_furniture(element):
        return ParagraphKind.BOILERPLATE
    if element.tag in _HEADINGS:
        return ParagraphKind.HEADING
    if element.tag in {"figcaption", "caption"}:
        return ParagraphKind.CAPTION
    if element.tag == "blockquote":
        return ParagraphKind.BLOCKQUOTE
    return outer
