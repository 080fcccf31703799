"""What belongs to a recording (its container), each part with the hash that was noted and the one of now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.records.capture import Capture
from earwitness.records.copies_kept import HashedMember, HashList
from earwitness.records.held_file import HeldFile
from earwitness.records.item_facts import Broadcast
from earwitness.records.item_links import ItemLink
from earwitness.records.signed import signed_digest
from earwitness.review.conformance.archive_facts import archive_facts
from earwitness.review.conformance.item import Item, Preserved
from earwitness.review.conformance.standing import Said
from earwitness.store.archive import Archive

__all__ = ["LOG", "Member", "hash_list", "members_of"]

LOG = "log"
"""Identifier of the custody chain among the members."""


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the container.

    Attributes:
        noted: the hash when it came in; found: the one of now, "" where it is gone.
        path: of a file outside the originals.
    """

    id: str
    kind: str
    noted: str
    found: str
    path: str = ""

    @property
    def intact(self) -> bool:
        return bool(self.found) and self.noted == self.found


def members_of(item: Item, until: int | None = None) -> tuple[Member, ...]:
    """All members, in a fixed order.

    Args:
        until: last event of the log extract; all events where nothing is said.
    """
    found = [*_members(item), _log(item, until)]
    once = {one.id: one for one in found}
    return tuple(once[name] for name in sorted(once, key=lambda name: (once[name].kind, name)))


def hash_list(archive: Archive, recording_id: str) -> HashList:
    """The hashes of all members as they are now."""
    item = Item(archive_facts(archive), recording_id)
    until = len(item.facts.events)
    lines = [HashedMember(one.id, one.kind, one.found) for one in members_of(item, until)]
    return HashList(tuple(lines), until)


def _members(item: Item) -> Iterator[Member]:
    for one in item.sounds:
        yield _received(one, "original")
    for one in item.texts_as_received:
        yield _received(one, "received")
    for text in item.texts:
        kind = "translation" if text.translation else "transcript"
        yield Member(text.id, kind, text.noted, text.found)
    for said, file, kind in _held_files(item):
        yield _held(item, said, file, kind)
    if item.plan is not None:
        yield _plan(item, item.plan[1])


def _held_files(item: Item) -> Iterator[tuple[Said, HeldFile, str]]:
    """Files outside the originals that people named, with what they are."""
    for said in item.duplicates:
        yield said, said.fields.file, "duplicate"
    for said in item.derivatives:
        yield said, said.fields.file, said.fields.role.value
    optional = [(one, one.fields.document, "linked document") for one in item.said.all(ItemLink)]
    optional += [(one, one.fields.confirmation, "confirmation") for one in item.said.all(Broadcast)]
    for one in item.said.all(Capture):
        fields: Capture = one.fields
        named = (fields.html, fields.page_image, fields.metadata, *fields.context)
        optional += [(one, file, "capture") for file in named]
    for said, file, kind in optional:
        if file is not None:
            yield said, file, kind


def _plan(item: Item, plan: Said) -> Member:
    """The version of the plan: its digest is named by the event of its signing."""
    digest, event = signed_digest(plan.record), item.facts.event(plan.seq)
    noted = digest if event is not None and digest in event.objects else ""
    return Member(plan.id, "plan", noted, digest)


def _received(one: Preserved, kind: str) -> Member:
    return Member(one.sha256, kind, one.sha256, one.found)


def _held(item: Item, said: Said, file: HeldFile, kind: str) -> Member:
    name = f"{said.id}:{file.sha256[:16]}"
    return Member(name, kind, file.sha256, item.facts.held_digest(file), file.path)


def _log(item: Item, until: int | None) -> Member:
    facts = item.facts
    event = facts.event(len(facts.events) if until is None else until)
    digest = "" if event is None else event.digest
    return Member(LOG, "log", digest, "" if facts.chain_broken else digest)
