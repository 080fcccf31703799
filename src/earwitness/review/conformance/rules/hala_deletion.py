"""Hala BP2.5 and BP16: what is deleted is flagged before, written down, and gone everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from earwitness.records.copies_kept import Replica
from earwitness.records.handing_on import Deletion, DeletionFlag
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import Outcome, Rule, fails, not_applicable, passes

__all__ = ["RULES"]

_NOTHING = "nothing of it was deleted"


def _flagged_before(item: Item) -> Outcome:
    """HALA-BP2.5: a flag with its reason stands before each deletion."""
    deletions = item.said.all(Deletion)
    if not deletions:
        return not_applicable(_NOTHING)
    evidence = []
    for one in deletions:
        for sha256 in one.fields.sha256:
            flags = [
                flag
                for flag in item.said.all(DeletionFlag)
                if sha256 in flag.fields.sha256 and flag.seq < one.seq
            ]
            if not flags:
                return fails("deleted without an earlier flag", one.id, sha256)
            evidence.append(flags[-1].id)
        evidence.append(one.id)
    return passes("each deletion was flagged before", *evidence)


def _deletion_is_documented(item: Item) -> Outcome:
    """HALA-BP16.1: what, why, who, when, how, and where else; nothing of it is alive."""
    deletions = item.said.all(Deletion)
    if not deletions:
        return not_applicable(_NOTHING)
    last = {one.fields.location: one for one in item.facts.of_archive.all(Replica)}
    for one in deletions:
        fields: Deletion = one.fields
        if not fields.sha256 or not fields.method.strip():
            return fails("the record names no hashes or no method", one.id)
        for sha256 in fields.sha256:
            if item.facts.original_digest(sha256):
                return fails(
                    "the bytes still stand in the originals of this archive", one.id, sha256
                )
            for location, replica in sorted(last.items()):
                covered = location in fields.copies_covered and replica.seq < one.seq
                if sha256 in replica.fields.held and not covered:
                    return fails(f"a copy is alive at {location}", one.id, replica.id, sha256)
    return passes("documented, and no copy is known to be alive", *(one.id for one in deletions))


RULES: Mapping[str, Rule] = {
    "HALA-BP2.5": _flagged_before,
    "HALA-BP16.1": _deletion_is_documented,
}
