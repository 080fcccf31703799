"""A line made ready for the rules: words, marks, numbers, and what it is to be read as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from earwitness.text.numerals import NumberSpan, numbers_in
from earwitness.text.plain_view import PlainView, plain_view
from earwitness.text.words import Token, fold, tokens
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.marks import Mark, marks_of

__all__ = ["ReadLine", "read_line"]

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")
_ENDS_SENTENCE = re.compile(r"[.!?…:\n]|[–—-]\s|^[\s\"«“„—–-]*$")


@dataclass(frozen=True)
class ReadLine:
    """One line as the rules see it; places in it are those of ``view.text``.

    Attributes:
        marks: of each token; ``all_marks`` is their sum.
    """

    original: str
    view: PlainView
    tokens: tuple[Token, ...]
    marks: tuple[int, ...]
    all_marks: int

    @property
    def text(self) -> str:
        return self.view.text

    def has(self, place: int, marks: int) -> bool:
        """Whether there is a token at this index and it has one of these marks."""
        return 0 <= place < len(self.marks) and bool(self.marks[place] & marks)

    def near(self, place: int, marks: int, before: int = 6, after: int = 2) -> bool:
        """Whether a token around this index has one of these marks."""
        if not self.all_marks & marks:
            return False
        return any(one & marks for one in self.marks[max(0, place - before) : place + after + 1])

    def token_at(self, character: int) -> int:
        """The index of the first token that ends after a character of the view."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= character:
                low = middle + 1
            else:
                high = middle
        return low

    def begins_sentence(self, place: int) -> bool:
        """Whether a token stands at the start of the line or after a mark that ends a sentence."""
        if place == 0:
            return True
        gap = self.text[self.tokens[place - 1].end : self.tokens[place].start]
        return bool(_ENDS_SENTENCE.search(gap))

    def gap(self, place: int) -> str:
        """What stands between a token and the one before it."""
        if place <= 0:
            return ""
        return self.text[self.tokens[place - 1].end : self.tokens[place].start]

    def folded(self, place: int) -> str:
        return fold(self.tokens[place].text) if 0 <= place < len(self.tokens) else ""

    def capital(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place].text[:1].isupper()

    @cached_property
    def numbers(self) -> tuple[NumberSpan, ...]:
        """The numbers said or written, punctuation parting them, in all languages of the line."""
        words = [one.text for one in self.tokens]
        breaks = frozenset(
            place
            for place in range(1, len(words))
            if self.text[self.tokens[place - 1].end : self.tokens[place].start].strip()
        )
        languages = ["uk-x-surzhyk"] * bool(_CYRILLIC.search(self.text))
        languages += ["en"] * (bool(_LATIN.search(self.text)) or not languages)
        found = [one for language in languages for one in numbers_in(words, language, breaks=breaks)]
        if len(languages) == 1:
            return tuple(found)
        kept: list[NumberSpan] = []
        for one in sorted(found, key=lambda one: (one.start_token, -one.end_token)):
            if not kept or one.start_token >= kept[-1].end_token:
                kept.append(one)
        return tuple(kept)

    @cached_property
    def number_at(self) -> dict[int, NumberSpan]:
        """The number of which a token is a part."""
        return {
            place: one for one in self.numbers for place in range(one.start_token, one.end_token)
        }

    def find(self, span: tuple[int, int], kind: Kind, reason: str, score: float) -> Find:
        """A find at characters of the view, told with its place in the original."""
        start, end = self.view.span(*span)
        return Find(start, end, kind, self.original[start:end], reason, score)

    def find_tokens(
        self, first: int, last: int, kind: Kind, reason: str, score: float
    ) -> Find:
        """A find from a first to a last token, both included."""
        return self.find((self.tokens[first].start, self.tokens[last].end), kind, reason, score)


def read_line(text: str) -> ReadLine:
    """Make a line ready.

    >>> read_line("Тамара, привет").has(0, Mark.NAME)
    True
    """
    view = plain_view(text)
    words = tokens(view.text)
    marks = tuple([marks_of(one.text) for one in words])
    together = 0
    for one in marks:
        together |= one
    return ReadLine(text, view, words, marks, together)
