"""Hala BP5, BP21, BP23 and the word "anonymised": people are asked before anything is handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from earwitness.records.derivatives import DerivedRole
from earwitness.records.handing_on import Exported
from earwitness.records.persons_words import DecisionTopic
from earwitness.records.plan import YesNo
from earwitness.records.protection import Anonymised, Consent, ConsentAct, ConsentState
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    UNLISTED,
    Outcome,
    Rule,
    asks,
    fails,
    not_applicable,
    passes,
)
from earwitness.review.conformance.rules.answers import asked, decided
from earwitness.review.conformance.standing import Said

__all__ = ["RULES"]

_ALL = "all"
_NO_TRANSFER = "nothing of it was transferred"


def _voices(item: Item) -> tuple[str, ...]:
    """Who is heard: as somebody said, or everybody together."""
    return (item.material.voices if item.material else ()) or (_ALL,)


def _consents(item: Item, voice: str, before: int | None = None) -> list[Said]:
    return [
        one
        for one in item.said.all(Consent)
        if one.fields.act is ConsentAct.TRANSFER
        and one.fields.voice in (voice, _ALL)
        and (before is None or one.seq < before)
    ]


def _consent_was_sought(item: Item) -> Outcome:
    """HALA-BP21.1: for each voice consent stands before the transfer, or a decision without it."""
    if item.has_no_voice:
        return not_applicable("nobody is heard in it")
    if not item.transfers:
        return not_applicable(_NO_TRANSFER)
    evidence = []
    for transfer in item.transfers:
        for voice in _voices(item):
            found = _consents(item, voice, transfer.seq)
            state = found[-1].fields.state if found else ConsentState.NOT_SOUGHT
            if state is ConsentState.NOT_SOUGHT:
                return fails(f"consent of {voice} was not sought before the transfer", transfer.id)
            evidence.append(found[-1].id)
            if state is ConsentState.GIVEN and found[-1].fields.form is None:
                return fails(f"consent of {voice} is neither written nor recorded", found[-1].id)
            if state is ConsentState.NOT_POSSIBLE:
                weighed = decided(item, DecisionTopic.TRANSFER_WITHOUT_CONSENT, before=transfer.seq)
                if not weighed:
                    return fails(
                        "no decision to transfer without consent stands before it", transfer.id
                    )
                evidence.append(weighed[-1].id)
    return passes("sought for each voice before each transfer", *evidence)


def _refused(item: Item) -> list[Said]:
    """Refusals that stand: the last word of a voice is a refusal."""
    last: dict[str, Said] = {}
    for one in item.said.all(Consent):
        if one.fields.act is ConsentAct.TRANSFER:
            last[one.fields.voice] = one
    return [one for one in last.values() if one.fields.state is ConsentState.REFUSED]


def _anonymised_files(item: Item, before: int | None = None) -> dict[str, Said]:
    """Files under which somebody signed that nobody can be identified in them."""
    redacted = {
        one.fields.file.sha256
        for one in item.derivatives
        if one.fields.role is DerivedRole.REDACTED
    }
    return {
        sha256: one
        for one in item.said.all(Anonymised)
        if one.fields.answered and (before is None or one.seq < before)
        for sha256 in one.fields.files
        if sha256 in redacted
    }


def _refusal_is_respected(item: Item) -> Outcome:
    """HALA-BP21.2: after a refusal only redacted files that are signed as anonymised are sent."""
    refused = _refused(item)
    if not refused:
        return not_applicable("nobody refused")
    evidence = [one.id for one in refused]
    for transfer in item.transfers:
        if transfer.seq < min(one.seq for one in refused):
            continue
        signed = _anonymised_files(item, transfer.seq)
        loose = [one.name for one in transfer.fields.folder if one.sha256 not in signed]
        loose += [one.file.name for one in transfer.fields.files if not _is_of(one, signed)]
        if loose or not (transfer.fields.files or transfer.fields.folder):
            what = loose[0] if loose else "what was sent is not listed"
            return fails(f"sent after a refusal: {what}", transfer.id, *evidence)
        evidence.append(transfer.id)
    return passes("nothing was sent after it but what is anonymised", *evidence)


def _is_of(file: Exported, signed: Mapping[str, Said]) -> bool:
    return file.file.sha256 in signed


def _staff_consented(item: Item) -> Outcome:
    """HALA-BP21.3: members of the team who are heard gave their consent."""
    last: dict[str, Said] = {}
    for one in item.said.all(Consent):
        if one.fields.is_staff and one.fields.act is ConsentAct.TRANSFER:
            last[one.fields.voice] = one
    if not last:
        return not_applicable("no voice of the team's own is on record")
    for one in last.values():
        if one.fields.state is not ConsentState.GIVEN:
            return fails(f"{one.fields.voice} is of the team and did not consent", one.id)
    return passes("given", *(one.id for one in last.values()))


def _transfer_was_weighed(item: Item) -> Outcome:
    """HALA-BP21.4: without consent a person decides, before the transfer."""
    if not item.transfers:
        return not_applicable(_NO_TRANSFER)
    waiting = [
        (transfer, voice)
        for transfer in item.transfers
        for voice in _voices(item)
        if not any(
            one.fields.state is ConsentState.GIVEN
            for one in _consents(item, voice, transfer.seq)[-1:]
        )
    ]
    if not waiting:
        return not_applicable("consent was given")
    evidence = []
    for transfer, voice in waiting:
        weighed = [
            one
            for one in decided(item, DecisionTopic.TRANSFER_WITHOUT_CONSENT, before=transfer.seq)
            if one.record.revision in item.revisions
        ]
        if not weighed:
            late = decided(item, DecisionTopic.TRANSFER_WITHOUT_CONSENT)
            if late and late[-1].seq > transfer.seq:
                return fails("the decision came after the transfer", late[-1].id, transfer.id)
            question = f"May it be transferred although {voice} did not consent?"
            return asks(
                f"{question} (`earwitness record decision`, before the transfer)", transfer.id
            )
        if weighed[-1].fields.value is not YesNo.YES:
            return fails("it was decided not to transfer, and it was", weighed[-1].id, transfer.id)
        evidence.append(weighed[-1].id)
    return passes("decided before the transfer", *evidence)


def _redacted_where_needed(item: Item) -> Outcome:
    """HALA-BP23.1: whether redaction is needed was decided; if so, only redacted files are sent."""
    if not item.transfers:
        return not_applicable(_NO_TRANSFER)
    redacted = {
        one.fields.file.sha256
        for one in item.derivatives
        if one.fields.role is DerivedRole.REDACTED
    }
    evidence = []
    for transfer in item.transfers:
        said = decided(item, DecisionTopic.REDACTION_NEEDED, before=transfer.seq)
        if not said or said[-1].fields.value is YesNo.UNKNOWN:
            return fails(
                "whether it needs redaction was not decided before the transfer", transfer.id
            )
        evidence += [said[-1].id, transfer.id]
        if said[-1].fields.value is YesNo.NO:
            continue
        sent = [*(one.file for one in transfer.fields.files), *transfer.fields.folder]
        plain = [one.name for one in sent if one.sha256 not in redacted]
        if plain or not sent:
            return fails(f"sent unredacted: {plain[0] if plain else 'not listed'}", *evidence)
    if all(
        decided(item, DecisionTopic.REDACTION_NEEDED, before=one.seq)[-1].fields.value is YesNo.NO
        for one in item.transfers
    ):
        return not_applicable("it was decided that none is needed", *evidence)
    return passes("only redacted files were sent", *evidence)


def _anonymised_is_signed(item: Item) -> Outcome:
    """HALA-GL.1: the word "anonymised" stands only where somebody signed for all three channels."""
    claims = list(_claims(item))
    if not claims:
        return not_applicable("nothing is called anonymised")
    evidence = []
    for record, file in claims:
        signed = _anonymised_files(item, record.seq)
        if file.file.sha256 not in signed:
            return fails(f"{file.file.name} is called anonymised without a signature", record.id)
        evidence.append(signed[file.file.sha256].id)
    return passes("signed for voice, background and words", *evidence)


def _claims(item: Item) -> Iterator[tuple[Said, Exported]]:
    for record, file in item.exported():
        if file.called_anonymised or "anonymis" in file.file.name.casefold():
            yield record, file


def _privacy_was_reviewed(item: Item) -> Outcome:
    """HALA-BP5.1: privacy was reviewed for this state of the item, before it went out."""
    if item.unlisted_releases and not item.handed_on:
        return asks(f"Was privacy reviewed? {UNLISTED}", *item.unlisted_releases)
    if not item.handed_on:
        return not_applicable("it was never released or sent")
    before = item.handed_on[0].seq
    found = [
        one
        for one in decided(item, DecisionTopic.PRIVACY_REVIEW, before=before)
        if one.record.revision in item.revisions
    ]
    if found:
        return passes("reviewed before it went out", found[-1].id)
    return asked(
        item, "HALA-BP5.1", "Was privacy reviewed for what went out (`earwitness record decision`)?"
    )


RULES: Mapping[str, Rule] = {
    "HALA-BP5.1": _privacy_was_reviewed,
    "HALA-BP21.1": _consent_was_sought,
    "HALA-BP21.2": _refusal_is_respected,
    "HALA-BP21.3": _staff_consented,
    "HALA-BP21.4": _transfer_was_weighed,
    "HALA-BP23.1": _redacted_where_needed,
    "HALA-GL.1": _anonymised_is_signed,
}
