"""People, units, places: a page of the names there are, and a page of the mentions of one."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.errors import NotInArchive
from earwitness.records.statements import Entity, EntityLink
from earwitness.store.archive import Archive
from earwitness.store.catalog.entity_lists import (
    ListedEntity,
    entities_page,
    mentions_of_entities,
)
from earwitness.store.catalog.mentions import (
    entities_called_by,
    entity_links,
    links_of_mentions,
    mentions_called,
)
from earwitness.text.words import fold
from earwitness.understand.mentions.answer import MentionLine, query_keys, standing_lines

__all__ = ["EntityList", "EntityPage", "entity_list", "entity_page"]


@dataclass(frozen=True, slots=True)
class EntityList:
    """A page of names; ``same`` has, for each that persons hold together with others, those others."""

    rows: tuple[ListedEntity, ...]
    same: dict[str, tuple[Entity, ...]]
    first: int
    total: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """An entity and those taken for it.

    Attributes:
        same_as: entities that persons say are the same, also over others; apart: that are not.
        links: what was said of them, the earliest first; named: all entities in those.
        lines: a page of the mentions of them all. A mention of a translation whose line is heard too stands once.
    """

    entity: Entity
    same_as: tuple[Entity, ...]
    apart: tuple[Entity, ...]
    links: tuple[EntityLink, ...]
    named: dict[str, Entity]
    lines: tuple[MentionLine, ...]
    first: int
    total: int


def entity_list(
    archive: Archive, *, name: str = "", kind: str = "", first: int = 0, count: int = 50
) -> EntityList:
    """The names in an archive, the most often mentioned first.

    Args:
        name: in any script, case and number, or a part of it; "" for all.
        kind: of `MentionKind`, "" for all; one that is none finds nothing.
    """
    name = " ".join(name.split())
    rows, total = entities_page(
        archive.db,
        kind=kind,
        keys=sorted(query_keys(name)) if name else (),
        part=fold(name) if name else "",
        first=first,
        count=count,
    )
    links = entity_links(archive.db)
    groups = {one.entity.id: _group(one.entity.id, links) for one in rows}
    others = {other for group in groups.values() for other in group}
    named = entities_called_by(archive.db, sorted(others))
    same = {
        one: tuple(named[other] for other in sorted(group - {one}))
        for one, group in groups.items()
        if len(group) > 1
    }
    return EntityList(tuple(rows), same, first, total)


def entity_page(archive: Archive, entity_id: str, *, first: int = 0, count: int = 30) -> EntityPage:
    """One entity, with a page of its mentions.

    Raises:
        NotInArchive: there is none of that identifier.
    """
    db = archive.db
    links = entity_links(db)
    group = _group(entity_id, links)
    about = tuple(one for one in links if {one.entity_id, one.other_id} & group)
    ends = {end for one in about for end in (one.entity_id, one.other_id)}
    named = entities_called_by(db, sorted(ends | group))
    if entity_id not in named:
        raise NotInArchive(f"nobody and nothing here is called '{entity_id[:40]}'")
    apart = {
        end
        for one in _last(about)
        if not one.same
        for end in (one.entity_id, one.other_id)
        if end not in group
    }
    chosen, total = mentions_of_entities(db, sorted(group), first, count)
    lines = standing_lines(archive, mentions_called(db, chosen), links_of_mentions(db, chosen))
    return EntityPage(
        named[entity_id],
        tuple(named[one] for one in sorted(group - {entity_id})),
        tuple(named[one] for one in sorted(apart)),
        about,
        named,
        lines,
        first,
        total,
    )


def _last(links: tuple[EntityLink, ...] | list[EntityLink]) -> list[EntityLink]:
    """Of what was said about a pair the last word."""
    return list({frozenset((one.entity_id, one.other_id)): one for one in links}.values())


def _group(entity_id: str, links: list[EntityLink]) -> frozenset[str]:
    """The entity and all that are held together with it, also over others."""
    same = [(one.entity_id, one.other_id) for one in _last(links) if one.same]
    found, waiting = {entity_id}, [entity_id]
    while waiting:
        at = waiting.pop()
        for pair in same:
            if at in pair:
                fresh = set(pair) - found
                found |= fresh
                waiting += fresh
    return frozenset(found)
