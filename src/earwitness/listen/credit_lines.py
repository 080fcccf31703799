"""Lines that a transcriber learned from subtitles and writes where nobody speaks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from earwitness.errors import MalformedInput

__all__ = ["CreditMatch", "credit_matches", "is_filler", "plain_words"]

_FILE = "cases/credit_lines.tsv"
_WORD = re.compile(r"\w+")
_MOST_FURTHER_WORDS = 6
# Scripts written without spaces: a line is found inside a longer run of letters.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

Rule = Literal["credit", "filler"]


@dataclass(frozen=True, slots=True)
class CreditMatch:
    """A known line in a text: ``start`` and ``end`` are character positions, end exclusive."""

    start: int
    end: int
    line: str
    language: str


@dataclass(frozen=True, slots=True)
class _Line:
    language: str
    rule: Rule
    words: tuple[str, ...]
    open_end: bool


def plain_words(text: str) -> tuple[str, ...]:
    """Words without case, punctuation, accents of writing (ё) and apostrophes.

    >>> plain_words("Don't… Ещё раз!")
    ('dont', 'еще', 'раз')
    """
    return tuple(word for word, _, _ in _located(text))


def credit_matches(text: str) -> tuple[CreditMatch, ...]:
    """Known credit lines in a text, in order and without overlap.

    >>> [m.line for m in credit_matches("Я на месте. Продолжение следует...")]
    ['продолжение следует']
    """
    located = _located(text)
    words = [word for word, _, _ in located]
    found: list[CreditMatch] = []
    position = 0
    while position < len(words):
        line = _longest_at(words, position)
        if line is None:
            position += 1
            continue
        last = position + len(line.words)
        if line.open_end:
            last = _further(text, located, last)
        found.append(
            CreditMatch(
                located[position][1], located[last - 1][2], " ".join(line.words), line.language
            )
        )
        position = last
    return tuple(found)


def is_filler(text: str) -> bool:
    """Whether a text is nothing but one known filler line, once or several times over.

    >>> is_filler("you"), is_filler("Спасибо, спасибо!"), is_filler("Спасибо, принял.")
    (True, True, False)
    """
    words = plain_words(text)
    return any(_repeats(words, filler) for filler in _fillers())


def _longest_at(words: list[str], position: int) -> _Line | None:
    for line in _credits().get(_key(words[position]), ()):
        size = len(line.words)
        if _UNSPACED.match(line.words[0]) and size == 1:
            if words[position].startswith(line.words[0]):
                return line
        elif tuple(words[position : position + size]) == line.words:
            return line
    return None


def _key(word: str) -> str:
    return word[:2] if _UNSPACED.match(word) else word


def _further(text: str, located: list[tuple[str, int, int]], last: int) -> int:
    """Names follow an open line: up to six words, not past the end of its sentence."""
    end = min(last + _MOST_FURTHER_WORDS, len(located))
    while last < end:
        between = text[located[last - 1][2] : located[last][1]]
        # "А.Иванов": a full stop after a single letter is no end of a sentence
        if set(between) & set(".!?\n…") and located[last - 1][2] - located[last - 1][1] > 1:
            break
        last += 1
    return last


def _repeats(words: tuple[str, ...], filler: tuple[str, ...]) -> bool:
    times, rest = divmod(len(words), len(filler))
    return bool(words) and rest == 0 and words == filler * times


def _located(text: str) -> list[tuple[str, int, int]]:
    # NFC keeps й and ї whole; apostrophes inside words are dropped with their places kept
    found = []
    for match in re.finditer(r"\w+(?:['’ʼ]\w+)*", text):
        word = unicodedata.normalize("NFC", match[0]).casefold().replace("ё", "е")
        found.append((re.sub(r"['’ʼ]", "", word), match.start(), match.end()))
    return found


@lru_cache(maxsize=1)
def _credits() -> dict[str, tuple[_Line, ...]]:
    table: dict[str, list[_Line]] = {}
    for line in _lines():
        if line.rule == "credit":
            table.setdefault(_key(line.words[0]), []).append(line)
    return {
        key: tuple(sorted(lines, key=lambda one: -len(one.words))) for key, lines in table.items()
    }


@lru_cache(maxsize=1)
def _fillers() -> frozenset[tuple[str, ...]]:
    return frozenset(line.words for line in _lines() if line.rule == "filler")


@lru_cache(maxsize=1)
def _lines() -> tuple[_Line, ...]:
    content = files("earwitness.listen").joinpath(_FILE).read_text(encoding="utf-8")
    return tuple(
        _line(row, number)
        for number, row in enumerate(content.splitlines(), start=1)
        if row.strip() and not row.startswith("#")
    )


def _line(row: str, number: int) -> _Line:
    parts = row.split("\t")
    if len(parts) != 3 or parts[1] not in ("credit", "filler") or not plain_words(parts[2]):
        raise MalformedInput(
            "is not 'language <tab> credit|filler <tab> line'", where=_FILE, line=number
        )
    language, rule, text = parts
    kind: Rule = "credit" if rule == "credit" else "filler"
    return _Line(language, kind, plain_words(text), text.rstrip().endswith("..."))
