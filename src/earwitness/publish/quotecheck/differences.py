"""What an alignment means: nothing, an altered word, a lost negation, another number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earwitness.publish.quotecheck.matching import Match, Step
from earwitness.publish.quotecheck.units import NEGATING_BRACKET, Unit, UnitKind

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
            if not _values(said):  # a number outside the quotation was not changed by it
                meant = [unit for unit in meant if unit.kind is not UnitKind.NUMBER]
        codes = _codes(said, meant)
        found += [Difference(code, places, stands, after) for code in codes]
    found += _hidden(match, quoted, heard, sentence_starts)
    return tuple(sorted(found, key=lambda one: (one.after, one.code)))


def _hidden(
    match: Match, quoted: Sequence[Unit], heard: Sequence[Unit], starts: frozenset[int]
) -> Iterator[Difference]:
    """Brackets and elisions that take a "not" out of a sentence, or put one in.

    What an elision leaves out together with the rest of its sentence is its business (Q06).
    """
    for place, stands in _covered(match, quoted):
        negations = sum(1 for at in stands if heard[at].kind is UnitKind.NEGATION)
        if quoted[place].kind is UnitKind.ELISION:
            to_the_end = any(at in starts for at in (*stands, stands[-1] + 1)) if stands else False
            differs = negations > 0 and not to_the_end
        else:
            differs = (negations > 0) != (quoted[place].key == NEGATING_BRACKET)
        if differs:
            yield Difference("Q03", (place,), tuple(stands), place - 1)
    plain = [
        s.quoted for s in match.steps if s.same and s.heard is not None and s.quoted is not None
    ]
    for place, unit in enumerate(quoted):
        if unit.key == NEGATING_BRACKET and not min(plain) < place < max(plain):
            beside = _beside(match, (place,), 1, len(heard), starts)
            if not any(heard[at].kind is UnitKind.NEGATION for at in beside):
                yield Difference("Q03", (place,), beside, place - 1)


def _covered(match: Match, quoted: Sequence[Unit]) -> Iterator[tuple[int, list[int]]]:
    """Each bracket and elision inside the match, with the heard words that it stands for."""
    ends = [at for at, step in enumerate(match.steps) if step.heard in (match.first, match.last)]
    place, stands = -1, list[int]()
    for step in match.steps[ends[0] : ends[-1] + 1]:
        if step.quoted is not None:
            if place >= 0:
                yield place, stands
            free = quoted[step.quoted].kind in (UnitKind.BRACKET, UnitKind.ELISION)
            place, stands = (step.quoted if free else -1), []
        if place >= 0 and step.heard is not None and step.same:
            stands.append(step.heard)


def _beside(
    match: Match, places: Sequence[int], count: int, length: int, starts: frozenset[int]
) -> tuple[int, ...]:
    """Heard units just outside the match, on the side where words were added."""
    plain = [
        s.quoted
        for s in match.steps
        if s.heard in (match.first, match.last) and s.quoted is not None
    ]
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
    return [unit.key.partition("|")[0] for unit in units if unit.kind is UnitKind.NUMBER]
