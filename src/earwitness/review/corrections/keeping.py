"""Corrections into the archive: a proposal, then a settlement that lays a new version on top."""

from __future__ import annotations

from dataclasses import replace

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.corrections import Correction, CorrectionState, Logged, Settlement
from earwitness.records.identifiers import new_identifier
from earwitness.records.signed import SignedRecord
from earwitness.records.timecode import Interval
from earwitness.records.words import (
    TranscriptOrigin,
    TranslationOrigin,
    Utterance,
    VersionStatus,
)
from earwitness.review.corrections.log import change_log
from earwitness.review.gates.keeping import ReviewSettings
from earwitness.review.gates.situation import same_person
from earwitness.store.archive import Archive, Writing
from earwitness.store.catalog.signed import signed_record
from earwitness.store.catalog.sound import recording
from earwitness.store.catalog.words import (
    add_transcript,
    add_translation,
    best_transcript,
    transcript_digest,
    translation_digest,
    translation_lines,
    translations,
    utterances,
)
from earwitness.store.signing import Signature, sign, write_signed

__all__ = ["propose", "settle"]

_ORIGINS = ("desk", "reader")


def propose(
    archive: Archive, recording_id: str, given: Correction, signed: Signature
) -> SignedRecord:
    """Keep what somebody says is wrong. Nothing is changed by it.

    ``before`` is filled in from the line that it is about; if given, it must be what stands there.

    Raises:
        UsageError: it is about nothing, or the line has changed since.
        NotInArchive: there is no such recording or line.
    """
    if recording(archive.db, recording_id) is None:
        raise NotInArchive(f"no recording is called '{recording_id}'")
    if given.origin not in _ORIGINS:
        raise UsageError(f"'{given.origin}' is not where it comes from", do="desk or reader")
    if given.start_ms is not None or given.end_ms is not None:
        try:
            Interval(given.start_ms or 0, given.end_ms or 0)
        except ValueError as error:
            raise UsageError(f"not a stretch of time: {error}", do="Give from and to") from error
    if given.target:
        line, start, end = _target(archive, recording_id, given.target)
        if given.before and given.before != line:
            raise UsageError(
                "the line reads otherwise now", do=f"It is: “{line}”. Look again and correct that"
            )
        given = replace(
            given,
            before=line,
            start_ms=start if given.start_ms is None else given.start_ms,
            end_ms=end if given.end_ms is None else given.end_ms,
        )
        if given.after == given.before:
            raise UsageError("the new words are the old ones", do="Say what should stand there")
    elif not given.after and given.start_ms is None:
        raise UsageError(
            "it is about nothing", do="Name a line, a time, or what should be said instead"
        )
    return sign(archive, "correction", recording_id, given, signed)


def settle(archive: Archive, name: str, signed: Signature, *, accept: bool) -> SignedRecord:
    """Accept or reject a correction. Accepted words become a version on top; the old one stays.

    Raises:
        NotInArchive: there is no such correction.
        UsageError: it is settled already, by the one who proposed it, or the line changed since.
    """
    record = signed_record(archive.db, name)
    if record is None or record.kind != "correction":
        raise NotInArchive(f"no correction is called '{name}'")
    entry = next((one for one in change_log(archive.db, record.subject) if one.id == name), None)
    if entry is None or entry.state is not CorrectionState.PROPOSED:
        state = "taken back" if entry is None else entry.state.value
        raise UsageError(f"{name} is {state} already")
    two = archive.settings.section("review", ReviewSettings).two_person_release
    if two and entry.correction.origin == "desk" and same_person(entry.by, signed.by):
        raise UsageError(
            f"{signed.by} proposed it: somebody else settles it",
            do="Ask a second person, or set two_person_release = false under [review]",
        )
    with archive.writing() as w:
        version = _revised(w, record.subject, entry, signed) if accept else ""
        fields = Settlement(name, accept, version)
        objects = [version] if version else []
        return write_signed(w, "settlement", record.subject, fields, signed, "", objects)


def _target(archive: Archive, recording_id: str, name: str) -> tuple[str, int | None, int | None]:
    if name.startswith("trl-"):
        identifier, _, position = name.partition(":")
        known = {one.id for one in translations(archive.db, recording_id)}
        if identifier in known:
            for line in translation_lines(archive.db, identifier):
                if str(line.position) == position:
                    return line.text, line.start_ms, line.end_ms
        raise NotInArchive(f"the recording has no translated line '{name}'")
    found = _spoken(archive, recording_id, name)
    return found.text, found.start_ms, found.end_ms


def _spoken(archive: Archive, recording_id: str, name: str) -> Utterance:
    best = best_transcript(archive.db, recording_id)
    for line in utterances(archive.db, best.id) if best else ():
        if line.id == name:
            return line
    raise NotInArchive(
        f"the words that stand have no line '{name}'",
        do="`earwitness show REC --json` names the lines",
    )


def _revised(w: Writing, recording_id: str, entry: Logged, signed: Signature) -> str:
    given = entry.correction
    if not given.target or not given.after:
        return ""
    if given.target.startswith("trl-"):
        return _revised_translation(w, recording_id, entry, signed)
    best = best_transcript(w.db, recording_id)
    lines = utterances(w.db, best.id) if best else []
    if best is None or all(one.id != given.target for one in lines):
        raise UsageError("the words have changed since", do="Propose it anew for what stands now")
    made = replace(
        best,
        id=new_identifier("trs"),
        origin=TranscriptOrigin.HUMAN,
        maker=f"{signed.by} (correction {entry.id})",  # told apart, also when it is put back
        status=VersionStatus.REVIEWED,
        rank=best.rank + 1,
        because=f"correction {entry.id} of {best.id}",
        artefact=None,
        format="correction",
    )
    spoken = [
        replace(
            one,
            id=new_identifier("utt"),
            transcript_id=made.id,
            text=given.after if one.id == given.target else one.text,
            words=() if one.id == given.target else one.words,
            score=None if one.id == given.target else one.score,
        )
        for one in lines
        if not one.held_back
    ]
    spoken = [replace(one, position=at) for at, one in enumerate(spoken)]
    objects = [made.id, transcript_digest(made, spoken), best.id]
    seq = w.note(EventType.MODIFICATION, objects, note="a correction was accepted")
    add_transcript(w.db, made, spoken, seq)
    return made.id


def _revised_translation(w: Writing, recording_id: str, entry: Logged, signed: Signature) -> str:
    identifier, _, position = entry.correction.target.partition(":")
    old = next(one for one in translations(w.db, recording_id) if one.id == identifier)
    lines = [
        replace(one, text=entry.correction.after) if str(one.position) == position else one
        for one in translation_lines(w.db, identifier)
    ]
    human = old.origin is TranslationOrigin.HUMAN
    newest = max(one.rank for one in translations(w.db, recording_id))
    made = replace(
        old,
        id=new_identifier("trl"),
        origin=TranslationOrigin.HUMAN if human else TranslationOrigin.POST_EDITED,
        maker=f"{signed.by} (correction {entry.id})",  # told apart, also when it is put back
        status=VersionStatus.REVIEWED,
        rank=newest + 1,
        because=f"correction {entry.id} of {old.id}",
        artefact=None,
    )
    objects = [made.id, translation_digest(made, lines), old.id]
    seq = w.note(EventType.MODIFICATION, objects, note="a correction was accepted")
    add_translation(w.db, made, lines, seq)
    return made.id
