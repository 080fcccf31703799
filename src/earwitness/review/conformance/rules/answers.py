"""What persons answered for the present state of an item; an answer about another state has lapsed."""

from __future__ import annotations

from typing import TypeVar

from earwitness.records.persons_words import DecisionTopic, DeskDecision, RowAnswer
from earwitness.records.plan import YesNo
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import Outcome, asks, fails, passes
from earwitness.review.conformance.standing import Said
from earwitness.review.gates.situation import same_person

__all__ = ["asked", "current", "decided", "signed_by_another"]

T = TypeVar("T")


def current(item: Item, body: type[T]) -> list[Said]:
    """Records of a kind about the present state, the last one at the end."""
    return item.said.current(body, item.revisions)


def asked(item: Item, row: str, question: str) -> Outcome:
    """The answer that a person gave to a row, or the question."""
    found = [one for one in current(item, RowAnswer) if one.fields.row == row]
    if not found:
        lapsed = [one for one in item.said.all(RowAnswer) if one.fields.row == row]
        if lapsed:
            return asks(
                f"the item has changed since the answer, which lapsed. {question}", lapsed[-1].id
            )
        return asks(question)
    last = found[-1]
    if last.fields.answer is YesNo.NO:
        return fails(f"answered no by {last.by}", last.id, *last.fields.evidence)
    if last.fields.answer is YesNo.UNKNOWN:
        return asks(f"{last.by} does not know. {question}", last.id)
    if not last.fields.evidence:
        return asks(f"{last.by} answered yes and named no evidence. {question}", last.id)
    return passes(f"answered by {last.by}", last.id, *last.fields.evidence)


def decided(
    item: Item,
    topic: DecisionTopic,
    *,
    about: str | None = None,
    before: int | None = None,
    for_all: bool = False,
) -> list[Said]:
    """Decisions of the desk on a topic, the last one at the end.

    Args:
        about: only those that name this, or all of the item.
        before: only those that stand earlier in the custody chain than this event.
        for_all: also those about the whole archive.
    """
    found = item.said.all(DeskDecision)
    found += item.facts.of_archive.all(DeskDecision) if for_all else []
    return [
        one
        for one in sorted(found, key=lambda one: one.seq)
        if one.fields.topic is topic
        and (about is None or one.fields.about in ("", about))
        and (before is None or one.seq < before)
    ]


def signed_by_another(one: Said, author: str) -> bool:
    """Whether a record is signed by somebody else than the author of what it is about."""
    return not same_person(one.by, author)
