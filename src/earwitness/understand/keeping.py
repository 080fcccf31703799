"""Translations into the archive: which are wanted, and each one as a version with its maker."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.words import (
    Transcript,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
)
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import (
    add_translation,
    best_transcript,
    is_known_translation,
    translation_digest,
    translations,
    utterances,
)
from earwitness.text.translator_terms import TranslatorTerms
from earwitness.understand.translate import (
    MadeTranslation,
    TranslateSettings,
    Translator,
    primary,
    worth_translating,
)

__all__ = ["TRANSLATE", "Wanted", "keep_translation", "wanted_translation", "wanted_translations"]

TRANSLATE = "translate"
# Behind everything that people made, beside what other machines made.
_RANK = 10
_WORK_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A transcript to be translated into one language, and the piece of work that this is.

    ``lines`` are all utterances of the transcript; those that are not translated are among them.
    """

    transcript: Transcript
    target: str
    lines: tuple[Utterance, ...]
    key: ledger.TaskKey


def wanted_translations(
    archive: Archive,
    recording_ids: Sequence[str],
    engine: Translator,
    settings: TranslateSettings,
    terms: TranslatorTerms,
) -> list[Wanted]:
    """What a run translates: the words shown first, where no person's translation is there yet."""
    found = []
    for recording_id in recording_ids:
        there = {
            primary(one.language)
            for one in translations(archive.db, recording_id)
            if one.origin is not TranslationOrigin.MACHINE or one.status is VersionStatus.APPROVED
        }
        for target in settings.to:
            if primary(target) not in there:
                one = wanted_translation(archive, recording_id, target, engine, settings, terms)
                if one is not None and not ledger.is_done(archive.db, one.key):
                    found.append(one)
    return found


def wanted_translation(
    archive: Archive,
    recording_id: str,
    target: str,
    engine: Translator,
    settings: TranslateSettings,
    terms: TranslatorTerms,
) -> Wanted | None:
    """The words shown first of a recording, to be translated; None if no line of them is to be."""
    shown = best_transcript(archive.db, recording_id)
    if shown is None:
        return None
    lines = tuple(utterances(archive.db, shown.id))
    said = [
        (one.position, one.text, one.language)
        for one in lines
        if not worth_translating(one, target, settings.spoken)
    ]
    if not said:
        return None
    told = (*terms.glossary.terms, *terms.notes(text for _, text, _ in said))
    given = [[t.source, t.target, t.note] for t in told] if engine.reads_glossary else []
    inputs = hashlib.sha256(json.dumps([target, said, given]).encode()).hexdigest()[:32]
    key = ledger.TaskKey(
        shown.id, TRANSLATE, f"{_WORK_VERSION} {engine.name} {engine.version}",
        engine.settings_digest, inputs,
    )  # fmt: skip
    return Wanted(shown, target, lines, key)


def keep_translation(
    archive: Archive,
    wanted: Wanted,
    made: MadeTranslation,
    engine: Translator,
    lease: ledger.Lease | None = None,
) -> str | None:
    """Store a machine's translation as a draft beside all others; nothing is overwritten.

    Args:
        lease: of the piece of work, None when it is done without one.

    Returns:
        The id of the new version; None if the same words were there, nothing was translated, or
        the lease was lost.
    """
    by_position = {one.position: one for one in wanted.lines}
    version = Translation(
        id=new_identifier("trl"),
        recording_id=wanted.transcript.recording_id,
        transcript_id=wanted.transcript.id,
        language=wanted.target,
        origin=TranslationOrigin.MACHINE,
        maker=f"{engine.name} {engine.version} {engine.settings_digest}",
        status=VersionStatus.DRAFT,
        rank=_RANK,
        because="a machine's: translated here, not read by anybody",
    )
    lines = [
        TranslationLine(
            number,
            one.text,
            first=one.position,
            last=one.position,
            start_ms=by_position[one.position].start_ms,
            end_ms=by_position[one.position].end_ms,
            voice=by_position[one.position].voice,
        )
        for number, one in enumerate(made.lines)
    ]
    fresh = bool(lines) and not is_known_translation(archive.db, version, lines)
    objects = [version.recording_id]
    objects += [version.id, translation_digest(version, lines)] if fresh else []
    nothing = "" if fresh else ": nothing new"
    with suppress(_LeaseLost), archive.writing() as w:
        seq = w.note(
            EventType.CREATION,
            objects,
            note=f"translated into {wanted.target} by {engine.name}{nothing}",
        )
        if lease is None:
            ledger.done_directly(w.db, [wanted.key], seq)
        elif not ledger.finish(w.db, lease, None, seq):
            raise _LeaseLost
        if fresh and add_translation(w.db, version, lines, seq):
            return version.id
    return None


class _LeaseLost(Exception):
    """Another worker finished this item."""
