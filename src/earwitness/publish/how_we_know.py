"""What may be said about a recording on a page: who published it, when at the latest, what is unheard.

The strongest wording that the archive allows; a publisher's statement is given as the publisher's.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from earwitness.publish.quotecheck.parties import parties_of
from earwitness.records.artefacts import AppearanceKind
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.sound import recorded_date
from earwitness.store.catalog.words import best_transcript, best_translations

__all__ = ["Knowledge", "how_we_know"]

_HANDED_OVER = "handed over, source not stated"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a reader is told about one recording; every field is a sentence or empty.

    Attributes:
        recording: its identifier.
        published: (who, when) of each public appearance that carries the sound, earliest first.
        date: what is known of the date of the recording.
        unheard: labels of the sides that cannot be heard.
        words: who made the transcript and the translations, and whether they were approved.
    """

    recording: str
    published: tuple[tuple[str, str], ...]
    date: str
    unheard: tuple[str, ...]
    words: tuple[str, ...]


def how_we_know(db: sqlite3.Connection, recording_id: str, language: str) -> Knowledge:
    """Gather it from the archive. ``language`` is that of the page."""
    del language  # sentences are in English so far; the page says so in its own language
    names = {one.id: one.name for one in sources(db)}
    published = []
    for one in appearances_of_recording(db, recording_id):
        if one.kind in (AppearanceKind.POST, AppearanceKind.VIDEO_PAGE):
            latest = one.published.latest
            when = latest.strftime("%-d %B %Y") if latest else "on an unknown date"
            published.append((names[one.source_id], when))
    date = recorded_date(db, recording_id)
    bound = (
        f"not after {date.latest.strftime('%-d %B %Y')} ({date.note})"
        if date.latest
        else "not known"
    )
    unheard = tuple(one.label for one in parties_of(db, recording_id) if not one.heard)
    return Knowledge(
        recording_id, tuple(published), bound, unheard, tuple(_makers(db, recording_id))
    )


def _makers(db: sqlite3.Connection, recording_id: str) -> list[str]:
    made = []
    best = best_transcript(db, recording_id)
    if best is not None:
        maker = {"asr": "a machine", "human": "a person"}.get(best.origin, "the publisher")
        made.append(f"Transcript ({best.language}): made by {maker}, {best.status}.")
    for language, one in best_translations(db, recording_id).items():
        maker = {"machine": "a machine", "publisher": "the publisher"}.get(one.origin, "a person")
        made.append(f"Translation ({language}): made by {maker}, {one.status}.")
    return made
