"""Names of persons: given names with their short forms, patronymics, surnames, initials.

What is left out, and by which rule: call signs (the word after "позывной", a quoted word, a word with
a number, an ordinary noun used as a name), units. A given
name stays a find even in quotes: whether it is a call sign as well is for a person to say.
"""

from __future__ import annotations

import re

from earwitness.text.person_names import NameKind, NameReading, name_reading
from earwitness.text.stems import tags_of
from earwitness.text.words import fold
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark
from earwitness.understand.private.public_people import shipped_public_people

__all__ = ["names"]

_INITIAL = re.compile(r"[A-ZА-ЯІЇЄҐЁ]")
_QUOTES_OPEN, _QUOTES_CLOSE = "\"«“„'", "\"»”“'"
_ADJECTIVE = re.compile(r".*(?:ск|цк|ськ|цьк)(?:ий|ого|ому|им|ом|ая|ой|ую|а|ої|ій|у|ою|ое|е)")
_NO_NAMES_IN_ENGLISH = frozenset(
    [
        "i",
        "i'm",
        "i'll",
        "i've",
        "i'd",
        "ok",
        "mr",
        "mrs",
        "ms",
        "dr",
        "staff",
        "the",
        "and",
        "but",
        "yes",
        "no",
    ]
)
_CLOSED = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "ADVB", "INTJ", "PRED"})
_SURNAME_WORDS = ("фамил", "прізвищ", "surname")


def names(line: ReadLine) -> list[Find]:
    """All names of persons in a line; words of one name that stand together are one find."""
    found: dict[int, tuple[str, float]] = {}
    if not line.all_marks & (Mark.NAME | Mark.TITLE | Mark.CALLED):
        return []
    for place, marks in enumerate(line.marks):
        if marks & Mark.NAME and not marks & Mark.PAPER:
            judged = _judge(line, place)
            if judged is not None:
                found[place] = judged
        if marks & (Mark.TITLE | Mark.CALLED):
            found.update(
                {at: why for at, why in _introduced(line, place).items() if at not in found}
            )
    for place in sorted(found):
        _widen(line, place, found)
    return _together(line, found)


def _judge(line: ReadLine, place: int) -> tuple[str, float] | None:
    word = line.tokens[place].text
    reading = name_reading(word)
    if reading is None:
        return None
    if line.capital(place) and shipped_public_people().who([line.folded(place)]):
        return "the surname of a public person", 0.9
    if not reading.listed and (_is_call_sign(line, place) or _alone_in_quotes(line, place)):
        return None
    if not line.capital(place):
        return f"{reading.because}, written small", 0.6
    first = line.begins_sentence(place)
    beside = _beside(line, place)
    match reading.kind:
        case NameKind.PATRONYMIC:
            return reading.because, 0.95
        case NameKind.GIVEN:
            return _given(reading, first=first, beside=beside)
        case _:
            return _surname(line, place, reading, first=first, beside=beside)


def _given(reading: NameReading, *, first: bool, beside: bool) -> tuple[str, float] | None:
    if beside or not reading.ordinary:
        return reading.because, 0.9
    if not first:
        return f"{reading.because}, with a capital letter inside a sentence", 0.7
    if reading.listed and not reading.function_word:
        return f"{reading.because}; an ordinary word as well", 0.4
    return None


def _surname(
    line: ReadLine, place: int, reading: NameReading, *, first: bool, beside: bool
) -> tuple[str, float] | None:
    if beside:
        return f"{reading.because}, beside another name", 0.9
    if not reading.ordinary:
        return reading.because, 0.5 if first else 0.8
    if _after_surname_word(line, place):
        return f"{reading.because}, named as a surname", 0.8
    guessed = reading.because.startswith("has the ending")
    if guessed and not first and not _is_adjective_of(line, place):
        return f"{reading.because}; in no dictionary", 0.4
    return None


def _beside(line: ReadLine, place: int) -> bool:
    """Whether the word before or after belongs to the same name: it may be one, with a capital, or an
    initial.
    """
    if line.gap(place).strip() == "." and _INITIAL.fullmatch(line.tokens[place - 1].text):
        return True
    for other in (place - 1, place + 1):
        gap = line.gap(max(place, other))
        if line.has(other, Mark.NAME) and line.capital(other) and gap.strip(" .") == "" and gap:
            read = name_reading(line.tokens[other].text)
            if read is not None and not read.function_word:
                return True
    return False


def _after_surname_word(line: ReadLine, place: int) -> bool:
    return any(line.folded(at).startswith(_SURNAME_WORDS) for at in range(max(0, place - 3), place))


def _is_adjective_of(line: ReadLine, place: int) -> bool:
    """As in "Топовский монастырь": an adjective with its noun."""
    follows = place + 1 < len(line.tokens) and line.gap(place + 1) == " "
    return (
        follows and not line.capital(place + 1) and bool(_ADJECTIVE.fullmatch(line.folded(place)))
    )


def _is_call_sign(line: ReadLine, place: int) -> bool:
    return any(line.has(at, Mark.CALL_SIGN) for at in (place - 1, place - 2))


def _alone_in_quotes(line: ReadLine, place: int) -> bool:
    token = line.tokens[place]
    before, after = line.text[token.start - 1 : token.start], line.text[token.end : token.end + 1]
    return bool(before) and before in _QUOTES_OPEN and bool(after) and after in _QUOTES_CLOSE


def _introduced(line: ReadLine, place: int) -> dict[int, tuple[str, float]]:
    """Words that a title or "зовут" says to be a name, whatever they are otherwise."""
    word = line.folded(place)
    if line.has(place, Mark.TITLE):
        latin = word.isascii()
        named = place + 1
        fits = (
            line.capital(named)
            and line.gap(named).strip(" .") == ""
            and (not latin or line.capital(place))
        )
        if not fits or line.has(named, Mark.UNIT | Mark.TITLE) or not _can_be_name(line, named):
            return {}
        return {named: (f"a name after “{line.tokens[place].text}”", 0.6)}
    as_surname = word.startswith(_SURNAME_WORDS)
    for at in range(place + 1, min(place + 4, len(line.tokens))):
        if line.gap(at).strip(' :—–-"«“„,') or (
            line.begins_sentence(at) and ":" not in line.gap(at)
        ):
            return {}
        if line.capital(at) and _can_be_name(line, at):
            if not as_surname and _is_ordinary_noun(line.folded(at)):
                return {}
            return {at: (f"a name after “{line.tokens[place].text}”", 0.7)}
    return {}


def _can_be_name(line: ReadLine, place: int) -> bool:
    word = line.tokens[place].text
    if not word.replace("-", "").replace("'", "").isalpha() or len(word) < 2:
        return False
    folded = fold(word)
    return folded not in _NO_NAMES_IN_ENGLISH and not _is_closed(folded)


def _is_closed(folded: str) -> bool:
    return any(tag.known and tag.part_of_speech in _CLOSED for tag in tags_of(folded))


def _is_ordinary_noun(folded: str) -> bool:
    known = [tag for tag in tags_of(folded) if tag.known]
    return bool(known) and not any(tag.given or tag.patronymic for tag in known)


def _widen(line: ReadLine, place: int, found: dict[int, tuple[str, float]]) -> None:
    """Add a surname that no rule knows to the given name that it stands beside."""
    reading = name_reading(line.tokens[place].text)
    after, before = place + 1, place - 1
    if (
        after not in found
        and line.capital(after)
        and line.gap(after) == " "
        and _can_be_name(line, after)
    ):
        found[after] = ("stands after a given name, with a capital letter", 0.7)
    known = reading is not None and reading.kind is not NameKind.SURNAME
    if (
        known
        and before >= 0
        and before not in found
        and line.capital(before)
        and line.gap(place) == " "
        and _can_be_name(line, before)
        and not any(tag.known for tag in tags_of(line.folded(before)))
        and not line.folded(before).isascii()
    ):
        found[before] = ("stands before a given name, in no dictionary", 0.6)


def _together(line: ReadLine, found: dict[int, tuple[str, float]]) -> list[Find]:
    groups: list[list[int]] = []
    for place in sorted(found):
        if groups and place == groups[-1][-1] + 1 and line.gap(place).strip(" .") == "":
            groups[-1].append(place)
        else:
            groups.append([place])
    finds = []
    for group in groups:
        first, last = _with_initials(line, group[0], group[-1])
        reasons = dict.fromkeys(found[place][0] for place in group)
        score = max(found[place][1] for place in group)
        finds.append(line.find_tokens(first, last, Kind.NAME, "; ".join(reasons), score))
    return finds


def _with_initials(line: ReadLine, first: int, last: int) -> tuple[int, int]:
    while (
        first > 0
        and _INITIAL.fullmatch(line.tokens[first - 1].text)
        and line.gap(first).strip() == "."
    ):
        first -= 1
    while (
        last + 1 < len(line.tokens)
        and _INITIAL.fullmatch(line.tokens[last + 1].text)
        and line.text[line.tokens[last + 1].end : line.tokens[last + 1].end + 1] == "."
        and line.gap(last + 1).strip() in {"", "."}
    ):
        last += 1
    return first, last
