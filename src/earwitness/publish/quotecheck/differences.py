"""What an alignment means: nothing, an altered word, a lost negation, another number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earwitness.publish.quotecheck.matching import Match, Step
from earwitness.publish.quotecheck.units import Unit, UnitKind

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One run of words that is not as it was heard.

    Attributes:
        code: Q02 (altered), Q03 (negation) or Q04 (number).
        quoted: indexes of the quotation's units that differ (may be empty: words are missing).
        heard: indexes of the heard units that stand there instead (may be empty: words were added).
        after: index of the last unchanged quoted unit before it, -1 at the beginning.
    """

    code: str
    quoted: tuple[int, ...]
    heard: tuple[int, ...]
    after: int


def differences(
    match: Match,
    quoted: Sequence[Unit],
    heard: Sequence[Unit],
    sentence_starts: frozenset[int] = frozenset(),
) -> tuple[Difference, ...]:
    """All differences, in the order of the quotation.

    Words that were added before the first or after the last matched one are held against what was
    heard there, as far as the sentence goes: "everyone will" against "no one will".

    A run that loses or gains a negation is Q03, one that changes a quantity is Q04 (a run can be
    both), everything else is Q02. Word order is part of the words: a moved word differs twice.
    """
    found: list[Difference] = []
    for run, after in _runs(match.steps):
        places = tuple(s.quoted for s in run if s.quoted is not None)
        stands = tuple(s.heard for s in run if s.heard is not None)
        said = [quoted[at] for at in places]
        meant = [heard[at] for at in stands]
        if not meant:
            beside = _beside(match, places, len(said), len(heard), sentence_starts)
            stands = beside
            meant = [heard[at] for at in beside]
        codes = _codes(said, meant)
        found += [Difference(code, places, stands, after) for code in codes]
    return tuple(found)


def _beside(
    match: Match, places: Sequence[int], count: int, length: int, starts: frozenset[int]
) -> tuple[int, ...]:
    """Heard units just outside the match, on the side where words were added."""
    plain = [s.quoted for s in match.steps if s.same and s.quoted is not None]
    if not plain or not places:
        return ()
    if places[-1] < min(plain):
        first = match.first
        while first > 0 and match.first - first <= count and first not in starts:
            first -= 1
        return tuple(range(first, match.first))
    if places[0] > max(plain):
        last = match.last + 1
        while last < length and last - match.last <= count + 1 and last not in starts:
            last += 1
        return tuple(range(match.last + 1, last))
    return ()


def _runs(steps: Sequence[Step]) -> Iterator[tuple[list[Step], int]]:
    run: list[Step] = []
    after = -1
    last_same = -1
    for step in steps:
        if step.same:
            if run:
                yield run, after
                run = []
            if step.quoted is not None:
                last_same = step.quoted
            continue
        if not run:
            after = last_same
        run.append(step)
    if run:
        yield run, after


def _codes(said: Sequence[Unit], meant: Sequence[Unit]) -> list[str]:
    codes = []
    if _count(said, UnitKind.NEGATION) != _count(meant, UnitKind.NEGATION):
        codes.append("Q03")
    if _values(said) != _values(meant):
        codes.append("Q04")
    return codes or ["Q02"]


def _count(units: Sequence[Unit], kind: UnitKind) -> int:
    return sum(1 for unit in units if unit.kind is kind)


def _values(units: Sequence[Unit]) -> list[str]:
    return [unit.key.rstrip(".") for unit in units if unit.kind is UnitKind.NUMBER]
