"""What stands for and against a claim, by rule: single source, corroborated, contradicted (methods §3.2, §3.3).

The count is that of `earwitness.compare.sources`: unknown dependence counts as dependence. Nothing here says
that a claim is true.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from earwitness.compare.sources.answer import ClaimSources, recordings_of_appearance, sources_of
from earwitness.errors import NotInArchive, UsageError
from earwitness.records.claims import Claim, ClaimStatus, Modality
from earwitness.records.evidence import CounterSearch, EvidenceLink, Stance
from earwitness.records.independence import Label
from earwitness.records.signed import SignedRecord
from earwitness.store.archive import Archive
from earwitness.store.catalog.claims import claims_called
from earwitness.store.catalog.receipts import appearance
from earwitness.store.catalog.signed import signed_of_kind, standing_about
from earwitness.store.catalog.sound import recording
from earwitness.store.signing import Signature, sign

__all__ = ["Corroboration", "Linked", "corroboration_of", "link_evidence", "log_search"]

# What is said in these moods states nothing that could be corroborated.
_NO_STATEMENT = (
    Modality.QUESTION,
    Modality.ORDER,
    Modality.WISH,
    Modality.HYPOTHETICAL,
    Modality.JOKE_POSSIBLE,
)
_UNREAD = (ClaimStatus.EXTRACTED, ClaimStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class Linked:
    """A link that stands, and who made it."""

    link: EvidenceLink
    by: str
    at: str
    reason: str
    record: str


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What stands behind a claim.

    Attributes:
        status: by rule; what a person may say of it, never that it is true.
        because: the rule that gave it, in a sentence.
        sources: the count with its vector; None where nothing is stated.
        cautions: what has to be said beside it.
        searches: where was looked for the contrary, by whom.
    """

    claim: Claim
    status: ClaimStatus
    because: str
    sources: ClaimSources | None
    links: tuple[Linked, ...]
    cautions: tuple[str, ...]
    searches: tuple[tuple[CounterSearch, str, str], ...]


def link_evidence(
    archive: Archive, claim_id: str, given: EvidenceLink, signed: Signature
) -> SignedRecord:
    """Keep a person's word that an item stands for or against a claim.

    Raises:
        NotInArchive: the claim or the item is not here.
        UsageError: an item that supports itself, also over others: what goes in a circle is no support.
    """
    db = archive.db
    _claim(db, claim_id)
    _known(db, given.item)
    if given.specific and given.stance is not Stance.CONTRADICTS:
        raise UsageError("`specific` goes with a contradiction")
    if given.item == claim_id:
        raise UsageError("a claim is no evidence for itself")
    if given.stance is Stance.SUPPORTS and claim_id in _reached(_support(db), given.item):
        raise UsageError(
            f"{given.item} rests on {claim_id} itself: what goes in a circle is no support",
            do="Link it as same_origin, or take the other link back",
        )
    return sign(archive, "evidence", claim_id, given, signed)


def log_search(
    archive: Archive, claim_id: str, given: CounterSearch, signed: Signature
) -> SignedRecord:
    """Keep that somebody looked for what speaks against a claim, and what was found.

    Raises:
        NotInArchive: there is no such claim. UsageError: it does not say where was looked.
    """
    _claim(archive.db, claim_id)
    if not given.where.strip() or not given.query.strip():
        raise UsageError("a search needs where and for what", do="--where and --query")
    return sign(archive, "counter_search", claim_id, given, signed)


def corroboration_of(archive: Archive, claim_id: str, same: Mapping[str, str]) -> Corroboration:
    """Judge a claim by rule.

    Args:
        same: recording to the recording whose sound it carries.

    Raises:
        NotInArchive: there is no such claim.
        UsageError: a person found that no such thing is said.
    """
    db = archive.db
    claim = _claim(db, claim_id)
    if claim.status is ClaimStatus.REJECTED:
        raise UsageError(f"{claim_id} was rejected: no such thing is said there")
    links = _links(db, claim_id)
    searches = _searches(db, claim_id)
    cautions = [] if searches else ["nobody has logged a search for what speaks against it"]
    if claim.status is ClaimStatus.EXTRACTED:
        cautions.append("a machine found it; no person has reviewed it")
    if claim.modality in _NO_STATEMENT:
        mood = claim.modality.value.replace("_", " ")
        because = f"it is said as a {mood}: nothing is stated that could be corroborated"
        status = ClaimStatus.UNRESOLVABLE
        return Corroboration(claim, status, because, None, links, tuple(cautions), searches)
    chosen, unread = _supporting(db, claim, links)
    cautions += unread
    found = sources_of(db, chosen, same, claim.words)
    cautions += found.graph.cautions
    against = [one for one in links if one.link.stance is Stance.CONTRADICTS]
    status, because = _status(found, against)
    if against and status is not ClaimStatus.CONTRADICTED:
        cautions.append(f"denied {len(against)} times without specifics: that refutes nothing")
    if claim.modality is not Modality.ASSERTED:
        cautions.append(f"it is said as {claim.modality.value.replace('_', ' ')}, not asserted")
    return Corroboration(claim, status, because, found, links, tuple(cautions), searches)


def _status(found: ClaimSources, against: Sequence[Linked]) -> tuple[ClaimStatus, str]:
    specific = [one for one in against if one.link.specific]
    graph = found.graph
    if specific:
        items = ", ".join(one.link.item for one in specific)
        because = f"{items} contradicts it with specifics; for it: {graph.because}"
        return ClaimStatus.CONTRADICTED, because
    if graph.label is Label.NOTHING_COUNTS:
        # Somebody quotes a recording that is not held: that recording is one source, its quoters none.
        because = f"one recording, known here only by what quotes it; {graph.because}"
        return ClaimStatus.SINGLE_SOURCE, because
    return ClaimStatus(graph.label.value), graph.because


def _supporting(
    db: sqlite3.Connection, claim: Claim, links: Sequence[Linked]
) -> tuple[list[str], list[str]]:
    """The recordings and appearances that count, and sentences for what does not."""
    chosen, unread = [claim.recording_id], []
    for one in links:
        if one.link.stance is not Stance.SUPPORTS:
            continue
        item = one.link.item
        if item.startswith("clm-"):
            other = _claim(db, item)
            if other.status in _UNREAD:
                unread.append(f"{item} counts zero: nobody has reviewed it")
                continue
            if other.modality in _NO_STATEMENT:
                unread.append(f"{item} counts zero: it states nothing")
                continue
            item = other.recording_id
        chosen.append(item)
    return list(dict.fromkeys(chosen)), unread


def _links(db: sqlite3.Connection, claim_id: str) -> tuple[Linked, ...]:
    """Links that stand; of several about one item the last."""
    found: dict[str, Linked] = {}
    for one in standing_about(db, claim_id, ("evidence",)):
        link = msgspec.json.decode(one.body.encode(), type=EvidenceLink)
        found.pop(link.item, None)
        found[link.item] = Linked(link, one.by, one.at, one.reason, one.id)
    return tuple(found.values())


def _searches(db: sqlite3.Connection, claim_id: str) -> tuple[tuple[CounterSearch, str, str], ...]:
    records = standing_about(db, claim_id, ("counter_search",))
    return tuple(
        (msgspec.json.decode(one.body.encode(), type=CounterSearch), one.by, one.at)
        for one in records
    )


def _support(db: sqlite3.Connection) -> dict[str, set[str]]:
    """Claim to the claims that support it."""
    edges: dict[str, set[str]] = {}
    subjects = dict.fromkeys(one.subject for one in signed_of_kind(db, "evidence"))
    for subject in subjects:
        for one in _links(db, subject):
            if one.link.stance is Stance.SUPPORTS and one.link.item.startswith("clm-"):
                edges.setdefault(subject, set()).add(one.link.item)
    return edges


def _reached(edges: Mapping[str, set[str]], start: str) -> set[str]:
    """All claims on which one rests."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _claim(db: sqlite3.Connection, claim_id: str) -> Claim:
    found = claims_called(db, claim_id)
    if len(found) != 1:
        raise NotInArchive(
            f"no claim is called '{claim_id}'", do="`earwitness claims REC` lists them"
        )
    return found[0]


def _known(db: sqlite3.Connection, item: str) -> None:
    kind = item.partition("-")[0]
    if kind == "clm":
        _claim(db, item)
    elif kind == "app" and appearance(db, item) is not None:
        recordings_of_appearance(db, item)
    elif kind != "rec" or recording(db, item) is None:
        raise NotInArchive(
            f"nothing here is called '{item}'",
            do="Name a recording (rec-…), an appearance (app-…) or a claim (clm-…)",
        )
