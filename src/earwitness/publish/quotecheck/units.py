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

from earwitness.text.negation import is_negation
from earwitness.text.numerals import NumberSpan, numbers_in
from earwitness.text.transliteration import latin_key
from earwitness.text.words import Token, fold, tokens

__all__ = ["NEGATING_BRACKET", "Unit", "UnitKind", "comparing_language", "like", "units_of"]

NEGATING_BRACKET = "[not]"


class UnitKind(StrEnum):
    """What a unit is."""

    WORD = "word"
    NUMBER = "number"
    NEGATION = "negation"
    MASK = "mask"  # f**k, п...ц
    BRACKET = "bracket"  # [Zima], (laughs): the writer's own words inside a quotation
    ELISION = "elision"  # ..., [...]


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
    special, hidden = _special(text, base)
    words = [t for t in tokens(text) if not _inside(t.start, hidden)]
    folded = [fold(token.text) for token in words]
    found: list[Unit] = [*special]
    position = 0
    spans: dict[int, list[NumberSpan]] = {}
    for one in numbers_in(folded, base, breaks=_breaks(text, words)):
        spans.setdefault(one.start_token, []).append(one)
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
    return tuple(sorted(found, key=lambda unit: (unit.start, unit.token)))


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
    place = (token.start, token.end, index)
    if _MASK.fullmatch(word):
        return [Unit(UnitKind.MASK, word, *place)]
    parts = _expand(word) if language in ("en", "und") else [word]
    named = len(parts) == 1 and token.text[:1].isupper() and word.isascii()
    name = latin_key(word.removesuffix("'s")) if named else ""
    return [
        Unit(
            UnitKind.NEGATION if is_negation(part, language) else UnitKind.WORD,
            part,
            *place,
            name,
        )
        for part in parts
    ]


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
