"""How a recording spread: its first known appearance, and every further one with the hours between.

Times are bounds with a basis. A file that was handed to the desk was not published by that; it stands
in the list as received, and no hours are counted to or from it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from earwitness.compare.sources.decided import read_decisions
from earwitness.compare.sources.quoting import QuoteLink, quote_links
from earwitness.compare.sources.reading import SoundGroup, recorded_bound, sound_group
from earwitness.records.artefacts import Appearance, AppearanceKind, PublishedAt
from earwitness.records.sound import Relation
from earwitness.records.timecode import format_ms
from earwitness.store.catalog.copies import carriers
from earwitness.store.catalog.receipts import appearance, appearances_of_recording, sources
from earwitness.store.catalog.sound import renditions
from earwitness.store.catalog.source_decisions import decisions
from earwitness.store.catalog.statements import quotations_in

__all__ = ["Timeline", "TimelineEntry", "hours_between", "timeline_of"]

_WHOLE = 0.98  # of the longest file: encoders add and cut some milliseconds
_BASIS = {
    "unix": "to the second",
    "day": "known to the day, in UTC",
    "local_unknown": "a clock whose time zone nobody wrote down",
    "stated": "as the page states it",
    "unknown": "not known when",
}
_RELATIONS = {
    Relation.RE_ENCODE: "whole, encoded anew",
    Relation.EXCERPT: "excerpt",
    Relation.COMPILATION_PART: "part of a compilation",
    Relation.SUBTITLED: "subtitled",
    Relation.VOICED_OVER: "voiced over",
    Relation.REDACTED: "redacted",
    Relation.REVOICED: "spoken anew by another voice",
    Relation.MIXED: "mixed with music",
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One appearance.

    Attributes:
        public: False for files that were handed to the desk.
        earliest, latest: bounds of when it appeared, None where a side is open.
        basis: what they rest on, in words.
        hours_least, hours_most: since the first known appearance, None where that cannot be told.
        carries: what of the recording it carries.
        forwarded_from: as the post says, or "".
        edited_at: when it was last changed, or None.
        note: for an article that is only suggested, why.
    """

    appearance_id: str
    channel: str
    kind: str
    public: bool
    earliest: datetime | None
    latest: datetime | None
    basis: str
    hours_least: float | None
    hours_most: float | None
    carries: str
    title: str
    url: str
    forwarded_from: str
    edited_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The appearances of one sound in the order in which they are known to have been there.

    Attributes:
        recordings: all that carry the sound; the one that stands for them first.
        first: identifier of the first known appearance, "" where none is dated and public.
        recorded_not_after: never later than the first known appearance; ``recorded_basis`` says why.
    """

    recordings: tuple[str, ...]
    first: str
    recorded_not_after: datetime | None
    recorded_basis: str
    entries: tuple[TimelineEntry, ...]
    notes: tuple[str, ...]


def timeline_of(db: sqlite3.Connection, recording_id: str, same: Mapping[str, str]) -> Timeline:
    """Every known appearance of a recording and of all that carry its sound.

    Args:
        same: recording to the recording whose sound it carries.
    """
    group = sound_group(db, recording_id, same)
    decided = read_decisions(decisions(db), same)
    links, notes = quote_links(db, group.members, group.canonical, decided)
    found = _appearances(db, group, links)
    # What is only suggested to quote it cannot be what it first appeared in.
    unsure = {one.appearance_id for one in links if one.state == "suggested"}
    dated = [
        one
        for one in found
        if _public(one) and one.published.latest is not None and one.id not in unsure
    ]
    first = min(dated, key=_order, default=None)
    names = {one.id: one.name for one in sources(db)}
    by_appearance = {one.appearance_id: one for one in links}
    bound = recorded_bound(db, group, decided, links)
    return Timeline(
        (group.canonical, *(one for one in group.members if one != group.canonical)),
        first.id if first is not None else "",
        bound.value,
        bound.basis,
        tuple(
            _entry(db, group, one, first, (names[one.source_id], by_appearance.get(one.id)))
            for one in sorted(found, key=_order)
        ),
        tuple(notes),
    )


def hours_between(first: PublishedAt, later: PublishedAt) -> tuple[float | None, float | None]:
    """The fewest and the most hours that can lie between two appearances; None where a side is open.

    The fewest may be negative: what is only known to the day may have come before.
    """
    return _hours(first.latest, later.earliest), _hours(first.earliest, later.latest)


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else round((end - start).total_seconds() / 3600, 2)


def _appearances(
    db: sqlite3.Connection, group: SoundGroup, links: Sequence[QuoteLink]
) -> list[Appearance]:
    found: dict[str, Appearance] = {}
    for member in group.members:
        found |= {one.id: one for one in appearances_of_recording(db, member)}
    for link in links:
        about = appearance(db, link.appearance_id)
        if about is not None:
            found.setdefault(about.id, about)
    return list(found.values())


def _entry(
    db: sqlite3.Connection,
    group: SoundGroup,
    one: Appearance,
    first: Appearance | None,
    told: tuple[str, QuoteLink | None],
) -> TimelineEntry:
    channel, link = told
    public = _public(one)
    least, most = (None, None)
    if public and first is not None:
        least, most = (
            (0.0, 0.0) if one.id == first.id else hours_between(first.published, one.published)
        )
    basis = _BASIS.get(one.published.basis, one.published.basis)
    if one.published.words:
        basis = f"{basis} (“{one.published.words}”)"
    return TimelineEntry(
        appearance_id=one.id,
        channel=channel,
        kind=one.kind.value,
        public=public,
        earliest=one.published.earliest,
        latest=one.published.latest,
        basis=basis if public else "received by the desk",
        hours_least=least,
        hours_most=most,
        carries=_carries(db, group, one, link),
        title=one.title or "",
        url=one.url or "",
        forwarded_from=one.forwarded_from or "",
        edited_at=one.edited_at,
        note="" if link is None or link.state == "decided" else f"suggested: {link.reason}",
    )


def _carries(
    db: sqlite3.Connection, group: SoundGroup, one: Appearance, link: QuoteLink | None
) -> str:
    files = [file.sha256 for file in one.attachments if file.sha256 in group.carried]
    if files:
        return "; ".join(dict.fromkeys(_file_words(db, group, str(name)) for name in files))
    if link is not None:
        return f"quotes it: {link.found} of {link.quotations} quotations"
    if one.kind is AppearanceKind.ARTICLE:
        quotes = [q for q in quotations_in(db, one.id) if q.recording_id in group.members]
        return f"quotes it: {len(quotes)} quotations" if quotes else "speaks of it"
    if any(file.role == "words" for file in one.attachments):
        return "its words only"
    return "speaks of it, carries no sound"


def _file_words(db: sqlite3.Connection, group: SoundGroup, sha256: str) -> str:
    """What of the recording a file carries: as somebody or a measure said, else by its length."""
    lengths = {
        name: int(row["duration_ms"])
        for name in group.carried
        for row in db.execute("select duration_ms from heard where sha256 = ?", (name,))
    }
    length = lengths.get(sha256)
    of = f" ({format_ms(length, millis=False)})" if length is not None else ""
    as_told = [(one.sha256, one.relation) for one in carriers(db, group.canonical)]
    as_told += [
        (one.sha256, one.relation) for name in group.members for one in renditions(db, name)
    ]
    for name, relation in as_told:
        if name == sha256 and relation is not Relation.IDENTICAL:
            return f"{_RELATIONS[relation]}{of}"
    if length is None:
        return "sound that was not measured"
    longest = max(lengths.values())
    if length >= _WHOLE * longest:
        return f"whole{of}"
    return f"{format_ms(length, millis=False)} of {format_ms(longest, millis=False)}"


def _public(one: Appearance) -> bool:
    return one.kind is not AppearanceKind.FILE


def _order(one: Appearance) -> tuple[bool, str, bool, str]:
    latest = one.published.latest
    return latest is None, latest.isoformat() if latest else "", not _public(one), one.id
