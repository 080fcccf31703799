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
from earwitness.understand.mentions.line import Found, Known, Line, Rule
from earwitness.understand.mentions.people import PEOPLE_RULES
from earwitness.understand.mentions.places import PLACE_RULES
from earwitness.understand.mentions.prepared import PreparedLine, prepared
from earwitness.understand.mentions.things import THING_RULES
from earwitness.understand.mentions.units import UNIT_RULES

__all__ = ["RULES_VERSION", "FoundMention", "explain_mentions", "find_mentions"]

RULES_VERSION = "2"
_RULES: tuple[Rule, ...] = (  # besides those for call signs, which look at no other line
    *UNIT_RULES,
    *PEOPLE_RULES,
    KnownCallSign(),
    *PLACE_RULES,
    *THING_RULES,
    *AMOUNT_RULES,
    *KINSHIP_RULES,
)
_NOTHING = Known()


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
    lines: Sequence[tuple[str, str] | PreparedLine],
    gazetteer: Gazetteer | None = None,
    *,
    call_signs: Iterable[str] = (),
) -> tuple[FoundMention, ...]:
    """Find who and what the lines of one recording speak of.

    Args:
        lines: text and BCP-47 tag of each, or each made ready by `prepare`.
        gazetteer: the desk's own names.
        call_signs: keys of call signs that are known of this recording from another version of its
            words, so that a translation's "Zima" is found as the original's «Зима» is.

    >>> [(one.surface, one.kind.value) for one in find_mentions([("Это позывной Зима, понял?", "ru")])]
    [('Зима', 'call_sign')]
    """
    read = [list(_pieces(line)) for line in prepared(lines)]
    known = _known((piece for pieces in read for piece in pieces), call_signs)
    extra: tuple[Rule, ...] = (GazetteerName(gazetteer),) if gazetteer and gazetteer.entries else ()
    found: list[FoundMention] = []
    for number, pieces in enumerate(read):
        for one in pieces:
            kept = _kept(_all(one, known, extra), len(one.line.words))
            found += (_placed(each, one.line, number, one.offset) for each in kept)
    return tuple(found)


def explain_mentions(
    lines: Sequence[tuple[str, str]], gazetteer: Gazetteer | None = None
) -> tuple[str, ...]:
    """What each rule found and why, also what was given up for something longer or surer.

    >>> explain_mentions([("Я из 917-й бригады", "ru")])[0]
    'line 0, “917-й бригады”: unit (brigade 917), unit: number, then level or branch: “бригады”, a number before it'
    """
    read = [list(_pieces(line)) for line in prepared(lines)]
    known = _known((piece for pieces in read for piece in pieces), ())
    extra: tuple[Rule, ...] = (GazetteerName(gazetteer),) if gazetteer and gazetteer.entries else ()
    told = []
    for number, pieces in enumerate(read):
        for piece in pieces:
            everything = _all(piece, known, extra)
            kept = set(_kept(everything, len(piece.line.words)))
            for one in sorted(everything, key=lambda f: (f.start, -f.rank)):
                placed = _placed(one, piece.line, number, piece.offset)
                key = f" ({one.key})" if one.key else ""
                given_up = "" if one in kept else "; given up for another find in these words"
                told.append(
                    f"line {number}, “{placed.surface}”: {one.kind.value}{key},"
                    f" {one.rule}: {one.reason}{given_up}"
                )
    return tuple(told)


@dataclass(slots=True)
class _Piece:
    """A line, or a piece of an endless one, with what its own words say of call signs."""

    offset: int
    line: Line
    call_signs: tuple[Found, ...]


def _known(pieces: Iterable[_Piece], call_signs: Iterable[str]) -> Known:
    """What this recording uses as call signs, each with the best evidence for it."""
    best = dict.fromkeys(call_signs, (0, "the original words"))
    for piece in pieces:
        line = piece.line
        for one in piece.call_signs:
            if one.kind is MentionKind.CALL_SIGN and one.rank > best.get(one.key, (0, ""))[0]:
                said = line.text[line.words[one.start].start : line.words[one.end - 1].end]
                best[one.key] = (one.rank, f"“{said}” {one.reason}")
    return Known(call_signs={key: why for key, (_, why) in best.items()})


def _all(piece: _Piece, known: Known, extra: Iterable[Rule]) -> list[Found]:
    found = [one for rule in (*extra, *_RULES) for one in rule.find(piece.line, known)]
    found += piece.call_signs
    return found


def _kept(found: Iterable[Found], words: int) -> list[Found]:
    """Of overlapping finds the one of higher rank stays, then the longer, then the earlier."""
    taken = bytearray(words)
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-f.rank, f.start - f.end, f.start)):
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


def _pieces(prepared_line: PreparedLine) -> Iterator[_Piece]:
    for offset, line in prepared_line.pieces:
        called = [one for rule in CALL_SIGN_RULES for one in rule.find(line, _NOTHING)]
        yield _Piece(offset, line, tuple(called))
