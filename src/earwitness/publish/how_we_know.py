"""What may be said about a recording on a page: who published it, when at the latest, who wrote it down.

The strongest wording that the archive allows; a publisher's statement is given as the publisher's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.publish.wording import Wording
from earwitness.records.artefacts import AppearanceKind
from earwitness.records.fuzzydate import DateBasis, narrowed
from earwitness.records.review import Standing, Verdict
from earwitness.records.words import TranscriptOrigin, TranslationOrigin, VersionStatus
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.sound import recorded_bounds
from earwitness.store.catalog.words import best_transcript, best_translations
from earwitness.text.wording.allowed import say_date, say_recording

__all__ = ["Knowledge", "how_we_know"]

_PUBLIC = (AppearanceKind.POST, AppearanceKind.VIDEO_PAGE)
_TRANSCRIPTS = {TranscriptOrigin.MACHINE: "machine", TranscriptOrigin.HUMAN: "human"}
_TRANSLATIONS = {TranslationOrigin.MACHINE: "machine", TranslationOrigin.PUBLISHER: "publisher"}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a reader is told about one recording: its identifier, and whole sentences."""

    recording: str
    sentences: tuple[str, ...]


def how_we_know(
    db: sqlite3.Connection,
    recording_id: str,
    say: Wording,
    shown: frozenset[str] = frozenset(),
    standing: Standing | None = None,
) -> Knowledge:
    """Gather it from the archive.

    Args:
        say: the wording of the page.
        shown: languages of the translations that the page quotes; others are not its business.
        standing: the verdict that stands; None: nobody has examined it.
    """
    sentences = [
        *_published(db, recording_id, say),
        _date(db, recording_id, say),
        *_genuine(db, recording_id, say, standing or Standing()),
        *_makers(db, recording_id, say, shown),
    ]
    return Knowledge(recording_id, tuple(sentences))


def _published(db: sqlite3.Connection, recording_id: str, say: Wording) -> Iterator[str]:
    names = {one.id: one.name for one in sources(db)}
    public = [one for one in appearances_of_recording(db, recording_id) if one.kind in _PUBLIC]
    if not public:
        yield say.say("never_published")
    for one in public:
        who, latest = names[one.source_id], one.published.latest
        if latest is None:
            yield say.say("published_undated", who=who)
        else:
            yield say.say("published", who=who, when=say.day(latest))


def _date(db: sqlite3.Connection, recording_id: str, say: Wording) -> str:
    known = narrowed(recorded_bounds(db, recording_id))
    bounds = known.date
    if known.contradictions or any(one.basis is not DateBasis.PUBLICATION for one in known.by):
        return say_date(say.language, known)  # a person knows more than the publication tells
    if bounds.latest is None:
        return say.say("date_unknown")
    received = "received" in bounds.note
    return say.say("date_bound_received" if received else "date_bound", day=say.day(bounds.latest))


def _genuine(
    db: sqlite3.Connection, recording_id: str, say: Wording, standing: Standing
) -> Iterator[str]:
    """The strongest that may be said of whether it is genuine; a verdict against it is said as well.

    That nothing is known of it is said by `earwitness.publish.page.not_known`.
    """
    if standing.verdict in (Verdict.UNEXAMINED, Verdict.UNVERIFIED):
        return
    names = {one.id: one.name for one in sources(db)}
    seen = appearances_of_recording(db, recording_id)
    public = [names[one.source_id] for one in seen if one.kind in _PUBLIC]
    yield say_recording(
        say.language, standing.verdict, public, parts=standing.parts, routes=standing.routes
    )


def _makers(
    db: sqlite3.Connection, recording_id: str, say: Wording, shown: frozenset[str]
) -> Iterator[str]:
    best = best_transcript(db, recording_id)
    if best is not None:
        maker = _TRANSCRIPTS.get(best.origin, "publisher")
        yield say.say(f"transcript_{maker}", language=say.name(best.language))
    for language, one in best_translations(db, recording_id).items():
        if language in shown:
            made = say.say(
                f"translation_{_TRANSLATIONS.get(one.origin, 'human')}", language=say.name(language)
            )
            approved = one.status is VersionStatus.APPROVED
            yield f"{made} {say.say('approved' if approved else 'not_approved')}"
