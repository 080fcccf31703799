"""A text as a reader sees it, for detectors: nothing invisible, no look-alike letters.

Who hides a telephone number from a search puts zero-width characters between its digits, or writes
it with digits and letters of another alphabet. The view undoes that and remembers where each of its
characters stands in the text itself, which is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from earwitness.text.words import fold

__all__ = ["PlainView", "plain_view"]

# Anything outside of what plain Russian, Ukrainian and English text is made of.
_ODD = re.compile(
    r"[^\n -~\u00a0-\u00ac\u00ae-\u00ff\u0401\u0404\u0406\u0407\u0410-\u044f\u0451\u0454\u0456\u0457\u0490\u0491–—“”„«»…№’‘]"
)
_MIXED = re.compile(r"[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
_SPACES = frozenset(
    "\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\v\f\u0085\u2028\u2029"
)
_DASHES = frozenset("‐‑‒−－﹣")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_TOGETHER = 64  # a longer "word" is none, and is left as it is


@dataclass(frozen=True, slots=True)
class PlainView:
    """The view ``text``, and for each of its characters its place in the original.

    Attributes:
        places: None where the two are the same.
        length: of the original.
    """

    text: str
    places: tuple[int, ...] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the view stands in the original; invisible signs inside it included."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def plain_view(text: str) -> PlainView:
    """Make the view; a text without anything odd in it is its own view.

    >>> view = plain_view("8 9\u200b12")
    >>> view.text, view.span(2, 5)
    ('8 912', (2, 6))
    """
    if not _ODD.search(text) and not _MIXED.search(text):
        return PlainView(text, None, len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _plain(sign)
        signs.append(plain)
        places.extend([place] * len(plain))
    return PlainView(_one_script("".join(signs)), tuple(places), len(text))


def _plain(sign: str) -> str:
    """What stands for one character; none for what cannot be seen."""
    if sign.isascii() and sign >= " ":
        return sign
    if sign in _SPACES:
        return " "
    if sign in _DASHES:
        return "-"
    if sign == "\n":
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me", "Cc"}:
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    return (
        unicodedata.normalize("NFKC", sign)
        if unicodedata.decomposition(sign).startswith("<")
        else sign
    )


def _one_script(text: str) -> str:
    """Words of two scripts in the one script that `fold` gives them, in their own case."""

    def put_right(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) > _LETTERS_TOGETHER or not _MIXED.search(word):
            return word
        folded = fold(word)
        if len(folded) != len(word):
            return word
        return "".join(
            new.upper() if old.isupper() else new for old, new in zip(word, folded, strict=True)
        )

    return _WORD.sub(put_right, text)
