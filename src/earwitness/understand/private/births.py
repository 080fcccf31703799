"""Dates of birth: a date or a year beside a word for being born."""

from __future__ import annotations

import re

from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark

__all__ = ["births"]

_SMALL = frozenset(
    [
        "года",
        "году",
        "год",
        "р",
        "року",
        "рік",
        "рр",
        "г",
        "of",
        "the",
        "on",
        "in",
        "at",
        "a",
        "в",
        "у",
        "на",
        "числа",
        "of",
    ]
)
_WINDOW = 4
_DIGIT = re.compile(r"\d")


def births(line: ReadLine) -> list[Find]:
    """All dates of birth of a line, the word for being born among them where it stands beside."""
    if not line.all_marks & Mark.BORN:
        return []
    found: list[tuple[int, int]] = []
    for place, marks in enumerate(line.marks):
        if marks & Mark.BORN:
            span = _before(line, place) or _after(line, place)
            if span is not None and not (found and span[0] <= found[-1][1]):
                found.append(span)
    return [
        line.find_tokens(first, last, Kind.BIRTH, "a date beside a word for being born", 0.9)
        for first, last in found
    ]


def _is_date_part(line: ReadLine, place: int) -> bool:
    if not 0 <= place < len(line.tokens):
        return False
    token = line.tokens[place].text
    return place in line.number_at or bool(_DIGIT.search(token)) or line.has(place, Mark.MONTH)


def _before(line: ReadLine, place: int) -> tuple[int, int] | None:
    """As in "Двенадцатого мая восемьдесят пятого года рождения"."""
    first, dated, at = place, False, place - 1
    while at >= 0 and line.gap(at + 1).strip() in {"", ".", ","}:
        if _is_date_part(line, at):
            first, dated = at, True
        elif line.folded(at) not in _SMALL:
            break
        at -= 1
    return (first, place) if dated else None


def _after(line: ReadLine, place: int) -> tuple[int, int] | None:
    """As in "Родился третьего марта", "date of birth: 12 May 1985"."""
    last, dated, at, skipped = place, False, place + 1, 0
    while at < len(line.tokens):
        if _is_date_part(line, at):
            last, dated = at, True
        elif dated and line.folded(at) not in _SMALL:
            break
        elif not dated:
            skipped += 1
            if skipped > _WINDOW or line.gap(at).strip() in {".", "!", "?"}:
                return None
        at += 1
        if dated and at < len(line.tokens) and line.gap(at).strip() not in {"", ",", "."}:
            break
        if (
            dated
            and at < len(line.tokens)
            and line.gap(at).strip() == ","
            and not _is_date_part(line, at)
        ):
            break
    return (place, last) if dated else None
