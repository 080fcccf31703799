"""Roles that people have in a conversation (mother, син, командир), the same in three languages.

Used to hold a writer's attribution ("her son says") against the label of a voice («Мать»). Roles come
from words that somebody wrote; nothing is inferred from a voice. Data: ``roles.csv``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from earwitness.text.human_nouns import human_noun
from earwitness.text.stems import stem
from earwitness.text.words import fold, tokens

__all__ = ["PRONOUN_GENDERS", "Role", "number_in", "roles_in"]

PRONOUN_GENDERS = {
    "she": "f",
    "he": "m",
    "она": "f",
    "он": "m",
    "вона": "f",
    "він": "m",
}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "первый": 1,
    "второй": 2,
    "третий": 3,
    "перший": 1,
    "другий": 2,
    "третій": 3,
    "друга": 2,  # the stem of this form is that of "friend"
    "другу": 2,
    "другої": 2,
    "другій": 2,
    "one": 1,
    "two": 2,
}
# After these words somebody else is named: "the mother of a soldier", "мать солдата" has no word.
_OF = frozenset(("of", "to", "with", "about"))


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its English name and grammatical gender ``f``, ``m`` or ``c`` (either)."""

    name: str
    gender: str


def roles_in(phrase: str, language: str) -> tuple[Role, ...]:
    """The roles of the one person that a phrase names, the head first.

    In English the head stands last before "of" ("the soldier's mother"), in Russian and Ukrainian
    first («мать солдата»).

    >>> [role.name for role in roles_in("the soldier's mother", "en")]
    ['mother']
    >>> [role.name for role in roles_in("мати військового", "uk")]
    ['mother']
    """
    found: list[Role] = []
    for token in tokens(phrase):
        word = fold(token.text)
        if word in _OF and found:
            break
        if language == "en" and word.endswith(("'s", "s'")):
            continue  # a possessor is somebody else
        role = _role(word, language)
        if role is not None:
            found.append(role)
    if not found:
        return ()
    return (found[-1],) if language == "en" else (found[0],)


def number_in(phrase: str) -> int | None:
    """The number in "speaker 2", «Женщина 1», "the second woman", «друга жінка»; None if none.

    >>> number_in("Speaker 2"), number_in("the second woman"), number_in("his wife")
    (2, 2, None)
    """
    digits = re.findall(r"(?<!\d)\d{1,2}(?!\d)", phrase)
    if digits:
        return int(digits[-1])
    for token in tokens(phrase):
        word = fold(token.text)
        for form in (word, stem(word, "ru"), stem(word, "uk")):
            if form in _ORDINALS:
                return _ORDINALS[form]
    return None


@lru_cache(maxsize=1 << 13)  # a story has few words, and is asked for each of them in turn
def _role(word: str, language: str) -> Role | None:
    noun = human_noun(word, language)
    lemmas = [noun.lemma] if noun else []
    lemmas += [word, stem(word, "ru"), stem(word, "uk")]
    for lemma in lemmas:
        found = _table().get(fold(lemma))
        if found is not None:
            return found
    return None


@cache
def _table() -> dict[str, Role]:
    path = resources.files("earwitness.text").joinpath("roles.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {
        fold(word): Role(row["role"], row["gender"])
        for row in rows
        for word in row["words"].split()
    }
