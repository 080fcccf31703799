"""Words and phrases that the rules listen for. Data: ``cue_words.csv``, one kind and language a row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources

from earwitness.text.words import fold

__all__ = ["cues_at", "cues_in"]

_Table = dict[str, tuple[tuple[str, ...], ...]]


@cache
def _kinds() -> dict[tuple[str, str], _Table]:
    """(kind, "en" or "cyrillic") to first word to phrases, the longest first."""
    rows: dict[tuple[str, str], dict[str, set[tuple[str, ...]]]] = {}
    path = resources.files("earwitness.understand.claims").joinpath("cue_words.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        script = "en" if row["language"] == "en" else "cyrillic"
        table = rows.setdefault((row["kind"], script), {})
        for phrase in row["phrases"].split("|"):
            words = tuple(fold(word) for word in phrase.split())
            table.setdefault(words[0], set()).add(words)
    return {
        key: {first: tuple(sorted(some, key=lambda w: (-len(w), w))) for first, some in t.items()}
        for key, t in rows.items()
    }


def cues_in(kind: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Ranges of folded words that are a cue of this kind, the longest phrase first, in order.

    The letters of a word say which list it is looked up in; Russian and Ukrainian are one, people mix them.

    >>> cues_in("hearsay", "кажуть наче ходять чутки".split())
    ((0, 1), (2, 4))
    """
    english, cyrillic = _kinds().get((kind, "en"), {}), _kinds().get((kind, "cyrillic"), {})
    if english.keys().isdisjoint(words) and cyrillic.keys().isdisjoint(words):
        return ()
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        size = cues_at(kind, words, at)
        if size:
            found.append((at, at + size))
        at += size or 1
    return tuple(found)


def cues_at(kind: str, words: Sequence[str], at: int) -> int:
    """How many words the cue that begins at a place has, 0 if none does."""
    if not 0 <= at < len(words):
        return 0
    table = _kinds().get((kind, "en" if words[at].isascii() else "cyrillic"), {})
    for phrase in table.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
