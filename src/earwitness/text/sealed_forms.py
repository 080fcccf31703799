"""The forms of a word that must not stand anywhere: every inflection, in either script.

Where `stems` wants one form for all inflections, here all of them are wanted: what is missed is published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from earwitness.text.cyrillic_guesses import cyrillic_candidates
from earwitness.text.stems import readings
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold, twin_script

__all__ = ["WordForms", "forms_of_sealed", "is_ordinary_word", "is_word_of_dictionary"]

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LETTERS = re.compile(r"[^\W\d_]")
_GUESSES = 12
_READINGS = 6
_LONGEST = 48
_UK_ONLY, _RU_ONLY = frozenset("іїєґ'"), frozenset("ыэъё")
_ENGLISH_ENDINGS = ("s", "es", "'s", "s'")
_OUGHT_TO_BE_SAID = frozenset({"Name", "Surn", "Patr"})


@dataclass(frozen=True, slots=True)
class WordForms:
    """All forms of one word.

    Attributes:
        cyrillic: folded, in Cyrillic (or digits, or what the word is, in other scripts).
        keys: `latin_key` of each form, for words in Latin letters and for odd spellings.
    """

    cyrillic: frozenset[str]
    keys: frozenset[str]


@lru_cache(maxsize=1 << 14)
def forms_of_sealed(word: str) -> WordForms:
    """All forms of a word, whichever of the three languages it is in.

    A word in Latin letters is also taken back to Cyrillic, and those spellings are inflected.

    >>> forms = forms_of_sealed("Щербаков")
    >>> "щербаковым" in forms.cyrillic, "Serbakovu" in forms.keys
    (True, True)
    """
    folded = fold(word)
    cyrillic = {folded}
    latin: set[str] = set()
    if len(folded) > _LONGEST:
        return WordForms(frozenset(cyrillic), frozenset({latin_key(folded)}))
    if _CYRILLIC.search(folded):
        cyrillic |= _inflected(folded)
    elif _LETTERS.search(folded):
        latin = {folded, *(folded + ending for ending in _ENGLISH_ENDINGS)}
        for guess in cyrillic_candidates(folded, _GUESSES):
            if latin_key(guess) == latin_key(folded):
                cyrillic |= {guess, *_inflected(guess)}
    keys = {latin_key(one) for one in cyrillic | latin}
    return WordForms(frozenset(cyrillic), frozenset(keys))


def _inflected(folded: str) -> set[str]:
    letters = frozenset(folded)
    languages = ["ru"] * (not letters & _UK_ONLY) + ["uk"] * (not letters & _RU_ONLY)
    found: set[str] = set()
    for language in languages:
        parses = list(readings(folded, language))
        known = [one for one in parses if one.is_known]
        for parse in known or parses[:_READINGS]:
            try:
                found |= {fold(one.word) for one in parse.lexeme}
            except (ValueError, KeyError):  # a guess that the dictionary cannot carry through
                continue
    return {one for one in found if one}


def is_word_of_dictionary(word: str) -> bool:
    """Whether a longer word is a word by itself: "Петрович" holds "Петров" and is another name.

    A word in Latin letters is looked up as what it may have been in Cyrillic.
    """
    folded = fold(word)
    if _CYRILLIC.search(folded):
        return _known(folded)
    return any(_known(one) for one in cyrillic_candidates(folded, _GUESSES))


def is_ordinary_word(word: str) -> bool:
    """Whether a word also means something else than a name, so that a find may be that ("Надежда", "Роман")."""
    folded = fold(word)
    if not _CYRILLIC.fullmatch(folded[:1] or "-"):
        return False
    for language in ("ru", "uk"):
        for one in readings(folded, language):
            if one.is_known and not _OUGHT_TO_BE_SAID & set(one.tag.grammemes):
                return True
    return False


@lru_cache(maxsize=1 << 16)
def _known(folded: str) -> bool:
    if len(folded) > _LONGEST:
        return False
    spelled = {folded, twin_script(folded) or folded}
    return any(
        one.is_known
        for form in spelled
        for language in ("ru", "uk")
        for one in readings(form, language)
    )
