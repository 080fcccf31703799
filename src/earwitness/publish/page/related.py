"""Where else the sound of a page can be met: copies and excerpts that are public, and recordings of one source.

Only what is public already is named: publications with a publisher. What a machine merely suspects, what is
not public, and what was withdrawn or set aside is not.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime

from earwitness.publish.wording import Wording
from earwitness.records.artefacts import AppearanceKind
from earwitness.records.review import State
from earwitness.records.sound import Relation
from earwitness.store.catalog.copies import carriers, compilations, same_recording
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.signed import signed_about
from earwitness.store.catalog.sound import renditions

__all__ = ["publishers_of", "related"]

_PUBLIC = (AppearanceKind.POST, AppearanceKind.VIDEO_PAGE)
_SHUT = (State.WITHDRAWN, State.QUARANTINED)


def related(db: sqlite3.Connection, recordings: Sequence[str], say: Wording) -> list[str]:
    """Sentences about what belongs together.

    Args:
        recordings: those that the page quotes, in their order.
    """
    same = same_recording(db)
    found = [
        sentence
        for one in recordings
        for sentence in (*_copies(db, one, same, say), *_strung_together(db, one, same, say))
    ]
    return [*dict.fromkeys(found), *_one_source(db, recordings, same, say)]


def publishers_of(db: sqlite3.Connection, recording_id: str) -> list[str]:
    """Who published a recording or a copy of its sound, the earliest first."""
    same = same_recording(db)
    canonical = same.get(recording_id, recording_id)
    names = [recording_id, *(name for name, stands_for in same.items() if stands_for == canonical)]
    found = [one for name in dict.fromkeys(names) for one in _public(db, name)]
    found.sort(key=lambda one: (one[1] is None, one[1]))
    return list(dict.fromkeys(who for who, _ in found))


def _copies(
    db: sqlite3.Connection, recording_id: str, same: dict[str, str], say: Wording
) -> Iterator[str]:
    canonical = same.get(recording_id, recording_id)
    how = {
        one.sha256: one.relation for one in carriers(db, canonical)
    }  # of each file to the recording that stands for all
    for name, stands_for in same.items():
        if stands_for != canonical or name == recording_id or _is_shut(db, name):
            continue
        relation = next(
            (how[one.sha256] for one in renditions(db, name) if one.sha256 in how), None
        )
        key = "also_excerpt" if relation is Relation.EXCERPT else "also_copy"
        for who, latest in _public(db, name):
            when = say.say("on_day", when=say.day(latest)) if latest else ""
            yield say.say(key, recording=recording_id, who=who, when=when)


def _strung_together(
    db: sqlite3.Connection, recording_id: str, same: dict[str, str], say: Wording
) -> Iterator[str]:
    canonical = same.get(recording_id, recording_id)
    for name, parts in compilations(db).items():
        if canonical in parts and not _is_shut(db, name):
            for who, latest in _public(db, name):
                when = say.say("on_day", when=say.day(latest)) if latest else ""
                yield say.say("also_compiled", recording=recording_id, who=who, when=when)


def _one_source(
    db: sqlite3.Connection, recordings: Sequence[str], same: dict[str, str], say: Wording
) -> Iterator[str]:
    """Several recordings from one publisher confirm each other no further than one."""
    by_publisher: dict[str, set[str]] = {}
    for one in recordings:
        for who, _ in _public(db, one):
            by_publisher.setdefault(who, set()).add(same.get(one, one))
    for who, those in by_publisher.items():
        if len(those) > 1:
            yield say.say("one_source", count=str(len(those)), who=who)


def _public(db: sqlite3.Connection, recording_id: str) -> list[tuple[str, datetime | None]]:
    names = {one.id: one.name for one in sources(db)}
    return [
        (names[one.source_id], one.published.latest)
        for one in appearances_of_recording(db, recording_id)
        if one.kind in _PUBLIC
    ]


def _is_shut(db: sqlite3.Connection, recording_id: str) -> bool:
    moves = signed_about(db, recording_id, ("move",))
    return bool(moves) and State(json.loads(moves[-1].body)["to"]) in _SHUT
