"""A sentence of speech prepared for the rules: its words with their place in the line, its clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from earwitness.records.claims import ClaimSpan
from earwitness.text.speech_clauses import sentences
from earwitness.text.stems import stem
from earwitness.text.verb_forms import NO_VERB, VerbForms, verb_forms
from earwitness.text.word_facts import word_facts
from earwitness.understand.mentions.line import Line, line_of

__all__ = ["Sentence", "sentences_of"]

_LONGEST = 4_000  # characters that are read as one sentence; what is longer is cut between words
_BREAK = re.compile(r"[,;:()«»“”\"—–]|\s-\s|\n")
_END = re.compile(r"[.!?…]+[»”\"’)\]]{0,3}\s*$")
# What transcribers write where nothing could be heard; other brackets are an editor's insertion.
_WORDLESS = re.compile(
    r"\*{3,}|\bbleep\b|[\[(<][^\])>]{0,30}(?:inaudib|unclear|unintell|bleep|beep|censor|redact|нрзб|неразб|нерозб"
    r"|нечутн|неслышн|не слышно|вырезан|запик|вирізан)[^\])>]{0,30}[\])>]",
    re.IGNORECASE,
)
_LATIN = re.compile("[A-Za-z]")
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэъё")


@dataclass(slots=True)
class Sentence:
    """One sentence of a line.

    Attributes:
        line: number of the line it stands in.
        start, end: characters of the line's text.
        spoken: its words; their places count from ``start``.
    """

    line: int
    start: int
    end: int
    text: str
    spoken: Line
    folded: tuple[str, ...] = ()
    _stems: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def language(self) -> str:
        return self.spoken.language

    @property
    def hedge_language(self) -> str:
        """The language under which word lists are looked in: speakers mix Russian and Ukrainian."""
        if self.language == "en":
            return "en"
        return "und" if _LATIN.search(self.text) else "uk-x-surzhyk"

    @property
    def stems(self) -> tuple[str, ...]:
        """Dictionary forms of the words (English: stems)."""
        if self._stems is None:
            self._stems = tuple(stem(word, self.language) for word in self.folded)
        return self._stems

    @property
    def end_mark(self) -> str:
        """The punctuation it ends with, "" if none."""
        found = _END.search(self.text)
        return found[0].strip() if found else ""

    @property
    def has_gap(self) -> bool:
        """Something in it is bleeped, unclear or described instead of said."""
        return bool(_WORDLESS.search(self.text))

    def verb(self, at: int) -> VerbForms:
        """What the dictionary says of a word as a verb; of the other language where it is in that only."""
        if not 0 <= at < len(self.folded) or self.language == "en":
            return NO_VERB
        return _verb(self.folded[at], self.language)

    def clause(self, at: int) -> tuple[int, int]:
        """The words between the commas (or dashes, quotation marks) around a word, end left out."""
        start, end = at, at + 1
        while start > 0 and not _BREAK.search(self.spoken.gap(start)):
            start -= 1
        while end < len(self.folded) and not _BREAK.search(self.spoken.gap(end)):
            end += 1
        return start, end

    def words(self, start: int, end: int) -> str:
        """The words of a range as they are written."""
        first, last = self.spoken.words[start], self.spoken.words[end - 1]
        return self.text[first.start : last.end]

    def span(self, start: int, end: int) -> ClaimSpan:
        """A range of words as a place in the line."""
        first, last = self.spoken.words[start], self.spoken.words[end - 1]
        return ClaimSpan(
            self.line, self.start + first.start, self.start + last.end, self.words(start, end)
        )

    @property
    def whole(self) -> ClaimSpan:
        """The sentence itself as a place in the line."""
        return ClaimSpan(self.line, self.start, self.end, self.text)


def sentences_of(text: str, language: str, line: int = 0) -> Iterator[Sentence]:
    """Cut a line into sentences.

    >>> [one.text for one in sentences_of("Мост цел? Нет. Кажется, нет", "ru")]
    ['Мост цел?', 'Нет.', 'Кажется, нет']
    """
    for start, end in sentences(text):
        for low, high in _pieces(text, start, end):
            while low < high and text[low].isspace():
                low += 1  # noqa: PLW2901 (the bounds are moved inwards)
            while high > low and text[high - 1].isspace():
                high -= 1  # noqa: PLW2901 (likewise)
            if low < high:
                part = text[low:high]
                spoken = line_of(part, language)
                folded = tuple(word.folded for word in spoken.words)
                yield Sentence(line, low, high, part, spoken, folded)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


@lru_cache(maxsize=1 << 16)
def _verb(word: str, stated: str) -> VerbForms:
    letters = frozenset(word)
    own = "uk" if letters & _UKRAINIAN else "ru" if letters & _RUSSIAN else stated
    if word_facts(word, own).known:
        return verb_forms(word, own)
    other = {"ru": "uk", "uk": "ru"}.get(own, own)
    if word_facts(word, other).known:
        return verb_forms(word, other)
    return replace(verb_forms(word, own), imperative=0.0)  # a guess from the ending orders nobody
