"""All rules over the lines of a recording, overlaps sorted out; and why, for each.

Two rounds: the first asks the rules for call signs what this recording uses as names, the second
reads every line with that in mind. Cost grows with the words: no rule looks further than its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from earwitness.records.statements import Certainty, MentionKind
from earwitness.understand.mentions.amounts import AMOUNT_RULES
from earwitness.understand.mentions.call_signs import CALL_SIGN_RULES, KnownCallSign
from earwitness.understand.mentions.gazetteer import Gazetteer, GazetteerName
from earwitness.understand.mentions.kinship import KINSHIP_RULES
from earwitness.understand.mentions.line import Found, Known, Line, Rule, line_of
from earwitness.understand.mentions.people import PEOPLE_RULES
from earwitness.understand.mentions.places import PLACE_RULES
from earwitness.understand.mentions.things import THING_RULES
from earwitness.understand.mentions.units import UNIT_RULES

__all__ = ["RULES_VERSION", "FoundMention", "explain_mentions", "find_mentions"]

RULES_VERSION = "1"
_RULES: tuple[Rule, ...] = (
    *UNIT_RULES,
    *PEOPLE_RULES,
    *CALL_SIGN_RULES,
    KnownCallSign(),
    *PLACE_RULES,
    *THING_RULES,
    *AMOUNT_RULES,
    *KINSHIP_RULES,
)
_LONGEST_LINE = 20_000  # characters that are read at once; a longer line is read in pieces


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention in one of the lines that were given.

    Attributes:
        line: number of the line, from 0; start, end: characters in it.
    """

    line: int
    start: int
    end: int
    surface: str
    kind: MentionKind
    key: str
    detail: tuple[tuple[str, str], ...]
    rule: str
    reason: str
    certainty: Certainty


def find_mentions(
    lines: Sequence[tuple[str, str]],
    gazetteer: Gazetteer | None = None,
    *,
    call_signs: Iterable[str] = (),
) -> tuple[FoundMention, ...]:
    """Find who and what the lines of one recording speak of.

    Args:
        lines: text and BCP-47 tag of each.
        gazetteer: the desk's own names.
        call_signs: keys of call signs that are known of this recording from another version of its
            words, so that a translation's "Zima" is found as the original's «Зима» is.

    >>> [(one.surface, one.kind.value) for one in find_mentions([("Это позывной Зима, понял?", "ru")])]
    [('Зима', 'call_sign')]
    """
    prepared = [list(_pieces(text, language)) for text, language in lines]
    known = _known((line for pieces in prepared for _, line in pieces), call_signs)
    extra: tuple[Rule, ...] = (GazetteerName(gazetteer),) if gazetteer and gazetteer.entries else ()
    found: list[FoundMention] = []
    for number, pieces in enumerate(prepared):
        for offset, line in pieces:
            found += (_placed(one, line, number, offset) for one in _kept(line, known, extra))
    return tuple(found)


def explain_mentions(
    lines: Sequence[tuple[str, str]], gazetteer: Gazetteer | None = None
) -> tuple[str, ...]:
    """What each rule found and why, also what was given up for something longer or surer.

    >>> explain_mentions([("Я из 917-й бригады", "ru")])[0]
    'line 0, “917-й бригады”: unit (brigade 917), unit: number, then level or branch: “бригады”, a number before it'
    """
    prepared = [list(_pieces(text, language)) for text, language in lines]
    known = _known((line for pieces in prepared for _, line in pieces), ())
    extra: tuple[Rule, ...] = (GazetteerName(gazetteer),) if gazetteer and gazetteer.entries else ()
    told = []
    for number, pieces in enumerate(prepared):
        for offset, line in pieces:
            kept = set(_kept(line, known, extra))
            for one in sorted(_all(line, known, extra), key=lambda f: (f.start, -f.rank)):
                placed = _placed(one, line, number, offset)
                key = f" ({one.key})" if one.key else ""
                given_up = "" if one in kept else "; given up for another find in these words"
                told.append(
                    f"line {number}, “{placed.surface}”: {one.kind.value}{key},"
                    f" {one.rule}: {one.reason}{given_up}"
                )
    return tuple(told)


def _known(lines: Iterable[Line], call_signs: Iterable[str]) -> Known:
    """What this recording uses as call signs, each with the best evidence for it."""
    best = dict.fromkeys(call_signs, (0, "the original words"))
    nothing = Known()
    for line in lines:
        if not any(word.capital for word in line.words) and "озывн" not in line.text:
            continue
        for rule in CALL_SIGN_RULES:
            for one in rule.find(line, nothing):
                if one.kind is MentionKind.CALL_SIGN and one.rank > best.get(one.key, (0, ""))[0]:
                    said = line.text[line.words[one.start].start : line.words[one.end - 1].end]
                    best[one.key] = (one.rank, f"“{said}” {one.reason}")
    return Known(call_signs={key: why for key, (_, why) in best.items()})


def _all(line: Line, known: Known, extra: Iterable[Rule]) -> Iterator[Found]:
    for rule in (*extra, *_RULES):
        yield from rule.find(line, known)


def _kept(line: Line, known: Known, extra: Iterable[Rule]) -> list[Found]:
    """Of overlapping finds the one of higher rank stays, then the longer, then the earlier."""
    taken = bytearray(len(line.words))
    kept: list[Found] = []
    for one in sorted(_all(line, known, extra), key=lambda f: (-f.rank, f.start - f.end, f.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _placed(one: Found, line: Line, number: int, offset: int) -> FoundMention:
    start, end = line.words[one.start].start, line.words[one.end - 1].end
    return FoundMention(
        number, start + offset, end + offset, line.text[start:end], one.kind, one.key, one.detail,
        one.rule, one.reason, one.certainty,
    )  # fmt: skip


def _pieces(text: str, language: str) -> Iterator[tuple[int, Line]]:
    """A line whole, or an endless one in pieces that end between words."""
    start = 0
    while len(text) - start > _LONGEST_LINE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_LINE)
        cut = cut + 1 if cut > start else start + _LONGEST_LINE
        yield start, line_of(text[start:cut], language)
        start = cut
    yield start, line_of(text[start:] if start else text, language)
