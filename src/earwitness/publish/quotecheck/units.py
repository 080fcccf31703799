"""What is compared: words, numbers, masks, brackets and elisions, each under one key.

Spelling that says the same (case, ё and е, "don't" and "do not") has the same key; what may stand for
more than one thing ("he's", the digits "17") has several keys it is `like`; everything that could
change the meaning keeps a key of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from earwitness.text.negation import is_negation
from earwitness.text.numerals import NumberSpan, may_hold_number, numbers_in
from earwitness.text.transliteration import latin_key
from earwitness.text.words import Token, fold, tokens

__all__ = [
    "FREE_KINDS",
    "NEGATING_BRACKET",
    "Unit",
    "UnitKind",
    "comparing_language",
    "like",
    "units_of",
]

NEGATING_BRACKET = "[not]"


class UnitKind(StrEnum):
    """What a unit is."""

    WORD = "word"
    NUMBER = "number"
    NEGATION = "negation"
    MASK = "mask"  # f**k, п...ц
    BRACKET = "bracket"  # [Zima], (laughs): the writer's own words inside a quotation
    ELISION = "elision"  # ..., [...]


FREE_KINDS = (UnitKind.BRACKET, UnitKind.ELISION)  # these may stand for anything that was heard


@dataclass(frozen=True, slots=True)
class Unit:
    """One comparable piece of a text.

    Attributes:
        key: equal keys say the same.
        start, end: character offsets in the text.
        token: index of the (first) token that it was made of, -1 for brackets and elisions.
        name: for a capitalised word in Latin letters, the key under which Zima and Zyma are one:
            newspapers spell foreign names in their own way.
    """

    kind: UnitKind
    key: str
    start: int
    end: int
    token: int = -1
    name: str = ""


_LINK = re.compile(r"\[([^\[\]]{0,300})\](\([^()\s]{0,2000}\))")
_BRACKET = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)")
_DOTS = re.compile(r"…|\.\.\.+")
_SPECIAL = re.compile(r"[\[(…]|\.\.\.")
_LONGEST_CACHED = 48  # longer "words" are noise, and would let a stranger fill the cache
_ONLY_DOTS = re.compile(r"[\s.…]*")
_MASK = re.compile(r"[^\W\d]+(?:[*#@$]+|\.{2,}|…)[^\W\d]*|[*]{2,}")
# The forms that hold a "not"; without their apostrophe too, as machines write them.
_NOT = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "is", "cannot": "can"}
_NOT |= {"cant": "can", "dont": "do", "doesnt": "does", "didnt": "did", "isnt": "is"}
_NOT |= {"wasnt": "was", "werent": "were", "couldnt": "could", "wouldnt": "would"}
_TAILS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "'d"}
_IS = frozenset(["it", "he", "she", "that", "what", "there", "who", "where", "here", "how"])
_EITHER = {"'s": ("is", "has"), "'d": ("had", "would")}
_ONE_OF = {whole: tail for tail, wholes in _EITHER.items() for whole in wholes}
_BARE_DIGITS = re.compile(r"[\d.,]+")
_CARDINAL, _ORDINAL = "|c", "|o"


def comparing_language(languages: Sequence[str]) -> str:
    """The one language in which two texts are taken apart, so that both are read by the same words.

    Lines in Russian and in Ukrainian in one recording are read with the words of both.
    """
    bases = {one.split("-", maxsplit=1)[0] for one in languages if one not in ("", "und")}
    if "uk-x-surzhyk" in languages or {"ru", "uk"} <= bases:
        return "uk-x-surzhyk"
    known = [one for one in languages if one not in ("", "und")]
    return max(sorted(set(known)), key=known.count) if known else "und"


def like(key: str) -> tuple[str, ...]:
    """The keys that say the same as this one, itself among them.

    >>> like("#17"), like("has")
    (('#17', '#17|c', '#17|o'), ('has', "'s"))
    """
    if key.startswith("#"):
        value, _, _ = key.partition("|")
        return (key, value) if key != value else (value, value + _CARDINAL, value + _ORDINAL)
    if key in _EITHER:
        return (key, *_EITHER[key])
    return (key, _ONE_OF[key]) if key in _ONE_OF else (key,)


def units_of(text: str, language: str) -> tuple[Unit, ...]:
    """Take a text apart into comparable units, in order.

    >>> [u.key for u in units_of("I don't … twenty-five [of them]", "en")]
    ['i', 'do', 'not', '…', '#25|c', '[]']
    """
    base = language if language == "uk-x-surzhyk" else language.split("-", maxsplit=1)[0]
    special, hidden = _special(text, base) if _SPECIAL.search(text) else ([], [])
    words: Sequence[Token] = tokens(text)
    if hidden:
        words = [token for token in words if not _inside(token.start, hidden)]
    folded = [fold(token.text) for token in words]
    spans = _spans(text, words, folded, base)
    found: list[Unit] = [*special]
    position = 0
    while position < len(words):
        if position in spans:
            end = spans[position][-1].end_token
            key = _number_key(spans[position], folded[position])
            place = (words[position].start, words[end - 1].end, position)
            found.append(Unit(UnitKind.NUMBER, key, *place))
            position = end
            continue
        found += _word_units(folded[position], base, words[position], position)
        position += 1
    if special:
        found.sort(key=lambda unit: (unit.start, unit.token))
    return tuple(found)


def _spans(
    text: str, words: Sequence[Token], folded: Sequence[str], base: str
) -> dict[int, list[NumberSpan]]:
    """The numbers by their first word; most lines hold none."""
    spans: dict[int, list[NumberSpan]] = {}
    if may_hold_number(folded, base):
        for one in numbers_in(folded, base, breaks=_breaks(text, words)):
            spans.setdefault(one.start_token, []).append(one)
    return spans


def _breaks(text: str, words: Sequence[Token]) -> frozenset[int]:
    """Words that punctuation stands in front of: "twenty, five" is two numbers."""
    return frozenset(
        place
        for place in range(1, len(words))
        if text[words[place - 1].end : words[place].start].strip()
    )


def _number_key(spans: Sequence[NumberSpan], word: str) -> str:
    """One number, or the two of «пять-шесть», which are one word."""
    span = spans[-1]
    values = "-".join(str(one.value) for one in spans)
    bare = span.end_token - span.start_token == 1 and _BARE_DIGITS.fullmatch(word)
    return f"#{values}" + ("" if bare else _ORDINAL if span.ordinal else _CARDINAL)


def _word_units(word: str, language: str, token: Token, index: int) -> list[Unit]:
    known = len(word) <= _LONGEST_CACHED
    parts = (_parts if known else _parts.__wrapped__)(word, language)
    name = ""
    if len(parts) == 1 and token.text[:1].isupper() and word.isascii():
        kind, key = parts[0]
        if kind is not UnitKind.MASK:
            name = latin_key(word.removesuffix("'s"))
        return [Unit(kind, key, token.start, token.end, index, name)]
    return [Unit(kind, key, token.start, token.end, index) for kind, key in parts]


@lru_cache(maxsize=1 << 17)
def _parts(word: str, language: str) -> tuple[tuple[UnitKind, str], ...]:
    """What a folded word is, or the words it is short for; most were met before."""
    if _MASK.fullmatch(word):
        return ((UnitKind.MASK, word),)
    parts = _expand(word) if language in ("en", "und") else [word]
    return tuple(
        (UnitKind.NEGATION if is_negation(part, language) else UnitKind.WORD, part)
        for part in parts
    )


def _expand(word: str) -> list[str]:
    if word in _NOT:
        return [_NOT[word], "not"]
    if word.endswith("n't"):
        return [word[:-3], "not"]
    for tail, whole in _TAILS.items():
        if word.endswith(tail) and word != tail:
            return [word[: -len(tail)], whole]
    if word == "let's":
        return ["let", "us"]
    if word.endswith("'s") and word[:-2] in _IS:
        return [word[:-2], "'s"]
    return [word]


def _special(text: str, language: str) -> tuple[list[Unit], list[Unit]]:
    """Brackets and elisions, before words are looked at; and all that holds no words to compare.

    A Markdown link is its words: its brackets must not take them out of the comparison.
    """
    found, hidden = [], []
    links = list(_LINK.finditer(text))
    bare = list(text)
    for link in links:
        bare[link.start()] = bare[link.end(1)] = " "
        bare[link.start(2) : link.end(2)] = " " * (link.end(2) - link.start(2))
        hidden.append(Unit(UnitKind.BRACKET, "link", link.start(2), link.end(2)))
    plain = "".join(bare)
    for match in _BRACKET.finditer(plain):
        dots = _ONLY_DOTS.fullmatch(match[0][1:-1]) is not None
        kind = UnitKind.ELISION if dots else UnitKind.BRACKET
        key = "…" if dots else _bracket_key(match[0], language)
        found.append(Unit(kind, key, match.start(), match.end()))
    for match in _DOTS.finditer(plain):
        glued = _letter(plain, match.start() - 1) and _letter(plain, match.end())
        if not glued and not _inside(match.start(), found):
            found.append(Unit(UnitKind.ELISION, "…", match.start(), match.end()))
    return found, [*found, *hidden]


def _bracket_key(bracket: str, language: str) -> str:
    """Square brackets replace words, so their own "not" counts; round ones only explain."""
    words = [fold(token.text) for token in tokens(bracket)] if bracket[0] == "[" else []
    return NEGATING_BRACKET if any(is_negation(word, language) for word in words) else "[]"


def _letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalpha()


def _inside(at: int, special: list[Unit]) -> bool:
    return any(unit.start <= at < unit.end for unit in special)
