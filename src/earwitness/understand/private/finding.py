"""All rules over lines of text, finds in one another sorted out; and why, for each.

Recall comes first: what is only possible is found too, and says so. Nothing is removed from a text
here. A redaction is a person's decision on top of these finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from earwitness.records.statements import Certainty
from earwitness.text.plain_view import plain_view
from earwitness.text.words import fold, tokens
from earwitness.understand.mentions.prepared import PreparedLine, prepare
from earwitness.understand.private.addresses import addresses
from earwitness.understand.private.births import births
from earwitness.understand.private.children import children
from earwitness.understand.private.digit_runs import DigitRun, digit_runs
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.health import health
from earwitness.understand.private.line import ReadLine, read_line
from earwitness.understand.private.long_numbers import found_in_digits
from earwitness.understand.private.names import names
from earwitness.understand.private.public_people import PublicPeople, shipped_public_people
from earwitness.understand.private.spoken_across import found_across
from earwitness.understand.private.written_codes import codes, spoken_addresses

__all__ = ["RULES_VERSION", "explain_private", "find_private"]

RULES_VERSION = "1"


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    find: Callable[[ReadLine], list[Find]]


_RULES = (
    _Rule("names of persons", names),
    _Rule("forms of their own: mail, handles, plates, series", codes),
    _Rule("mail in words", spoken_addresses),
    _Rule("addresses", addresses),
    _Rule("dates of birth", births),
    _Rule("health", health),
    _Rule("children", children),
)
_STEPS = tuple(Certainty)
_DIGITS, _ACROSS = "digits that belong together", "digits over several lines"
# Of two finds of different kinds in the same words the one that comes first here stays.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (Kind.EMAIL, Kind.HANDLE, Kind.IBAN, Kind.CARD, Kind.BIRTH, Kind.PHONE, Kind.DOCUMENT,
         Kind.ADDRESS, Kind.CHILD, Kind.NAME, Kind.HEALTH)
    )
}  # fmt: skip


def find_private(
    lines: Sequence[str | PreparedLine],
    voices: Sequence[str] = (),
    public: PublicPeople | None = None,
) -> tuple[Find, ...]:
    """Find what could identify a private person in the lines of one recording, post or file name.

    Args:
        lines: in the order in which they are said, as they are or made ready by `prepare`; numbers may
            go on from one to the next.
        voices: who says each line, or nothing.
        public: whom to mark as public; None for the list that ships.

    >>> [(one.kind.value, one.surface) for one in find_private(["Тамара, звони 8 912 345-67-89"])]
    [('name', 'Тамара'), ('phone', '8 912 345-67-89')]
    """
    found = _all(lines, voices, public or shipped_public_people())
    return tuple(one for those in _by_line(found) for one in _kept(those))


def explain_private(
    lines: Sequence[str | PreparedLine],
    voices: Sequence[str] = (),
    public: PublicPeople | None = None,
) -> tuple[str, ...]:
    """What each rule found and why, also what was given up because it lies within another find.

    >>> explain_private(["Ей на карту, 79 лет, диабет"])
    ('line 0, “диабет”: health, probable, health: tells of diabetes',)
    """
    told = []
    for those in _by_line(_all(lines, voices, public or shipped_public_people())):
        kept = _kept(those)
        for one in those:
            stays = any(
                other.kind == one.kind and other.start <= one.start and one.end <= other.end
                for other in kept
            )
            told.append(
                f"line {one.line}, “{one.surface}”: {one.kind.value}, {one.certainty.value},"
                f" {one.rule}: {one.reason}"
                + (f"; a public person: {one.public}" if one.public else "")
                + ("" if stays else "; given up, it lies within another find")
            )
    return tuple(told)


def _all(
    lines: Sequence[str | PreparedLine], voices: Sequence[str], public: PublicPeople
) -> list[Find]:
    found: list[Find] = []
    read: list[ReadLine] = []
    runs: list[tuple[DigitRun, ...]] = []
    places: list[tuple[int, int]] = []
    for number, text in enumerate(lines):
        ready = text if isinstance(text, PreparedLine) else prepare(text, "und")
        for offset, piece in ready.pieces:
            line = read_line(piece)
            read.append(line)
            places.append((number, offset))
            runs.append(digit_runs(line))
            digits = found_in_digits(line, runs[-1])
            found += [_placed(one, number, offset, _DIGITS) for one in digits]
            for rule in _RULES:
                found += [_placed(one, number, offset, rule.name) for one in rule.find(line)]
    labels = [voices[number] for number, _ in places] if voices else ()
    for at, one in found_across(read, runs, labels):
        found.append(_placed(one, *places[at], _ACROSS))
    return [_marked(one, public) if one.kind is Kind.NAME else one for one in found]


def _placed(one: Find, number: int, offset: int, rule: str) -> Find:
    return Find(
        number, one.start + offset, one.end + offset, one.kind, one.surface, rule, one.reason,
        one.certainty, one.public,
    )  # fmt: skip


def _marked(one: Find, public: PublicPeople) -> Find:
    return replace(one, public=public.who(_words(one.surface)))


def _words(surface: str) -> list[str]:
    return [fold(one.text) for one in tokens(plain_view(surface).text)]


def _by_line(found: Iterable[Find]) -> Iterator[list[Find]]:
    """Finds line by line, in order of their places."""
    those: list[Find] = []
    for one in sorted(found, key=lambda one: (one.line, one.start, -one.end)):
        if those and those[-1].line != one.line:
            yield those
            those = []
        those.append(one)
    if those:
        yield those


def _kept(found: Sequence[Find]) -> list[Find]:
    """Finds of one kind that overlap become one; one that lies within another kind's is given up."""
    joined: list[Find] = []
    for kind in Kind:
        own: list[Find] = []
        for one in found:
            if one.kind is not kind:
                continue
            if own and one.start < own[-1].end and one.public == own[-1].public:
                own[-1] = _joined(own[-1], one)
            else:
                own.append(one)
        joined += own
    # in order of start, the longest first: what ends before the furthest end lies within another
    joined.sort(key=lambda one: (one.start, -one.end, _RANK[one.kind]))
    kept: list[Find] = []
    furthest = -1
    for one in joined:
        if one.end > furthest:
            kept.append(one)
            furthest = one.end
    return sorted(kept)


def _joined(first: Find, second: Find) -> Find:
    """Two overlapping finds of one kind, the first of which begins first, as one."""
    surer, less = sorted((first, second), key=lambda one: _STEPS.index(one.certainty))
    more = second.end - first.end
    surface = first.surface + (second.surface[-more:] if more > 0 else "")
    reason = surer.reason if less.reason in surer.reason else f"{surer.reason}; {less.reason}"
    end = max(first.end, second.end)
    return replace(surer, start=first.start, end=end, surface=surface, reason=reason)
