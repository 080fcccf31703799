"""Findings that somebody answers for: bound to their words and to what is heard, so that they lapse with either."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.draft import Draft
from earwitness.records.judgement import Finding
from earwitness.records.review import TakenBack
from earwitness.records.signed import SignedRecord
from earwitness.records.waivers import HARM_TO_PEOPLE, WAIVER, GivenWaiver, Waiver, waived_by
from earwitness.store.archive import Archive
from earwitness.store.catalog.signed import signed_of_kind, signed_record
from earwitness.store.signing import Signature, sign
from earwitness.text.speech_clauses import sentences

__all__ = [
    "Waivers",
    "chosen_finding",
    "given_waivers",
    "standing_waivers",
    "take_back_waiver",
    "waive",
    "waiver_of",
]

_LEAST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers that stand, by the fingerprint that they are bound to."""

    standing: Mapping[str, Sequence[SignedRecord]]

    def of(self, draft: Draft, finding: Finding) -> tuple[SignedRecord, ...]:
        """The waivers of a finding, enough of them or not."""
        return tuple(self.standing.get(waiver_of(draft, finding).fingerprint, ()))

    def waived(self, draft: Draft, finding: Finding) -> tuple[str, ...]:
        """Who waived a finding, () when nobody did or one more person is needed."""
        return waived_by(finding.code, list(self.of(draft, finding)))


def waiver_of(draft: Draft, finding: Finding) -> Waiver:
    """What a waiver of a finding is bound to."""
    heard = finding.heard
    return Waiver(
        finding.code,
        finding.words,
        _sentence(draft.text, finding.start, finding.end),
        finding.reason,
        heard.recording_id if heard else "",
        heard.original if heard else "",
        heard.translation if heard else "",
        draft.name,
        draft.place_of(finding.start),
    )


def standing_waivers(archive: Archive) -> Waivers:
    """Every waiver that was not taken back."""
    found: dict[str, list[SignedRecord]] = {}
    for one in given_waivers(archive):
        if not one.taken_back:
            found.setdefault(one.record.subject, []).append(one.record)
    return Waivers(found)


def given_waivers(archive: Archive) -> list[GivenWaiver]:
    """Every waiver ever given, the earliest first."""
    gone = {json.loads(one.body)["record"] for one in signed_of_kind(archive.db, "taken_back")}
    return [
        GivenWaiver(one, Waiver(**json.loads(one.body)), one.id in gone)
        for one in signed_of_kind(archive.db, WAIVER)
    ]


def chosen_finding(draft: Draft, findings: Iterable[Finding], target: str) -> Finding:
    """The finding that a person names: "Q20@14" by its line (in a DOCX its paragraph), or "Q20@3fa9c1…".

    Raises:
        UsageError: it names none, or several.
    """
    code, _, place = target.partition("@")
    code, place = code.strip().upper(), place.strip().casefold()
    if not code or not place:
        raise UsageError(f"'{target}' names no finding", do="Write code@line: Q20@14")
    every: dict[str, Finding] = {}
    for one in findings:
        every.setdefault(waiver_of(draft, one).fingerprint, one)
    named = {
        mark: one
        for mark, one in every.items()
        if one.code == code
        and (str(one.line) == place or (len(place) >= _LEAST_DIGITS and mark.startswith(place)))
    }
    if len(named) == 1:
        return next(iter(named.values()))
    if not named:
        same = ", ".join(f"{c.code}@{c.line}" for c in every.values() if c.code == code)
        raise UsageError(
            f"there is no finding {target} in this draft",
            do=f"There are: {same}" if same else "`earwitness check` lists the findings",
        )
    listed = "; ".join(f"{code}@{mark} “{one.words[:40]}”" for mark, one in named.items())
    raise UsageError(f"{target} names {len(named)} findings", do=f"Choose one: {listed}")


def waive(archive: Archive, draft: Draft, finding: Finding, signed: Signature) -> SignedRecord:
    """Let a finding stand, by name and with a reason.

    Raises:
        UsageError: this person waived it already.
    """
    given = waiver_of(draft, finding)
    before = standing_waivers(archive).standing.get(given.fingerprint, ())
    if any(" ".join(one.by.casefold().split()) == signed.by.casefold() for one in before):
        two = finding.code in HARM_TO_PEOPLE
        raise UsageError(
            f"{signed.by} has waived this {finding.code} already",
            do="A second person has to waive it" if two else "Nothing is left to do",
        )
    return sign(archive, WAIVER, given.fingerprint, given, signed)


def take_back_waiver(archive: Archive, identifier: str, signed: Signature) -> SignedRecord:
    """Take a waiver back; it stays, and a record on top says that it does not hold any more.

    Raises:
        NotInArchive: there is no such waiver.
        UsageError: it was taken back before.
    """
    one = signed_record(archive.db, identifier)
    if one is None or one.kind != WAIVER:
        raise NotInArchive(f"no waiver {identifier}", do="`earwitness check --waivers` lists them")
    if any(given.record.id == one.id and given.taken_back for given in given_waivers(archive)):
        raise UsageError(f"{identifier} was taken back before")
    return sign(archive, "taken_back", one.subject, TakenBack(identifier), signed)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentences of the paragraph that a stretch touches."""
    low = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    high = text.find("\n\n", max(start, end - 1))
    paragraph = text[low : high if high >= 0 else len(text)]
    if end <= start:
        return ""
    return " ".join(
        paragraph[a:b].strip(" #>\n")
        for a, b in sentences(paragraph)
        if low + a < end and start < low + b
    )
