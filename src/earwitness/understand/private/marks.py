"""What a single word may be a part of: one look-up a word decides which rules look at a line."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from earwitness.text.given_names import latin_given_names
from earwitness.text.person_names import may_be_patronymic, name_reading
from earwitness.text.stems import known_stems, only_ordinary, stem, tags_of
from earwitness.text.words import fold

__all__ = ["Mark", "marks_of", "why"]


class Mark:
    """Marks of a word; the names in lower case are those of ``words.csv``. Plain ints: an enum's sums are slow."""

    NAME: Final = 1 << 0
    HEALTH: Final = 1 << 1
    BODY: Final = 1 << 2
    LOSS: Final = 1 << 3
    CHILD: Final = 1 << 4
    KIN: Final = 1 << 5
    YEARS: Final = 1 << 6
    SCHOOL: Final = 1 << 7
    STREET: Final = 1 << 8
    HOUSE: Final = 1 << 9
    BORN: Final = 1 << 10
    MONTH: Final = 1 << 11
    PHONE: Final = 1 << 12
    CARD: Final = 1 << 13
    DOCUMENT: Final = 1 << 14
    HANDLE: Final = 1 << 15
    TITLE: Final = 1 << 16
    CALLED: Final = 1 << 17
    CALL_SIGN: Final = 1 << 18
    UNIT: Final = 1 << 19
    OTHERWISE: Final = 1 << 20  # "назад", "ago": what stands before is no age
    NUMBER: Final = 1 << 21
    FILLER: Final = 1 << 22
    PAPER: Final = 1 << 23  # a paper whose number has few digits: "паспорт", "ИНН"


_LONGEST = 40
_PREFIX_FROM, _PREFIX_TO = 3, 14


@lru_cache(maxsize=1 << 17)
def marks_of(word: str) -> int:
    """All marks of a word as written, as the sum of `Mark` values: an int, because sums are fast."""
    if len(word) > _LONGEST:
        return 0
    folded = fold(word)
    found = _listed(folded)
    if not found and folded.isalpha():
        for lemma in known_stems(folded):
            found |= _listed(lemma)
    if word[:1].isupper() or name_in_lower_case(folded):
        found |= Mark.NAME * (name_reading(folded) is not None)
    return found


def name_in_lower_case(folded: str) -> bool:
    """Whether a word is a name even where it is written small, as speech engines write.

    Only listed names that are no other word, and patronymics.
    """
    if not folded.isascii() and only_ordinary(folded) and not may_be_patronymic(folded):
        return False
    reading = name_reading(folded)
    if reading is None or reading.ordinary:
        return False
    known = [tag for tag in tags_of(folded) if tag.known]
    spelled = bool(known) or folded in latin_given_names()  # not only sounding like one: "platoon"
    return (reading.listed and spelled) or reading.kind == "patronymic"


def why(word: str) -> str:
    """The remark that the list of words makes about a word, "" if none."""
    folded = fold(word)
    exact, prefixes = _table()
    for one in (folded, stem(folded, "ru"), stem(folded, "uk"), stem(folded, "en")):
        if one in exact:
            return exact[one][1]
        for size in range(min(len(one), _PREFIX_TO), _PREFIX_FROM - 1, -1):
            if one[:size] in prefixes:
                return prefixes[one[:size]][1]
    return ""


def _listed(folded: str) -> int:
    exact, prefixes = _table()
    found = exact[folded][0] if folded in exact else 0
    for size in range(_PREFIX_FROM, min(len(folded), _PREFIX_TO) + 1):
        if folded[:size] in prefixes:
            found |= prefixes[folded[:size]][0]
    return found


@cache
def _table() -> tuple[dict[str, tuple[int, str]], dict[str, tuple[int, str]]]:
    """Exact words and beginnings of words (written with * at their end), with mark and remark."""
    exact: dict[str, tuple[int, str]] = {}
    prefixes: dict[str, tuple[int, str]] = {}
    path = resources.files("earwitness.understand.private").joinpath("words.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        mark: int = getattr(Mark, row["mark"].upper())
        for word in row["words"].split():
            into = prefixes if word.endswith("*") else exact
            key = fold(word.rstrip("*"))
            before, remark = into.get(key, (0, row["why"]))
            into[key] = (before | mark, remark)
    return exact, prefixes
