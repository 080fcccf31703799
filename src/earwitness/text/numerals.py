"""Numbers in speech, in digits and in words of any case: "двадцяти п'яти", "225-й", "two dozen"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from earwitness.text.digit_words import read_digits
from earwitness.text.number_spelling import number_words
from earwitness.text.numeral_forms import Kind, NumberWord, glued_value, number_forms
from earwitness.text.words import fold, tokens

__all__ = ["NumberSpan", "number_words", "numbers_in", "numbers_in_text"]


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number said in words ``start_token`` to ``end_token`` (left out).

    Attributes:
        value: an int, or a Fraction where it is not whole ("полтора": 3/2).
        ordinal: "fifth" or "5-й". "Двухсотый" is 200, ordinal; what it means is not judged here.
    """

    start_token: int
    end_token: int
    value: int | Fraction
    ordinal: bool


class _Item(NamedTuple):
    """A word, or a part of one written with hyphens."""

    token: int
    folded: str
    number: NumberWord | None
    breaks: bool  # nothing before it can be part of the same number


class _Sum(NamedTuple):
    """A number being read: ``total`` of finished scales, ``group`` below the next one."""

    total: int | Fraction = 0
    group: int | Fraction = 0
    room: int = 1000  # what may still be added to the group is smaller
    scale: int = 10**15  # the next scale is smaller
    ordinal: bool = False
    last: Kind | None = None


_ROOM = {Kind.UNIT: (10, 1), Kind.TEEN: (100, 1), Kind.TEN: (100, 10), Kind.HUNDRED: (1000, 100)}
_THREE_DIGITS = re.compile(r"\d{3}")
_FIRST_DIGITS = re.compile(r"[1-9]\d{0,2}")
_SPACE = re.compile(r"\s*")
_LONGEST = 120  # letters of a word that can still be a number
_HALVES = {
    ("and", "a", "half"), ("с", "половиной"), ("з", "половиною"), ("із", "половиною"),
    ("зі", "половиною"), ("з", "половиной"),
}  # fmt: skip
# "Около тысячи" is a thousand; "тысячи" alone may be "thousands".
_ONE_AFTER_PREPOSITION = frozenset({"тысячи", "тыщи", "сотни", "тисячі", "сотні"})


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PREPOSITIONS = _listed(
    "около больше более меньше менее до свыше порядка из от после близко с"
    " більше менше понад майже близько від з із після біля"
)
_A_SECOND = frozenset({"a", "per", "each", "every", "any", "split", "one"})


def numbers_in(
    words: Sequence[str], language: str, *, breaks: frozenset[int] = frozenset()
) -> tuple[NumberSpan, ...]:
    """Find the numbers among words as `tokens` cuts them.

    Languages: ru, uk, en, uk-x-surzhyk (both word lists); in any other only digits are read.

    - What does not add up is several numbers: "восемь девять", "двадцать тридцать". So are years
      said in English in two halves ("nineteen eighty-four").
    - "Один", "одна", "one" count although they may be "some" or "alone" (not "no one"); plural
      "одни" does not. "Сорока" is 40, not the bird; Russian "семью" (family) is 7 only beside
      other number words; Ukrainian "друга", "другу" are second, not friend; "сьома" is seventh.
    - "Тысяч", "сотни", "dozens" without a count are "many" and left out; "пара" is no number.
    - Digit groups join over words: "40 000", "12 500", "345 678"; not "200 300" or "120 500",
      which are said as two numbers too often.
    - Hyphens mean a range in Russian and Ukrainian ("пять-шесть"): two spans on one word.

    Args:
        words: token texts.
        language: of the words.
        breaks: indexes of words that punctuation stands in front of: no number crosses it.

    >>> numbers_in("около двухсот двадцати пяти и ещё полтора".split(), "ru")[0].value
    225
    >>> [float(found.value) for found in numbers_in(["two", "and", "a", "half", "thousand"], "en")]
    [2500.0]
    """
    if not may_hold_number(words, language):
        return ()
    items = [
        item for place, word in enumerate(words) for item in _items(place, word, language, breaks)
    ]
    found: list[NumberSpan] = []
    place = 0
    while place < len(items):
        if items[place].number is None:  # most words: nothing begins here
            place += 1
            continue
        end, number = _read(items, place)
        if end > place and not _is_no_number(items, place, end):
            value = number.total + number.group
            whole = value.numerator if value.denominator == 1 else value
            span = (items[place].token, items[end - 1].token + 1)
            found.append(NumberSpan(*span, whole, number.ordinal))
        place = max(end, place + 1)
    return tuple(found)


def may_hold_number(words: Iterable[str], language: str) -> bool:
    """Whether any of the words can be a part of a number; where none can, `numbers_in` finds none.

    >>> may_hold_number(["ще", "сорок"], "uk"), may_hold_number(["ще", "раз"], "uk")
    (True, False)
    """
    return any(map(_may_say, words, repeat(language)))


def numbers_in_text(text: str, language: str) -> tuple[NumberSpan, ...]:
    """Find the numbers in a text; indexes are those of `tokens`, and punctuation parts numbers.

    >>> [found.value for found in numbers_in_text("двадцать, пять и 40 000", "ru")]
    [20, 5, 40000]
    """
    cut = tokens(text)
    breaks = frozenset(
        place
        for place in range(1, len(cut))
        if not _SPACE.fullmatch(text, cut[place - 1].end, cut[place].start)
    )
    return numbers_in([token.text for token in cut], language, breaks=breaks)


def _may_say(word: str, language: str) -> bool:
    """Whether a word can be a part of a number: most lines hold none and need not be read."""
    return _parts(word[:_LONGEST], language)[0][1] is not None


def _items(place: int, word: str, language: str, breaks: frozenset[int]) -> list[_Item]:
    parts = _parts(word, language) if len(word) <= _LONGEST else _read_parts(word, language)
    if len(parts) == 1:
        return [_Item(place, parts[0][0], parts[0][1], place in breaks)]
    apart = language != "en"
    return [
        _Item(place, part, found, apart if at else place in breaks)
        for at, (part, found) in enumerate(parts)
    ]


_Part = tuple[str, NumberWord | None]


@lru_cache(maxsize=1 << 16)
def _parts(word: str, language: str) -> tuple[_Part, ...]:
    return _read_parts(word, language)


def _read_parts(word: str, language: str) -> tuple[_Part, ...]:
    """A word folded, with its number, or the parts of one that says several ("пять-шесть")."""
    folded = fold(word)
    number = _number_word(folded, language)
    if number is None and "-" in folded and len(folded) < 100:
        parts = folded.split("-")
        numbers = [_number_word(part, language) for part in parts]
        if all(numbers):
            return tuple(zip(parts, numbers, strict=True))
    return ((folded, number),)


def _number_word(folded: str, language: str) -> NumberWord | None:
    if folded[:1].isdigit():
        return read_digits(folded, language)
    return number_forms(language).get(folded) or glued_value(folded, language)


def _read(items: Sequence[_Item], start: int) -> tuple[int, _Sum]:
    """Read the longest number at a place: where it ends (the place itself if none), and its sum."""
    number, place = _Sum(), start
    while place < len(items) and not number.ordinal and not (place > start and items[place].breaks):
        step, after = _next(items, start, place, number)
        if step == 0:
            break
        number, place = after, place + step
    return place, number


def _next(items: Sequence[_Item], start: int, place: int, number: _Sum) -> tuple[int, _Sum]:
    word = items[place].number
    if word is None:
        return (0, number) if place == start else _joined(items, place, number)
    if word.kind is Kind.DIGITS:
        return _digits(items, place, number, word)
    if word.needs_count and place == start and _is_one(items, place):
        word = replace(word, needs_count=False)
    after = _added(number, word)
    return (0, number) if after is None else (1, after)


def _is_one(items: Sequence[_Item], place: int) -> bool:
    if items[place].folded not in _ONE_AFTER_PREPOSITION or place == 0 or items[place].breaks:
        return False
    return items[place - 1].folded in _PREPOSITIONS


def _added(number: _Sum, word: NumberWord) -> _Sum | None:
    """The sum with one more word, or None if the word does not fit."""
    match word.kind:
        case Kind.ZERO:
            fits = number.last is None
            return (
                number._replace(room=1, scale=1, ordinal=word.ordinal, last=word.kind)
                if fits
                else None
            )
        case Kind.SCALE:
            return _hundred(number, word) if word.value == 100 else _scaled(number, word)
        case Kind.GROUP:
            return _counted(number, word)
        case Kind.MIXED:
            fits = number.last is None
            return number._replace(group=word.value, room=1, last=word.kind) if fits else None
        case _:
            needed, room = _ROOM[word.kind]
            if number.room < needed or number.scale == 1:
                return None
            group = number.group + word.value
            room = 1 if word.kind is Kind.HUNDRED and word.value % 100 else room
            return number._replace(group=group, room=room, ordinal=word.ordinal, last=word.kind)


def _scaled(number: _Sum, word: NumberWord) -> _Sum | None:
    scale = word.factor if word.factor > 1 else int(word.value)
    if scale >= number.scale:
        return None
    if word.factor > 1 or not number.group:
        bare = word.factor == 1
        if number.group or word.needs_count or (bare and number.total):
            return None
        total = number.total + word.value
    else:
        total = number.total + number.group * scale
    return _Sum(total, 0, 1000, scale, word.ordinal, word.kind)


def _hundred(number: _Sum, word: NumberWord) -> _Sum | None:
    """English "hundred": multiplies what is below a hundred."""
    if number.group >= 100 or (not number.group and (word.needs_count or number.total)):
        return None
    group = (number.group or 1) * 100
    return number._replace(group=group, room=100, ordinal=word.ordinal, last=Kind.HUNDRED)


def _counted(number: _Sum, word: NumberWord) -> _Sum | None:
    if number.total or (not number.group and word.needs_count) or number.last is Kind.GROUP:
        return None
    group = (number.group or 1) * word.value
    return number._replace(group=group, room=1, last=word.kind)


def _digits(items: Sequence[_Item], place: int, number: _Sum, word: NumberWord) -> tuple[int, _Sum]:
    """Digits start a number, or count a smaller scale in it ("2 миллиона 300 тысяч")."""
    following = _following(items, place + 1)
    if number.last is not None:
        small = isinstance(word.value, int) and 0 < word.value < 1000 and not word.ordinal
        scale = following.value if following and following.kind is Kind.SCALE else 10**15
        if number.last is not Kind.SCALE or not small or not 1000 <= scale < number.scale:
            return 0, number
        return 1, number._replace(group=word.value, room=1, last=Kind.DIGITS)
    size, value = _grouped(items, place, word)
    counts = 0 < value < 1000 and not word.ordinal
    done = _Sum(group=value, room=1, ordinal=word.ordinal, last=Kind.DIGITS)
    return size, done if counts else done._replace(total=done.group, group=0, scale=1)


def _following(items: Sequence[_Item], place: int) -> NumberWord | None:
    if place >= len(items) or items[place].breaks:
        return None
    return items[place].number


def _grouped(items: Sequence[_Item], place: int, word: NumberWord) -> tuple[int, int | Fraction]:
    """Join groups of three digits that stand in words of their own."""
    first, groups = items[place].folded, []
    if _FIRST_DIGITS.fullmatch(first):
        for item in items[place + 1 : place + 5]:
            if item.breaks or not _THREE_DIGITS.fullmatch(item.folded):
                break
            groups.append(item.folded)
    if not groups or (len(first) == 3 and groups[-1] != "000" and groups[-1].endswith("00")):
        return 1, word.value
    return 1 + len(groups), int(first + "".join(groups))


def _joined(items: Sequence[_Item], place: int, number: _Sum) -> tuple[int, _Sum]:
    """Go on over small words: "two hundred and five", "два с половиной"."""
    for size in (2, 3):
        said = tuple(item.folded for item in items[place : place + size])
        if said in _HALVES and number.group and not number.total:
            return size, number._replace(group=number.group + Fraction(1, 2), room=1)
    after_large = number.last in {Kind.HUNDRED, Kind.SCALE}
    if items[place].folded != "and" or not after_large or number.room < 100:
        return 0, number
    size, number_after = 1, number
    while (word := _following(items, place + size)) and word.kind in {
        Kind.UNIT,
        Kind.TEEN,
        Kind.TEN,
    }:
        added = _added(number_after, word)
        if added is None:
            break
        number_after, size = added, size + 1
    word = _following(items, place + size)
    if size == 1 or (word is not None and word.value == 100):
        return 0, number
    return size, number_after


def _is_no_number(items: Sequence[_Item], start: int, end: int) -> bool:
    word, before = items[start], items[start - 1].folded if start else ""
    if end - start > 1:
        return False
    if word.number is not None and word.number.needs_company:
        return True
    if word.folded == "second":
        return before in _A_SECOND
    return word.folded == "one" and before == "no"
