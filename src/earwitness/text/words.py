"""Words of speech: where they stand in a text, and the form under which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Token", "fold", "tokens", "twin_script"]

_APOSTROPHES = "’ʼ‘`´′ʹʻʽˈ＇"
_HYPHENS = "‐‑－"
# Combining marks that occur inside a word: stress, й and ї in decomposed form, Hebrew and Arabic
# vowels, Devanagari; with the invisible characters that tools leave behind.
_INSIDE = "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u200b-\u200d\u2060\ufeff"
_LETTER = r"[^\W\d]"
_PIECE = rf"\w[\w{_INSIDE}]*"
_JOINT = (
    r"'(?=\w)"
    r"|(?<!\d)-(?=\w)"
    rf"|-(?={_LETTER})"
    r"|(?<=\d)[.,](?=\d)"
    rf"|(?<={_LETTER})\*+(?={_LETTER})"
    rf"|(?<={_LETTER})[@#$](?={_LETTER})(?!\w+[.-]\w)"
)
_WORD = re.compile(rf"{_PIECE}(?:(?:{_JOINT}){_PIECE})*")
_WORD_MASKED_AT_ITS_END = re.compile(rf"{_WORD.pattern}(?:(?<={_LETTER})\*{{2,}}(?!\w))?")
_BOLD = re.compile(r"(?<![\w*])\*\*(?=\w)")
_PLAIN = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-"), "_": " "}
)
_SIGNS = re.compile(f"[{_APOSTROPHES}{_HYPHENS}_]")

_DOTS = re.compile(r"\.{2,}|…")
_MASKED_HEAD, _MASKED_TAIL = 3, 4
_VOWELS = frozenset("аеёиоуыэюяіїєaeiouy")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Consonants that are words or sounds on their own: dots between them are a pause, not a mask.
_SPOKEN_CONSONANTS = _listed(
    "в к с б ж з й хм мм ммм гм шш тс тсс кх пф мгм hm hmm mm mmm mhm sh shh pst st mr dr"
)


class Token(NamedTuple):
    """A word as written and its place: ``text == source[start:end]``, counted in code points."""

    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into words; punctuation is left out.

    One word each: ``3-я``, ``85-ый``, ``don't``, ``п'ять`` (with any apostrophe), ``кто-то``,
    ``БТР-80``, ``3,5``, ``1,000``, and words masked by their maker (``f**k``, ``х@й``, ``п...ц``).
    Two words each: ``40 000``, ``5-10``, ``ну...да``, ``км/ч``. Dots are a mask only where what
    stands around them is no word by itself: see `_is_masked`.

    >>> [token.text for token in tokens("Так, п’ять - это 3-я... по 3,5 «f**k» 40 000!")]
    ['Так', 'п’ять', 'это', '3-я', 'по', '3,5', 'f**k', '40', '000']
    """
    plain = text if text.isascii() and "_" not in text and "`" not in text else _plain(text)
    masked = "**" in plain and not _BOLD.search(plain)
    pattern = _WORD_MASKED_AT_ITS_END if masked else _WORD
    found = [match.span() for match in pattern.finditer(plain)]
    if ".." in plain or "…" in plain:
        found = list(_with_masks(plain, found))
    # as `Token(...)`, without the call of a Python function for every word
    return tuple([_new(Token, (text[start:end], start, end)) for start, end in found])


_new = tuple.__new__


def _plain(text: str) -> str:
    # Every replacement is one character for one, so that places stay right.
    return text.translate(_PLAIN) if _SIGNS.search(text) else text


def _with_masks(plain: str, found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join neighbours such as ``п`` and ``ц`` that only masking dots separate."""
    spans = iter(found)
    held = next(spans, None)
    for span in spans:
        if held is not None and _is_masked(plain, held, span):
            yield held[0], span[1]
            held = None
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _is_masked(plain: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether dots between two pieces hide letters of one word.

    They do when the first piece has no vowel and is no word, or the second so: ``п...ц``,
    ``х..ня``, ``е...ть``; not ``ну...да``, ``в...в``, nor the stammer ``п...привет``.
    """
    gap, head, tail = right[0] - left[1], left[1] - left[0], right[1] - right[0]
    if not 1 <= gap <= 8 or head > _MASKED_HEAD or tail > _MASKED_TAIL:
        return False
    if not _DOTS.fullmatch(plain, left[1], right[0]):
        return False
    first, last = plain[left[0] : left[1]].casefold(), plain[right[0] : right[1]].casefold()
    if not (first.isalpha() and last.isalpha()) or last.startswith(first[-1]):
        return False
    return _is_no_word(first) or _is_no_word(last)


def _is_no_word(piece: str) -> bool:
    return piece not in _SPOKEN_CONSONANTS and _VOWELS.isdisjoint(piece)


# Letters that look alike. Capital forms are listed apart: more of them do.
_TWINS = (
    ("аеорсухіјѕёї", "aeopcyxijsëï"),
    ("АВЕКМНОРСТУХІЈЅЁЇ", "ABEKMHOPCTYXIJSËÏ"),
)
_TO_LATIN = {c: a for cyrillic, latin in _TWINS for c, a in zip(cyrillic, latin, strict=True)}
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}
_LATIN_TABLE, _CYRILLIC_TABLE = str.maketrans(_TO_LATIN), str.maketrans(_TO_CYRILLIC)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_INVISIBLE = re.compile(
    "[\u0301\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_PLAIN_CYRILLIC = re.compile("[а-яіїєґ]+")  # without ё
_CACHED_LETTERS = 48  # longer "words" are not words, and would let a stranger fill the cache


def fold(word: str) -> str:
    """Write a word in the one form under which it is compared.

    NFKC and case folding; ё as е; every apostrophe as ``'`` and hyphen as ``-``; stress accents,
    soft hyphens and invisible characters removed (й and ї stay); Latin letters that stand for
    their Cyrillic twins in a Cyrillic word put right, and the other way round. Idempotent.

    >>> fold("П’ЯТЬ"), fold("за́мок"), fold("Ёж"), fold("Maкeевка")
    ("п'ять", 'замок', 'еж', 'макеевка')
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    return _fold_cached(word) if len(word) <= _CACHED_LETTERS else _fold(word)


@lru_cache(maxsize=1 << 17)
def _fold_cached(word: str) -> str:
    return _fold(word)


def _fold(word: str) -> str:
    lower = word.lower()
    if _PLAIN_CYRILLIC.fullmatch(lower):  # nearly every word: no more is to be done
        return lower
    # What one round removes can let the next one compose letters; four rounds are the most seen.
    while (folded := _fold_once(word)) != word:
        word = folded
    return word


def _fold_once(word: str) -> str:
    word = unicodedata.normalize("NFKC", word.translate(_PLAIN_WORD))
    word = _INVISIBLE.sub("", word)
    if _CYRILLIC.search(word):
        if _LATIN.search(word):
            word = "-".join(_one_script(part) for part in word.split("-"))
        word = word.replace("ё", "е").replace("Ё", "Е")
    return word.casefold()


_PLAIN_WORD = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-")})


def _one_script(part: str) -> str:
    """Give a part its twins in the script that its other letters are in; a true mixture stays."""
    cyrillic, latin = _CYRILLIC.findall(part), _LATIN.findall(part)
    if not cyrillic or not latin:
        return part
    only_cyrillic = any(letter not in _TO_LATIN for letter in cyrillic)
    only_latin = any(letter not in _TO_CYRILLIC for letter in latin)
    if only_cyrillic and only_latin:
        return part
    if only_cyrillic or (not only_latin and len(cyrillic) >= len(latin)):
        return part.translate(_CYRILLIC_TABLE)
    return part.translate(_LATIN_TABLE)


def twin_script(word: str) -> str | None:
    """A word written wholly in letters that also look like the other script's, in that script; else None.

    >>> twin_script("PETPOB"), twin_script("Петров"), twin_script("сор")
    ('РЕТРОВ', None, 'cop')
    """
    letters = [sign for sign in word if sign.isalpha()]
    if not letters:
        return None
    if all(letter in _TO_CYRILLIC for letter in letters):
        return word.translate(_CYRILLIC_TABLE)
    if all(letter in _TO_LATIN for letter in letters):
        return word.translate(_LATIN_TABLE)
    return None
