"""A line made ready once for all that reads it: rules for mentions and for private data see the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from earwitness.understand.mentions.line import Line, language_of, line_of, pieces_of

__all__ = ["PreparedLine", "prepare", "prepared"]


@dataclass(frozen=True, slots=True)
class PreparedLine:
    """A line of speech cut into words; what is found out about them is kept for the next who asks.

    Attributes:
        pieces: the line whole, or an endless one in pieces, each with its offset in characters.
    """

    text: str
    pieces: tuple[tuple[int, Line], ...]

    def said_in(self, language: str) -> PreparedLine:
        """The same words with another language stated (a BCP-47 tag); itself where that says nothing new."""
        pieces = tuple(
            (offset, line.said_in(language_of(line.text, language))) for offset, line in self.pieces
        )
        same = all(new is old for (_, new), (_, old) in zip(pieces, self.pieces, strict=True))
        return self if same else PreparedLine(self.text, pieces)


def prepare(text: str, language: str) -> PreparedLine:
    """Make one line ready.

    Args:
        language: BCP-47 tag as stated, "und" where nobody says.
    """
    return PreparedLine(
        text, tuple([(offset, line_of(piece, language)) for offset, piece in pieces_of(text)])
    )


def prepared(lines: Iterable[tuple[str, str] | PreparedLine]) -> list[PreparedLine]:
    """Make lines ready that are not."""
    return [one if isinstance(one, PreparedLine) else prepare(*one) for one in lines]
