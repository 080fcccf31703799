"""Hala BP2, BP6, BP13, BP26: the collection plan, relevance, and what is asked of the legal framework."""

from __future__ import annotations

from collections.abc import Mapping

from earwitness.records.item_facts import Collection, Contemporaneity
from earwitness.records.persons_words import AssessmentSheet, DecisionTopic
from earwitness.records.plan import BulkImport, Plan, Relevance, RelevanceState, YesNo
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    not_encoded,
    passes,
)
from earwitness.review.conformance.periods import bounds_of, days, instant
from earwitness.review.conformance.rules.answers import asked, current, decided

__all__ = ["RULES"]

_NO_PLAN = "no plan version is linked (`earwitness record plan`, then `plan-link`)"
_TARGETING = (
    "purpose",
    "sources",
    "places",
    "period",
    "security_risks",
    "access_control",
    "cloud_use",
)
_HEADINGS = (
    "relevance",
    "probative_value",
    "reliability",
    "authenticity",
    "prejudicial_effect",
    "weight",
)


def _purpose_is_written(item: Item) -> Outcome:
    """HALA-BP2.1: an approved plan with a purpose."""
    if item.plan is None:
        return fails(_NO_PLAN)
    link, plan = item.plan
    if not plan.fields.purpose.strip():
        return fails("the purpose in the plan is empty", plan.id)
    if not plan.fields.approved_by.strip():
        return fails("nobody approved the plan", plan.id)
    return passes("collected under an approved plan with a purpose", link.id, plan.id)


def _is_needed(item: Item) -> Outcome:
    """HALA-BP2.2: a person says why it is needed."""
    question = (
        "Why is this recording needed for the stated purpose? (`earwitness record relevance`)"
    )
    found = current(item, Relevance)
    if not found:
        ever = [one.id for one in item.said.all(Relevance)]
        return asks(f"the item has changed since. {question}" if ever else question, *ever[-1:])
    last = found[-1]
    if last.fields.state is RelevanceState.RELEVANT:
        return passes(f"relevant, says {last.by}", last.id)
    kept = decided(item, DecisionTopic.KEEP_IRRELEVANT)
    if kept:
        return passes("irrelevant, and it was decided to keep it", last.id, kept[-1].id)
    return fails("irrelevant, and held without a decision", last.id)


def _relevance_is_reviewed(item: Item) -> Outcome:
    """HALA-BP2.3: looked at again within the review period of the plan."""
    if item.plan is None or item.plan[1].fields.review_days <= 0:
        return fails("no review period is set (plan: review_days)")
    period = days(item.plan[1].fields.review_days)
    row = item.db.execute("select custody_seq from recording where id = ?", (item.id,)).fetchone()
    event = item.facts.event(int(row["custody_seq"]))
    began = instant(event.at) if event else None
    last = item.said.last(Relevance)
    judged = instant(last.record.at) if last else None
    if last is not None and judged is not None and item.facts.now - judged <= period:
        return passes("judged within the review period", last.id)
    if began is not None and event is not None and item.facts.now - began <= period:
        return passes("younger than the review period", f"event:{event.seq}", item.plan[1].id)
    return fails(f"older than {period.days} days and not judged since", item.plan[1].id)


def _is_inside_the_plan(item: Item) -> Outcome:
    """HALA-BP2.4: its sources and dates of publication are those of the plan, or an exception is decided."""
    if item.plan is None:
        return fails(_NO_PLAN)
    plan: Plan = item.plan[1].fields
    if plan.single_item:
        return not_applicable("the plan is for single recordings", item.plan[1].id)
    exceptions = decided(item, DecisionTopic.OUTSIDE_PLAN)
    if exceptions:
        return passes("an exception is recorded", exceptions[-1].id)
    if not item.appearances:
        return fails("nothing says where it appeared", item.plan[1].id)
    problem, where = _outside(item, plan)
    if problem:
        return fails(problem, where)
    return passes("inside the plan", item.plan[1].id, *(one.id for one in item.appearances))


def _outside(item: Item, plan: Plan) -> tuple[str, str]:
    """Why an appearance lies outside the plan, and which; empty for none."""
    known = {
        row["id"]: row["name"] for row in item.db.execute("select id, name from source order by id")
    }
    period = bounds_of(plan.period) if plan.period else None
    if plan.period and period is None:
        return "the period of the plan cannot be read", item.id
    for one in item.appearances:
        if known.get(one.source_id) not in plan.sources:
            return "its source is not in the plan, and no exception is recorded", one.id
        if period is None:
            continue
        day = one.published.latest
        if day is None or one.published.basis == "received":
            return "when it was published is not known", one.id
        if (period.earliest and day < period.earliest) or (period.latest and day > period.latest):
            return "it was published outside the period of the plan", one.id
    return "", ""


def _law_is_known(item: Item) -> Outcome:
    """HALA-BP2.6: a named person lists the jurisdictions and says whether the GDPR applies."""
    question = (
        "Which law on minimisation applies, and does the GDPR? (plan: jurisdictions, gdpr_applies)"
    )
    plan = item.plan[1] if item.plan else None
    if plan and plan.fields.jurisdictions and plan.fields.gdpr_applies is not YesNo.UNKNOWN:
        return passes(f"answered by {plan.by}", plan.id)
    if item.handed_on:
        return fails("unknown when it went out", item.handed_on[0].id)
    return asks(question)


def _plan_is_complete(item: Item) -> Outcome:
    """HALA-BP6.1: purpose, sources, places, period, risks, access and cloud use are set."""
    if item.plan is None:
        return fails(_NO_PLAN)
    plan = item.plan[1]
    empty = [name for name in _TARGETING if not getattr(plan.fields, name)]
    if empty:
        return fails(f"empty in the plan: {', '.join(empty)}", plan.id)
    return passes("all fields are set", plan.id)


def _procedure_is_followed(item: Item) -> Outcome:
    """HALA-BP13.1: the judgement of relevance names the procedure of the plan."""
    if item.plan is None or not item.plan[1].fields.procedure.strip():
        return asks("By which procedure is relevance judged? (plan: procedure)")
    found = current(item, Relevance)
    if not found:
        return asks(
            "Why is it needed, by which procedure? (`earwitness record relevance`)", item.plan[1].id
        )
    if found[-1].fields.procedure != item.plan[1].fields.procedure:
        return fails("it names no procedure, or another one", found[-1].id, item.plan[1].id)
    return passes("judged by the procedure of the plan", found[-1].id, item.plan[1].id)


def _bulk_is_filtered(item: Item) -> Outcome:
    """HALA-BP26.1: a bulk import says its filter, and how much was kept and dropped."""
    found = item.said.last(Collection)
    if found is None:
        return fails("nobody said whether it came in bulk (`earwitness record collection`)")
    if not found.fields.bulk:
        return not_applicable("it did not come in bulk", found.id)
    imports = item.said.all(BulkImport)
    if not imports or not imports[-1].fields.filter.strip():
        return fails(
            "no filter and counts are on record (`earwitness record bulk-import`)", found.id
        )
    last = imports[-1].fields
    return passes(f"{last.kept} kept, {last.dropped} dropped", imports[-1].id)


def _time_of_origin_is_set(item: Item) -> Outcome:
    """HALA-LF5.1: a person said whether it arose at the time of the events; unknown is an answer."""
    found = item.said.last(Contemporaneity)
    if found is None:
        return fails("nobody said whether it arose at the time of the events")
    return passes(f"{found.fields.state.value}, says {found.by}", found.id)


def _six_headings(item: Item) -> Outcome:
    """HALA-LF5.3: a sheet with the six things that courts look at, before an accountability body gets it."""
    body = [one for one in item.transfers if one.fields.accountability_body]
    if not body:
        return not_applicable("no accountability body got it")
    found = current(item, AssessmentSheet)
    if not found:
        return asked(
            item, "HALA-LF5.3", "What of the six headings? (`earwitness record assessment-sheet`)"
        )
    empty = [name for name in _HEADINGS if not getattr(found[-1].fields, name).strip()]
    if empty:
        return fails(f"empty at the transfer: {', '.join(empty)}", found[-1].id, body[0].id)
    return passes(f"six headings, signed {found[-1].by}", found[-1].id)


def _actors_are_persons(_: Item) -> Outcome:
    """HALA-LF5.2: undecided until the chain names who started an automatic step."""
    return not_encoded(
        "custody events name the program and not who started it, and no sealed register of persons is kept"
    )


RULES: Mapping[str, Rule] = {
    "HALA-BP2.1": _purpose_is_written,
    "HALA-BP2.2": _is_needed,
    "HALA-BP2.3": _relevance_is_reviewed,
    "HALA-BP2.4": _is_inside_the_plan,
    "HALA-BP2.6": _law_is_known,
    "HALA-BP6.1": _plan_is_complete,
    "HALA-BP13.1": _procedure_is_followed,
    "HALA-BP26.1": _bulk_is_filtered,
    "HALA-LF5.1": _time_of_origin_is_set,
    "HALA-LF5.2": _actors_are_persons,
    "HALA-LF5.3": _six_headings,
}
