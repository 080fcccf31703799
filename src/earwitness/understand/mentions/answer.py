"""What the archive says of a name: every mention of it in any script, with its place, and how sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.statements import (
    Certainty,
    Entity,
    EntityLink,
    Mention,
    Resolution,
)
from earwitness.records.words import TranslationLine, Utterance
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.mentions import (
    add_entity,
    add_entity_link,
    add_resolutions,
    entities,
    entity_link_digest,
    entity_links,
    mentions,
    resolutions,
)
from earwitness.store.catalog.words import best_transcript, best_translations, utterances
from earwitness.store.renderings import renderings
from earwitness.text.transliteration import cyrillic_candidates, latin_key
from earwitness.text.words import fold, tokens
from earwitness.understand.mentions.finding import find_mentions
from earwitness.understand.mentions.line import word_key

__all__ = [
    "EntityAnswer",
    "MentionLine",
    "entities_called",
    "entity_answers",
    "every_entity",
    "mention_lines",
    "query_keys",
    "say_same",
    "split_off",
    "standing_lines",
]


@dataclass(frozen=True, slots=True)
class MentionLine:
    """A mention where it stands: in words heard, or in a translation only.

    Attributes:
        text: the line in the language spoken, "" where the archive has none.
        language: of the line that holds the mention.
        translations: language to the words that render the line.
        in_translation: the mention stands in a translation, whose words are ``text``.
        link: whom the mention means, None for kinds that are not linked.
    """

    mention: Mention
    text: str
    language: str
    voice: str
    start_ms: int | None
    end_ms: int | None
    timing: str
    translations: dict[str, str]
    in_translation: bool
    link: Resolution | None = None


@dataclass(frozen=True, slots=True)
class EntityAnswer:
    """An entity, those that a person says are the same, and all mentions of them.

    Attributes:
        same_as: other entities that are taken for this one, and what was said of them.
        apart: entities that a person says are others.
        sounds: how many sounds they are in; files that carry the same sound are one.
    """

    entity: Entity
    same_as: tuple[Entity, ...]
    apart: tuple[Entity, ...]
    links: tuple[EntityLink, ...]
    lines: tuple[MentionLine, ...]
    sounds: int


def mention_lines(archive: Archive, recording_id: str) -> tuple[MentionLine, ...]:
    """All mentions in the words of a recording, those of translations only where the line of the
    original holds none of the same kind and key.
    """
    return standing_lines(archive, mentions(archive.db, recording_id), resolutions(archive.db))


def entities_called(archive: Archive, name: str) -> list[Entity]:
    """Entities that a name may mean: an identifier, or a name in any script, case and number."""
    everything = entities(archive.db)
    exact = [one for one in everything if one.id == name]
    if exact:
        return exact
    keys = query_keys(name)
    return [one for one in everything if _plain(one.key) in keys or fold(one.name) == fold(name)]


def entity_answers(archive: Archive, name: str) -> tuple[EntityAnswer, ...]:
    """Everything said of the entities of that name; what a person held together is one answer.

    Raises:
        NotInArchive: nothing is called so.
    """
    found = entities_called(archive, name)
    if not found:
        raise NotInArchive(
            f"nobody and nothing here is called '{name}'",
            do="`earwitness mentions REC` lists what a recording speaks of; `earwitness run` reads new words",
        )
    return _answers(archive, found)


def every_entity(archive: Archive) -> tuple[EntityAnswer, ...]:
    """All entities that have mentions now, the most often mentioned first."""
    return tuple(one for one in _answers(archive, entities(archive.db)) if one.lines)


def _answers(archive: Archive, found: Sequence[Entity]) -> tuple[EntityAnswer, ...]:
    everything = {one.id: one for one in entities(archive.db)}
    links = entity_links(archive.db)
    groups = _groups(everything, links)
    held = resolutions(archive.db)
    by_entity: defaultdict[str, list[Mention]] = defaultdict(list)
    for one in mentions(archive.db):
        link = held.get(one.id)
        if link is not None:
            by_entity[link.entity_id].append(one)
    same = same_recording(archive.db)
    answers, seen = [], set[str]()
    for entity in found:
        group = groups[entity.id]
        if entity.id in seen:
            continue
        seen |= group
        those = [one for member in sorted(group) for one in by_entity[member]]
        about = tuple(one for one in links if {one.entity_id, one.other_id} & group)
        apart = {
            one.other_id if one.entity_id in group else one.entity_id
            for one in _last(about)
            if not one.same
        }
        answers.append(
            EntityAnswer(
                entity,
                tuple(everything[one] for one in sorted(group - {entity.id})),
                tuple(everything[one] for one in sorted(apart - group)),
                about,
                standing_lines(archive, those, held),
                len({same.get(one.recording_id, one.recording_id) for one in those}),
            )
        )
    return tuple(sorted(answers, key=lambda one: -len(one.lines)))


def say_same(
    archive: Archive, name: str, other: str, *, same: bool, by: str, because: str
) -> EntityLink:
    """Keep a person's word that two entities are the same, or are not; nothing is overwritten.

    Raises:
        UsageError: nobody signs it, it has no reason, or a name could mean several.
        NotInArchive: nothing is called so.
    """
    _signed(by, because)
    first, second = _one(archive, name), _one(archive, other)
    if first.id == second.id:
        raise UsageError(
            f"'{name}' and '{other}' are one entity already ({first.id})",
            do="To take a mention out of it: `earwitness entity NAME --not-here MENTION`",
        )
    made = EntityLink(
        new_identifier("enl"), first.id, second.id, same, by.strip(), because.strip(), _now()
    )
    with archive.writing() as w:
        # The chain names no person and no reason: those may be sealed. It holds their digest.
        objects = [made.id, entity_link_digest(made), first.id, second.id]
        seq = w.note(EventType.CREATION, objects, note="a person decided on two entities")
        add_entity_link(w.db, made, seq)
    return made


def split_off(
    archive: Archive, name: str, mention_ids: Sequence[str], *, by: str, because: str
) -> Entity:
    """Take mentions out of an entity: they become one of their own, of the same name.

    Raises:
        UsageError: nobody signs it, or a mention does not belong to the entity.
        NotInArchive: nothing is called so.
    """
    _signed(by, because)
    entity = _one(archive, name)
    held = resolutions(archive.db)
    for one in mention_ids:
        if one not in held or held[one].entity_id != entity.id:
            raise UsageError(
                f"'{one}' is no mention of {entity.name} ({entity.id})",
                do=f"`earwitness entity {entity.id}` lists them with their identifiers",
            )
    fresh = new_identifier("ent")
    with archive.writing() as w:
        seq = w.note(
            EventType.CREATION, [fresh, entity.id, *mention_ids], note="a person split an entity"
        )
        made = Entity(fresh, entity.kind, f"{entity.key} #{fresh}", entity.name, entity.detail)
        made = add_entity(w.db, made, seq)
        add_resolutions(
            w.db,
            [
                Resolution(
                    one, made.id, Certainty.CERTAIN, by.strip(), because.strip(), _now(), True
                )
                for one in mention_ids
            ],
            seq,
        )
    return made


def _signed(by: str, because: str) -> None:
    for option, words in (("--by", by), ("--because", because)):
        if not words.strip():
            raise UsageError(
                f"a decision needs {option}", do="Say who decides (--by) and why (--because)"
            )


def _one(archive: Archive, name: str) -> Entity:
    found = entities_called(archive, name)
    if not found:
        raise NotInArchive(
            f"nobody and nothing here is called '{name}'",
            do="`earwitness entity` shows what there is",
        )
    if len(found) > 1:
        names = ", ".join(f"{one.id} ({one.kind.value} {one.name})" for one in found[:6])
        raise UsageError(f"'{name}' could be {names}", do="Write the identifier")
    return found[0]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _plain(key: str) -> str:
    return key.partition(" #")[0]


def query_keys(name: str) -> set[str]:
    """Keys under which a name may be kept: as a unit, word by word in either language, and, from
    Latin letters, as what may have been written in Cyrillic ("Zimoi" is «Зимой»).
    """
    found = {name.strip()}
    for language in ("ru", "uk", "en"):
        for one in find_mentions([(name, language)]):
            if one.key and one.end - one.start >= len(name.strip()) - 2:
                found.add(one.key)
                found.add(
                    " ".join(
                        filter(None, (*one.key.split(" "), dict(one.detail).get("branch", "")))
                    )
                )
    words = [fold(one.text) for one in tokens(name)]
    for language in ("ru", "uk", "en"):
        found.add(" ".join(word_key(one, language) for one in words))
    if len(words) == 1 and words[0].isascii() and words[0].isalpha():
        for guess in cyrillic_candidates(words[0])[:12]:
            found |= {word_key(guess, "ru"), word_key(guess, "uk")}
        found.add(latin_key(words[0]))
    return found


def _last(links: Iterable[EntityLink]) -> list[EntityLink]:
    """Of what was said about a pair the last word."""
    found = {frozenset((one.entity_id, one.other_id)): one for one in links}
    return list(found.values())


def _groups(
    everything: Mapping[str, Entity], links: Sequence[EntityLink]
) -> dict[str, frozenset[str]]:
    """Entities that are taken for one: pairs whose last word is "the same", and what these join."""
    found = {one: frozenset((one,)) for one in everything}
    for link in _last(links):
        if link.same:
            joined = found[link.entity_id] | found[link.other_id]
            for member in joined:
                found[member] = joined
    return found


def standing_lines(
    archive: Archive, given: Sequence[Mention], held: Mapping[str, Resolution]
) -> tuple[MentionLine, ...]:
    """Mentions with the lines in which they stand, those of older versions left out.

    Args:
        held: mention to whom it means.
    """
    by_recording: defaultdict[str, list[Mention]] = defaultdict(list)
    for one in given:
        by_recording[one.recording_id].append(one)
    found: list[MentionLine] = []
    for recording_id, those in by_recording.items():
        found += _of_recording(archive, recording_id, those, held)
    return tuple(found)


def _of_recording(
    archive: Archive, recording_id: str, given: Sequence[Mention], held: Mapping[str, Resolution]
) -> list[MentionLine]:
    db = archive.db
    shown = best_transcript(db, recording_id)
    spoken = {} if shown is None else {one.position: one for one in utterances(db, shown.id)}
    chosen = best_translations(db, recording_id)
    beside = {
        language: renderings(db, version, shown.id if shown else "")
        for language, version in chosen.items()
    }
    versions = {version.id: language for language, version in chosen.items()}
    original = shown.id if shown else ""
    said = {
        (one.position, one.kind, one.key) for one in mentions(db, recording_id, original or "none")
    }
    found = []
    for one in given:
        link = held.get(one.id)
        if one.version_id == original:
            found.append(_heard(one, spoken[one.position], beside, link))
        elif one.version_id in versions:
            language = versions[one.version_id]
            line = next((r for r in beside[language] if r.position == one.position), None)
            if line is not None and not any(
                (place, one.kind, one.key) in said for place in _places(line)
            ):
                heard = None if line.first is None else spoken.get(line.first)
                found.append(_rendered(one, line, language, heard, link))
    found.sort(
        key=lambda m: (
            m.start_ms if m.start_ms is not None else -1,
            m.in_translation,
            m.mention.position,
            m.mention.start,
        )
    )
    return found


def _places(line: TranslationLine) -> range:
    """Positions of the lines of the original that a line of a translation renders."""
    if line.first is None:
        return range(0)
    return range(line.first, (line.first if line.last is None else line.last) + 1)


def _heard(
    one: Mention,
    line: Utterance,
    beside: Mapping[str, Sequence[TranslationLine]],
    link: Resolution | None,
) -> MentionLine:
    texts = {
        language: " ".join(r.text for r in lines if one.position in _places(r))
        for language, lines in beside.items()
    }
    return MentionLine(
        one, line.text, line.language, line.voice or "", line.start_ms, line.end_ms,
        line.timing.value, {tag: text for tag, text in texts.items() if text}, False, link,
    )  # fmt: skip


def _rendered(
    one: Mention,
    line: TranslationLine,
    language: str,
    heard: Utterance | None,
    link: Resolution | None,
) -> MentionLine:
    start_ms, end_ms, timing = line.start_ms, line.end_ms, "exact"
    if start_ms is None and heard is not None:
        start_ms, end_ms, timing = heard.start_ms, heard.end_ms, heard.timing.value
    return MentionLine(
        one, line.text, language, line.voice or "", start_ms, end_ms, timing,
        {heard.language: heard.text} if heard else {}, True, link,
    )  # fmt: skip
