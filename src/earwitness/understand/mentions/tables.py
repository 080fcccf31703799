"""Lists that the rules look names up in: given names, places, things, usual call signs. Data: the CSV files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from earwitness.text.stems import stem
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold, tokens

__all__ = [
    "Thing",
    "is_thing",
    "is_usual_call_sign",
    "place_key",
    "things_at",
    "usual_call_sign_keys",
]


@dataclass(frozen=True, slots=True)
class Thing:
    """An entry of ``lexicon.csv``: words of one language that name a thing.

    Attributes:
        stems: of the words, as `thing_stem` gives them.
        needs_capital: the word has another everyday meaning ("град" is hail).
    """

    kind: str
    key: str
    stems: tuple[str, ...]
    needs_capital: bool


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    path = resources.files("earwitness.understand.mentions").joinpath(name)
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def _places() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("places.csv"):
        for name in row["names"].split():
            found.setdefault(
                fold(name) if name.isascii() else latin_key(stem(name, "ru")), row["key"]
            )
            if not name.isascii():
                found.setdefault(latin_key(stem(name, "uk")), row["key"])
                found.setdefault(latin_key(name), row["key"])
    return found


def place_key(lemma: str) -> str:
    """The key of a listed place by a Cyrillic lemma or a Latin word, "" if it is not listed.

    >>> place_key("киев"), place_key("kyiv"), place_key("стол")
    ('kyiv', 'kyiv', '')
    """
    return _places().get(lemma if lemma.isascii() else latin_key(lemma), "")


@cache
def usual_call_sign_keys() -> frozenset[str]:
    """Keys of words that are often call signs; only Latin spellings need them."""
    return frozenset(
        latin_key(word) for row in _rows("call_sign_words.csv") for word in row["words"].split()
    )


def is_usual_call_sign(word: str) -> bool:
    """Whether a Latin word spells one of them ("Zyma", "Kedr")."""
    return latin_key(word) in usual_call_sign_keys()


def thing_stem(folded: str, language: str) -> str:
    """The form in which things are looked up: lemma, or an English noun without its plural."""
    if language in {"ru", "uk"} and not folded.isascii():
        return stem(folded, language)
    folded = folded.removesuffix("'s")
    if folded.endswith("ies") and len(folded) > 4:
        return folded[:-3] + "y"
    if folded.endswith("s") and not folded.endswith(("ss", "us", "'s")) and len(folded) > 3:
        return folded[:-1]
    return folded


@cache
def _things() -> dict[str, dict[str, tuple[Thing, ...]]]:
    found: dict[str, dict[str, list[Thing]]] = {"ru": {}, "uk": {}, "en": {}}
    for row in _rows("lexicon.csv"):
        for language in ("ru", "uk", "en"):
            for alias in filter(None, (row[language] or "").split("|")):
                words = tuple(thing_stem(fold(one.text), language) for one in tokens(alias))
                entry = Thing(row["kind"], row["key"], words, row["needs"] == "cap")
                found[language].setdefault(words[0], []).append(entry)
    return {
        language: {
            first: tuple(sorted(entries, key=lambda one: -len(one.stems)))
            for first, entries in table.items()
        }
        for language, table in found.items()
    }


@cache
def _beginnings() -> frozenset[str]:
    """First three letters of all entries: inflection leaves them, and most words need no dictionary."""
    return frozenset(first[:3] for table in _things().values() for first in table)


@lru_cache(maxsize=1 << 16)
def things_at(folded: str, language: str) -> tuple[tuple[str, Thing], ...]:
    """Entries that begin with this word, the longest first, with the language of their words.

    Russian and Ukrainian speakers use each other's words for things: both lists are looked in.
    """
    if folded[:3] not in _beginnings() and folded[:2] not in _beginnings():
        return ()
    tags = {"ru": ("ru", "uk"), "uk": ("uk", "ru")}.get(language, ("en",))
    return tuple(
        (tag, one) for tag in tags for one in _things()[tag].get(thing_stem(folded, tag), ())
    )


def is_thing(folded: str, language: str) -> bool:
    """Whether a word alone is an entry of the list."""
    return any(len(one.stems) == 1 for _, one in things_at(folded, language))
