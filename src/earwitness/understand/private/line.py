"""A line made ready for the rules: words, marks, numbers, and where all that stands in the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from earwitness.text.numerals import NumberSpan, numbers_in
from earwitness.text.plain_view import PlainView, plain_view
from earwitness.understand.mentions.line import Line, SpokenWord, language_of, line_of
from earwitness.understand.private.finds import Find, Kind, certainty_of
from earwitness.understand.private.marks import marks_of

__all__ = ["ReadLine", "read_line"]

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class ReadLine:
    """One line as the rules see it; places in it are those of ``view.text``.

    Attributes:
        line: the same words as rules for mentions see them.
        marks: of each word; ``all_marks`` is their sum.
    """

    original: str
    view: PlainView
    line: Line
    marks: tuple[int, ...]
    all_marks: int

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def tokens(self) -> tuple[SpokenWord, ...]:
        return self.line.words

    def has(self, place: int, marks: int) -> bool:
        """Whether there is a word at this index and it has one of these marks."""
        return 0 <= place < len(self.marks) and bool(self.marks[place] & marks)

    def near(self, place: int, marks: int, before: int = 6, after: int = 2) -> bool:
        """Whether a word around this index has one of these marks."""
        if not self.all_marks & marks:
            return False
        return any(one & marks for one in self.marks[max(0, place - before) : place + after + 1])

    def token_at(self, character: int) -> int:
        """The index of the first word that ends after a character of the view."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= character:
                low = middle + 1
            else:
                high = middle
        return low

    def begins_sentence(self, place: int) -> bool:
        """Whether a word stands at the start of the line or after a mark that ends a sentence."""
        return place == 0 or self.tokens[place].first

    def gap(self, place: int) -> str:
        """What stands between a word and the one before it."""
        return self.tokens[place].gap if 0 < place < len(self.tokens) else ""

    def folded(self, place: int) -> str:
        """The folded word at an index, "" beyond the ends."""
        return self.line.folded(place)

    def capital(self, place: int) -> bool:
        """Whether a word begins with a capital letter."""
        return 0 <= place < len(self.tokens) and self.tokens[place].capital

    @cached_property
    def numbers(self) -> tuple[NumberSpan, ...]:
        """The numbers said or written, punctuation parting them, in all languages of the line."""
        if not (_CYRILLIC.search(self.text) and _LATIN.search(self.text)):
            return self.line.numbers
        words = [one.folded for one in self.tokens]
        breaks = frozenset(at for at in range(1, len(words)) if self.gap(at).strip())
        found = [
            one
            for language in ("uk-x-surzhyk", "en")
            for one in numbers_in(words, language, breaks=breaks)
        ]
        kept: list[NumberSpan] = []
        for one in sorted(found, key=lambda one: (one.start_token, -one.end_token)):
            if not kept or one.start_token >= kept[-1].end_token:
                kept.append(one)
        return tuple(kept)

    @cached_property
    def number_at(self) -> dict[int, NumberSpan]:
        """The number of which a word is a part."""
        return {
            place: one for one in self.numbers for place in range(one.start_token, one.end_token)
        }

    def find(
        self, span: tuple[int, int], kind: Kind, reason: str, weight: float, public: str = ""
    ) -> Find:
        """A find at characters of the view, told with its place in the original.

        Args:
            weight: what speaks for it, 0 to 1; see `certainty_of`.
        """
        start, end = self.view.span(*span)
        surface = self.original[start:end]
        return Find(0, start, end, kind, surface, "", reason, certainty_of(weight), public)

    def find_tokens(
        self, first: int, last: int, kind: Kind, reason: str, weight: float, public: str = ""
    ) -> Find:  # fmt: skip
        """A find from a first to a last word, both included."""
        span = self.tokens[first].start, self.tokens[last].end
        return self.find(span, kind, reason, weight, public)


def read_line(line: Line) -> ReadLine:
    """Make a line ready, whatever language is stated of it.

    >>> from earwitness.understand.mentions.line import line_of
    >>> read_line(line_of("Zero\N{ZERO WIDTH SPACE}width", "und")).text
    'Zerowidth'
    """
    view = plain_view(line.text)
    seen = line if view.text == line.text else line_of(view.text, "und")
    seen = seen.said_in(language_of(seen.text, "und"))
    marks = tuple([marks_of(one.text) for one in seen.words])
    return ReadLine(line.text, view, seen, marks, reduce(or_, marks, 0))
