"""What a run of digits is: a telephone number, a card, an account, the number of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from earwitness.understand.private.check_digits import is_inn, is_luhn, is_rnokpp, is_snils
from earwitness.understand.private.digit_runs import DigitRun
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark

__all__ = ["Meaning", "found_in_digits", "meaning_of", "phone_reason"]

_FEWEST, _FEWEST_OF_A_PHONE = 5, 9


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the digits are taken for."""

    kind: Kind
    reason: str
    score: float


def found_in_digits(line: ReadLine, runs: Iterable[DigitRun]) -> list[Find]:
    """All numbers of a line that could identify somebody, in digits or in words."""
    found = []
    for run in runs:
        meaning = meaning_of(line, run)
        if meaning is None:
            continue
        start = line.tokens[run.first].start
        if run.plus:
            sign = line.text.rfind("+", max(0, start - 2), start)
            start = sign if sign >= 0 else line.tokens[run.first - 1].start
        span = (start, line.tokens[run.last].end)
        found.append(line.find(span, meaning.kind, meaning.reason, meaning.score))
    return found


def meaning_of(line: ReadLine, run: DigitRun, digits: str = "", parts: int = 0) -> Meaning | None:
    """Judge a run by its digits and the words around it.

    Args:
        digits, parts: of the whole number where the run is only a piece of it (several lines).
    """
    digits, parts = digits or run.digits, parts or len(run.parts)
    if len(digits) < _FEWEST:
        return None
    return (
        _card_or_account(line, run, digits)
        or _paper(line, run, digits)
        or _telephone(line, run, digits, parts)
    )


def _card_or_account(line: ReadLine, run: DigitRun, digits: str) -> Meaning | None:
    size = len(digits)
    near = line.near(run.first, Mark.CARD, 6, run.last - run.first + 3)
    by_fours = run.written and len(run.parts) >= 4 and all(len(one) == 4 for one in run.parts[:4])
    if 13 <= size <= 19 and is_luhn(digits) and (near or by_fours or size == 16):
        return Meaning(Kind.CARD, "digits of a bank card: the check digit is right", 0.95)
    if size in {16, 18, 19} and (near or by_fours):
        return Meaning(Kind.CARD, "as many digits as on a bank card", 0.7)
    if size == 20 or (size >= 14 and near):
        return Meaning(Kind.DOCUMENT, "as many digits as an account has", 0.8)
    return None


def _paper(line: ReadLine, run: DigitRun, digits: str) -> Meaning | None:
    if run.plus:
        return None
    near = line.near(run.first, Mark.DOCUMENT, 5, 0)
    if named := _tax_or_insurance(run, digits):
        reason = f"the check digits of {named} are right"
        return Meaning(Kind.DOCUMENT, reason, 0.95 if near else 0.6)
    if len(digits) <= 10 and line.near(run.first, Mark.PAPER, 3, 0):
        return Meaning(Kind.DOCUMENT, "a number beside a word for a paper", 0.9)
    if near and not (_near_phone(line, run) and _phone(line, run, digits)):
        return Meaning(Kind.DOCUMENT, "a number beside a word for a document or vehicle", 0.8)
    return None


def _telephone(line: ReadLine, run: DigitRun, digits: str, parts: int) -> Meaning | None:
    if len(digits) >= _FEWEST_OF_A_PHONE - 2 and (reason := _phone(line, run, digits)):
        return Meaning(Kind.PHONE, reason, 0.95)
    near = _near_phone(line, run)
    if _is_counting(run.parts) and not near:
        return None
    before = line.text[: line.tokens[run.first].start][-6:].lower()
    if line.near(run.first, Mark.UNIT, 3, 0) or "в/ч" in before:
        return None
    return _unproved(run, len(digits), parts, near_phone=near)


def _near_phone(line: ReadLine, run: DigitRun) -> bool:
    return line.near(run.first, Mark.PHONE, 6, run.last - run.first + 4)


def _tax_or_insurance(run: DigitRun, digits: str) -> str:
    """What the check digits prove; ten digits pass by chance once in eleven, so a phone may stay one."""
    if is_inn(digits):
        return "a Russian tax number (ИНН)"
    if is_snils(digits) and digits[0] not in "78":
        return "a Russian insurance number (СНИЛС)"
    if is_rnokpp(digits) and digits[0] in "123" and len(run.parts) == 1:
        return "a Ukrainian tax number (РНОКПП)"
    return ""


def _unproved(run: DigitRun, size: int, parts: int, *, near_phone: bool) -> Meaning | None:
    """Digits that are no valid number of a plan we know, and are as many."""
    if near_phone and _FEWEST_OF_A_PHONE - 2 <= size <= 13:
        return Meaning(Kind.PHONE, "digits beside a word for telephoning", 0.7)
    if (
        size >= _FEWEST_OF_A_PHONE
        and (run.plus or parts >= 3)
        and size <= 15
        and not _is_money(run)
    ):
        return Meaning(Kind.PHONE, "as many digits as a telephone number has", 0.5)
    if size >= _FEWEST_OF_A_PHONE and run.written and not _is_money(run):
        return Meaning(Kind.DOCUMENT, "a long number", 0.3)
    return None


def _is_money(run: DigitRun) -> bool:
    return run.written and len(run.parts) > 1 and all(len(one) == 3 for one in run.parts[1:])


def _is_counting(parts: tuple[str, ...]) -> bool:
    values = [int(one) for one in parts if len(one) < 5]
    steps = {after - before for before, after in pairwise(values)}
    return len(values) == len(parts) > 2 and len(steps) == 1 and 0 not in steps


def _phone(line: ReadLine, run: DigitRun, digits: str) -> str:
    start = line.tokens[run.first].start
    bracket = "(" in line.text[max(0, start - 2) : start]
    return phone_reason(digits, run.plus, bracket)


@lru_cache(maxsize=1 << 12)
def phone_reason(digits: str, plus: bool, bracket: bool) -> str:  # noqa: FBT001  # a cache key
    """Which numbering plan has such a number, as the `phonenumbers` library knows them; "" if none."""
    tries = list(_as_written_abroad(digits, plus=plus, bracket=bracket))
    if not tries:
        return ""
    import phonenumbers  # noqa: PLC0415  # 0.1 s: only for those who meet such digits

    for number, region in tries:
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            country = phonenumbers.region_code_for_number(parsed)
            return f"a valid telephone number of {country}"
    return ""


def _as_written_abroad(
    digits: str, *, plus: bool, bracket: bool
) -> Iterator[tuple[str, str | None]]:
    """Numbers that the digits may be, with the country where they are dialled so, None for all."""
    size, first = len(digits), digits[0]
    if plus or size in {12, 13}:
        yield f"+{digits}", None
    if size == 11 and first in "78":
        yield f"+7{digits[1:]}", None
    if size == 10 and first in "3489" and not plus:
        yield f"+7{digits}", None
    if size == 10 and first == "0":
        yield f"+38{digits}", None
    if size == 9 and first in "35679" and not plus:
        yield f"+380{digits}", None
    if size == 10 and bracket:
        yield digits, "US"
    if size == 11 and first == "0":
        yield digits, "GB"
