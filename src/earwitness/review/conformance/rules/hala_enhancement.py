"""Hala BP9, BP15 and the working copies of the Berkeley Protocol: work on duplicates, never on originals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from earwitness.records.derivatives import Derivative, DerivedRole, is_material
from earwitness.records.item_facts import Collection, Way
from earwitness.records.persons_words import (
    DecisionTopic,
    Effort,
    EffortGoal,
    Incident,
)
from earwitness.records.plan import YesNo
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    passes,
)
from earwitness.review.conformance.rules.answers import asked, decided
from earwitness.review.conformance.standing import Said

__all__ = ["RULES", "effort_towards"]

_NO_DERIVATIVE = "no copy of it was worked on"


def _has_derivative(item: Item) -> bool:
    return bool(item.derivatives or item.duplicates)


def _original_is_untouched(item: Item) -> Outcome:
    """HALA-BP15.1: bytes as received are what they were; each output is a new file."""
    if not item.preserved:
        return fails("nothing is kept of it as received")
    for kept in item.preserved:
        if not kept.intact:
            return fails("the bytes as received were changed or are gone", kept.sha256)
        if kept.writable:
            return fails("the bytes as received can be written to", kept.sha256)
    roots = {one.sha256 for one in item.preserved}
    for one in item.derivatives:
        if one.fields.file.sha256 in roots or _inside_originals(item, one.fields.file.path):
            return fails("an output stands where the bytes as received stand", one.id)
    return passes("the bytes as received are unchanged", *sorted(roots))


def _inside_originals(item: Item, path: str) -> bool:
    root = (item.facts.archive.root / "originals").absolute()
    try:
        places = (Path(path), Path(path).resolve())
    except (OSError, ValueError):
        return False  # no path at all
    return places[0].is_relative_to(root) or places[1].is_relative_to(root.resolve())


def _root_of(item: Item, one: Said) -> Said | None:
    """The duplicate at the root of a chain of work; None where the chain is broken."""
    outputs = {other.fields.file.sha256: other for other in item.derivatives}
    copies = {other.fields.file.sha256: other for other in item.duplicates}
    seen: set[str] = set()
    of = one.fields.of
    while of not in copies:
        if of in seen or of not in outputs:
            return None
        seen.add(of)
        of = outputs[of].fields.of
    return copies[of]


def _duplicate_was_identical(item: Item) -> Outcome:
    """HALA-BP15.2: the duplicate had the hash of the preserved file; each chain begins at one."""
    if not _has_derivative(item):
        return not_applicable(_NO_DERIVATIVE)
    roots = {one.sha256 for one in item.preserved}
    for one in item.duplicates:
        if one.fields.of not in roots or one.fields.file.sha256 != one.fields.of:
            return fails("the duplicate had another hash than the preserved file", one.id)
    for one in item.derivatives:
        if _root_of(item, one) is None:
            return fails("its chain leads to no duplicate of a preserved file", one.id)
    evidence = [one.id for one in (*item.duplicates, *item.derivatives)]
    return passes("each chain begins at an identical duplicate", *evidence)


def _copies_are_labelled(item: Item) -> Outcome:
    """HALA-BP15.3: a copy is called one in file name and metadata wherever it went out."""
    if not _has_derivative(item):
        return not_applicable(_NO_DERIVATIVE)
    roles = {one.fields.file.sha256: one.fields.role for one in item.derivatives}
    roles |= {one.fields.file.sha256: DerivedRole.DUPLICATE for one in item.duplicates}
    evidence = [one.id for one in (*item.duplicates, *item.derivatives)]
    for record, file in item.exported():
        role = roles.get(file.of) or roles.get(file.file.sha256)
        if role is None:
            continue
        named = role.value in file.file.name.casefold()
        if file.labelled_as is not role or not named:
            return fails(
                f"{file.file.name} went out and is not labelled “{role.value}” in name and metadata",
                record.id,
            )
        evidence.append(record.id)
    return passes("labelled and linked", *evidence)


def _order_of_work(item: Item) -> Outcome:
    """HALA-BP15.4: preserved, then duplicated, then worked on."""
    if not _has_derivative(item):
        return not_applicable(_NO_DERIVATIVE)
    kept = {one.sha256: one.seq for one in item.preserved}
    evidence = []
    for one in item.duplicates:
        if kept.get(one.fields.of, one.seq) >= one.seq:
            return fails("a duplicate is older than its preserved file", one.id)
    for one in item.derivatives:
        root = _root_of(item, one)
        if root is None or root.seq >= one.seq:
            return fails("it was worked on before a duplicate was recorded", one.id)
        evidence += [
            f"event:{kept.get(root.fields.of, 0)}",
            f"event:{root.seq}",
            f"event:{one.seq}",
        ]
    evidence += [f"event:{one.seq}" for one in item.duplicates]
    return passes("preserved, duplicated, worked on, in this order", *evidence)


def _changes_are_classified(item: Item) -> Outcome:
    """HALA-BP15.5: what is material by default or by decision carries its notice."""
    if not item.derivatives:
        return not_applicable(_NO_DERIVATIVE)
    evidence = []
    for one in item.derivatives:
        fields: Derivative = one.fields
        said = decided(item, DecisionTopic.MATERIAL_CHANGE, about=fields.file.sha256)
        material = is_material(fields.operation)
        if said and said[-1].fields.value is not YesNo.UNKNOWN:
            material = said[-1].fields.value is YesNo.YES
            evidence.append(said[-1].id)
        if material and not fields.notice.strip():
            return fails(f"{fields.operation.value} is material and no notice goes with it", one.id)
        evidence.append(one.id)
    answer = asked(item, "HALA-BP15.5", "Are these changes rightly called material or not?")
    if answer.evidence or not evidence:
        return answer
    return asks("Are these changes rightly called material or not?", *evidence)


def effort_towards(item: Item, goal: EffortGoal) -> list[Said]:
    """Efforts on record with at least one step."""
    return [one for one in item.said.all(Effort) if one.fields.goal is goal and one.fields.steps]


def _original_was_sought(item: Item) -> Outcome:
    """HALA-BP15.6, BP9.1: what a third party gave is sought as an original, or established as one."""
    found = item.said.last(Collection)
    if found is not None and found.fields.way is Way.RECORDED_BY_TEAM:
        return not_applicable("recorded by the team", found.id)
    established = [
        one
        for one in decided(item, DecisionTopic.ORIGINAL_ESTABLISHED)
        if one.fields.value is YesNo.YES and one.fields.evidence
    ]
    if established:
        last = established[-1]
        return passes("established as original", last.id, *last.fields.evidence)
    efforts = effort_towards(item, EffortGoal.OBTAIN_ORIGINAL)
    if not efforts:
        return fails("held as received, and no effort to obtain the original is on record")
    steps = [step for one in efforts for step in one.fields.steps]
    note = f"as received; the original was sought in {len(steps)} steps"
    return passes(note, *(f"event:{one.seq}" for one in efforts), *(one.id for one in efforts))


def _mismatches_are_handled(item: Item) -> Outcome:
    """HALA-BP15.7: a hash that does not fit opens an incident; a person closes it with its cause."""
    wrong = [one.sha256 for one in item.preserved if not one.intact]
    wrong += [
        one.fields.file.sha256 for one in item.duplicates if one.fields.file.sha256 != one.fields.of
    ]
    incidents = {one.fields.about: one for one in item.said.all(Incident)}
    ours = {one.sha256 for one in item.preserved} | {
        one.fields.file.sha256 for one in item.duplicates
    }
    relevant = {about: one for about, one in incidents.items() if about in ours or about in wrong}
    if not wrong and not relevant:
        return not_applicable("no mismatch ever")
    for sha256 in wrong:
        if sha256 not in relevant:
            return fails("a hash does not fit and no incident is on record", sha256)
    for one in relevant.values():
        if not one.fields.closed or not one.fields.cause.strip():
            return fails("an incident is open", one.id)
    return passes("incidents are closed with their cause", *(one.id for one in relevant.values()))


def _working_copy_is_apart(item: Item) -> Outcome:
    """BERK-W1: the evidentiary copy is unaltered, and work happens elsewhere."""
    damaged = [one.sha256 for one in item.preserved if not one.intact]
    if damaged:
        return fails("the evidentiary copy was altered", *damaged)
    if not _has_derivative(item):
        return not_applicable(_NO_DERIVATIVE)
    for one in (*item.duplicates, *item.derivatives):
        if _inside_originals(item, one.fields.file.path):
            return fails("a working copy stands among the originals", one.id)
    evidence = [one.id for one in (*item.duplicates, *item.derivatives)]
    return passes("unaltered, and apart from the working copies", *evidence)


def _each_copy_has_its_event(item: Item) -> Outcome:
    """BERK-W2: each file but the one received has the event of its making, with tool and version."""
    if not _has_derivative(item):
        return not_applicable(_NO_DERIVATIVE)
    for one in item.derivatives:
        if not one.fields.tool.strip() or not one.fields.tool_version.strip():
            return fails("the step that made it names no tool and version", one.id)
    known = {one.fields.file.sha256 for one in (*item.duplicates, *item.derivatives)}
    known |= {one.sha256 for one in (*item.sounds, *item.texts_as_received)}
    known |= {one.id for one in item.texts}
    for record, file in item.exported():
        if file.of not in known:
            return fails(
                f"{file.file.name} went out, and what it was made of is not known", record.id
            )
    events = (f"event:{one.seq}" for one in (*item.duplicates, *item.derivatives))
    return passes("each has its event", *events)


RULES: Mapping[str, Rule] = {
    "HALA-BP9.1": _original_was_sought,
    "HALA-BP15.1": _original_is_untouched,
    "HALA-BP15.2": _duplicate_was_identical,
    "HALA-BP15.3": _copies_are_labelled,
    "HALA-BP15.4": _order_of_work,
    "HALA-BP15.5": _changes_are_classified,
    "HALA-BP15.6": _original_was_sought,
    "HALA-BP15.7": _mismatches_are_handled,
    "BERK-W1": _working_copy_is_apart,
    "BERK-W2": _each_copy_has_its_event,
}
