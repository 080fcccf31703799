"""Where the recordings appeared: for the public only what was public, without captions, titles and file names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from earwitness.publish.bag.veil import Veiling
from earwitness.records.artefacts import Appearance, AppearanceKind, Source, SourceKind
from earwitness.store.catalog.receipts import appearances_of_recording, captured_in, sources
from earwitness.store.custody import event_line

__all__ = ["appearances", "publishers_of", "source_rows", "sources_by_id"]

_RELEASED = (AppearanceKind.POST, AppearanceKind.VIDEO_PAGE)
_PUBLIC = (*_RELEASED, AppearanceKind.ARTICLE)
_UNNAMED = (SourceKind.PARTICIPANT, SourceKind.OWN_RECORDING, SourceKind.UNKNOWN)


def sources_by_id(db: sqlite3.Connection) -> Mapping[str, Source]:
    """All sources by their identifier."""
    return {one.id: one for one in sources(db)}


def appearances(db: sqlite3.Connection, recording_id: str, *, public: bool) -> list[Appearance]:
    """Where a recording appeared; for the public, posts, pages and articles."""
    found = appearances_of_recording(db, recording_id)
    return [one for one in found if not public or one.kind in _PUBLIC]


def publishers_of(
    db: sqlite3.Connection, recording_id: str, named: Mapping[str, Source], veil: Veiling
) -> list[str]:
    """Who released it, the first first."""
    found = [
        veil.text(_name(named[one.source_id]))
        for one in appearances(db, recording_id, public=True)
        if one.kind in _RELEASED
    ]
    return [one for one in dict.fromkeys(found) if one]


def source_rows(
    db: sqlite3.Connection,
    recording_id: str,
    named: Mapping[str, Source],
    veil: Veiling,
    *,
    public: bool,
) -> Iterator[dict[str, Any]]:
    """A row for each appearance."""
    for one in appearances(db, recording_id, public=public):
        source = named[one.source_id]
        row: dict[str, Any] = {
            "appearance": one.id,
            "recording": recording_id,
            "kind": one.kind.value,
            "source": veil.text(_name(source)) if public else source.name,
            "source_kind": source.kind.value,
            "url": veil.address(one.url),
            "published_at": _published(one),
            "captured_at": _captured(db, one.id),
            "availability": one.availability.value,
        }
        if not public:
            row |= _sealed_fields(one, source)
        yield row


def _name(source: Source) -> str:
    """A participant is a person; what nobody named has no name to print."""
    return "" if source.kind in _UNNAMED else source.name


def _published(one: Appearance) -> dict[str, str]:
    return {
        "earliest": _instant(one.published.earliest),
        "latest": _instant(one.published.latest),
        "basis": one.published.basis,
    }


def _instant(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _captured(db: sqlite3.Connection, appearance_id: str) -> str:
    """The instant of the custody event with which it came."""
    line = event_line(db, captured_in(db, appearance_id))
    return "" if line is None else str(json.loads(line)["at"])


def _sealed_fields(one: Appearance, source: Source) -> dict[str, Any]:
    return {
        "title": one.title,
        "caption": one.caption,
        "external_id": one.external_id,
        "forwarded_from": one.forwarded_from,
        "edited_at": _instant(one.edited_at),
        "published_words": one.published.words,
        "capture": one.capture,
        "collector": source.collector,
        "origin_group": source.origin_group,
        "attachments": [asdict(file) for file in one.attachments],
    }
