"""Leiden sections F (recordings that are no intercepts; by analogy for intercepts) and A (videos)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from earwitness.records.copies_kept import HashList
from earwitness.records.handing_on import Release, Transfer
from earwitness.records.item_facts import (
    Broadcast,
    Completeness,
    CompletenessState,
    Contemporaneity,
    ContemporaneityState,
    MaterialClass,
)
from earwitness.records.persons_words import EffortGoal
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    UNLISTED,
    Outcome,
    Rule,
    by_analogy,
    fails,
    not_applicable,
    not_attainable,
    passes,
    warns,
)
from earwitness.review.conformance.periods import bounds_of
from earwitness.review.conformance.rules.hala_enhancement import effort_towards

__all__ = ["RULES"]

_SPAN = timedelta(
    days=365
)  # ours: between an event and a broadcast that is contemporaneous with it
_NO_PICTURE = "no picture track"
_UNKNOWN = "unknown"


def _section_f(rule: Rule) -> Rule:
    """A rule of section F: not for texts alone, by analogy for intercepts."""

    def run(item: Item) -> Outcome:
        if item.is_text_only:
            return not_applicable("held as text only: there is no recording of sound")
        found = rule(item)
        return by_analogy(found) if item.is_intercept else found

    return run


def _videos(rule: Rule) -> Rule:
    """A rule of section A: for what has a picture track. Where nobody has said, it runs."""

    def run(item: Item) -> Outcome:
        return not_applicable(_NO_PICTURE) if item.has_picture is False else rule(item)

    return run


def _class_is_set(item: Item) -> Outcome:
    """LEIDEN-F0: a person set the class."""
    if item.material is None:
        return fails("nobody said what kind of material it is (`earwitness record material`)")
    return passes(item.material.material_class.value, item.material_record)


def _whole_is_given(item: Item) -> Outcome:
    """LEIDEN-F1.1, A1.1: the whole recording with its texts, or its hash where it is sealed."""
    said = item.said.last(Completeness)
    whole = said is not None and said.fields.state is CompletenessState.COMPLETE
    if not whole:
        return _whole_is_not_held(item, said.id if said else "")
    if not item.sounds:
        return fails("no bytes of it are held")
    if not any(not one.translation for one in item.texts):
        return fails("there is no transcript")
    if not any(one.translation for one in item.texts):
        return fails("there is no translation")
    for one in item.handed_on:
        if not _gives_the_whole(item, one.fields):
            return fails(
                "a part went out without the whole, its hash or a sealed reference", one.id
            )
    evidence = [*(o.sha256 for o in item.sounds), *(o.id for o in item.texts)]
    return passes("whole, with transcript and translation", *evidence)


def _whole_is_not_held(item: Item, said: str) -> Outcome:
    efforts = effort_towards(item, EffortGoal.OBTAIN_ORIGINAL)
    evidence = [*([said] if said else []), *(one.id for one in efforts)]
    if efforts:
        steps = "; ".join(
            f"{step.at}, {step.by}, {step.channel}: {step.reply}"
            for one in efforts
            for step in one.fields.steps
        )
        return not_attainable(f"the whole is not held and was sought: {steps}", *evidence)
    return fails(
        "whether it is whole is not established, and no effort to obtain the whole is on record",
        *evidence,
    )


def _gives_the_whole(item: Item, given: Release | Transfer) -> bool:
    whole = {one.sha256 for one in item.sounds}
    sent = {one.file.sha256 for one in given.files} | {one.sha256 for one in given.folder}
    return bool(whole & sent) or (
        given.whole_sha256 in whole and bool(given.sealed_reference.strip())
    )


def _excerpts_have_context(item: Item) -> Outcome:
    """LEIDEN-F1.2: each excerpt keeps its place and its surroundings."""
    excerpts = [(r, f) for r, f in item.exported() if f.start_ms is not None]
    if item.unlisted_releases:
        return warns(UNLISTED, *item.unlisted_releases)
    if not excerpts:
        return not_applicable("nothing is excerpted")
    for record, file in excerpts:
        start, end = file.window_start_ms, file.window_end_ms
        placed = file.start_ms is not None and file.end_ms is not None
        if not placed or start is None or end is None:
            return fails(f"{file.file.name} is a bare clip", record.id)
        if start > (file.start_ms or 0) or end < (file.end_ms or 0):
            return fails(f"{file.file.name}: its surroundings do not hold it", record.id)
    return passes("each has its place and surroundings", *(record.id for record, _ in excerpts))


def _completeness_has_a_basis(item: Item) -> Outcome:
    """LEIDEN-F1.3: whether it is whole, with a basis; unknown is an answer."""
    said = item.said.last(Completeness)
    if said is None:
        return fails("nobody said whether it is whole, or that this is unknown")
    if said.fields.state is CompletenessState.UNKNOWN:
        return passes(f"unknown, says {said.by}", said.id)
    if not said.fields.basis.strip():
        return fails(f"“{said.fields.state.value}” without a basis", said.id)
    return passes(f"{said.fields.state.value}, with its basis", said.id)


def _is_broadcast(item: Item) -> bool:
    return item.material is not None and item.material.material_class is MaterialClass.BROADCAST


def _outlet_can_be_checked(item: Item) -> Outcome:
    """LEIDEN-F1.4: outlet, date, and a reference or the outlet's confirmation."""
    said = item.said.last(Broadcast)
    if said is None and not _is_broadcast(item) and item.material is not None:
        return not_applicable("not a broadcast or media clip")
    if said is None:
        return fails("no outlet is named (`earwitness record broadcast`)")
    fields: Broadcast = said.fields
    dated = fields.air_date not in ("", _UNKNOWN)
    if not fields.outlet.strip() or not dated:
        return fails("outlet or air date is missing", said.id)
    if not fields.reference.strip() and fields.confirmation is None:
        return fails("the outlet is named, and there is nothing to check it by", said.id)
    return passes("outlet, date, and what to check it by", said.id)


def _broadcast_is_contemporaneous(item: Item) -> Outcome:
    """LEIDEN-F2.1: the events lie in the period at issue, and the broadcast follows them."""
    if item.material is not None and not _is_broadcast(item):
        return not_applicable("not a broadcast")
    said, plan = item.said.last(Broadcast), item.plan
    if said is None:
        return fails("air date and event are not set (`earwitness record broadcast`)")
    dates = (said.fields.event, said.fields.air_date, plan[1].fields.period if plan else "")
    if "" in dates:
        return fails("event, air date or the period of the plan is not set", said.id)
    if _UNKNOWN in dates:
        return warns("event, air date or period is unknown", said.id)
    event, aired, period = (bounds_of(one) for one in dates)
    if event is None or aired is None or period is None:
        return fails("event, air date or the period of the plan cannot be read", said.id)
    outside = _apart(event.latest, period.earliest) or _apart(period.latest, event.earliest)
    before = _apart(aired.latest, event.earliest)
    late = bool(aired.earliest and event.latest and aired.earliest - event.latest > _SPAN)
    claimed = item.said.last(Contemporaneity)
    contemporaneous = (
        claimed is not None and claimed.fields.state is ContemporaneityState.CONTEMPORANEOUS
    )
    if outside or before or late:
        why = (
            "the event lies outside the period"
            if outside
            else "the broadcast does not follow the event in time"
        )
        if contemporaneous:
            return fails(f"marked contemporaneous, and {why}", said.id)
        return warns(why, said.id)
    return passes("the event lies in the period, and the broadcast follows it", said.id)


def _apart(end: datetime | None, begin: datetime | None) -> bool:
    """Whether one stretch of time ends before another begins."""
    return end is not None and begin is not None and end < begin


def _excerpt_is_declared(item: Item) -> Outcome:
    """LEIDEN-A1.2: whether the full footage exists, and who cut it."""
    said = item.said.last(Completeness)
    if said is None:
        return fails("nobody said whether it is an excerpt (`earwitness record completeness`)")
    if said.fields.state is CompletenessState.COMPLETE:
        return not_applicable("a complete video", said.id)
    if said.fields.full_available is None or said.fields.excerpted_by is None:
        return fails("whether the full footage exists, or who cut it, is not set", said.id)
    return passes("both are set, unknown included", said.id)


def _is_one_piece(item: Item) -> Outcome:
    """LEIDEN-A2.1: recording, transcript and translation are named by one manifest wherever they go."""
    if not item.texts:
        return not_applicable("no texts exist")
    parts = {one.sha256 for one in item.sounds} | {one.id for one in item.shown_texts}
    for one in item.handed_on:
        missing = sorted(parts - set(one.fields.lists))
        if missing:
            return fails(f"a part went out without naming {missing[0]}", one.id, missing[0])
    listed = item.said.last(HashList)
    if listed is None:
        return fails("there is no manifest (`earwitness record hash-list`)")
    if not parts <= {one.id for one in listed.fields.members}:
        return fails("the manifest does not name every part", listed.id)
    return passes("one manifest names every part", listed.id, *(o.id for o in item.handed_on))


RULES: Mapping[str, Rule] = {
    "LEIDEN-F0": _section_f(_class_is_set),
    "LEIDEN-F1.1": _section_f(_whole_is_given),
    "LEIDEN-F1.2": _section_f(_excerpts_have_context),
    "LEIDEN-F1.3": _section_f(_completeness_has_a_basis),
    "LEIDEN-F1.4": _section_f(_outlet_can_be_checked),
    "LEIDEN-F2.1": _section_f(_broadcast_is_contemporaneous),
    "LEIDEN-A1.1": _videos(_whole_is_given),
    "LEIDEN-A1.2": _videos(_excerpt_is_declared),
    "LEIDEN-A2.1": _videos(_is_one_piece),
}
