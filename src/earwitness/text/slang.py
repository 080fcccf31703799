"""Slang and code words: what a word can mean, with a source for each sense; the words stay as said.

Data: ``slang.csv``, one row a sense, and a desk's own file of the same form. A word is met in any of its
forms through its dictionary form. That it is slang where it stands is not said: "птица" may be a bird.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from earwitness.errors import MalformedInput
from earwitness.text.desk_csv import read_desk_csv
from earwitness.text.stems import forms_of, stem_keys
from earwitness.text.words import fold, tokens

__all__ = [
    "Slang",
    "SlangSense",
    "SlangUse",
    "explain_slang",
    "read_slang",
    "shipped_slang",
    "slang_in",
]

_LONGEST = 5  # words of one term
_LANGUAGES = frozenset({"ru", "uk", "en"})


@dataclass(frozen=True, slots=True)
class SlangSense:
    """One thing that a term can mean.

    Attributes:
        also: other spellings and terms with the same sense.
        source: where it is written down, open to all.
        line: where the row stands in its file, from 1.
    """

    term: str
    language: str
    also: tuple[str, ...]
    sense: str
    source: str
    line: int = 0


_Row = tuple[tuple[frozenset[str], ...], SlangSense]


@dataclass(frozen=True, slots=True)
class Slang:
    """Senses in the order of their files, and the rows that were left out, with line and reason."""

    senses: tuple[SlangSense, ...] = ()
    problems: tuple[str, ...] = ()
    by_first: dict[str, tuple[_Row, ...]] = field(default_factory=dict, compare=False, repr=False)

    def joined(self, others: Slang) -> Slang:
        """Both in one: a desk's senses stand before those that ship."""
        return _made((*others.senses, *self.senses), (*others.problems, *self.problems))


@dataclass(frozen=True, slots=True)
class SlangUse:
    """Characters ``start`` to ``end`` of a text that can be slang, and all that they can mean."""

    start: int
    end: int
    surface: str
    senses: tuple[SlangSense, ...]


def read_slang(data: bytes, *, where: str = "slang.csv") -> Slang:
    r"""Read the CSV: term, language, also (with ``|`` between), sense, source; a first row may name them.

    Comma, semicolon or tab between the columns, any encoding that text comes in. A broken row is left
    out and named in ``problems``; the others count.

    Raises:
        MalformedInput: it is no CSV at all.
        OverLimit: over 20,000 senses.

    >>> read_slang("сейф,ru,,a cellar,our interview of 3 May\nсейф,ru,,a cellar,\n".encode()).problems
    ("slang.csv, line 2: 'сейф' has no source. Say where the sense is written down, or who told it.",)
    """
    senses, problems = read_desk_csv(data, where=where, head="term", what="senses", read=_sense)
    return _made(senses, problems)


@cache
def shipped_slang() -> Slang:
    """The glossary that comes with the program."""
    return read_slang(resources.files("earwitness.text").joinpath("slang.csv").read_bytes())


def slang_in(text: str, slang: Slang) -> tuple[SlangUse, ...]:
    """All words of a text that can be slang; of terms that overlap the longest.

    >>> [(one.surface, one.senses[0].sense) for one in slang_in("Три двухсотых было", shipped_slang())]
    [('двухсотых', 'killed; a dead soldier')]
    """
    cut = tokens(text)
    keys = [_keys(fold(one.text)) for one in cut]
    found: list[SlangUse] = []
    at = 0
    while at < len(cut):
        rows = [row for key in sorted(keys[at]) for row in slang.by_first.get(key, ())]
        fitting = [row for row in rows if _fits(row[0], keys, at)]
        size = max((len(words) for words, _ in fitting), default=0)
        if size:
            senses = dict.fromkeys(one for words, one in fitting if len(words) == size)
            start, end = cut[at].start, cut[at + size - 1].end
            ordered = tuple(sorted(senses, key=slang.senses.index))
            found.append(SlangUse(start, end, text[start:end], ordered))
        at += size or 1
    return tuple(found)


def explain_slang(text: str, slang: Slang) -> tuple[str, ...]:
    """For each use the row that it was met by, and how.

    >>> explain_slang("две птички", shipped_slang())[0]
    '“птички” (characters 4 to 10) is a form of “птичка”, line 15 (птица): a drone; most often a quadcopter'
    """
    told = []
    for use in slang_in(text, slang):
        words = [_keys(fold(one.text)) for one in tokens(use.surface)]
        for one in use.senses:
            by = next(
                alias
                for alias in (one.term, *one.also)
                if len(parts := _parts(alias)) == len(words) and _fits(parts, words, 0)
            )
            told.append(
                f"“{use.surface}” (characters {use.start} to {use.end}) is a form of “{by}”,"
                f" line {one.line} ({one.term}): {one.sense}"
            )
    return tuple(told)


def _sense(cells: Sequence[str], line: int, where: str) -> SlangSense:
    term, language, also, sense, source = (*cells, *[""] * 5)[:5]
    others = tuple(filter(None, (one.strip() for one in also.split("|"))))
    for one in (term, *others):
        if not 1 <= len(tokens(one)) <= _LONGEST:
            raise MalformedInput(
                f"'{one[:40]}' has {len(tokens(one))} words; 1 to {_LONGEST} can be a term",
                where=where, line=line,
            )  # fmt: skip
    if language not in _LANGUAGES:
        raise MalformedInput(
            f"'{language[:20]}' is no language of the glossary", where=where, line=line,
            do="One of: en, ru, uk",
        )  # fmt: skip
    if not sense:
        raise MalformedInput(
            f"'{term}' has no sense", where=where, line=line,
            do="Write: term,language,also,sense,source",
        )  # fmt: skip
    if not source:
        raise MalformedInput(
            f"'{term}' has no source", where=where, line=line,
            do="Say where the sense is written down, or who told it",
        )  # fmt: skip
    return SlangSense(term, language, others, sense, source, line)


def _made(senses: Iterable[SlangSense], problems: Iterable[str]) -> Slang:
    senses = tuple(senses)
    found: dict[str, list[_Row]] = {}
    for one in senses:
        for alias in (one.term, *one.also):
            words = _parts(alias)
            for key in words[0]:
                found.setdefault(key, []).append((words, one))
    return Slang(senses, tuple(problems), {key: tuple(rows) for key, rows in found.items()})


def _parts(alias: str) -> tuple[frozenset[str], ...]:
    return tuple(
        _keys(fold(one.text)) | forms_of(one.text, "ru") | forms_of(one.text, "uk")
        for one in tokens(alias)
    )


@lru_cache(maxsize=1 << 16)
def _keys(folded: str) -> frozenset[str]:
    return frozenset((folded, *stem_keys(folded)))


def _fits(words: Sequence[frozenset[str]], keys: Sequence[frozenset[str]], at: int) -> bool:
    return at + len(words) <= len(keys) and all(
        part & keys[at + place] for place, part in enumerate(words)
    )
