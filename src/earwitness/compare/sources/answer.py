"""How many sources stand behind the recordings that a person names: the answer out of an archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from earwitness.compare.sources.decided import read_decisions
from earwitness.compare.sources.graph import SourceGraph, count_sources
from earwitness.compare.sources.quoting import QuoteLink, find_words, quote_links, texts_of
from earwitness.compare.sources.reading import SoundGroup, items_of_sound, shared_sound, sound_group
from earwitness.errors import NotInArchive
from earwitness.records.independence import Item
from earwitness.store.catalog.receipts import appearance
from earwitness.store.catalog.sound import recordings_of_artefact
from earwitness.store.catalog.source_decisions import decisions

__all__ = ["ClaimSources", "ClaimWords", "recordings_of_appearance", "sources_of"]


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Where the words of a claim stand in a recording.

    Attributes:
        share: of the claim's words that stand there, 0 to 1.
        line: the line, as it is written; ``what`` names the version.
    """

    recording_id: str
    share: float
    line: str
    voice: str
    what: str


@dataclass(frozen=True, slots=True)
class ClaimSources:
    """The sources of one claim.

    Attributes:
        claim: its words, "" where none were given.
        recordings: for each that was named, all that carry its sound, the one that stands for them first.
        said: where the claim's words were found.
        articles: what quotes the recordings, decided or suggested.
        notes: what could not be looked at.
    """

    claim: str
    recordings: tuple[tuple[str, ...], ...]
    graph: SourceGraph
    said: tuple[ClaimWords, ...]
    articles: tuple[QuoteLink, ...]
    notes: tuple[str, ...]


def sources_of(
    db: sqlite3.Connection,
    chosen: Sequence[str],
    same: Mapping[str, str],
    claim: str = "",
    public_since: datetime | None = None,
) -> ClaimSources:
    """Count the independent sources behind recordings that a person names for one claim.

    Args:
        chosen: identifiers of recordings, or of appearances (then only these appearances count).
        same: recording to the recording whose sound it carries.
        claim: the words of the claim, to show who says them where.
        public_since: when it was public by other ways.

    Raises:
        NotInArchive: an appearance carries no recording and speaks of none.
    """
    decided = read_decisions(decisions(db), same)
    wanted = _wanted(db, chosen)
    items: dict[str, Item] = {}
    groups: list[SoundGroup] = []
    said: list[ClaimWords] = []
    links: list[QuoteLink] = []
    notes: list[str] = []
    for canonical, only in _by_sound(wanted, same).items():
        group = sound_group(db, canonical, same)
        groups.append(group)
        articles, unread = quote_links(db, group.members, canonical, decided)
        links += articles
        notes += unread
        place = _said(db, group.members, claim)
        said += [place] if place else []
        voices = 1 if place and place.voice else None
        for item in items_of_sound(db, group, decided, articles, voices):
            if not only or item.appearance in only or not item.role.counts:
                items[item.id] = item
    rulings = (*shared_sound(groups), *decided.rulings)
    graph = count_sources(list(items.values()), rulings, public_since)
    named = tuple((g.canonical, *(m for m in g.members if m != g.canonical)) for g in groups)
    return ClaimSources(claim, named, graph, tuple(said), tuple(links), tuple(dict.fromkeys(notes)))


def recordings_of_appearance(db: sqlite3.Connection, identifier: str) -> list[str]:
    """The recordings that an appearance carries or, where it carries none, speaks of.

    Raises:
        NotInArchive: there is no such appearance.
    """
    found = appearance(db, identifier)
    if found is None:
        raise NotInArchive(
            f"no appearance is called '{identifier}'",
            do="`earwitness timeline REC` names those of a recording",
        )
    carried = [
        one.id
        for file in found.attachments
        if file.sha256
        for one in recordings_of_artefact(db, file.sha256)
    ]
    spoken_of = db.execute(
        "select recording_id from quotation where appearance_id = ?1 and recording_id is not null"
        " union select recording_id from assertion where appearance_id = ?1 and recording_id is not null"
        " union select t.recording_id from transcript t join attachment a on a.sha256 = t.artefact"
        " where a.appearance_id = ?1",
        (identifier,),
    )
    return list(dict.fromkeys(carried)) or sorted(row[0] for row in spoken_of)


def _wanted(db: sqlite3.Connection, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Recordings, each with the appearance that was named or "" for all of them."""
    found = []
    for name in chosen:
        if not name.startswith("app-"):
            found.append((name, ""))
            continue
        carried = recordings_of_appearance(db, name)
        if not carried:
            raise NotInArchive(
                f"{name} carries no recording and speaks of none",
                do="Name a recording, or an appearance of one",
            )
        found += [(one, name) for one in carried]
    return found


def _by_sound(wanted: Sequence[tuple[str, str]], same: Mapping[str, str]) -> dict[str, set[str]]:
    """The sounds, each with the appearances that count; none named means all."""
    found: dict[str, set[str]] = {}
    everything: set[str] = set()
    for name, only in wanted:
        canonical = same.get(name, name)
        found.setdefault(canonical, set()).add(only)
        everything |= set() if only else {canonical}
    return {one: set() if one in everything else only for one, only in found.items()}


def _said(db: sqlite3.Connection, members: Sequence[str], claim: str) -> ClaimWords | None:
    if not claim:
        return None
    place = find_words(claim, texts_of(db, members))
    if place is None:
        return None
    text = place.text
    return ClaimWords(
        text.recording_id,
        round(place.share, 3),
        text.lines[place.line],
        text.voices[place.line],
        text.what,
    )
