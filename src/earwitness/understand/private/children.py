"""Children: words for them, ages under eighteen, school and nursery."""

from __future__ import annotations

from earwitness.understand.mentions.line import listed
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark, why

__all__ = ["children"]

_ADULT = 18
_IN = frozenset({"в", "у", "во", "in", "the"})
_LINKS = listed("is was turns turned исполнилось виповнилось уже вже всего только тільки")


def children(line: ReadLine) -> list[Find]:
    """All that speaks of a child in a line."""
    found = []
    marks = line.all_marks
    if marks & Mark.CHILD:
        found += [
            line.find_tokens(
                place, place, Kind.CHILD, f"a word for {why(line.tokens[place].text)}", 0.8
            )
            for place, one in enumerate(line.marks)
            if one & Mark.CHILD
        ]
    if marks & (Mark.YEARS | Mark.KIN | Mark.CHILD) and line.numbers:
        found += _ages(line)
    if marks & Mark.YEARS:
        found += _ages_in_a_word(line)
    if marks & Mark.SCHOOL:
        found += _schools(line)
    return found


def _ages(line: ReadLine) -> list[Find]:
    found = []
    for one in line.numbers:
        if one.ordinal or not 0 < one.value < _ADULT:
            continue
        first, last = one.start_token, one.end_token - 1
        who = _who(line, first)
        if line.has(last + 1, Mark.YEARS) and not line.gap(last + 1).strip(" -"):
            last += 1
            if line.folded(last + 1) == "old":
                last += 1
            elif line.has(last + 1, Mark.OTHERWISE) or (
                line.has(first - 1, Mark.OTHERWISE) and who is None
            ):
                continue
        elif who is None:
            continue
        first = first if who is None else who
        found.append(
            line.find_tokens(
                first, last, Kind.CHILD, "an age under eighteen", 0.8 if who is not None else 0.5
            )
        )
    return found


def _who(line: ReadLine, number: int) -> int | None:
    """The index of the relative whose age a number is: "сыну пять", "my son is five"."""
    at = number - 1
    for _ in range(2):
        if line.folded(at) in _LINKS:
            at -= 1
    if not line.has(at, Mark.KIN | Mark.CHILD) or line.gap(number).strip():
        return None
    return (
        at - 1
        if line.folded(at - 1) in {"my", "his", "her", "our", "мой", "моя", "мій", "моїй", "моєму"}
        else at
    )


def _ages_in_a_word(line: ReadLine) -> list[Find]:
    """As in "Годик", "пятилетний": the age is in the word."""
    found = []
    for place, marks in enumerate(line.marks):
        word = line.folded(place)
        own = word.startswith(
            ("годик", "рочок", "рочк", "годовас", "годовал", "однорічн")
        ) or word.endswith(("year-old",))
        long = any(word.startswith(stem) and ("лет" in word or "річ" in word) for stem in _TENS)
        if marks & Mark.YEARS and (own or long) and not line.has(place + 1, Mark.OTHERWISE):
            found.append(line.find_tokens(place, place, Kind.CHILD, "an age under eighteen", 0.7))
    return found


_TENS = (
    "пяти",
    "шести",
    "семи",
    "трех",
    "двух",
    "четырех",
    "восьми",
    "десяти",
    "п'яти",
    "три",
    "дво",
    "шести",
    "семи",
)


def _schools(line: ReadLine) -> list[Find]:
    found = []
    for place, marks in enumerate(line.marks):
        if not marks & Mark.SCHOOL:
            continue
        first = last = place
        number = line.number_at.get(place - 1)
        if number is not None and not line.gap(place).strip(" -"):
            first = number.start_token
        if line.folded(first - 1) in _IN and first:
            first -= 1
        after = place + 2 if line.folded(place + 1) in {"номер", "number", "№", "no"} else place + 1
        follows = line.number_at.get(after)
        if follows is not None and not line.gap(after).strip(" №."):
            last = follows.end_token - 1
        found.append(
            line.find_tokens(
                first,
                last,
                Kind.CHILD,
                f"tells of {why(line.tokens[place].text)}",
                0.7 if first < place or last > place else 0.5,
            )
        )
    return found
