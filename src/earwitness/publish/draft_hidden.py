"""What readers of a page do not see and its source gives away: comments, front matter, notes in attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["COMMENT", "LINK_COMMENT", "HiddenText", "hidden_in_markdown"]

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^[ \t]*([\w.:-]{1,60}):[ \t]*(\S[^\n]*)$", re.MULTILINE)
COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
# "[//]: # (words)" is how Markdown writes a comment without HTML.
LINK_COMMENT = re.compile(
    r"^\[(?://|comment|_)\]:[ \t]*(?:#|<>)[ \t]*(\S[^\n]*)$", re.MULTILINE | re.IGNORECASE
)
_TAG = re.compile(r"<[a-zA-Z][^<>]{0,2000}>")
_ATTRIBUTE = re.compile(
    r"\b(data-[\w-]{1,60}|title|aria-label|id|class)\s*=\s*(\"[^\"]*\"|'[^']*')"
)
_TARGET = re.compile(
    r"\]\(\s*<?([^()\s<>]{1,2000})|\b(?:src|href|poster)\s*=\s*[\"']([^\"']{1,2000})[\"']"
)


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Words in the source of a draft that its readers are not shown.

    Attributes:
        kind: comment, front matter, attribute, file name; other formats have kinds of their own.
        place: where in the draft, for people ("line 3", "field source").
        start: character offset in the draft's text, 0 where it has none there.
    """

    kind: str
    place: str
    text: str
    start: int = 0


def hidden_in_markdown(text: str) -> tuple[HiddenText, ...]:
    """Comments, fields of the front matter, attributes of tags, addresses and names of linked files.

    >>> [one.text for one in hidden_in_markdown("Seen. <!-- ask Ida -->")]
    ['ask Ida']
    """
    return tuple(sorted(_found(text), key=lambda one: (one.start, one.kind)))


def _found(text: str) -> Iterator[HiddenText]:
    front = _FRONT_MATTER.match(text)
    if front:
        for one in _FIELD.finditer(text, front.start(1), front.end(1)):
            yield HiddenText("front matter", f"field {one[1]}", one[2].strip(" \"'"), one.start(2))
    for pattern in (COMMENT, LINK_COMMENT):
        for one in pattern.finditer(text):
            yield HiddenText("comment", _line(text, one.start()), one[1].strip(), one.start())
    for tag in _TAG.finditer(text):
        for one in _ATTRIBUTE.finditer(tag[0]):
            yield HiddenText(
                "attribute",
                f"{one[1]}, {_line(text, tag.start())}",
                one[2][1:-1],
                tag.start() + one.start(2),
            )
    for one in _TARGET.finditer(text):
        yield HiddenText(
            "file name", _line(text, one.start()), one[1] or one[2], one.start(1 if one[1] else 2)
        )


def _line(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}"
