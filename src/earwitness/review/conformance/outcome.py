"""What a rule gives for one row, before it is written down with item, revision and time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from earwitness.records.conformance import Result
from earwitness.review.conformance.item import Item

__all__ = [
    "UNLISTED",
    "Outcome",
    "Rule",
    "asks",
    "by_analogy",
    "fails",
    "not_applicable",
    "not_attainable",
    "not_encoded",
    "passes",
    "warns",
]


UNLISTED = (
    "a page was written, or it was published, and no release lists its files"
    " (`earwitness record release`)"
)
"""What the chain shows, and nobody put on record."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, why, and the identifiers, digests and events that it rests on."""

    result: Result
    note: str
    evidence: tuple[str, ...] = ()


Rule = Callable[[Item], Outcome]
"""A predicate over one recording."""


def passes(note: str, *evidence: str) -> Outcome:
    """It holds. Without evidence the checker makes a fail of it."""
    return Outcome(Result.PASS, note, evidence)


def warns(note: str, *evidence: str) -> Outcome:
    """The standard names a weakness, not a bar."""
    return Outcome(Result.WARN, note, evidence)


def fails(note: str, *evidence: str) -> Outcome:
    """It does not hold."""
    return Outcome(Result.FAIL, note, evidence)


def not_attainable(note: str, *evidence: str) -> Outcome:
    """It cannot be had, and the effort to get it is on record."""
    return Outcome(Result.NOT_ATTAINABLE, note, evidence)


def not_applicable(condition: str, *evidence: str) -> Outcome:
    """The row does not concern this item: the condition that says so."""
    return Outcome(Result.NOT_APPLICABLE, condition, evidence)


def asks(question: str, *evidence: str) -> Outcome:
    """A person has to answer."""
    return Outcome(Result.NEEDS_PERSON, question, evidence)


def not_encoded(why: str) -> Outcome:
    """This program cannot decide the row yet."""
    return Outcome(Result.NOT_ENCODED, f"not encoded by this program yet: {why}")


def by_analogy(found: Outcome) -> Outcome:
    """A row of a section that does not speak of such material: a fail is a warning at most."""
    if found.result is Result.NOT_APPLICABLE:
        return found
    note = f"by analogy, since it is an intercept: {found.note}"
    result = Result.WARN if found.result is Result.FAIL else found.result
    return Outcome(result, note, found.evidence)
