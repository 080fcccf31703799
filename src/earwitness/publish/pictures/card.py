"""A quote card: words in both languages, who is said to speak, how far it is verified, where to listen.

The words are placed once; the picture (PNG) and the drawing (SVG) are made from the same lines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html import escape

from PIL import Image, ImageDraw

from earwitness.errors import UsageError
from earwitness.publish.pictures.typeset import (
    Face,
    Ink,
    Line,
    Setting,
    draw,
    font,
    refuse_unknown_signs,
    wrap,
)

__all__ = ["Card", "Shape", "alt_text", "placed", "write_png", "write_svg"]

_PAPER: Ink = (255, 253, 249)
_INK: Ink = (26, 26, 26)
_QUIET: Ink = (90, 87, 81)
_ACCENT: Ink = (138, 28, 28)
_RULE: Ink = (221, 215, 203)
_MARGIN = 72
_BAR = 14
_GAP = 26
_WORDS = tuple(range(66, 25, -2))


class Shape(Enum):
    """Width and height of a card in pixels."""

    WIDE = (1200, 675)
    SQUARE = (1080, 1080)


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card; every sentence is the strongest that is allowed.

    Attributes:
        words: as quoted, with their marks; beside: the same in the other language, "" for none.
        speaker: who is said to speak, "" where nothing may be said.
        about: what may be said of the recording.
        badge: "" unless it is not independently verified.
        notes: what a reader has to know of the words.
        place: the recording and the time.
    """

    words: str
    language: str
    beside: str
    beside_language: str
    speaker: str
    about: str
    badge: str
    notes: tuple[str, ...]
    place: str


def alt_text(card: Card) -> str:
    """The card in words, for those who do not see it."""
    parts = [card.words, card.beside, card.speaker, card.about, card.badge, *card.notes, card.place]
    return "\n".join(one for one in parts if one) + "\n"


def write_png(card: Card, shape: Shape = Shape.WIDE) -> bytes:
    """The card as a picture that holds nothing but its pixels.

    Raises:
        UsageError: the words do not fit, or have signs that the fonts lack.
    """
    width, height = shape.value
    picture = Image.new("RGB", (width, height), _PAPER)
    pen = ImageDraw.Draw(picture)
    for box, ink in _boxes(card, shape):
        pen.rectangle((box[0], box[1], box[0] + box[2] - 1, box[1] + box[3] - 1), fill=ink)
    draw(picture, placed(card, shape))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def write_svg(card: Card, shape: Shape = Shape.WIDE) -> bytes:
    """The card as a drawing; its words are words, and lines keep their width in any font.

    Raises:
        UsageError: as `write_png`.
    """
    width, height = shape.value
    rows = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img" xml:lang="{escape(card.language)}">'
        ),
        f"<title>{escape(card.words)}</title>",
        f"<desc>{escape(' '.join(alt_text(card).split()))}</desc>",
        f'<rect width="{width}" height="{height}" fill="{_hex(_PAPER)}"/>',
    ]
    for (x, y, w, h), ink in _boxes(card, shape):
        rows.append(f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{_hex(ink)}"/>')
    for one in placed(card, shape):
        face = one.setting.face
        style = ' font-style="italic"' if face is Face.ITALIC else ""
        weight = ' font-weight="700"' if face is Face.BOLD else ""
        tongue = f' xml:lang="{escape(one.language)}"' if one.language else ""
        rows.append(
            f'<text x="{one.x}" y="{one.y}" font-family="{escape(face.css)}" font-size="{one.setting.size}"'
            f'{style}{weight} fill="{_hex(one.setting.ink)}" textLength="{one.width}"'
            f' lengthAdjust="spacingAndGlyphs"{tongue}>{escape(one.text)}</text>'
        )
    return ("\n".join([*rows, "</svg>"]) + "\n").encode()


def placed(card: Card, shape: Shape = Shape.WIDE) -> list[Line]:
    """All lines of a card at their places.

    Raises:
        UsageError: the words do not fit, or have signs that the fonts lack.
    """
    refuse_unknown_signs(alt_text(card))
    width, height = shape.value
    left, room = _MARGIN + _BAR, width - 2 * _MARGIN - _BAR
    foot = list(_foot(card, room))
    foot_px = sum(setting.line_px for setting, _, _ in foot)
    box = (room, height - 2 * _MARGIN - foot_px - _GAP)
    body = _body(card, box)
    found: list[Line] = []
    taken = sum(setting.line_px for setting, _, _ in body)
    top = _MARGIN + max(0, (box[1] - taken) // 2)
    for setting, text, language in body:
        found.append(_line(left, top, text, setting, language))
        top += setting.line_px
    top = height - _MARGIN - foot_px
    for setting, text, language in foot:
        found.append(_line(left, top, text, setting, language))
        top += setting.line_px
    return [one for one in found if one.text]


_Row = tuple[Setting, str, str]


def _body(card: Card, box: tuple[int, int]) -> list[_Row]:
    """The words as large as they can be; the other language at two thirds of their size."""
    for size in _WORDS:
        words = Setting(Face.SERIF, size, _INK, 1.28)
        small = max(22, round(size * 0.62))
        beside = Setting(Face.ITALIC, small, _QUIET, 1.35)
        rows: list[_Row] = [(words, line, "") for line in wrap(card.words, words, box[0])]
        if card.beside:
            rows.append((Setting(Face.SANS, round(small * 0.6), _QUIET, 1.0), "", ""))
            rows += [
                (beside, line, card.beside_language) for line in wrap(card.beside, beside, box[0])
            ]
        if sum(setting.line_px for setting, _, _ in rows) <= box[1]:
            return rows
    raise UsageError(
        f"{len(card.words) + len(card.beside)} characters do not fit a card",
        do="Choose fewer lines, or `--shape square`",
    )


def _foot(card: Card, room: int) -> Iterator[_Row]:
    bold, plain = Setting(Face.BOLD, 25, _INK, 1.36), Setting(Face.SANS, 23, _QUIET, 1.36)
    loud = Setting(Face.BOLD, 23, _ACCENT, 1.36)
    for text, setting in (
        (card.speaker, bold),
        (card.about, plain),
        (" · ".join(one for one in (card.badge, *card.notes) if one), loud),
        (card.place, Setting(Face.SANS, 20, _QUIET, 1.36)),
    ):
        for line in wrap(text, setting, room) if text else ():
            yield setting, line, ""


def _line(x: int, top: int, text: str, setting: Setting, language: str) -> Line:
    face = font(setting.face, setting.size)
    ascent = face.getmetrics()[0]
    lead = (setting.line_px - setting.size) // 2
    return Line(
        x, top + lead + round(ascent * 0.86), text, setting, round(face.getlength(text)), language
    )


def _boxes(card: Card, shape: Shape) -> Iterator[tuple[tuple[int, int, int, int], Ink]]:
    """The bar at the side and the rule above the foot."""
    width, height = shape.value
    yield (0, 0, _BAR, height), _ACCENT
    room = width - 2 * _MARGIN - _BAR
    foot_px = sum(setting.line_px for setting, _, _ in _foot(card, room))
    yield (_MARGIN + _BAR, height - _MARGIN - foot_px - _GAP // 2 - 1, room, 2), _RULE


def _hex(ink: Ink) -> str:
    return f"#{ink[0]:02x}{ink[1]:02x}{ink[2]:02x}"
