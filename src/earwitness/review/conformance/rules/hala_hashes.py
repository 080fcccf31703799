"""Hala BP14 and BP18: copies, hashes of everything, and that they are looked at again."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from earwitness.records.artefacts import EventType
from earwitness.records.copies_kept import HashList, Location, Replica
from earwitness.records.plan import Relevance, RelevanceState
from earwitness.review.conformance.container_listing import files_of
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.members import members_of
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    passes,
    warns,
)
from earwitness.review.conformance.periods import days, instant

__all__ = ["RULES", "fixity_days", "hashed_and_unchanged", "is_recent"]

_FIXITY_DAYS = 90  # ours; a plan may say otherwise
_COPIES = 2  # ours


def fixity_days(item: Item) -> int:
    """After how many days bytes are looked at again."""
    wanted = item.plan[1].fields.fixity_days if item.plan else 0
    return int(wanted) if wanted > 0 else _FIXITY_DAYS


def is_recent(item: Item, at: str, within: int) -> bool:
    """Whether an instant lies within the last days before the check."""
    when = instant(at)
    return when is not None and item.facts.now - when <= days(within)


def _copies_are_kept(item: Item) -> Outcome:
    """HALA-BP14.1: two locations whose last reading was whole and not long ago."""
    relevance = item.said.last(Relevance)
    if relevance is not None and relevance.fields.state is RelevanceState.IRRELEVANT:
        return not_applicable("it was judged irrelevant", relevance.id)
    wanted = {one.sha256 for one in item.preserved}
    last = {one.fields.location: one for one in item.facts.of_archive.all(Replica)}
    within = fixity_days(item)
    good = [
        one
        for _, one in sorted(last.items())
        if wanted
        and wanted <= set(one.fields.held)
        and one.fields.passed
        and is_recent(item, one.record.at, within)
    ]
    if len(good) < _COPIES:
        return fails(
            f"{len(good)} locations hold it whole, read in the last {within} days; {_COPIES} are needed",
            *(one.id for one in good),
        )
    return passes(f"{len(good)} locations hold it whole", *(one.id for one in good))


def _locations_are_secure(item: Item) -> Outcome:
    """HALA-BP14.2: each location that has copies is described by a person."""
    known = {one.fields.id: one for one in item.facts.of_archive.all(Location)}
    used = {one.fields.location for one in item.facts.of_archive.all(Replica)}
    if not known:
        return asks("Where are copies kept, who may enter, how are they encrypted, and why so?")
    for name in sorted(used | set(known)):
        one = known.get(name)
        if one is None:
            return asks(f"The location {name} is not described")
        fields = one.fields
        if not all((fields.operator, fields.access_control, fields.encryption, fields.storage)):
            return fails(f"the record of {name} has empty fields", one.id)
    return passes("each location is described", *(one.id for one in known.values()))


def hashed_and_unchanged(item: Item) -> Outcome:
    """HALA-BP14.3, BERK-P1: the intake event holds the hash, before any other step; it is the same now."""
    if not item.preserved:
        return fails("nothing is kept of it as received")
    for one in item.preserved:
        if not one.named:
            return fails("its intake event is gone or names another hash", one.sha256)
        first = item.db.execute(
            "select min(custody_seq) seq from work where subject = ? and custody_seq is not null",
            (one.sha256,),
        ).fetchone()["seq"]
        if first is not None and first < one.seq:
            return fails("it was worked on before it was hashed", one.sha256, f"event:{first}")
        if not one.intact:
            return fails("the bytes are gone or differ", one.sha256, f"found:{one.found or 'none'}")
    evidence = [part for one in item.preserved for part in (one.sha256, f"event:{one.seq}")]
    return passes("hashed at intake, unchanged since", *evidence)


def _all_is_hashed(item: Item) -> Outcome:
    """HALA-BP14.4: the last hash list covers every member, and every member is as it says."""
    listed = item.said.last(HashList)
    if listed is None:
        return fails("there is no hash list (`earwitness record hash-list`)")
    known = {one.id: one.sha256 for one in listed.fields.members}
    for one in members_of(item, listed.fields.until):
        if one.id not in known:
            return fails(f"{one.kind} {one.id} is not in the hash list", listed.id, one.id)
        if not one.intact or known[one.id] != one.found:
            return fails(f"{one.kind} {one.id} differs or is gone", listed.id, one.id)
        del known[one.id]
    if known:
        gone = min(known)
        return fails(f"{gone} is in the hash list and not in the container", listed.id, gone)
    if not listed.fields.members:
        return fails("the hash list is empty", listed.id)
    return passes(f"{len(listed.fields.members)} members, all match", listed.id)


def _list_verifies(item: Item) -> Outcome:
    """HALA-BP14.5: an ordinary tool (`sha256sum`) verifies the list of all files."""
    listed = item.said.last(HashList)
    if listed is None:
        return fails("there is no hash list (`earwitness record hash-list`)")
    tool = shutil.which("sha256sum")
    if tool is None:
        return warns("no sha256sum is on this machine, so nothing tried the list", listed.id)
    noted = {one.id: one.sha256 for one in listed.fields.members}
    lines = [
        f"{noted[name]}  {path}" for name, (path, _) in files_of(item).items() if noted.get(name)
    ]
    if not lines:
        return fails("the list names no file", listed.id)
    with tempfile.TemporaryDirectory(prefix="earwitness-list-") as folder:
        place = Path(folder) / "manifest-sha256.txt"
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = subprocess.run(
            [tool, "--strict", "--check", "--quiet", str(place)],
            capture_output=True,
            check=False,
            timeout=3600,
        )
    if done.returncode:
        return fails("sha256sum does not verify the list", listed.id)
    return passes(f"sha256sum verifies {len(lines)} files", listed.id)


def _fixity_is_looked_at(item: Item) -> Outcome:
    """HALA-BP18.1: the last check of all bytes passed, and not long ago (`earwitness verify`)."""
    checks = [
        one
        for one in item.facts.events
        if one.type == EventType.FIXITY and "archive" in one.objects
    ]
    if not checks:
        return fails("the bytes were never looked at again (`earwitness verify`)")
    last, within = checks[-1], fixity_days(item)
    if last.outcome != "success":
        return fails("the last fixity check found differences", f"event:{last.seq}")
    if not is_recent(item, last.at, within):
        return fails(f"the last fixity check is older than {within} days", f"event:{last.seq}")
    return passes("the last fixity check passed", f"event:{last.seq}")


RULES: Mapping[str, Rule] = {
    "HALA-BP14.1": _copies_are_kept,
    "HALA-BP14.2": _locations_are_secure,
    "HALA-BP14.3": hashed_and_unchanged,
    "HALA-BP14.4": _all_is_hashed,
    "HALA-BP14.5": _list_verifies,
    "HALA-BP18.1": _fixity_is_looked_at,
}
