"""Articles as Markdown: front matter, headings, links, block quotes. Not a Markdown renderer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from earwitness.intake.articles.dates import read_published
from earwitness.intake.articles.plain import mark_boilerplate
from earwitness.intake.articles.records import (
    ArticleDraft,
    Link,
    Paragraph,
    ParagraphKind,
    Published,
)
from earwitness.intake.transcripts.parsed import Problem

__all__ = ["looks_like_markdown", "read_markdown"]

_KEY = re.compile(r"([A-Za-z_]{1,40})\s*:\s*(.*)")
_KNOWN = frozenset({"title", "author", "authors", "publisher", "date", "url", "lang", "language"})
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{0,500})\]\(\s*<?([^\s()<>]{1,2000})>?(?:\s+\"[^\"\n]{0,300}\")?\s*\)"
)
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)([^\n]{1,1000}?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]{1,1000})(?<=\S)\*(?![\w*])"
)
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"(?:[-*_]\s*){3,}")
_MAX_FRONT_LINES = 60


@dataclass(slots=True)
class _Page:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, text: str, kind: ParagraphKind) -> None:
        if not text.strip():
            return
        plain = self._unlinked(text.strip(), len(self.paragraphs))
        start = self.length + (2 if self.parts else 0)
        self.parts.append(plain)
        self.length = start + len(plain)
        self.paragraphs.append(Paragraph(plain, kind, start))

    def _unlinked(self, text: str, paragraph: int) -> str:
        def keep(match: re.Match[str]) -> str:
            self.links.append(Link(match[3], match[2], paragraph))
            return match[2]

        def bare(match: re.Match[str]) -> str:
            self.links.append(Link(match[1], match[1], paragraph))
            return match[1]

        plain = _AUTOLINK.sub(bare, _LINK.sub(keep, text))
        return _EMPHASIS.sub(lambda match: match[2] or match[3], plain)


def looks_like_markdown(text: str) -> bool:
    """True for a text with front matter, or with headings, links or block quotes in Markdown."""
    head = text[:20_000]
    return (
        head.startswith("---\n")
        or re.search(r"^#{1,6} \S", head, re.MULTILINE) is not None
        or _LINK.search(head) is not None
    )


def read_markdown(text: str) -> ArticleDraft:
    """Read a Markdown article.

    The front matter is ``key: value`` lines between two ``---``; known keys are title, author,
    authors, publisher, date, url and lang or language. Paragraph offsets count in the text without markup, which
    becomes the article's text. Block quotes are paragraphs of their own kind.
    """
    front, body, problems = _front_matter(text)
    page = _Page()
    block: list[str] = []
    kind = ParagraphKind.BODY
    for line in body.split("\n"):
        heading = _HEADING.fullmatch(line) if len(line) < 1000 and line.startswith("#") else None
        quoted = line.lstrip().startswith(">") and len(line) - len(line.lstrip()) < 4
        now = ParagraphKind.BLOCKQUOTE if quoted else ParagraphKind.BODY
        words = line.lstrip().lstrip(">").strip() if quoted else line.strip()
        if not words or heading or now is not kind or _RULE.fullmatch(line.strip()[:200]):
            page.add("\n".join(block), kind)
            block = []
        kind = now
        if heading:
            page.add(heading[1], ParagraphKind.HEADING)
        elif words and not _RULE.fullmatch(words[:200]):
            block.append(words)
    page.add("\n".join(block), kind)
    return _draft(page, front, problems)


def _draft(page: _Page, front: dict[str, str], problems: list[Problem]) -> ArticleDraft:
    paragraphs = mark_boilerplate(page.paragraphs)
    headings = [one.text for one in paragraphs if one.kind is ParagraphKind.HEADING]
    authors = front.get("authors") or front.get("author") or ""
    return ArticleDraft(
        text="\n\n".join(page.parts),
        paragraphs=tuple(paragraphs),
        title=front.get("title") or (headings[0] if headings else None),
        publisher=front.get("publisher"),
        authors=tuple(name.strip() for name in re.split(r"[,;]", authors) if name.strip()),
        published=_published(front.get("date")),
        url=front.get("url"),
        language=front.get("lang") or front.get("language"),
        links=tuple(page.links),
        problems=tuple(problems),
    )


def _published(words: str | None) -> Published:
    return read_published(words, "front matter") if words else Published(None, "none", "")


def _front_matter(text: str) -> tuple[dict[str, str], str, list[Problem]]:
    if not text.startswith("---\n"):
        return {}, text, []
    lines = text.split("\n", _MAX_FRONT_LINES + 2)
    end = next((at for at, line in enumerate(lines[1:-1], 1) if line.strip() == "---"), None)
    if end is None:
        return {}, text[4:], [Problem(1, "front matter without its closing '---': read as text")]
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:end], 2):
        match = _KEY.fullmatch(line.strip())
        if match and match[1].lower() in _KNOWN:
            value = match[2].strip().strip("[]").strip().strip("\"'")
            if value:
                found[match[1].lower()] = value
        elif line.strip():
            problems.append(
                Problem(
                    number,
                    "front matter line not read (known: title, author, publisher, date, url, lang, language)",
                )
            )
    return found, "\n".join(lines[end + 1 :]), problems
