"""Addresses: a street with a name or number, a house, a flat, in words or digits."""

from __future__ import annotations

from earwitness.understand.mentions.line import listed
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark

__all__ = ["addresses"]

_CHAIN = 4  # words between two parts of one address
_FLATS = ("кв", "apartment", "apt", "flat")
_HOUSES = (
    "дом", "буд", "д", "кварт", "кв", "корп", "хата", "house", "apartment", "apt", "flat", "block", "building",
)  # fmt: skip
_SHORT = listed(
    "ул вул просп пр-т пер пров д буд кв корп наб мкр ave str rd apt б-р"
)  # a dot after one of these ends no sentence


def addresses(line: ReadLine) -> list[Find]:
    """All addresses of a line, each from its first to its last part."""
    found: list[tuple[int, int, str, float]] = []
    if not line.all_marks & (Mark.STREET | Mark.HOUSE):
        return []
    for place, marks in enumerate(line.marks):
        if found and place <= found[-1][1]:
            continue
        if marks & Mark.STREET and not _is_verb_or_bare(line, place):
            one = _street(line, place)
        elif marks & Mark.HOUSE:
            one = _house(line, place)
        else:
            one = None
        if one is not None:
            found.append(one)
    return [
        line.find_tokens(first, last, Kind.ADDRESS, why, score) for first, last, why, score in found
    ]


def _is_verb_or_bare(line: ReadLine, place: int) -> bool:
    word = line.folded(place)
    latin_small = word.isascii() and not line.capital(place)
    return latin_small or (word == "д" and not _number(line, place + 1))


def _street(line: ReadLine, place: int) -> tuple[int, int, str, float] | None:
    """A street word with its name before or after it, and the numbers that follow."""
    first = _name_before(line, place)
    named = first < place
    first = _number_before(line, place, first)
    named = named or first < place
    last = _name_after(line, place)
    named = named or last > place
    end = _chain(line, last)
    if not named and end == last:
        return None
    numbered = end > last or (first < place and _number(line, first))
    why = "a street with a number" if numbered else "a street with its name"
    return first, max(end, last), why, 0.9 if numbered else 0.5


def _name_before(line: ReadLine, place: int) -> int:
    """Where capitalised words that lead up to the street word begin: "Baker Street"."""
    first = place
    while first > 0 and line.capital(first - 1) and line.gap(first) == " " and place - first < 3:
        first -= 1
    return first


def _number_before(line: ReadLine, place: int, first: int) -> int:
    """Where the English number before a name begins: "14 Baker Street", "flat 2, 14 Baker Street"."""
    if not line.folded(place).isascii() or not _number(line, first - 1):
        return first
    if line.gap(first) != " " and line.gap(first).strip() != ",":
        if not line.has(first - 2, Mark.HOUSE):
            return first
        return _number_start(line, first - 1) - 1
    first = _number_start(line, first - 1)
    return first - 1 if line.has(first - 1, Mark.HOUSE) else first


def _name_after(line: ReadLine, place: int) -> int:
    """The last word of the name after the street word: "улице Лесі Українки", "улице ленина дом пять"."""
    last = place
    for at in range(place + 1, min(place + 4, len(line.tokens))):
        if not line.capital(at) or line.gap(at).strip(' ."«»“”'):
            break
        last = at
    small = place + 1
    named = last > place or (place > 0 and line.capital(place - 1) and line.gap(place) == " ")
    if named or line.folded(place).isascii() or line.gap(small) != " ":
        return last
    # written small, as speech engines write: a word, then a house or a number
    house = line.has(small + 1, Mark.HOUSE) and _number(line, small + 2)
    return small if house or _number(line, small + 1) else last


def _house(line: ReadLine, place: int) -> tuple[int, int, str, float] | None:
    """A house or flat with its number; the number and the name before it belong to it."""
    word = line.folded(place)
    if not word.startswith(_HOUSES) or not _number(line, place + 1):
        return None
    if word in {"д", "кв"} and "." not in line.gap(place + 1):
        return None
    first = place
    before = place - 1
    if word.startswith(_FLATS) and _number(line, before) and line.gap(place).strip(" ,") == "":
        first = _number_start(line, before)
        while (
            first > 0
            and line.capital(first - 1)
            and line.gap(first).strip(" ,") == ""
            and not line.begins_sentence(first - 1)
        ):
            first -= 1
    last = _chain(line, place - 1)
    why = "a house or flat with its number"
    return (
        first,
        max(last, place + 1),
        why,
        0.8 if word.startswith(_FLATS) or last > place + 2 else 0.5,
    )


def _chain(line: ReadLine, last: int) -> int:
    """Go on over numbers, house words and their numbers: where the address ends."""
    at, end = last + 1, last
    steps = 0
    while at < len(line.tokens) and steps < _CHAIN * 3:
        if _closes(line, at):
            break
        if _number(line, at):
            number = line.number_at.get(at)
            end = number.end_token - 1 if number is not None else at
            at = end + 1
        elif line.has(at, Mark.HOUSE) and _number(line, at + 1):
            at += 1
        elif line.has(at, Mark.STREET) and line.capital(at - 1):
            end, at = at, at + 1
        else:
            break
        steps += 1
    return end


def _closes(line: ReadLine, at: int) -> bool:
    gap = line.gap(at).strip()
    short = line.folded(at - 1) in _SHORT
    return gap not in {"", ",", "."} or (gap == "." and not short)


def _number(line: ReadLine, place: int) -> bool:
    if not 0 <= place < len(line.tokens):
        return False
    return place in line.number_at or line.tokens[place].text[:1].isdigit()


def _number_start(line: ReadLine, place: int) -> int:
    number = line.number_at.get(place)
    return place if number is None else number.start_token
