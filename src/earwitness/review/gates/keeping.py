"""Checks, moves, verdicts and rungs into the archive, each only through its guards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.review import (
    Approval,
    Assessment,
    Attribution,
    CheckRun,
    Move,
    State,
    TakenBack,
    Verdict,
)
from earwitness.records.signed import SignedRecord
from earwitness.records.sound import Basis
from earwitness.review.gates.catalogue import CheckText, check_named, route_of
from earwitness.review.gates.ladder import missing_for_rung
from earwitness.review.gates.machine import MAKER, Found, machine_checks
from earwitness.review.gates.moves import blockers
from earwitness.review.gates.situation import Facts, Situation, same_person, situation
from earwitness.review.gates.verdicts import missing_for
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import appearances_of_recording
from earwitness.store.catalog.signed import signed_about, signed_record
from earwitness.store.catalog.sound import recording, sides
from earwitness.store.catalog.voices import voices_versions
from earwitness.store.catalog.words import best_transcript, utterances
from earwitness.store.item_revision import Part, item_revision
from earwitness.store.signing import Signature, sign, write_signed

__all__ = [
    "ReviewSettings",
    "answer_check",
    "approve",
    "assess",
    "attribute",
    "examine",
    "move",
    "situation_of",
    "take_back",
]

_WHOLE = tuple(Part)
_SHORTEST = 8  # signs of a revision that tell it from others


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How a desk reviews: the ``[review]`` section.

    Args:
        two_person_release: a release needs two approvals.
    """

    two_person_release: bool = True


def situation_of(archive: Archive, recording_id: str) -> Situation:
    """What stands about a recording now.

    Raises:
        NotInArchive: there is none of that identifier.
    """
    db = archive.db
    known = recording(db, recording_id)
    if known is None:
        raise NotInArchive(f"no recording is called '{recording_id}'")
    # every set of parts that an answer may rest on
    revisions = {
        item_revision(db, recording_id, parts)
        for size in range(1, len(_WHOLE) + 1)
        for parts in combinations(_WHOLE, size)
    }
    settings = archive.settings.section("review", ReviewSettings)
    facts = Facts(
        frozenset(revisions),
        known.basis is Basis.SOUND,
        two_persons=settings.two_person_release,
    )
    return situation(signed_about(db, recording_id), facts)


def examine(archive: Archive, recording_id: str, more: Iterable[Found] = ()) -> list[Found]:
    """Run the machine's checks and keep those whose answer changed; return all.

    Args:
        more: what other rooms computed about the sound.
    """
    now = situation_of(archive, recording_id)
    found = [*machine_checks(archive, recording_id), *more]
    with archive.writing() as w:
        for one in found:
            before = now.machine.get(one.run.check)
            if before is not None and (before.run, before.reason) == (one.run, one.reason):
                continue
            text = check_named(one.run.check)
            revision = item_revision(w.db, recording_id, text.parts) if text.parts else ""
            signed = Signature(one.run.maker or MAKER, one.reason)
            write_signed(w, "check", recording_id, one.run, signed, revision)
    return found


def answer_check(
    archive: Archive, recording_id: str, run: CheckRun, signed: Signature, *, seen: str = ""
) -> SignedRecord:
    """Keep a person's answer to a check.

    Args:
        seen: the revision of the whole item that the person looked at, or its beginning; if the item
            has changed since, the answer is refused.

    Raises:
        UsageError: no such check, one that only the machine answers, a route that cannot be
            independent, or an item that changed since it was looked at.
    """
    text, db = check_named(run.check), archive.db
    _may_be_answered(text, run)
    revision = item_revision(db, recording_id, text.parts or _WHOLE)
    situation_of(archive, recording_id)
    if seen and not _is_now(item_revision(db, recording_id), seen):
        raise UsageError(
            f"the recording has changed since it was looked at, so the answer to {run.check} is not kept",
            do="Look at it again and answer anew",
        )
    return sign(archive, "check", recording_id, run, signed, revision)


def _is_now(revision: str, seen: str) -> bool:
    start = seen.removeprefix("sha256:")
    return len(start) >= _SHORTEST and revision.removeprefix("sha256:").startswith(start)


def _may_be_answered(text: CheckText, run: CheckRun) -> None:
    if not text.for_persons or run.machine:
        raise UsageError(
            f"{text.id} is computed, nobody answers it",
            do="`earwitness review examine` computes it",
        )
    route = route_of(run.check)
    if run.independent and (route is None or not route.can_be_independent):
        raise UsageError(
            f"{run.check} cannot be independent of the publisher",
            do="Only contact, number_profile, foreign_or_third_party_telecom and event_match can",
        )
    if run.independent and not run.evidence:
        raise UsageError(
            f"{run.check} is said to be independent and names no evidence", do="Add --evidence"
        )


def move(
    archive: Archive, recording_id: str, to: State, fields: Move, signed: Signature
) -> SignedRecord:
    """Take a step; every step is an event, also one back.

    Raises:
        UsageError: there is no such step, or something is missing for it; each is named.
        NotInArchive: it shall be a duplicate of something that is not here.
    """
    if fields.of and recording(archive.db, fields.of) is None:
        raise NotInArchive(f"no recording is called '{fields.of}'")
    now = situation_of(archive, recording_id)
    step = Move(now.state, to, fields.of, fields.tombstone)
    missing = blockers(now, step)
    if to is State.DUPLICATE and fields.of == recording_id:
        missing.append("a recording is no duplicate of itself")
    _refuse(missing, f"it cannot become {to.value}")
    return sign(
        archive, "move", recording_id, step, signed, item_revision(archive.db, recording_id)
    )


def assess(
    archive: Archive, recording_id: str, given: Assessment, signed: Signature
) -> SignedRecord:
    """Give a verdict, through its guards; the reason is its rationale.

    Raises:
        UsageError: something is missing for it, or the same person took the recording in.
    """
    now = situation_of(archive, recording_id)
    missing = missing_for(given.verdict, now, assessor=signed.by)
    if given.verdict is Verdict.PARTLY_VERIFIED and not given.parts.strip():
        missing.append("which part is verified, and how, is not said (--part)")
    _refuse(missing, f"the verdict `{given.verdict.value}` cannot be given")
    revision = item_revision(archive.db, recording_id)
    return sign(archive, "assessment", recording_id, given, signed, revision)


def attribute(
    archive: Archive, recording_id: str, given: Attribution, signed: Signature
) -> SignedRecord:
    """Place a voice on a rung of the ladder, through its guards.

    Raises:
        UsageError: something is missing for it.
        NotInArchive: the recording has no such line.
    """
    now = situation_of(archive, recording_id)
    _refuse(missing_for_rung(given, now), f"{given.voice} cannot stand on {given.rung.value}")
    _named_here(archive, recording_id, given)
    return sign(archive, "attribution", recording_id, given, signed)


def _named_here(archive: Archive, recording_id: str, given: Attribution) -> None:
    """The voice, the line and the publication that are named are this recording's."""
    db = archive.db
    best = best_transcript(db, recording_id)
    spoken = utterances(db, best.id) if best else []
    labels = {one.voice for one in spoken if one.voice}
    labels |= {one.label for one in sides(db, recording_id)}
    labels |= {turn.voice for one in voices_versions(db, recording_id) for turn in one.turns}
    if labels and given.voice not in labels:
        raise NotInArchive(
            f"no voice of it is called '{given.voice}'", do=f"One of: {', '.join(sorted(labels))}"
        )
    if given.line and given.line not in {one.id for one in spoken}:
        raise NotInArchive(f"its transcript has no line '{given.line}'")
    seen = {one.id for one in appearances_of_recording(db, recording_id)}
    if given.appearance and given.appearance not in seen:
        raise NotInArchive(
            f"it did not appear in '{given.appearance}'", do="`earwitness timeline REC` lists where"
        )


def approve(
    archive: Archive, recording_id: str, signed: Signature, of: str = "release"
) -> SignedRecord:
    """One person's approval of this state of a recording.

    Raises:
        UsageError: the same person approved it already.
    """
    now = situation_of(archive, recording_id)
    if of == "release" and any(same_person(one, signed.by) for one in now.approvals):
        raise UsageError(f"{signed.by} approved this already", do="A second person is asked")
    revision = item_revision(archive.db, recording_id)
    return sign(archive, "approval", recording_id, Approval(of), signed, revision)


def take_back(archive: Archive, record: str, signed: Signature) -> SignedRecord:
    """Let a record not hold any more, by another one on top.

    Raises:
        NotInArchive: there is no such record. UsageError: a step is undone by another step.
    """
    one = signed_record(archive.db, record)
    if one is None:
        raise NotInArchive(f"nothing signed is called '{record}'")
    if one.kind in ("move", "taken_back"):
        raise UsageError(
            f"{record} is a {one.kind.replace('_', ' ')} and is not taken back",
            do="Move the recording back, or say it again",
        )
    return sign(archive, "taken_back", one.subject, TakenBack(record), signed)


def _refuse(missing: list[str], what: str) -> None:
    if missing:
        raise UsageError(
            f"{what}: {'; '.join(missing)}", do="`earwitness review show` lists what is open"
        )
