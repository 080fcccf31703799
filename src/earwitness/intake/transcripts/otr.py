"""oTranscribe (``.otr``): JSON that holds the page as HTML, with ``data-timestamp`` spans."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from earwitness.errors import UnsupportedInput
from earwitness.intake.transcripts.labels import split_dash, split_label
from earwitness.intake.transcripts.line_times import seconds_as_ms, settle_times
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem
from earwitness.intake.transcripts.turns import Turn, make_line
from earwitness.text.json_reading import read_json

__all__ = ["is_otr", "read_otr"]

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})([^<>]*)>|<!--")
_STAMP = re.compile(r"data-timestamp\s{0,3}=\s{0,3}[\"']([0-9.]{1,20})[\"']")
_NEW_ROW = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3"})


@dataclass(slots=True)
class _Piece:
    """Text after one stamp, or after a row break (no stamp of its own)."""

    start_ms: int | None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(html.unescape("".join(self.parts)).split())


def is_otr(value: object) -> bool:
    """Whether parsed JSON has oTranscribe's shape: HTML ``text`` and a ``media`` name."""
    return isinstance(value, dict) and isinstance(value.get("text"), str) and "media" in value


def read_otr(text: str, *, where: str | None = None) -> ParsedTranscript:
    """Read an oTranscribe file: a line begins at each stamp and each paragraph.

    Lines after a stamp have timing ``START``; a paragraph without a stamp has none. Bold and other
    looks are dropped, the HTML is never rendered.

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        MalformedInput: not JSON.
        UnsupportedInput: JSON of another kind.
    """
    value = read_json(text, where=where)
    if not isinstance(value, dict) or not is_otr(value):
        raise UnsupportedInput("is JSON, but not of oTranscribe ('text' and 'media')", where=where)
    problems: list[Problem] = []
    lines: list[Line] = []
    last_ms = 0
    for number, piece in enumerate(_pieces(str(value["text"])), start=1):
        times = settle_times(piece.start_ms, None)
        if times.trouble:
            problems.append(Problem(None, f"piece {number}: {times.trouble}"))
        if (times.start_ms or last_ms) < last_ms:
            problems.append(Problem(None, f"piece {number}: its time is before one above it"))
        last_ms = max(last_ms, times.start_ms or 0)
        label = split_label(split_dash(piece.text).rest)
        if label.rest:
            lines.append(make_line(Turn(label.voice, label.rest), times))
    media = value["media"]
    title = media.strip() or None if isinstance(media, str) else None
    return ParsedTranscript("otr", tuple(lines), title=title, problems=tuple(problems))


def _pieces(page: str) -> Iterator[_Piece]:
    """Cut the page at stamps and row breaks; a stamp waits over breaks until words come."""
    piece = _Piece(None)
    position = 0
    in_stamp = False
    for tag in _TAG.finditer(page):
        if not in_stamp:
            piece.parts.append(page[position : tag.start()])
        position = tag.end()
        closing, name, attributes = tag[1], (tag[2] or "").lower(), tag[3] or ""
        stamp = _STAMP.search(attributes) if name == "span" and not closing else None
        if stamp is None:
            in_stamp = in_stamp and not (name == "span" and closing)
        if stamp is None and name not in _NEW_ROW:
            continue
        if piece.text:
            yield piece
            piece = _Piece(None)
        if stamp is not None:
            piece, in_stamp = _Piece(_stamp_ms(stamp[1])), True
    if not in_stamp:
        piece.parts.append(page[position:])
    if piece.text:
        yield piece


def _stamp_ms(text: str) -> int | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds_as_ms(seconds) if math.isfinite(seconds) else None
