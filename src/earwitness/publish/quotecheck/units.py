"""What is compared: words, numbers, masks, brackets and elisions, each under one key.

Spelling that says the same (case, ё and е, "don't" and "do not", "twenty" and "20") has the same
key; everything that could change the meaning keeps a key of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from earwitness.text.negation import is_negation
from earwitness.text.numerals import numbers_in
from earwitness.text.words import fold, tokens

__all__ = ["Unit", "UnitKind", "units_of"]


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
    """

    kind: UnitKind
    key: str
    start: int
    end: int
    token: int = -1


_BRACKET = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)")
_DOTS = re.compile(r"…|\.\.\.+")
_ONLY_DOTS = re.compile(r"[\s.…]*")
_MASK = re.compile(r"[^\W\d]+(?:[*#@$]+|\.{2,}|…)[^\W\d]*|[*]{2,}")
# The forms that hold a "not", and the pronouns whose 's is plainly "is".
_NOT = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "is", "cannot": "can"}
_TAILS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will"}
_IS = frozenset(["it", "he", "she", "that", "what", "there", "who", "where", "here", "how"])


def units_of(text: str, language: str) -> tuple[Unit, ...]:
    """Take a text apart into comparable units, in order.

    >>> [u.key for u in units_of("I don't … twenty-five [of them]", "en")]
    ['i', 'do', 'not', '…', '#25', '[]']
    """
    base = language.split("-", maxsplit=1)[0]
    special = _special(text)
    words = [t for t in tokens(text) if not _inside(t.start, special)]
    folded = [fold(token.text) for token in words]
    found: list[Unit] = [*special]
    position = 0
    spans = {span.start_token: span for span in numbers_in([w.text for w in words], base)}
    while position < len(words):
        span = spans.get(position)
        if span is not None:
            first, last = words[span.start_token], words[span.end_token - 1]
            key = f"#{span.value}{'.' if span.ordinal else ''}"
            found.append(Unit(UnitKind.NUMBER, key, first.start, last.end, position))
            position = span.end_token
            continue
        token = words[position]
        found += _word_units(folded[position], base, token.start, token.end, position)
        position += 1
    return tuple(sorted(found, key=lambda unit: (unit.start, unit.token)))


def _word_units(word: str, language: str, start: int, end: int, index: int) -> list[Unit]:
    if _MASK.fullmatch(word):
        return [Unit(UnitKind.MASK, word, start, end, index)]
    parts = _expand(word) if language == "en" else [word]
    return [
        Unit(
            UnitKind.NEGATION if is_negation(part, language) else UnitKind.WORD,
            part,
            start,
            end,
            index,
        )
        for part in parts
    ]


def _expand(word: str) -> list[str]:
    if word in _NOT:
        return [_NOT[word], "not"]
    if word.endswith("n't"):
        return [word[:-3], "not"]
    for tail, whole in _TAILS.items():
        if word.endswith(tail):
            return [word[: -len(tail)], whole]
    if word.endswith("'s") and word[:-2] in _IS:
        return [word[:-2], "is"]
    return [word]


def _special(text: str) -> list[Unit]:
    """Brackets and elisions, before words are looked at."""
    found = []
    for match in _BRACKET.finditer(text):
        dots = _ONLY_DOTS.fullmatch(match[0][1:-1]) is not None
        kind, key = (UnitKind.ELISION, "…") if dots else (UnitKind.BRACKET, "[]")
        found.append(Unit(kind, key, match.start(), match.end()))
    for match in _DOTS.finditer(text):
        glued = _letter(text, match.start() - 1) and _letter(text, match.end())
        if not glued and not _inside(match.start(), found):
            found.append(Unit(UnitKind.ELISION, "…", match.start(), match.end()))
    return found


def _letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalpha()


def _inside(at: int, special: list[Unit]) -> bool:
    return any(unit.start <= at < unit.end for unit in special)
