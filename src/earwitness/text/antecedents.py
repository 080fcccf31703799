"""Whom a pronoun may stand for: the nearest preceding words for a person of its gender.

This is a guess of ours, offered to a reader, and never a statement about who speaks.
"""

from __future__ import annotations

import re
from itertools import islice

from earwitness.text.clause_words import DETERMINERS, PRONOUN_GENDER
from earwitness.text.human_nouns import HumanNoun, human_noun

__all__ = ["antecedent_of", "is_pronoun"]

_WORD = re.compile(r"[^\W_]+(?:[-’'ʼ][^\W_]+)*")
_LOOK_BACK = 3000
_ADJECTIVE = re.compile(r"(?:ая|яя|ый|ий|ой|ого|его|ому|ему|ую|юю|ые|ие|ых|их|а|ої|ій|ою|е|і)\Z")


def is_pronoun(words: str) -> bool:
    """True for he, she, they and their Russian and Ukrainian counterparts.

    >>> is_pronoun("She"), is_pronoun("the mother")
    (True, False)
    """
    return words.lower() in PRONOUN_GENDER


def antecedent_of(pronoun: str, before: str, language: str) -> str | None:
    """Offer the nearest preceding words for a person that fit a pronoun's gender.

    Words that say the gender (woman, сын) go before words that do not (soldier, caller).

    Args:
        pronoun: as written.
        before: the narration before it, quotations blanked; the last 3,000 characters are read.
        language: ``en``, ``ru`` or ``uk``.

    Returns:
        The words as written, or None if nothing fits.

    >>> antecedent_of("she", "A woman told her son, Timmy, to wait.", "en")
    'A woman'
    """
    gender = PRONOUN_GENDER.get(pronoun.lower())
    words = list(_WORD.finditer(before, max(0, len(before) - _LOOK_BACK)))
    unsure: str | None = None
    for at in range(len(words) - 1, -1, -1):
        noun = human_noun(words[at].group(), language)
        if noun is None or gender is None:
            continue
        fit = _fits(noun, gender)
        if fit == "no" or (language == "en" and _possessive(before, words[at].end())):
            continue
        phrase = _phrase(before, words, at, language)
        if fit == "sure":
            return phrase
        unsure = unsure or phrase
    return unsure


def _fits(noun: HumanNoun, gender: str) -> str:
    if gender == "p":
        return "sure" if noun.plural else "no"
    if noun.plural:
        return "no"
    if noun.gender == gender:
        # A subject is taken up again sooner than an object.
        return "sure" if "sn" in noun.marks else "unsure"
    return "unsure" if noun.gender == "c" else "no"


def _possessive(text: str, end: int) -> bool:
    return text[end : end + 1] in {"’", "'"}


def _phrase(text: str, words: list[re.Match[str]], at: int, language: str) -> str:
    first = at
    for place in islice(range(at - 1, -1, -1), 4):
        gap = text[words[place].end() : words[place + 1].start()]
        word = words[place].group().lower()
        if gap.strip():
            break
        if language == "en":
            if word in DETERMINERS:
                first = place
                break
            continue
        if not _ADJECTIVE.search(word) or human_noun(word, language):
            break
        first = place
    return text[words[first].start() : words[at].end()]
