"""Leiden section D (intercepts) and E (call data records, of which this program holds none)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from earwitness.records.item_facts import Dating, DatingBasis, Provenance, RestsOn
from earwitness.records.item_links import ItemLink, LinkType
from earwitness.records.persons_words import EffortGoal, RowAnswer
from earwitness.records.plan import YesNo
from earwitness.records.review import DateBound
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    passes,
    warns,
)
from earwitness.review.conformance.rules.answers import asked, current
from earwitness.review.conformance.rules.hala_enhancement import effort_towards

__all__ = ["RULES"]

_PROVENANCE = ("recovered_by", "how", "where", "when")
_SAME = (LinkType.SAME_ORIGIN, LinkType.DUPLICATE_OF, LinkType.EXCERPT_OF)
_UNKNOWN = "unknown"


def _not_an_intercept(item: Item) -> bool:
    """Whether somebody said that it is none. Where nobody has, the rows run."""
    return item.material is not None and not item.is_intercept


def _only_intercepts(rule: Rule) -> Rule:
    def run(item: Item) -> Outcome:
        return not_applicable("not an intercept") if _not_an_intercept(item) else rule(item)

    return run


def _class_is_set(item: Item) -> Outcome:
    """LEIDEN-D0: a person set the class, and in which form it is held."""
    material = item.material
    if material is None:
        return fails("nobody said what kind of material it is (`earwitness record material`)")
    if not material.forms:
        return fails("nobody said in which form it is held", item.material_record)
    if not item.is_intercept:
        return not_applicable("not an intercept")
    return passes(
        "an intercept, held as " + ", ".join(one.value for one in material.forms),
        item.material_record,
    )


def _fits_the_case(item: Item) -> Outcome:
    """LEIDEN-D1.1: linked, with a reason, to the question that it serves."""
    return asked(item, "LEIDEN-D1.1", "Which question or claim does it serve, and why?")


def _support_is_independent(item: Item) -> Outcome:
    """LEIDEN-D1.2: no link of support joins recordings of the same origin."""
    links = [
        one
        for one in item.said.all(ItemLink)
        if one.fields.type is LinkType.CORROBORATES and one.fields.to
    ]
    back = [
        (subject, one)
        for subject, standing in item.facts.signed.items()
        for one in standing.all(ItemLink)
        if one.fields.type is LinkType.CORROBORATES and one.fields.to == item.id
    ]
    if not links and not back:
        return not_applicable("no link says that it supports another or is supported")
    same = _of_same_origin(item)
    for other, one in [*((one.fields.to, one) for one in links), *back]:
        if other in same:
            return fails(f"{other} is of the same origin and supports nothing", one.id, other)
    evidence = [*(one.id for one in links), *(one.id for _, one in back)]
    return passes("no link of support joins one origin", *evidence)


def _of_same_origin(item: Item) -> set[str]:
    """All recordings that are one with this, by their sound or by what people said."""
    next_to: dict[str, set[str]] = defaultdict(set)
    for one, of in item.facts.same.items():
        next_to[one].add(of)
        next_to[of].add(one)
    for subject, standing in item.facts.signed.items():
        for link in standing.all(ItemLink):
            if link.fields.type in _SAME and link.fields.to:
                next_to[subject].add(link.fields.to)
                next_to[link.fields.to].add(subject)
    seen, todo = {item.id}, [item.id]
    while todo:
        fresh = next_to[todo.pop()] - seen
        seen |= fresh
        todo += sorted(fresh)
    return seen


def _date_has_a_basis(item: Item) -> Outcome:
    """LEIDEN-D1.3: an interval with its basis; unknown with effort is a weakness, not a bar."""
    bounds = item.said.all(DateBound)
    last = item.said.last(Dating)
    if last is not None and last.fields.edtf != _UNKNOWN:
        if last.fields.basis is DatingBasis.NONE:
            return fails("a date is given without a basis", last.id)
        if last.fields.basis is DatingBasis.PUBLISHER and not bounds:
            return warns("the date rests on the publisher's statement alone", last.id)
        return passes(f"dated by {last.fields.basis.value}", last.id, *(one.id for one in bounds))
    if bounds:
        return passes("bounds with their basis", *(one.id for one in bounds))
    efforts = effort_towards(item, EffortGoal.DATE)
    if efforts:
        return warns("the date is not known, and was sought", *(one.id for one in efforts))
    return fails("the date is not known, and no effort to learn it is on record")


def _provenance_is_stated(item: Item) -> Outcome:
    """LEIDEN-D1.4: how and by whom it was recovered; a publisher's statement stays that publisher's."""
    found = item.said.last(Provenance)
    if found is None:
        return fails("nobody said how it was recovered, or that this is unknown")
    empty = [name for name in _PROVENANCE if not getattr(found.fields, name).strip()]
    if empty:
        return fails(f"empty: {', '.join(empty)}", found.id)
    quoted = found.fields.statement.strip() and found.fields.statement_by.strip()
    if found.fields.rests_on is RestsOn.PUBLISHER and not quoted:
        return fails(
            "the publisher's statement is stored as a finding, not as a quotation", found.id
        )
    return passes("set, or said to be unknown", found.id)


def _operators_are_known(item: Item) -> Outcome:
    """LEIDEN-D1.5: whether anyone can describe how it was recorded; unknown is an answer."""
    question = "Can anyone describe how this was recorded? Who (sealed)?"
    found = [one for one in current(item, RowAnswer) if one.fields.row == "LEIDEN-D1.5"]
    if found and found[-1].fields.answer is not YesNo.YES:
        return passes(f"answered {found[-1].fields.answer.value} by {found[-1].by}", found[-1].id)
    if not found and item.transfers:
        return fails("unanswered at the transfer", item.transfers[0].id)
    return asked(item, "LEIDEN-D1.5", question) if found else asks(question)


def _no_call_records(_: Item) -> Outcome:
    """LEIDEN-E: this program keeps no call data records."""
    return not_applicable("no call records held")


RULES: Mapping[str, Rule] = {
    "LEIDEN-D0": _class_is_set,
    "LEIDEN-D1.1": _only_intercepts(_fits_the_case),
    "LEIDEN-D1.2": _only_intercepts(_support_is_independent),
    "LEIDEN-D1.3": _only_intercepts(_date_has_a_basis),
    "LEIDEN-D1.4": _only_intercepts(_provenance_is_stated),
    "LEIDEN-D1.5": _only_intercepts(_operators_are_known),
    "LEIDEN-E0": _no_call_records,
    "LEIDEN-E1.1": _no_call_records,
    "LEIDEN-E1.2": _no_call_records,
    "LEIDEN-E1.3": _no_call_records,
}
