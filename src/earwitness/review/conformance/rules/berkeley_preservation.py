"""Berkeley Protocol: chain of custody, what preservation has to give, phases, verification."""

from __future__ import annotations

from collections.abc import Mapping

from earwitness.records.copies_kept import RestoreTest
from earwitness.records.persons_words import SectionResult, VerificationSections
from earwitness.records.review import MAIN_WAY, Move, State
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
from earwitness.review.conformance.rules.answers import asked, current
from earwitness.review.conformance.rules.hala_container import is_found_again
from earwitness.review.conformance.rules.hala_hashes import (
    fixity_days,
    hashed_and_unchanged,
    is_recent,
)
from earwitness.review.conformance.stretches import decode_errors

__all__ = ["RULES"]

_TEXT_ONLY = "held as text only"


def _chain_is_whole(item: Item) -> Outcome:
    """BERK-167: the chain verifies; each event has actor, time and a type of the closed list."""
    if item.facts.chain_broken:
        return fails(f"the chain is broken: {item.facts.chain_broken}")
    for number, one in enumerate(item.facts.events, 1):
        if not (one.agent.strip() and one.at and one.type):
            return fails(f"event {number} lacks actor, time or type", f"event:{number}")
    named = [one.seq for one in item.facts.events if item.id in one.objects]
    kept = [one.seq for one in item.preserved if one.named]
    if not kept:
        return fails("no event names what was received")
    events = [f"event:{seq}" for seq in sorted({*named, *kept})]
    last = item.facts.events[-1]
    return passes(
        f"{len(item.facts.events)} events follow from one another", f"head:{last.digest}", *events
    )


def _can_be_retrieved(item: Item) -> Outcome:
    """BERK-P2: copied back from another location, and the same, not long ago."""
    wanted = {one.sha256 for one in item.preserved}
    tests = item.facts.of_archive.all(RestoreTest)
    if not tests:
        return fails("nothing was ever copied back (`earwitness record restore-test`)")
    last = tests[-1]
    if not wanted or not wanted <= set(last.fields.restored):
        return fails("the last restore test did not give it back", last.id)
    if not is_recent(item, last.record.at, fixity_days(item)):
        return fails(f"the last restore test is older than {fixity_days(item)} days", last.id)
    return passes(f"given back from {last.fields.location}", last.id)


def _decodes(item: Item) -> Outcome:
    """BERK-P4: decoded from end to end, and the bytes are those that were decoded."""
    if item.is_text_only:
        return not_applicable(_TEXT_ONLY)
    if not item.sounds:
        return fails("no bytes of its sound are held")
    errors = decode_errors(item)
    for one in item.sounds:
        if one.sha256 not in errors:
            return fails("not decoded yet (`earwitness run`)", one.sha256)
        if not one.intact:
            return fails("the bytes are not those that were decoded", one.sha256)
    total = sum(errors[one.sha256] for one in item.sounds)
    note = "no errors" if not total else f"{total} packets are damaged, as they were at intake"
    return passes(f"decoded from end to end: {note}", *(one.sha256 for one in item.sounds))


def _plays(item: Item) -> Outcome:
    """BERK-P5: undecided until there is a review page."""
    if item.is_text_only:
        return not_applicable(_TEXT_ONLY)
    return not_encoded("there is no review page yet in which it could be played")


def _is_understood(item: Item) -> Outcome:
    """BERK-P6: somebody outside the case says that it can be understood."""
    if not item.transfers:
        return not_applicable("nothing of it was transferred")
    question = "Can somebody outside the case understand it: context, language, words, call signs?"
    return asked(item, "BERK-P6", question)


def _phases_are_in_order(item: Item) -> Outcome:
    """BERK-6ph: collected, preserved, verified, in this order."""
    order = {state: number for number, state in enumerate(MAIN_WAY)}
    moves = [one for one in item.said.all(Move) if one.fields.to in order]
    preserved = [one for one in moves if order[one.fields.to] >= order[State.PRESERVED]]
    verified = [one for one in moves if order[one.fields.to] >= order[State.EXAMINED]]
    if not item.preserved or not all(one.named for one in item.preserved):
        return fails("no event shows its collection")
    evidence = [f"event:{item.preserved[0].seq}", *(one.id for one in moves)]
    if not verified:
        return fails("it has not come to verification yet (`earwitness review show`)", *evidence)
    if not preserved or order[preserved[0].fields.to] >= order[State.EXAMINED]:
        return fails("verified before it was preserved", *evidence)
    return passes("collected, preserved, verified, in this order", *evidence)


def _three_sections(item: Item) -> Outcome:
    """BERK-V1: source, technical properties and content were looked at together."""
    if not item.releases and not item.unlisted_releases:
        return not_applicable("not released")
    found = current(item, VerificationSections)
    if not found:
        ever = [one.id for one in item.said.all(VerificationSections)]
        question = "What did source, technique and content give? (`earwitness record verification`)"
        return asks(f"the item has changed since. {question}" if ever else question, *ever[-1:])
    fields: VerificationSections = found[-1].fields
    results = {"source": fields.source, "technical": fields.technical, "content": fields.content}
    missing = [name for name, one in results.items() if one is SectionResult.NOT_DONE]
    if missing:
        return fails(f"not done at release: {', '.join(missing)}", found[-1].id)
    told = ", ".join(f"{name} {one.value}" for name, one in results.items())
    return passes(f"three sections: {told}", found[-1].id)


RULES: Mapping[str, Rule] = {
    "BERK-167": _chain_is_whole,
    "BERK-P1": hashed_and_unchanged,
    "BERK-P2": _can_be_retrieved,
    "BERK-P3": is_found_again,
    "BERK-P4": _decodes,
    "BERK-P5": _plays,
    "BERK-P6": _is_understood,
    "BERK-6ph": _phases_are_in_order,
    "BERK-V1": _three_sections,
}
