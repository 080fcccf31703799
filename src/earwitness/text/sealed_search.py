"""Words that must not stand anywhere, looked for in a text as people and programs hide them without meaning to.

Found in any case, inflection and script, with look-alike letters, invisible characters, spaces or signs
between the letters, glued to other words, over the end of a line; numbers in any grouping, and said in words.
Which encodings a text is in is the business of those who read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, permutations

from earwitness.text.numeral_forms import glued_value, number_forms
from earwitness.text.numerals import numbers_in
from earwitness.text.plain_view import plain_view
from earwitness.text.sealed_forms import (
    WordForms,
    forms_of_sealed,
    is_ordinary_word,
    is_word_of_dictionary,
)
from earwitness.text.transliteration import latin_key
from earwitness.text.words import Token, fold, tokens, twin_script

__all__ = ["SealedHit", "SealedSearch"]

_GLUED = 6  # letters from which a word is also looked for inside others
_SHORT_NUMBER, _LONG_NUMBER = 4, 7
_CAMEL = re.compile(r"(?<=[a-zа-яёіїєґ])(?=[A-ZА-ЯЁІЇЄҐ])")
_PIECES = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_SPACED = re.compile(r"(?<!\w)\w(?:[\s._\-*·•|/+,:]{1,3}\w){2,60}(?!\w)")
_HYPHENATED = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
_DIGITS = re.compile(r"\d(?:[\s\-.()/+_,:]{0,3}\d)*")
_APART = 8  # characters between two numbers said one after the other
_MOST_WORDS_ANY_ORDER = 3
_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΠΓΦαορνικ", "ABEZHIKMNOPTYXПГФaopvik")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LANGUAGES = ("ru", "uk", "en")


@dataclass(frozen=True, slots=True, order=True)
class SealedHit:
    """A sealed word that stands in a text.

    Attributes:
        start, end: characters of the text.
        name: of the word, never the word itself; ``how`` it stands there.
    """

    start: int
    end: int
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A sealed word or phrase: its words in order."""

    name: str
    words: tuple[WordForms, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    name: str
    digits: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a word of the text: letters of one kind, or digits."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(slots=True)
class SealedSearch:
    """What is looked for, made ready once.

    Args:
        given: name and words of each; names are what reports say.
    """

    given: Sequence[tuple[str, str]]
    notes: tuple[str, ...] = field(init=False)
    """What is not looked for everywhere, in sentences that name no word."""

    _phrases: dict[str, list[_Phrase]] = field(init=False, repr=False)
    _numbers: list[_Number] = field(init=False, repr=False)
    _inside: re.Pattern[str] | None = field(init=False, repr=False)
    _inside_names: dict[str, str] = field(init=False, repr=False)
    _cache: dict[str, str | None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._phrases, self._numbers, self._inside_names, self._cache = {}, [], {}, {}
        notes: list[str] = []
        for name, words in self.given:
            notes += self._ready(name, words)
        self.notes = tuple(notes)
        shortest = sorted(self._inside_names, key=len)
        kept: list[str] = []
        for key in shortest:
            if not any(one in key for one in kept):
                kept.append(key)
        self._inside = re.compile("|".join(map(re.escape, kept))) if kept else None

    def __bool__(self) -> bool:
        return bool(self._phrases or self._numbers)

    def find(self, text: str) -> list[SealedHit]:
        """All that stands in a text, in order; the same place is told once a word."""
        if not self or not text:
            return []
        hits: set[SealedHit] = set()
        view = plain_view(text.translate(_GREEK))
        for start, end, name, how in self._in_view(view.text):
            hits.add(SealedHit(*view.span(start, end), name, how))
        joined = _HYPHENATED.sub("", view.text)
        if joined != view.text:
            for _, _, name, how in self._in_view(joined):
                if all(one.name != name for one in hits):
                    hits.add(SealedHit(0, len(text), name, f"{how}, over the end of a line"))
        return sorted(hits)

    def covered(self, text: str, mark: str) -> str:
        """The text with a mark for all that is sealed in it."""
        made, end = [], 0
        for hit in self.find(text):
            if hit.start >= end:
                made += [text[end : hit.start], mark]
            end = max(end, hit.end)
        return "".join([*made, text[end:]])

    def _ready(self, name: str, words: str) -> Iterator[str]:
        view = plain_view(words).text
        cut = _PIECES.findall(view)
        digits = "".join(re.findall(r"\d", view))
        letters = [one for one in cut if not one.isdigit()]
        if digits and not letters:
            yield from self._ready_number(name, digits)
            return
        if not letters:
            yield f"{name} holds no letter and no digit: it is not looked for"
            return
        phrase = _Phrase(name, tuple(forms_of_sealed(one) for one in cut))
        heads = phrase.words if len(cut) <= _MOST_WORDS_ANY_ORDER else phrase.words[:1]
        for head in heads:
            for key in {*head.cyrillic, *head.keys}:
                known = self._phrases.setdefault(key, [])
                if phrase not in known:
                    known.append(phrase)
        glued = self._glued(phrase)
        if len(letters) == 1 and len(letters[0]) < _GLUED:
            yield f"{name} is short: it is found as a word standing alone, not glued to other letters"
        for key in glued:
            self._inside_names.setdefault(key, name)
        if len(cut) == 1 and is_ordinary_word(cut[0]):
            yield f"{name} is also an ordinary word: a find may be that word; seal it together with another"

    def _ready_number(self, name: str, digits: str) -> Iterator[str]:
        core = digits
        if len(digits) == 11 and digits[0] in "78":
            core = digits[1:]
        elif len(digits) == 12 and digits.startswith("380"):
            core = digits[3:]
        elif len(digits) == 10 and digits.startswith("0"):
            core = digits[1:]
        self._numbers.append(_Number(name, core))
        if len(core) < _SHORT_NUMBER:
            yield f"{name} is a short number: it is found wherever that number stands alone"

    @staticmethod
    def _glued(phrase: _Phrase) -> set[str]:
        """Keys that are looked for inside longer words."""
        if len(phrase.words) > _MOST_WORDS_ANY_ORDER:
            return set()
        found: set[str] = set()
        if len(phrase.words) == 1:
            found = set(phrase.words[0].keys)
        else:
            for order in permutations(phrase.words):
                heads = [min(one.keys, key=lambda key: (len(key), key)) for one in order]
                found.add("".join(heads))
        return {one for one in found if len(one) >= _GLUED}

    def _in_view(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        pieces = list(_pieces(text))
        yield from self._words(pieces)
        yield from self._spaced(text)
        if self._numbers:
            yield from self._digits(text)

    def _words(self, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int, str, str]]:
        for at, piece in enumerate(pieces):
            for phrase in self._candidates(piece):
                size = len(phrase.words)
                for first in {at, at - size + 1} if size > 1 else {at}:
                    window = pieces[max(0, first) : first + size]
                    if first >= 0 and len(window) == size and self._fits(phrase, window):
                        yield window[0].start, window[-1].end, phrase.name, "in words"
            inside = self._found_inside(piece.folded)
            if inside is not None:
                yield piece.start, piece.end, inside, "inside a longer word"

    def _candidates(self, piece: _Piece) -> list[_Phrase]:
        found = list(self._phrases.get(piece.folded, ()))
        for key in _keys(piece.folded):
            found += [one for one in self._phrases.get(key, ()) if one not in found]
        return found

    def _fits(self, phrase: _Phrase, window: Sequence[_Piece]) -> bool:
        if len(phrase.words) > _MOST_WORDS_ANY_ORDER:
            return all(_is(one, piece) for one, piece in zip(phrase.words, window, strict=True))
        return any(
            all(_is(one, piece) for one, piece in zip(order, window, strict=True))
            for order in permutations(phrase.words)
        )

    def _found_inside(self, folded: str) -> str | None:
        if self._inside is None or len(folded) < _GLUED or folded.isdigit():
            return None
        if folded not in self._cache:
            self._cache[folded] = self._look_inside(folded)
        return self._cache[folded]

    def _look_inside(self, folded: str) -> str | None:
        if self._inside is None:
            return None
        for key in _keys(folded):
            match = self._inside.search(key)
            if match is not None and key not in self._inside_names:
                name = self._inside_names[match[0]]
                return None if is_word_of_dictionary(folded) else name
        return None

    def _spaced(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        for match in _SPACED.finditer(text):
            letters = "".join(sign for sign in match[0] if sign.isalnum())
            if letters.isdigit():
                continue
            piece = _Piece(letters, fold(letters), match.start(), match.end())
            for phrase in self._candidates(piece):
                if len(phrase.words) == 1 and _is(phrase.words[0], piece):
                    yield match.start(), match.end(), phrase.name, "letter by letter"
            if self._inside is not None:
                for key in _keys(piece.folded):
                    found = self._inside.search(key)
                    if found is not None:
                        yield (
                            match.start(),
                            match.end(),
                            self._inside_names[found[0]],
                            "letter by letter",
                        )

    def _digits(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        for match in _DIGITS.finditer(text):
            run = re.sub(r"\D", "", match[0])
            groups = re.findall(r"\d+", match[0])
            for one in self._numbers:
                alone = one.digits in groups or (
                    len(one.digits) >= _SHORT_NUMBER and one.digits == run
                )
                if alone or (len(one.digits) >= _LONG_NUMBER and one.digits in run):
                    yield match.start(), match.end(), one.name, "in digits"
        yield from self._said(text)

    def _said(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Numbers in words: "восемь девятьсот двенадцать" one after the other."""
        long = [one for one in self._numbers if len(one.digits) >= _SHORT_NUMBER]
        if not long:
            return
        for group in _number_groups(text):
            words = [one.text for one in group]
            # Punctuation parts numbers.
            breaks = frozenset(
                at
                for at in range(1, len(group))
                if not text[group[at - 1].end : group[at].start].isspace()
            )
            for language in _LANGUAGES:
                run = ""
                for span in numbers_in(words, language, breaks=breaks):
                    run += str(span.value) if isinstance(span.value, int) else "."
                    for one in long:
                        if run.endswith(one.digits):
                            yield group[0].start, group[-1].end, one.name, "said in words"


def _number_groups(text: str) -> Iterator[list[Token]]:
    """Words of numbers that stand together, one of them at least not in digits."""
    group: list[Token] = []
    for token in tokens(text):
        if not _is_number_word(token.text):
            continue
        if group and token.start - group[-1].end > _APART:
            if len(group) > 1 and not all(one.text[:1].isdigit() for one in group):
                yield group
            group = []
        group.append(token)
    if len(group) > 1 and not all(one.text[:1].isdigit() for one in group):
        yield group


@lru_cache(maxsize=1 << 16)
def _is_number_word(word: str) -> bool:
    if word[:1].isdigit():
        return True
    folded = fold(word)
    parts = [folded, *folded.split("-")]
    return any(
        part in number_forms(language) or glued_value(part, language) is not None
        for language in _LANGUAGES
        for part in parts
    )


def _keys(folded: str) -> Iterable[str]:
    """Keys of a piece: as it is, and where all its letters have twins, as those read."""
    twin = twin_script(folded) or twin_script(folded.upper())
    found = [latin_key(folded)]
    if twin is not None:
        found += [latin_key(twin), fold(twin)]
    if folded.endswith(("'s", "s'")):
        found.append(latin_key(folded[:-2] if folded.endswith("'s") else folded[:-1]))
    return dict.fromkeys(found)


def _is(word: WordForms, piece: _Piece) -> bool:
    folded = piece.folded
    if folded in word.cyrillic:
        return True
    if folded.isdigit():
        return False
    if _CYRILLIC.search(folded):
        # An odd spelling of the name, unless it is a word of its own: «дыма» is no form of «Дима».
        met = latin_key(folded) in word.keys and not is_word_of_dictionary(folded)
    else:
        met = any(key in word.keys for key in _keys(folded))
    if met:
        return True
    twin = twin_script(folded) or twin_script(folded.upper())
    return twin is not None and fold(twin) in word.cyrillic


def _pieces(text: str) -> Iterator[_Piece]:
    """Words and what they are put together from: parts between hyphens, capitals, digits and letters."""
    for match in _PIECES.finditer(text):
        places = [0, *(one.start() for one in _CAMEL.finditer(match[0])), len(match[0])]
        if len(places) > 2:
            for start, end in pairwise(places):
                part = match[0][start:end]
                yield _Piece(part, fold(part), match.start() + start, match.start() + end)
            continue
        yield _Piece(match[0], fold(match[0]), match.start(), match.end())
