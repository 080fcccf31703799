"""The draft's own words as HTML: Markdown without raw HTML, pictures or scripts, quotations in place.

While Markdown is read, a private-use character stands for each quotation, so that no sign inside a
quotation can open or close anything outside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

import markdown_it
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from earwitness.publish.draft import Draft
from earwitness.publish.draft_shown import shown_text

__all__ = ["inline_html", "page_body"]

_FIRST = 0xF0000
_PRIVATE = re.compile("[\U000f0000-\U000ffffd\ue000-\uf8ff]")
_MOST = 0xFFFD
_HEADING = 2  # index of the token that closes a heading at the very beginning


def page_body(
    draft: Draft,
    quotations: Mapping[int, tuple[int, str]],
    beside: Callable[[Sequence[int]], str],
    title: str,
) -> str:
    """The body of a page.

    Args:
        quotations: by offset of their beginning in the draft: their end, and their HTML.
        beside: makes the HTML that follows a block, from the offsets of the quotations in it.
        title: a first heading that says the same is left out.
    """
    text, starts = _with_places(draft, quotations)
    inner = {at: quotations[start][1] for at, start in enumerate(starts)}
    reader = _reader(inner)
    tokens = _with_lower_headings(reader.parse(text))
    told: list[Token] = []
    waiting: list[int] = []
    for at, token in enumerate(tokens):
        # A heading that says what the title says gives its place, and its sound, to the title.
        if at > _HEADING or not _is_title(draft, quotations, (tokens, starts), title):
            told.append(token)
        waiting += [starts[place] for place in _places(token.content) if place < len(starts)]
        if token.level == 0 and token.nesting <= 0 and waiting:
            told.append(Token("html_block", "", 0, content=beside(waiting)))
            waiting = []
    html = str(reader.renderer.render(told, reader.options, {}))
    # What is left stands in attributes, where only text may be.
    return _PRIVATE.sub(lambda match: _plain(draft, quotations, starts, match[0]), html)


def inline_html(text: str) -> str:
    """A stretch of a draft with its emphasis and links, as HTML."""
    return str(_reader({}).renderInline(" ".join(_PRIVATE.sub("\ufffd", text).split())))


def _with_places(draft: Draft, quotations: Mapping[int, tuple[int, str]]) -> tuple[str, list[int]]:
    text = shown_text(draft.text)
    cursor = draft.paragraphs[0].start if draft.paragraphs else len(text)
    parts: list[str] = []
    starts: list[int] = []
    for start in sorted(quotations)[:_MOST]:
        parts.append(_PRIVATE.sub("\ufffd", text[cursor:start]))
        parts.append(chr(_FIRST + len(starts)))
        starts.append(start)
        cursor = quotations[start][0]
    parts.append(_PRIVATE.sub("\ufffd", text[cursor:]))
    return "".join(parts), starts


def _reader(inner: Mapping[int, str]) -> markdown_it.MarkdownIt:
    reader = markdown_it.MarkdownIt("commonmark", {"html": False})
    reader.disable(["image", "code", "reference"])  # no picture of a draft is ours to publish

    def text(
        self: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, env: EnvType
    ) -> str:
        del self, env
        written = escape(tokens[index].content)
        return _PRIVATE.sub(lambda match: inner.get(ord(match[0]) - _FIRST, match[0]), written)

    reader.add_render_rule("text", text)
    return reader


def _with_lower_headings(tokens: list[Token]) -> list[Token]:
    """The page has one title of its own: headings of the draft go below it."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(2, int(token.tag[1:])))}"
    return tokens


def _is_title(
    draft: Draft,
    quotations: Mapping[int, tuple[int, str]],
    read: tuple[list[Token], list[int]],
    title: str,
) -> bool:
    tokens, starts = read
    if len(tokens) <= _HEADING or tokens[0].type != "heading_open":
        return False

    def written(match: re.Match[str]) -> str:
        at = ord(match[0]) - _FIRST
        return (
            shown_text(draft.text)[starts[at] : quotations[starts[at]][0]]
            if 0 <= at < len(starts)
            else ""
        )

    return _PRIVATE.sub(written, tokens[1].content).strip() == title.strip()


def _places(content: str) -> list[int]:
    return [ord(sign) - _FIRST for sign in _PRIVATE.findall(content) if ord(sign) >= _FIRST]


def _plain(
    draft: Draft, quotations: Mapping[int, tuple[int, str]], starts: Sequence[int], sign: str
) -> str:
    at = ord(sign) - _FIRST
    if not 0 <= at < len(starts):
        return "\ufffd"
    return escape(shown_text(draft.text)[starts[at] : quotations[starts[at]][0]], quote=True)
