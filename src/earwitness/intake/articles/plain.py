"""Articles as plain text: paragraphs out of lines."""

from __future__ import annotations

import re

from earwitness.intake.articles.boilerplate import is_boilerplate, looks_like_title, teaser_lines
from earwitness.intake.articles.records import ArticleDraft, Paragraph, ParagraphKind

__all__ = ["mark_boilerplate", "read_plain"]

_LINE = re.compile(r"[^\n]*\n?")
_WRAP_MIN, _WRAP_MAX = 40, 100  # columns at which mail programs and terminals break lines


def read_plain(text: str) -> ArticleDraft:
    """Split a plain text into paragraphs: blank lines part them, hard-wrapped lines stay together.

    A first line that looks like a headline is the title and a heading.
    """
    spans = _spans(text)
    paragraphs = [Paragraph(text[start:end], ParagraphKind.BODY, start) for start, end in spans]
    marked = mark_boilerplate(paragraphs)
    title = None
    if (
        len(marked) > 1
        and marked[0].kind is ParagraphKind.BODY
        and looks_like_title(marked[0].text)
    ):
        title = marked[0].text.strip()
        marked[0] = Paragraph(marked[0].text, ParagraphKind.HEADING, marked[0].start)
    return ArticleDraft(text=text, paragraphs=tuple(marked), title=title)


def mark_boilerplate(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Give the page's own paragraphs their kind; the others keep theirs."""
    lines = [paragraph.text for paragraph in paragraphs]
    teasers = teaser_lines(lines)
    return [
        Paragraph(one.text, ParagraphKind.BOILERPLATE, one.start)
        if at in teasers or is_boilerplate(one.text)
        else one
        for at, one in enumerate(paragraphs)
    ]


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    stop = 0
    previous = ""
    for match in _LINE.finditer(text):
        line = match.group().rstrip("\n")
        if begin is not None and (not line.strip() or not _wraps(previous, line)):
            spans.append((begin, stop))
            begin = None
        if line.strip():
            indent = len(line) - len(line.lstrip())
            begin = match.start() + indent if begin is None else begin
            stop = match.start() + len(line.rstrip())
        previous = line
    if begin is not None:
        spans.append((begin, stop))
    return spans


def _wraps(line: str, following: str) -> bool:
    """Whether a line break is only where the column ended."""
    if is_boilerplate(line) or is_boilerplate(following):
        return False
    first = following.lstrip()[:1]
    if first in '—–-“«"„>':
        return False
    width = len(line.rstrip())
    return _WRAP_MIN <= width <= _WRAP_MAX and (
        first.islower() or line.rstrip()[-1:] not in '.!?…”»"'
    )
