"""Quantities, dates and times, telephone numbers: what is said with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.numerals import NumberSpan
from earwitness.understand.mentions.line import Found, Known, Line, listed
from earwitness.understand.mentions.unit_words import unit_word

__all__ = ["AMOUNT_RULES"]

_DAYS = listed(
    "понедельник вторник среда среду среды четверг пятница пятницу пятницы суббота субботу воскресенье понедельника вторника"
    " четверга субботы воскресенья понеділок вівторок середа середу середи четвер п'ятниця п'ятницю п'ятниці субота суботу неділя неділю"
    " понеділка вівторка четверга суботи неділі monday tuesday wednesday thursday friday saturday sunday"
)
_RELATIVE = listed(
    "вчера сегодня завтра позавчера послезавтра вчора учора сьогодні завтра позавчора післязавтра торік"
    " пасха пасху пасхи паска паску паски великдень великодня рождество рождества різдво різдва easter christmas"
    " yesterday today tomorrow tonight"
)
_MONTHS = listed(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    " январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре"
    " січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
    " січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні"
    " january february april june july august september october november december"
)
_MAYBE_MONTHS = frozenset({"march", "may"})
_HOURS = listed(
    "час часа часов часу годину години годин годині годинi утра вечера ранку вечора o'clock am pm"
)
_TIME_WORDS = _DAYS | _RELATIVE | _MONTHS | _MAYBE_MONTHS | _HOURS
_WEEKS = listed(
    "неделе неделю недели неделя месяц месяца месяце год года году лет тиждень тижні тижня місяць місяця рік року році"
    " week weeks month months year years day days день дня дней днів час hours minutes минут хвилин часа часов"
)
_PHONE = re.compile(r"(?<![\w+])\+?\d(?:[\s().-]{0,2}\d){8,13}(?!\w)")
_DIGIT = re.compile(r"\d")
_NINE = re.compile(r"(?:\d\D{0,3}){9}")
_SPOKEN_PLUS = frozenset({"плюс", "plus"})
_PHONE_DIGITS = range(10, 13)
_FEWEST_NUMBERS = 3  # in which a telephone number is said
_SMALL = listed(
    "and or of in at on to the a is was were are not with without from за до в на и или та або"
    " или чи это це тому раз назад ago more less"
)


class PhoneNumber:
    """A telephone number in digits, or said in words across several numbers."""

    name = "phone: ten to twelve digits"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        written = _DIGIT.search(line.text) and _NINE.search(line.text)
        for match in _PHONE.finditer(line.text) if written else ():
            digits = "".join(filter(str.isdigit, match[0]))
            inside = [
                i
                for i, w in enumerate(line.words)
                if w.end > match.start() and w.start < match.end()
            ]
            if len(digits) in _PHONE_DIGITS and inside and self._is_phone(match[0], digits):
                yield self._found(
                    inside[0], inside[-1] + 1, digits, "written in digits", Certainty.PROBABLE
                )
        yield from self._spoken(line)

    @staticmethod
    def _is_phone(written: str, digits: str) -> bool:
        return (
            written.startswith("+") or digits[0] in "078" or digits.startswith(("380", "7", "44"))
        )

    def _spoken(self, line: Line) -> Iterator[Found]:
        if len(line.numbers) < _FEWEST_NUMBERS:
            return
        run: list[NumberSpan] = []
        for one in (*line.numbers, None):
            if one is not None and run and one.start_token == run[-1].end_token and not one.ordinal:
                run.append(one)
                continue
            yield from self._of_run(line, run)
            run = [one] if one is not None and not one.ordinal else []

    def _of_run(self, line: Line, run: list[NumberSpan]) -> Iterator[Found]:
        if len(run) < _FEWEST_NUMBERS:
            return
        digits = "".join(str(int(one.value)) for one in run)
        if len(digits) in _PHONE_DIGITS and all(one.value < 1000 for one in run):
            start = run[0].start_token
            if line.folded(start - 1) in _SPOKEN_PLUS:
                start -= 1
            yield self._found(
                start, run[-1].end_token, digits, "said number by number", Certainty.POSSIBLE
            )

    def _found(self, start: int, end: int, digits: str, why: str, certainty: Certainty) -> Found:
        detail = (("digits", digits),)
        key = digits if len(digits) < 11 else digits[-10:]
        return Found(start, end, MentionKind.PHONE, key, self.name, why, certainty, detail, 95)


class DateOrTime:
    """As in "в понедельник", "третьего июня", "до шостої", "17.06", "вчера"."""

    name = "date or time"

    _WRITTEN = re.compile(
        r"(?<!\d)(?:\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{2}\.(?:\d{4}|\d{2}))(?!\d)"
    )

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        vague = _TIME_WORDS.isdisjoint(line.vocabulary)
        written = _DIGIT.search(line.text) is not None
        if vague and not written:
            return
        numbers_to = {one.end_token: one for one in line.numbers}
        numbers_from = {one.start_token: one for one in line.numbers}
        for at, word in enumerate(() if vague else line.words):
            folded = word.folded
            if folded in _RELATIVE or folded in _DAYS:
                yield self._found(at, at + 1, "a day")
            elif folded in _MONTHS or (folded in _MAYBE_MONTHS and word.capital and not word.first):
                yield self._month(line, at, numbers_to, numbers_from)
            elif folded in _HOURS and at in numbers_to:
                yield self._found(numbers_to[at].start_token, at + 1, "an hour")
        if written:
            for match in self._WRITTEN.finditer(line.text):
                inside = [
                    i
                    for i, w in enumerate(line.words)
                    if w.end > match.start() and w.start < match.end()
                ]
                if inside:
                    yield self._found(inside[0], inside[-1] + 1, "a date or time in digits")

    def _month(
        self, line: Line, at: int, before: dict[int, NumberSpan], after: dict[int, NumberSpan]
    ) -> Found:
        start, end = at, at + 1
        of = line.folded(at - 1) == "of"
        number = before.get(at - 1 if of else at)
        if number is not None and 1 <= number.value <= 31:
            start = number.start_token
        following = after.get(end)
        if following is not None and (
            1900 <= following.value <= 2100 or (line.english and following.value < 32)
        ):
            end = following.end_token
        return self._found(start, end, "a month")

    def _found(self, start: int, end: int, why: str) -> Found:
        return Found(
            start, end, MentionKind.DATE_TIME, "", self.name, why, Certainty.PROBABLE, (), 70
        )


class Quantity:
    """As in "двадцать человек", "сто двадцать коробок", "eleven people", "человек тридцать"."""

    name = "quantity: a number and what is counted"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for number in line.numbers:
            at, end = number.start_token, number.end_token
            if number.ordinal or (number.value == 1 and not line.folded(at)[:1].isdigit()):
                continue
            if end < len(line.words) and line.joined(end) and self._counted(line, end):
                kind = MentionKind.DATE_TIME if line.folded(end) in _WEEKS else MentionKind.QUANTITY
                yield self._found(line, at, end + 1, kind, number, line.folded(end))
            elif (
                at > 0
                and line.joined(at)
                and line.folded(at - 1) in {"человек", "душ", "людей", "чоловік"}
            ):
                yield self._found(
                    line, at - 1, end, MentionKind.QUANTITY, number, line.folded(at - 1)
                )

    @staticmethod
    def _counted(line: Line, at: int) -> bool:
        word = line.words[at]
        if word.folded in _SMALL or not word.folded[:1].isalpha():
            return False
        if line.english:
            plural = word.folded.endswith("s") or word.folded in {
                "people",
                "men",
                "women",
                "percent",
                "children",
            }
            return plural and word.folded not in {
                "is",
                "was",
                "has",
                "does",
                "this",
                "his",
                "as",
                "us",
                "always",
            }
        facts = line.facts(at)
        if facts.verb > 0.5 or facts.other > 0.5:
            return False
        counted = unit_word(word.folded) is not None
        return counted or (facts.noun and bool(facts.cases & {"g", "n", "a"}))

    def _found(
        self, line: Line, start: int, end: int, kind: MentionKind, number: NumberSpan, of: str
    ) -> Found:  # fmt: skip
        value = float(number.value)
        amount = str(int(value)) if value.is_integer() else str(value)
        return Found(
            start, end, kind, "", self.name, f"{amount} × {of}", Certainty.PROBABLE,
            (("amount", amount), ("of", of)), 35,
        )  # fmt: skip


AMOUNT_RULES = (PhoneNumber(), DateOrTime(), Quantity())
