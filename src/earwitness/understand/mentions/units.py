"""Military units, from section to army: level, branch and number, however they are said.

Numbers are read by `text.numerals`, so that "917-ї", "девятьсот семнадцатая" and "917th" are one
number. What nothing in the line says stays ``unknown``; whether "the 917th" is the 917th Brigade is
a question for the resolution, not for the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.numerals import NumberSpan
from earwitness.text.transliteration import latin_key
from earwitness.understand.mentions.line import Found, Known, Line, listed, word_key
from earwitness.understand.mentions.unit_words import UnitWord, unit_word

__all__ = ["UNIT_RULES", "unit_key"]

_NUMBERED = re.compile(r"(?:№|номер[аоуі]?м?|number|no\.?)", re.IGNORECASE)
_FULL_STOP = re.compile(r"[.!?…;:,()«»\"“”]")
_HUNDREDS = frozenset({200, 300, 400, 500})  # losses and refusals in soldiers' slang, not units
_LONGEST = 7  # words of one unit

_MARINES = frozenset({"пехоты", "піхоти", "infantry"})
_GENITIVES = {
    "обороны": "territorial_defence", "оборони": "territorial_defence",
    "тро": "territorial_defence", "тероборони": "territorial_defence",
    "спецназа": "special_forces", "спецназначения": "special_forces",
    "спецпризначення": "special_forces", "нацгвардии": "national_guard",
    "нацгвардії": "national_guard", "вдв": "airborne", "дшв": "air_assault",
    "связи": "signals", "зв'язку": "signals", "рхбз": "nbc", "пво": "air_defence",
    "ппо": "air_defence",
}  # fmt: skip
_BEFORE_GENITIVE = frozenset(
    {"территориальной", "територіальної", "морской", "морської", "специального", "особого"}
)


@dataclass(slots=True)
class _Read:
    """A unit being read from words."""

    end: int
    level: str = ""
    branch: str = ""
    plural: bool = False
    said: list[str] = field(default_factory=list)


def unit_key(level: str, number: str, branch: str = "") -> str:
    """The key of a numbered unit: level and number; the branch only where the level is not said."""
    head = level or "unknown"
    return f"{head} {number}" if level or not branch else f"{head} {number} {branch}"


class NumberBeforeLevel:
    """As in "3-я мотострелковая бригада", "третя бригада", "3rd Motorised Rifle Brigade", "917 бригада"."""

    name = "unit: number, then level or branch"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        pending: list[NumberSpan] = []
        for number in line.numbers:
            if number.value != int(number.value) or number.value < 1:
                continue
            read = _read_words(line, number.end_token)
            if read is None:
                if _is_listed(line, number):
                    pending.append(number)
                else:
                    pending.clear()
                continue
            if not read.level and not self._stands_for_unit(line, number, read):
                continue
            if number.ordinal or _is_name_not_count(line, number, read):
                for one in pending:
                    yield _found(
                        self.name, line, one, one.end_token, read, "shares the level said later"
                    )
                yield _found(self.name, line, number, read.end, read, "a number before it")
            pending.clear()

    @staticmethod
    def _stands_for_unit(line: Line, number: NumberSpan, read: _Read) -> bool:
        """Without a level: "3-я мотострелковая" is a brigade or division, "четвёртый ракетный" is not."""
        feminine = line.folded(read.end - 1).endswith(
            ("ая", "ой", "ую", "а", "ої", "ій", "у", "ою")
        )
        return line.english or feminine or number.value >= 10


class LevelBeforeNumber:
    """As in "бригада № 917", "рота 3", "Brigade 917", "бригада девятьсот семнадцать"."""

    name = "unit: level, then number"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        numbers = {one.start_token: one for one in line.numbers}
        if not numbers:
            return
        before = {one.end_token for one in line.numbers}
        for at in range(len(line.words)):
            word = unit_word(line.folded(at))
            if word is None or word.what != "level" or word.plural or at in before:
                continue
            place = at + 1
            while place < len(line.words) and _NUMBERED.fullmatch(line.folded(place)):
                place += 1
            number = numbers.get(place)
            if number is None or (
                place == at + 1 and not _NUMBERED.search(line.gap(place)) and not line.joined(place)
            ):
                continue
            marked = place > at + 1 or "№" in line.gap(place)
            if number.ordinal or (not marked and _counts_on(line, number)):
                continue
            if number.value != int(number.value) or _takes_number(line, number.end_token):
                continue
            start = at
            branch = ""
            while start > 0 and line.joined(start):
                beside = unit_word(line.folded(start - 1))
                if beside is None or beside.what not in {"branch", "skip"}:
                    break
                branch = branch or (beside.value if beside.what == "branch" else "")
                start -= 1
            yield _made(
                self.name,
                start,
                number.end_token,
                word.value,
                branch,
                str(int(number.value)),
                "the level with a number after it",
                Certainty.CERTAIN if marked else Certainty.PROBABLE,
            )


class MilitaryUnitNumber:
    """As in "в/ч 12345", "войсковая часть 12345", "військова частина А1234", "military unit 12345"."""

    name = "unit: number of a military unit"

    _NUMBER = re.compile(r"[a-zа-яіїєґ]?-?\d{4,5}(?:-?[a-zа-я])?")
    _HEADS = (
        ("в", "ч"),
        ("вч",),
        *((a, b) for a in ("войсковая", "войсковой", "войсковую", "воинская", "воинской", "воинскую", "военная", "военной") for b in ("часть", "части", "частью")),
        *((a, b) for a in ("військова", "військової", "військовій", "військову", "військовою") for b in ("частина", "частини", "частині", "частину", "частиною")),
        ("military", "unit"),
        ("unit",),
        ("часть",), ("части",), ("частина",), ("частини",), ("частині",),
    )  # fmt: skip
    _BY_FIRST: ClassVar[dict[str, list[tuple[str, ...]]]] = {}
    for _head in _HEADS:
        _BY_FIRST.setdefault(_head[0], []).append(_head)

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        if self._BY_FIRST.keys().isdisjoint(line.vocabulary):
            return
        for at, word in enumerate(line.words):
            for head in self._BY_FIRST.get(word.folded, ()):
                place = at + len(head)
                if tuple(line.folded(at + i) for i in range(len(head))) != head:
                    continue
                while _NUMBERED.fullmatch(line.folded(place)):
                    place += 1
                number, end = self._number(line, place)
                if number:
                    yield _made(
                        self.name,
                        at,
                        end,
                        "military_unit",
                        "",
                        number,
                        "a military unit is named by this number",
                        Certainty.CERTAIN,
                        rank=92,
                    )
                    break

    def _number(self, line: Line, at: int) -> tuple[str, int]:
        folded = line.folded(at)
        if self._NUMBER.fullmatch(folded):
            return latin_key(folded.replace("-", "")).upper(), at + 1
        if len(folded) == 1 and re.fullmatch(r"\d{4,5}", line.folded(at + 1)):
            return latin_key(folded).upper() + line.folded(at + 1), at + 2
        for one in line.numbers:
            if one.start_token == at and 10_000 <= one.value < 100_000:
                return str(int(one.value)), one.end_token
        return "", at


class NamedUnit:
    """As in "полк «Азов»", "бригада «Хартия»", "батальон Восток": a level and a name."""

    name = "unit: level, then a name"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for place in line.capitals:
            at = place - 1
            word = unit_word(line.folded(at))
            if word is None or word.what != "level" or word.plural:
                continue
            name = line.words[place]
            quoted = place in line.quoted
            if not name.capital or name.folded[:1].isdigit() or not (quoted or line.joined(place)):
                continue
            if line.english and not quoted:
                continue
            facts = line.facts(place)
            if not quoted and (
                facts.given > 0.2
                or facts.surname > 0.5
                or facts.adjective > 0.4
                or facts.other > 0.2
            ):
                continue
            end = line.quotation(place)[1] if quoted else place + 1
            key = " ".join(word_key(line.folded(i), line.language) for i in range(place, end))
            yield Found(
                at, end, MentionKind.UNIT, f"{word.value} {key}", self.name,
                f"“{line.words[at].text}” with a name after it",
                Certainty.PROBABLE if quoted else Certainty.POSSIBLE,
                (("level", word.value), ("name", name.text)), 80,
            )  # fmt: skip


class BareNumber:
    """As in "ребята из девятьсот семнадцатой", "boys from the 917th": a number that stands for a unit."""

    name = "unit: only the number"

    _BEFORE = listed(
        "из с со в во к ко под от у о об за через при по до между"
        " з із зі у в до від під біля при про за через"
    )
    _ENGLISH_BEFORE = listed("from of in with to at by near against for join joined")
    _NO_UNITS = listed(
        "time day year anniversary floor street parallel meridian century birthday percentile minute"
        " hour session edition of january february march april may june july august september"
        " october november december place one"
    )
    _DATES = listed(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря числа года году годах веке век"
        " січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня року році роках століття"
        " годов минуте хвилині раз разу"
    )

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for number in line.numbers:
            value = number.value
            if not number.ordinal or value < 21 or value in _HUNDREDS or value > 9999:
                continue
            at, end = number.start_token, number.end_token
            if 1900 <= value <= 2100:
                continue  # a year, nearly always
            if line.english:
                fits = self._english(line, at, end, int(value))
            else:
                fits = self._slavic(line, at, end, int(value))
            if fits:
                certainty = Certainty.PROBABLE if value >= 100 else Certainty.POSSIBLE
                yield _made(
                    self.name,
                    at,
                    end,
                    "",
                    "",
                    str(int(value)),
                    "an ordinal number stands where a unit would",
                    certainty,
                    rank=60,
                )

    def _english(self, line: Line, at: int, end: int, value: int) -> bool:
        if line.folded(at - 1) != "the" or line.folded(at - 2) not in self._ENGLISH_BEFORE:
            return False
        if line.folded(end) in self._NO_UNITS and line.joined(end):
            return False
        return value >= 100 or not line.joined(end)

    def _slavic(self, line: Line, at: int, end: int, value: int) -> bool:
        if not self._feminine_or_masculine(line.folded(end - 1)):
            return False
        following = line.folded(end)
        if following in self._DATES:
            return False
        if not line.joined(end):
            alone = True
        else:
            facts = line.facts(end)
            alone = not facts.noun or facts.verb > 0.3 or facts.other > 0.3
            alone = alone and facts.adjective < 0.5
        before = line.folded(at - 1)
        prepared = before in self._BEFORE and line.joined(at)
        return (
            alone
            and prepared
            and (value >= 100 or not line.joined(end) or line.facts(end).verb > 0.3)
        )

    @staticmethod
    def _feminine_or_masculine(word: str) -> bool:
        return not word.endswith(("е", "ее", "ых", "их", "ым", "ими", "ыми", "х"))


UNIT_RULES = (
    MilitaryUnitNumber(),
    NumberBeforeLevel(),
    LevelBeforeNumber(),
    NamedUnit(),
    BareNumber(),
)


def _read_words(line: Line, start: int) -> _Read | None:
    """Level and branch words that follow a number directly; None if there is neither."""
    read = _Read(start)
    at = start
    while at < min(len(line.words), start + _LONGEST) and _goes_on(line, at):
        step = _take(read, line, at)
        if step == 0:
            break
        at += step
    if not read.level and read.branch and not line.english and _names_a_thing(line, read.end):
        return None
    said = read.level or (read.branch and (not line.english or read.end - start > 1))
    return read if said else None


def _goes_on(line: Line, at: int) -> bool:
    """Whether a word stands so near the one before that it can belong to the same unit."""
    gap = line.gap(at)
    if line.folded(at - 1) in {"гв", "отд"}:
        gap = gap.replace(".", "", 1)
    return not _FULL_STOP.search(gap) and (gap.isspace() or gap.strip() == "-")


def _take(read: _Read, line: Line, at: int) -> int:
    """Read one more word of a unit; 0 if it does not belong to it, else how many words it was."""
    word = unit_word(line.folded(at))
    if word is None:
        branch = _genitive(line, at) if read.level or read.branch else ""
        if branch:
            read.branch, read.end = read.branch.strip() or branch, at + 1
        return 1 if branch else 0
    match word.what:
        case "abbreviation":
            if not read.level:
                read.level, _, branch = word.value.partition(":")
                read.branch, read.end = read.branch or branch, at + 1
            return 0  # nothing follows an abbreviation
        case "level":
            return _take_level(read, word, at)
        case "branch":
            if read.level:  # "бригада морской пехоты" says its branch afterwards
                return 1 if line.folded(at) in _BEFORE_GENITIVE else 0
            read.branch = word.value if read.branch in {"", "engineer"} else read.branch
            read.end = at + 1
    return 1


def _take_level(read: _Read, word: UnitWord, at: int) -> int:
    if not read.level:
        read.level, read.plural, read.end = word.value, word.plural, at + 1
        return 1
    if (read.level, word.value) == ("army", "corps"):  # English "1st Army Corps"
        read.level, read.end = "corps", at + 1
    return 0


def _genitive(line: Line, at: int) -> str:
    folded, before = line.folded(at), line.folded(at - 1)
    if folded in _MARINES and before.startswith(("морск", "морсь", "naval", "marine")):
        return "naval_infantry"
    if folded in _GENITIVES:
        return _GENITIVES[folded]
    return " " if folded in _BEFORE_GENITIVE else ""


def _names_a_thing(line: Line, at: int) -> bool:
    """After a branch without a level a noun that it belongs to: "первая танковая атака" is no unit."""
    if at >= len(line.words) or not line.joined(at):
        return False
    facts = line.facts(at)
    return facts.common > 0.5 and facts.verb < 0.3 and facts.other < 0.3


def _is_listed(line: Line, number: NumberSpan) -> bool:
    """As in "1-я и 2-я роты": a number whose level is said after the next one."""
    following = line.folded(number.end_token)
    comma = number.end_token < len(line.words) and line.gap(number.end_token).strip() == ","
    return number.ordinal and (
        following in {"и", "та", "і", "й", "and", "или", "або", "or"} or comma
    )


def _is_name_not_count(line: Line, number: NumberSpan, read: _Read) -> bool:
    """Whether a cardinal names a unit ("917 бригада", "3 омсбр") or counts units ("40 бригад")."""
    word = unit_word(line.folded(read.end - 1))
    if word is not None and word.what == "abbreviation":
        return True
    if read.plural or not read.level or line.english:
        return False
    value, said = int(number.value), line.folded(number.start_token)
    last = line.folded(read.end - 1)
    counted = 2 <= value % 10 <= 4 and value // 10 % 10 != 1 and last.endswith(("ы", "а", "и", "і"))
    if counted and value < 30:
        return False
    return said[:1].isdigit() or value >= 30


def _counts_on(line: Line, number: NumberSpan) -> bool:
    """What follows is counted by the number: "рота 30 человек"."""
    if not line.joined(number.end_token):
        return False
    facts = line.facts(number.end_token)
    return facts.noun and facts.verb < 0.3


def _takes_number(line: Line, at: int) -> bool:
    """A number that belongs to a unit after it: "рота 917-й бригады" is caught by its ordinal."""
    word = unit_word(line.folded(at))
    return word is not None and word.what in {"level", "abbreviation"} and line.joined(at)


def _found(rule: str, line: Line, number: NumberSpan, end: int, read: _Read, why: str) -> Found:
    branch = read.branch.strip()
    spoken = f"“{line.words[read.end - 1].text}”, {why}"
    certainty = Certainty.CERTAIN if read.level else Certainty.PROBABLE
    start = number.start_token
    while start > 0 and line.joined(start):
        beside = unit_word(line.folded(start - 1))
        if beside is None or beside.what != "skip":
            break
        start -= 1
    if read.level in {"section", "company", "corps", "army"} and number.value < 3 and not branch:
        certainty = Certainty.PROBABLE
    return _made(
        rule, start, max(end, number.end_token), read.level, branch, str(int(number.value)), spoken, certainty
    )  # fmt: skip


def _made(  # noqa: PLR0913, PLR0917 (a unit has that many parts)
    rule: str,
    start: int,
    end: int,
    level: str,
    branch: str,
    number: str,
    reason: str,
    certainty: Certainty,
    rank: int = 90,
) -> Found:
    detail: tuple[tuple[str, str], ...] = (("level", level or "unknown"), ("number", number))
    if branch:
        detail += (("branch", branch),)
    return Found(
        start, end, MentionKind.UNIT, unit_key(level, number, branch), rule, reason, certainty, detail, rank
    )  # fmt: skip
