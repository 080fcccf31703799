"""A line of speech prepared for the rules: its words, how they are written, what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple, Protocol

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.numerals import NumberSpan, may_hold_number, numbers_in
from earwitness.text.transliteration import latin_key
from earwitness.text.word_facts import NOTHING, WordFacts, known_facts, word_facts
from earwitness.text.words import fold, tokens

__all__ = [
    "Found",
    "Known",
    "Line",
    "Rule",
    "SpokenWord",
    "language_of",
    "line_of",
    "listed",
    "name_key",
    "pieces_of",
    "word_key",
]

_LONGEST_LINE = 20_000  # characters that are read at once; a longer line is read in pieces
_UKRAINIAN = frozenset("іїєґ")
_ONLY_RUSSIAN, _ONLY_UKRAINIAN = re.compile("[ыэъёЫЭЪЁ]"), re.compile("[іїєґІЇЄҐ]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;\n]|(?:^|\s)[-–—]\s*$")
_QUOTES = "\"«»“”„‟‘’‚‛'"
_QUOTE = re.compile(f"[{_QUOTES}]")
_OPENING = re.compile(rf"(?:^|[\s(\[—–-])[{_QUOTES}]+$|[«“„‘]$")
_CLOSING = re.compile(rf"^[.,!?]?[»”“{_QUOTES}]")
_POSSESSIVES = frozenset({"'s", "’s", "ʼs"})
_ONLY_SPACE = re.compile(r"\s*")


def listed(words: str) -> frozenset[str]:
    """Words written in one string, as a set."""
    return frozenset(words.split())


class SpokenWord(NamedTuple):
    """A word of a line.

    Attributes:
        folded: the form under which it is compared.
        capital: it begins with a capital letter (``Зима``, ``ВСУ``).
        upper: it has several letters, all capital.
        first: it begins a sentence or a quotation: its capital says nothing.
        gap: what stands between it and the word before.
    """

    text: str
    folded: str
    start: int
    end: int
    capital: bool
    upper: bool
    first: bool
    gap: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: words ``start`` to ``end`` (left out), counted in words.

    Attributes:
        rank: of overlapping finds the higher one stays.
    """

    start: int
    end: int
    kind: MentionKind
    key: str
    rule: str
    reason: str
    certainty: Certainty = Certainty.PROBABLE
    detail: tuple[tuple[str, str], ...] = ()
    rank: int = 50


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of a recording, and the desk, say about words.

    Attributes:
        call_signs: keys of words that are used as call signs elsewhere in the recording, with why.
        people: likewise, keys of names.
    """

    call_signs: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """Words of one line, with what the dictionaries say of them, looked up when asked for.

    Attributes:
        after: what stands behind the last word.
        vocabulary: all folded words, for a quick no.
        capitals: places of words with a capital letter.
        judged: what a rule has found out about a word, for the next rule that asks the same.
    """

    text: str
    language: str
    words: tuple[SpokenWord, ...]
    after: str
    vocabulary: frozenset[str] = frozenset()
    capitals: tuple[int, ...] = ()
    _numbers: tuple[NumberSpan, ...] | None = None
    _quoted: frozenset[int] | None = None
    _ordinals: dict[int, str] | None = None
    judged: dict[int, bool] = field(default_factory=dict, repr=False)

    @property
    def english(self) -> bool:
        return self.language == "en"

    def said_in(self, language: str) -> Line:
        """The same words read in another language; itself in its own."""
        if language == self.language:
            return self
        return replace(self, language=language, _numbers=None, _ordinals=None, judged={})

    @property
    def heading(self) -> bool:
        """Most words have capitals, as in a heading: then a capital says nothing."""
        return len(self.words) > 4 and sum(one.capital for one in self.words) > 0.6 * len(
            self.words
        )

    def folded(self, at: int) -> str:
        """The folded word at a place, "" beyond the ends."""
        return self.words[at].folded if 0 <= at < len(self.words) else ""

    def gap(self, at: int) -> str:
        """What stands before the word at a place; after the last word, what ends the line."""
        return self.words[at].gap if at < len(self.words) else self.after

    def joined(self, at: int) -> bool:
        """Only space stands between the word at a place and the one before."""
        return 0 < at < len(self.words) and self.words[at].gap.isspace()

    def facts(self, at: int) -> WordFacts:
        """What the dictionary of the line's language says; of both, where it is mixed."""
        if not 0 <= at < len(self.words):
            return NOTHING
        return facts_of(self.words[at].folded, self.language)

    @property
    def numbers(self) -> tuple[NumberSpan, ...]:
        """The numbers said in the line."""
        if self._numbers is None:
            self._numbers = self._read_numbers()
        return self._numbers

    def _read_numbers(self) -> tuple[NumberSpan, ...]:
        language = "uk-x-surzhyk" if self.language in {"ru", "uk"} else self.language
        if not may_hold_number(self.vocabulary, language):
            return ()
        breaks = frozenset(
            at for at in range(1, len(self.words)) if not _ONLY_SPACE.fullmatch(self.gap(at))
        )
        return numbers_in([word.folded for word in self.words], language, breaks=breaks)

    @property
    def ordinals(self) -> dict[int, str]:
        """Ordinal numbers that are said by one word, as digits, by the place of the word."""
        if self._ordinals is None:
            self._ordinals = {
                one.start_token: str(int(one.value))
                for one in self.numbers
                if one.ordinal and one.end_token == one.start_token + 1
            }
        return self._ordinals

    @property
    def quoted(self) -> frozenset[int]:
        """Places of words that stand in quotation marks alone or with one or two others."""
        if self._quoted is None:
            self._quoted = frozenset(_quoted(self)) if _QUOTE.search(self.text) else frozenset()
        return self._quoted

    def quotation(self, at: int) -> tuple[int, int]:
        """The run of quoted words that a quoted word belongs to, as places (end left out)."""
        start, end = at, at + 1
        while start - 1 in self.quoted and not _OPENING.search(self.gap(start)):
            start -= 1
        while end in self.quoted and not _CLOSING.match(self.gap(end)):
            end += 1
        return start, end


class Rule(Protocol):
    """A small rule with a name that looks for one kind of evidence."""

    name: str

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        """What this rule finds in a line; overlapping finds are sorted out afterwards."""
        ...


def line_of(text: str, language: str) -> Line:
    """Cut a line into words.

    Args:
        language: BCP-47 tag as stated; letters that only one language has decide against it.
    """
    words: list[SpokenWord] = []
    before = 0
    for token, start, after in tokens(text):
        gap = text[before:start]
        before = after
        written, folded, capital, upper = _looks(token)
        first = not words or (
            gap != " " and not gap.isspace() and _ENDS_SENTENCE.search(gap) is not None
        )
        end = start + len(written)
        # as `SpokenWord(...)`, without the call of a Python function for every word
        words.append(_new(SpokenWord, (written, folded, start, end, capital, upper, first, gap)))
    return Line(
        text,
        language_of(text, language),
        tuple(words),
        text[before:],
        frozenset([word.folded for word in words]),
        tuple([at for at, word in enumerate(words) if word.capital]),
    )


_new = tuple.__new__


def pieces_of(text: str) -> Iterator[tuple[int, str]]:
    """A line whole, or an endless one in pieces that end between words, each with its offset."""
    start = 0
    while len(text) - start > _LONGEST_LINE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_LINE)
        cut = cut + 1 if cut > start else start + _LONGEST_LINE
        yield start, text[start:cut]
        start = cut
    yield start, text[start:] if start else text


@lru_cache(maxsize=1 << 16)
def _looks(token: str) -> tuple[str, str, bool, bool]:
    """A word without its possessive ending (Dima's: the name is Dima), the same folded, whether it has
    a capital in front, whether its letters are all capital.
    """
    written = token[:-2] if token[-2:] in _POSSESSIVES and token[:1] < "\u0250" else token
    initial = written[:1]
    return (
        written,
        fold(written),
        initial.isupper() or (not initial.isalnum() and _caps(written)),
        len(written) > 1 and written.isupper() and any(map(str.isalpha, written[1:])),
    )


def _caps(written: str) -> bool:
    """An invisible sign in front hides no capital."""
    letters = [sign for sign in written if sign.isalnum()]
    return bool(letters) and letters[0].isupper()


def language_of(text: str, stated: str) -> str:
    """The language that a line is read in: its letters decide against the BCP-47 tag that is stated."""
    primary = stated.split("-", maxsplit=1)[0].lower()
    if not _CYRILLIC.search(text):
        return "en" if primary in {"en", "und", "", "ru", "uk"} else primary
    if _ONLY_UKRAINIAN.search(text):
        return "uk"
    if _ONLY_RUSSIAN.search(text):
        return "ru"
    return "uk" if primary == "uk" else "ru"


@lru_cache(maxsize=1 << 16)
def facts_of(folded: str, language: str) -> WordFacts:
    """What a dictionary says of a word; what Russian does not know, Ukrainian may."""
    other = {"ru": "uk", "uk": "ru"}.get(language)
    if other is None:
        return word_facts(folded, language)
    letters = frozenset(folded)
    if letters & _UKRAINIAN:
        return word_facts(folded, "uk")
    found = word_facts(folded, language)
    if found.known or not folded[:1].isalpha():
        return found
    return known_facts(folded, other) or found


def word_key(folded: str, language: str) -> str:
    """The key of one word: its dictionary form, in Latin letters, equal across scripts."""
    return latin_key(facts_of(folded, language).lemma or folded)


def name_key(words: Sequence[SpokenWord], language: str) -> str:
    """The key of several words that are a name together."""
    return " ".join(word_key(one.folded, language) for one in words)


def _quoted(line: Line) -> Iterator[int]:
    for at in range(len(line.words)):
        if not _OPENING.search(line.gap(at)):
            continue
        for size in (1, 2, 3):
            end = at + size
            if end > len(line.words):
                break
            if _CLOSING.match(line.gap(end)):
                yield from range(at, end)
                break
            if not line.gap(end).isspace():
                break
