"""Words by which a writer in print holds back: apparently, якобы, нібито; with offsets.

The list is ``printed_hedges.csv``. It is wider than what speakers hedge with (`hedges`): newspapers hedge
by saying whose word it is ("said to be", «по словам»), and the exact words are kept as data.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["PrintedHedge", "printed_hedges"]


@dataclass(frozen=True, slots=True)
class PrintedHedge:
    """One hedge in a text: character offsets, the words as written, the list's language."""

    start: int
    end: int
    words: str
    language: str


def printed_hedges(text: str) -> tuple[PrintedHedge, ...]:
    """Find hedges in the order of the text, the longest where several begin at one place.

    >>> [hedge.words for hedge in printed_hedges("She is said to be his mother, apparently.")]
    ['said to be', 'apparently']
    """
    pattern, languages = _listed()
    return tuple(
        PrintedHedge(m.start(), m.end(), m.group(), languages[_key(m.group())])
        for m in pattern.finditer(text)
    )


def _key(words: str) -> str:
    return " ".join(words.lower().replace("ё", "е").split())


@cache
def _listed() -> tuple[re.Pattern[str], dict[str, str]]:
    path = resources.files("earwitness.text").joinpath("printed_hedges.csv")
    languages: dict[str, str] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        languages.setdefault(_key(row["words"]), row["language"])
    longest_first = sorted(languages, key=len, reverse=True)
    body = "|".join(
        r"\s{1,3}".join(re.escape(word).replace("е", "[её]") for word in words.split())
        for words in longest_first
    )
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE), languages
