"""Hala BP3, BP11, BP17: every recording can be found, is labelled, and keeps together what belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from earwitness.records.item_facts import Collection
from earwitness.records.item_links import ItemLink, LinkType
from earwitness.records.persons_words import ItemReview
from earwitness.records.plan import Label, Plan, Scheme
from earwitness.review.conformance.container_listing import labels_in, listing
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.keeping import records_where
from earwitness.review.conformance.kinds import KINDS
from earwitness.review.conformance.members import LOG, members_of
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    passes,
)
from earwitness.review.conformance.rules.answers import asked, current
from earwitness.review.conformance.standing import Said

__all__ = ["RULES", "container_is_whole", "is_found_again"]

_NO_LABELS = "no labels are set"
_LITERAL = re.compile(r"\\.|\[[^\]]*\]")  # what stands for itself: an escaped sign, a class
_UNBOUNDED = re.compile(r"[+*]|\{\d*,\}")


def is_found_again(item: Item) -> Outcome:
    """HALA-BP11.1: an identifier of its own; date, time and place of collection, or unknown by name."""
    count = item.db.execute("select count(*) n from recording where id = ?", (item.id,)).fetchone()
    if count["n"] != 1:
        return fails("its identifier is not unique")
    found = item.said.last(Collection)
    if found is None:
        return fails("nobody said when and where it was collected, or that this is unknown")
    empty = [n for n in ("date", "time", "place") if not getattr(found.fields, n).strip()]
    if empty:
        return fails(f"empty: {', '.join(empty)} of collection", found.id)
    return passes(
        "unique identifier; date, time and place of collection are set", item.id, found.id
    )


def _found_by_label(item: Item) -> Outcome:
    """HALA-BP11.2: looking for each label gives the item back."""
    labels = item.said.all(Label)
    if not labels:
        return not_applicable(_NO_LABELS)
    for one in labels:
        wanted = {"scheme": one.fields.scheme, "value": one.fields.value}
        hits = records_where(item.facts.archive, KINDS["label"], wanted)
        if item.id not in {hit.subject for hit in hits}:
            return fails(f"looking for {one.fields.value} does not give it back", one.id)
    return passes(f"{len(labels)} labels find it", *(one.id for one in labels))


def _scheme_of(item: Item, label: Said) -> Said | None:
    schemes = [
        one for one in item.facts.of_archive.all(Scheme) if one.fields.id == label.fields.scheme
    ]
    return schemes[-1] if schemes else None


def _labels_in_scheme(item: Item) -> Outcome:
    """HALA-BP11.3: each label is an entry of a scheme that is written down."""
    labels = item.said.all(Label)
    if not labels:
        return not_applicable(_NO_LABELS)
    evidence = []
    for one in labels:
        scheme = _scheme_of(item, one)
        if scheme is None:
            return fails(f"there is no scheme {one.fields.scheme}", one.id)
        if not scheme.fields.version or one.fields.value not in {
            entry.value for entry in scheme.fields.entries
        }:
            return fails(f"{one.fields.value} is no entry of the scheme", one.id, scheme.id)
        evidence += [one.id, scheme.id]
    return passes(f"{len(labels)} labels resolve", *evidence)


def _scheme_can_grow(item: Item) -> Outcome:
    """HALA-BP11.4: no counter of fixed width, no closed list without a rule for new values."""
    schemes = {one.fields.id: one for one in item.facts.of_archive.all(Scheme)}
    if not schemes:
        # our own identifiers are drawn at random out of 2^44 and do not count up
        return fails("no scheme of labels is written down")
    for one in schemes.values():
        pattern = one.fields.id_pattern
        # a pattern without a repeat that may go on has only so many values
        if pattern and not _UNBOUNDED.search(_LITERAL.sub("x", pattern)):
            return fails(f"the pattern {pattern} runs out of values", one.id)
        if one.fields.entries and not one.fields.extension_rule.strip():
            return fails("its list of values is closed: no rule says how one is added", one.id)
    return passes("no bounded pattern", *(one.id for one in schemes.values()))


def _recipients_understand(item: Item) -> Outcome:
    """HALA-BP11.5: for each recipient of the plan somebody signed that the labels are understood."""
    plan = item.plan
    if plan is None:
        return asks("which recipients are foreseen is not known: there is no plan")
    _, said = plan
    if not isinstance(said.fields, Plan) or not said.fields.recipients:
        return not_applicable("no recipient is foreseen in the plan", said.id)
    names = ", ".join(one.name for one in said.fields.recipients)
    return asked(item, "HALA-BP11.5", f"Can {names} understand and exchange the labels?")


def _labels_travel(item: Item) -> Outcome:
    """HALA-BP11.6: the listing of the container, read back, has the same labels."""
    labels = item.said.all(Label)
    if not labels:
        return not_applicable(_NO_LABELS)
    if labels_in(listing(item)) != {(one.fields.scheme, one.fields.value) for one in labels}:
        return fails("a label is lost in the listing of the container", *(one.id for one in labels))
    return passes("labels come back out of the listing", *(one.id for one in labels))


def container_is_whole(item: Item) -> Outcome:
    """HALA-BP11.7, GL.2: the container reaches bytes, copies, texts, log and plan; hashes match."""
    members = members_of(item)
    kinds = Counter(one.kind for one in members)
    if not item.preserved:
        return fails("nothing is kept of it as received")
    broken = [one for one in members if not one.intact]
    if broken:
        return fails(f"{broken[0].kind} {broken[0].id} is missing or differs", broken[0].id)
    if "plan" not in kinds:
        return fails("no plan version is linked (`earwitness record plan-link`)")
    listing = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return passes(f"reached, hashes match: {listing}", *(one.id for one in members))


def _links_are_mirrored(item: Item) -> Outcome:
    """HALA-BP11.8: a link that one container supports another shows in both."""
    out = [
        one
        for one in item.said.all(ItemLink)
        if one.fields.type is LinkType.CORROBORATES and one.fields.to
    ]
    back = {
        subject: one
        for subject, standing in item.facts.signed.items()
        for one in standing.all(ItemLink)
        if one.fields.type is LinkType.CORROBORATES and one.fields.to == item.id
    }
    if not out and not back:
        return not_applicable("no link says that it supports another or is supported")
    lonely = sorted({one.fields.to for one in out} ^ set(back))
    evidence = [one.id for one in [*out, *back.values()]]
    if lonely:
        return fails(f"the link with {lonely[0]} is on one side only", *evidence)
    return passes("every link has its mirror", *evidence)


def _bytes_held_once(item: Item) -> Outcome:
    """HALA-BP11.9: the same bytes under two recordings are linked, and fixity passes."""
    if not item.preserved:
        return fails("nothing is kept of it as received")
    damaged = [one.sha256 for one in item.preserved if not one.intact]
    if damaged:
        return fails("an original is missing or differs", *damaged)
    for one in item.sounds:
        others = {
            row["recording_id"]
            for row in item.db.execute(
                "select recording_id from rendition where sha256 = ?", (one.sha256,)
            )
        }
        unlinked = sorted(others - {item.id} - _linked(item))
        if unlinked:
            return fails(f"{unlinked[0]} has the same bytes and no link", one.sha256, unlinked[0])
    return passes("bytes are held once and have their hash", *(o.sha256 for o in item.preserved))


def _linked(item: Item) -> set[str]:
    """Recordings that are known to carry the same sound, by computation or by a person."""
    same = item.facts.same
    found = {one for one, of in same.items() if of == same.get(item.id)}
    kinds = (LinkType.DUPLICATE_OF, LinkType.EXCERPT_OF)
    for subject, standing in item.facts.signed.items():
        for one in standing.all(ItemLink):
            if one.fields.type in kinds and item.id in (subject, one.fields.to):
                found |= {subject, one.fields.to}
    return found


def _was_reviewed(item: Item) -> Outcome:
    """HALA-BP11.10: a second person opened sound, texts and log."""
    found = current(item, ItemReview)
    if found:
        return passes(f"opened by {found[-1].by}", found[-1].id)
    question = "Could a second person open sound, texts and log, and record the review?"
    return asked(item, "HALA-BP11.10", question)


def _effort_is_documented(item: Item) -> Outcome:
    """HALA-BP3.1: plan version, intake event and log extract are in the container."""
    if item.plan is None:
        return fails("no plan version is linked (`earwitness record plan-link`)")
    if not item.preserved or not all(one.named for one in item.preserved):
        return fails("an intake event is missing")
    if item.facts.chain_broken:
        return fails(f"the log is broken: {item.facts.chain_broken}")
    events = (f"event:{one.seq}" for one in item.preserved)
    return passes("plan, intake events and log are there", item.plan[1].id, *events)


def _metadata_is_complete(item: Item) -> Outcome:
    """HALA-BP17.1: texts, labels, hashes and collection records that exist are in the container."""
    collection = item.said.last(Collection)
    if collection is None:
        return fails("there is no collection record")
    members = {one.id for one in members_of(item)}
    texts = {one.id for one in item.texts}
    if not texts <= members or LOG not in members:
        return fails("a text or the log is not in the container", *sorted(texts - members))
    labels = [one.id for one in item.said.all(Label)]
    return passes("each kind that exists is there", collection.id, *sorted(texts), *labels)


RULES: Mapping[str, Rule] = {
    "HALA-BP3.1": _effort_is_documented,
    "HALA-BP11.1": is_found_again,
    "HALA-BP11.2": _found_by_label,
    "HALA-BP11.3": _labels_in_scheme,
    "HALA-BP11.4": _scheme_can_grow,
    "HALA-BP11.5": _recipients_understand,
    "HALA-BP11.6": _labels_travel,
    "HALA-BP11.7": container_is_whole,
    "HALA-BP11.8": _links_are_mirrored,
    "HALA-BP11.9": _bytes_held_once,
    "HALA-BP11.10": _was_reviewed,
    "HALA-BP17.1": _metadata_is_complete,
    "HALA-GL.2": container_is_whole,
}
