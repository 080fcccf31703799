"""What makes a line of a translation doubtful: a glossary term lost, repetition, nothing translated.

These are marks for a person, made when a line is read: they follow the glossary as it is now, for
translations of machines and of people alike.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from earwitness.text.glossary import Glossary, terms_not_kept
from earwitness.text.language import scripts_of
from earwitness.text.words import fold, tokens

__all__ = ["CUT_OFF", "Doubt", "doubts_about"]

CUT_OFF = "[…]"  # an engine came to its limit in the middle of a line
_PHRASE_WORDS = 3
_TIMES = 4
_LONGER = 4.0
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark and its reason; ``code`` is ``glossary``, ``untranslated``, ``repeated`` or ``cut``."""

    code: str
    why: str


def doubts_about(source: str, translation: str, glossary: Glossary) -> tuple[Doubt, ...]:
    """What speaks against a line of a translation; every doubt says which rule fired and why.

    >>> doubts_about("Мы стоим у моста", "Мы стоим у моста", Glossary())[0].code
    'untranslated'
    """
    found = [
        Doubt("glossary", f"glossary term not kept: '{term.source}' is '{term.target}'")
        for term in terms_not_kept(source, translation, glossary)
    ]
    rules = (_untranslated(source, translation), _repeated(source, translation))
    found += [doubt for doubt in rules if doubt is not None]
    if translation.endswith(CUT_OFF):
        found.append(Doubt("cut", "the engine came to its limit before the line ended"))
    return tuple(found)


def _untranslated(source: str, translation: str) -> Doubt | None:
    given = [fold(word.text) for word in tokens(source)]
    made = [fold(word.text) for word in tokens(translation)]
    if len(given) > 1 and given == made and "Latin" not in scripts_of(source):
        return Doubt("untranslated", "came back as it was said")
    return None


def _repeated(source: str, translation: str) -> Doubt | None:
    words = [fold(word.text) for word in tokens(translation)]
    phrases = Counter(
        tuple(words[at : at + _PHRASE_WORDS]) for at in range(len(words) - _PHRASE_WORDS + 1)
    )
    phrase, times = phrases.most_common(1)[0] if phrases else ((), 0)
    if times >= _TIMES and not _says_it_too(source, times):
        return Doubt("repeated", f"'{' '.join(phrase)}' stands in it {times} times")
    if len(translation) > _LONGER * len(source) + _SHORT:
        return Doubt("repeated", f"{len(translation)} characters for {len(source)}")
    return None


def _says_it_too(source: str, times: int) -> bool:
    """People do repeat themselves: then the translation may as well."""
    words = Counter(fold(word.text) for word in tokens(source))
    return bool(words) and words.most_common(1)[0][1] >= times - 1
