"""Text set in lines: the fonts that ship, how wide words are, where lines break.

PT Serif and PT Sans (SIL Open Font License, ``fonts/OFL.txt``) have every letter of Russian, Ukrainian and English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

from earwitness.errors import UsageError
from earwitness.publish.exports.harmless import one_row

__all__ = ["Face", "Ink", "Line", "Setting", "draw", "font", "refuse_unknown_signs", "wrap"]

_LOOSE_DASH = re.compile(r" ([—–])(?= )")
_SHORT = re.compile(r"(?<=\s)([аиоуясвкєії]) (?=\S)", re.IGNORECASE)
_NBSP = "\u00a0"
_NOT_A_SIGN = "\U0010fffe"

Ink = tuple[int, int, int]
"""A colour, red, green and blue."""


class Face(StrEnum):
    """A font that ships."""

    SERIF = "PTSerif-Regular"
    ITALIC = "PTSerif-Italic"
    SANS = "PTSans-Regular"
    BOLD = "PTSans-Bold"

    @property
    def css(self) -> str:
        """How a browser is asked for it, with what may stand for it."""
        if self in (Face.SERIF, Face.ITALIC):
            return "'PT Serif', Georgia, 'DejaVu Serif', serif"
        return "'PT Sans', 'Segoe UI', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: its font, size in pixels, line height as a share of the size, colour."""

    face: Face
    size: int
    ink: Ink
    leading: float = 1.3

    @property
    def line_px(self) -> int:
        return round(self.size * self.leading)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text at its place; ``y`` is its base line.

    Attributes:
        language: BCP 47, "" where it is that of the picture.
    """

    x: int
    y: int
    text: str
    setting: Setting
    width: int
    language: str = ""


@cache
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A font that ships, in pixels."""
    path = resources.files("earwitness.publish.pictures") / "fonts" / f"{face.value}.ttf"
    with resources.as_file(path) as file:
        return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def wrap(text: str, setting: Setting, width: int) -> list[str]:
    """The lines of a text. A dash never begins one, a one-letter word never ends one; long words are cut.

    Args:
        width: pixels.
    """
    bound = _SHORT.sub(rf"\1{_NBSP}", _LOOSE_DASH.sub(rf"{_NBSP}\1", one_row(text)))
    measure = font(setting.face, setting.size)
    lines: list[str] = []
    line = ""
    for word in bound.split(" "):
        together = f"{line} {word}" if line else word
        if measure.getlength(together) <= width:
            line = together
            continue
        if line:
            lines.append(line)
        line = word
        while measure.getlength(line) > width:
            cut = _fitting(line, measure, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [one.replace(_NBSP, " ") for one in [*lines, line] if one]


def refuse_unknown_signs(text: str) -> None:
    """The fonts have all letters of three languages, and not every sign there is.

    Raises:
        UsageError: naming those that they have not.
    """
    known = font(Face.SERIF, 16)
    nothing = bytes(known.getmask(_NOT_A_SIGN))
    lacking = {
        sign
        for sign in set(one_row(text)) - {" ", _NBSP}
        if not bytes(known.getmask(sign)) or bytes(known.getmask(sign)) == nothing
    } - set("\u200b\u200c\u200d\u2060\u202f\u2009")
    if lacking:
        raise UsageError(
            f"the fonts of pictures have no sign for {' '.join(sorted(lacking)[:8])}",
            do="They hold Russian, Ukrainian and English; take other signs out",
        )


def draw(picture: Image.Image, lines: Sequence[Line]) -> None:
    """Draw lines on a picture."""
    pen = ImageDraw.Draw(picture)
    for one in lines:
        face = font(one.setting.face, one.setting.size)
        pen.text((one.x, one.y), one.text, font=face, fill=one.setting.ink, anchor="ls")


def _fitting(word: str, measure: ImageFont.FreeTypeFont, width: int) -> int:
    for cut in range(len(word) - 1, 1, -1):
        if measure.getlength(word[:cut]) <= width:
            return cut
    return 1
