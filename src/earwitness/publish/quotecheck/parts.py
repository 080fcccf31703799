"""Parts of a draft that are neither body nor heading: block quotations, and what is shown like a headline.

A block quotation holds what somebody said without quotation marks. Alt texts, captions, the deck and what a
social card shows stand alone before readers, and are held to the rules for headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from earwitness.publish.draft import Draft, DraftParagraph
from earwitness.text.attribution import Attribution, attribute_paragraph
from earwitness.text.quotations import Quotation, Role, find_quotations

__all__ = [
    "attribute_block",
    "blank_pictures",
    "block_quotation",
    "block_source",
    "headline_parts",
    "is_block",
]

_BLOCK = re.compile(r"[ \t]{0,3}>")
_MARKER = re.compile(r"(?:\A|\n)[ \t]{0,3}(?:>[ \t]?)+")
# "> — the mother", "> -- Ida March": who said it, in the last line of the block.
_SOURCE = re.compile(r"\n[ \t]{0,3}(?:>[ \t]?)+[ \t]*(?:—|–|--)[^\n]*\Z")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_SHOWN_FIELD = re.compile(
    r"^(?P<field>(?:sub_?)?title|headline|kicker|deck|dek|standfirst|lede?|description|summary|excerpt|teaser"
    r"|(?:og|twitter|social|card|seo|meta|facebook)[_:.-][\w:.-]{1,40})[ \t]*:[ \t]*(?P<text>\S[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_WORDS = re.compile(r"(?:image|url|type|site|creator|locale|card)$", re.IGNORECASE)
_PICTURE = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,2000})\]\([^()\n]{0,2000}?(?:\s\"(?P<title>[^\"\n]{0,1000})\")?\)"
)
_ALT = re.compile(
    r"<img\b[^<>]{0,2000}?\balt\s*=\s*(?:\"(?P<alt>[^\"]*)\"|'(?P<title>[^']*)')", re.IGNORECASE
)
_CAPTION = re.compile(
    r"<figcaption[^<>]{0,200}>(?P<alt>.{0,4000}?)</figcaption>(?P<title>)",
    re.IGNORECASE | re.DOTALL,
)
_META = re.compile(
    r"<meta\b[^<>]{0,400}?\b(?:name|property)\s*=\s*[\"'](?:og:|twitter:)?(?:title|description)[\"'][^<>]{0,400}?"
    r"\bcontent\s*=\s*(?:\"(?P<alt>[^\"]*)\"|'(?P<title>[^']*)')",
    re.IGNORECASE,
)


def is_block(paragraph: DraftParagraph) -> bool:
    """Whether a paragraph is a Markdown block quotation."""
    return not paragraph.heading and _BLOCK.match(paragraph.text) is not None


def block_quotation(paragraph: DraftParagraph) -> Quotation | None:
    r"""All of a block as one quotation; None where it has quotation marks of its own, or is none.

    >>> block = DraftParagraph("> Nobody came.\n> Not one.\n> — the miller", 0, heading=False)
    >>> [block.text[a:b] for a, b in block_quotation(block).spoken]
    ['Nobody came.', 'Not one.']
    """
    if not is_block(paragraph):
        return None
    text = paragraph.text
    if any(one.role is Role.SPEECH for one in find_quotations(text)):
        return None
    source = _SOURCE.search(text)
    end = source.start() if source else len(text.rstrip())
    markers = [one for one in _MARKER.finditer(text) if one.start() < end]
    start = markers[0].end()
    if start >= end:
        return None
    between = tuple((one.start(), one.end()) for one in markers[1:])
    return Quotation(
        0, len(text), start, end, text[start:end], 0, closed=False, opened=False, role=Role.SPEECH,
        style="block", insertions=between,
    )  # fmt: skip


def block_source(paragraph: DraftParagraph) -> str:
    """Who said it, by the last line of a block, "" where nobody is named."""
    found = _SOURCE.search(paragraph.text)
    return re.sub(r"^[\s>—–-]+", "", found[0]).strip(" *_.") if found else ""


def attribute_block(
    context: str, source: str, language: str, previous: Attribution | None
) -> Attribution:
    """Who is said to speak in a block: its last line, else the sentence before it that ends with a colon.

    Args:
        context: the text before the block; source: as `block_source`.
    """
    lead = context.rstrip()
    if lead.endswith(":"):
        sentence = re.split(r"\n\s*\n", lead)[-1]
        # Read as if the words followed in quotation marks.
        for _, found in attribute_paragraph(
            f"{sentence} “{_STAND_IN}”", previous=previous, language=language
        )[-1:]:
            if found.speaker:
                return replace(found, speaker_start=None, speaker_end=None)
    if source:
        return Attribution(
            source,
            None,
            None,
            None,
            None,
            "after",
            rule="the last line of the block names who says it",
        )
    return Attribution(
        None, None, None, None, None, "none", rule="nobody is named beside the block"
    )


_STAND_IN = "Words are said here by somebody, who is named before them."


def headline_parts(draft: Draft) -> tuple[DraftParagraph, ...]:
    """Fields of the front matter that are shown, alt texts and titles of pictures, captions."""
    found = sorted(_fields(draft.text), key=lambda one: one.start)
    for pattern in (_PICTURE, _ALT, _CAPTION, _META):
        for one in pattern.finditer(draft.text):
            for name in ("alt", "title"):
                if one[name] and one[name].strip():
                    found.append(DraftParagraph(one[name], one.start(name), heading=True))
    return tuple(found)


def blank_pictures(text: str) -> str:
    """A text without its pictures and captions, of the same length: they are no sentences of the body."""
    for pattern in (_PICTURE, _CAPTION):
        text = pattern.sub(lambda one: re.sub(r"[^\n]", " ", one[0]), text)
    return text


def _fields(text: str) -> Iterator[DraftParagraph]:
    front = _FRONT_MATTER.match(text)
    if front is None:
        return
    for one in _SHOWN_FIELD.finditer(text, front.start(1), front.end(1)):
        if not _NOT_WORDS.search(one["field"]):
            words = one["text"].strip(" \"'")
            yield DraftParagraph(words, text.index(words, one.start("text")), heading=True)
