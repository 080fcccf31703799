"""The items of a claim out of the catalog: each appearance of its recordings, with its keys.

Whatever nobody decided is unknown. A publisher's own words about a call decide nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from earwitness.compare.sources.decided import Decided, decided_by, end_of_day
from earwitness.compare.sources.quoting import QuoteLink
from earwitness.records.artefacts import Appearance, AppearanceKind, Source
from earwitness.records.independence import (
    NOT_APPLICABLE,
    UNKNOWN,
    DecisionKind,
    Item,
    Key,
    KeyState,
    KeyValue,
    Role,
    Ruling,
    known,
)
from earwitness.records.sound import Basis, Relation
from earwitness.store.catalog.copies import carriers
from earwitness.store.catalog.receipts import (
    appearance,
    appearances_of_artefact,
    appearances_of_recording,
    sources,
)
from earwitness.store.catalog.sound import recorded_date, recording, recordings, renditions, sides
from earwitness.store.catalog.voices import latest_voices
from earwitness.store.catalog.words import best_transcript, transcripts, translations, utterances
from earwitness.text.words import fold

__all__ = [
    "FIRST_HAND",
    "SoundGroup",
    "appearance_label",
    "items_of_sound",
    "recorded_bound",
    "sound_group",
]

FIRST_HAND = "first-hand"


@dataclass(frozen=True, slots=True)
class SoundGroup:
    """The recordings that carry one sound.

    Attributes:
        canonical: the one that stands for them.
        members: all of them, in the order in which they were made.
        carried: SHA-256 of files that carry it to the recordings that they carry it as.
        whole: those of these files that hold nothing else as far as is known.
    """

    canonical: str
    members: tuple[str, ...]
    carried: Mapping[str, tuple[str, ...]]
    whole: frozenset[str]


def sound_group(db: sqlite3.Connection, recording_id: str, same: Mapping[str, str]) -> SoundGroup:
    """All recordings that carry the sound of one, with their files.

    Args:
        same: recording to the recording whose sound it carries; one that is missing is its own.
    """
    canonical = same.get(recording_id, recording_id)
    members = tuple(one.id for one in recordings(db) if same.get(one.id, one.id) == canonical)
    carried: dict[str, tuple[str, ...]] = {}
    whole: set[str] = set()
    for member in members:
        for one in renditions(db, member):
            carried[one.sha256] = (*carried.get(one.sha256, ()), member)
            whole |= {one.sha256} if one.relation is Relation.IDENTICAL else set()
    for part in carriers(db, canonical):
        carried.setdefault(part.sha256, (canonical,))
    return SoundGroup(canonical, members, carried, frozenset(whole))


def shared_sound(groups: Sequence[SoundGroup]) -> Iterator[Ruling]:
    """That a recording is a part of another one: a compilation that was taken in as a recording.

    Two calls of which a compilation holds parts are not one by that; the compilation and each of
    them are.
    """
    for one, other in combinations(groups, 2):
        shared = sorted((one.whole & other.carried.keys()) | (other.whole & one.carried.keys()))
        if shared:
            reason = f"both are in the file {shared[0][:12]}…"
            yield Ruling(
                Key.RECORDING, one.canonical, other.canonical, True, reason, "by what files carry"
            )


def items_of_sound(
    db: sqlite3.Connection,
    group: SoundGroup,
    decided: Decided,
    articles: Sequence[QuoteLink],
    voices: int | None = None,
) -> list[Item]:
    """One item for each appearance of a sound, each translation of it and each article about it.

    Args:
        articles: what quotes it, decided or suggested.
        voices: how many people say the claim in it, where that is known.
    """
    by_source = {one.id: one for one in sources(db)}
    carrying = _carrying(db, group)
    others = _speaking_of(db, group, set(carrying))
    heard = [one for one, _ in carrying.values()] or [
        one for one in others if one.kind is not AppearanceKind.ARTICLE
    ]
    sample = Item(
        id="",
        recording=known(group.canonical),
        root=_root(decided, group.canonical),
        recorded=recorded_bound(db, group, decided, articles),
        voices=_voices(db, group) if voices is None else voices,
    )
    sample = _with_collector(sample, group, heard, decided, by_source)
    made: list[Item] = []
    for one, files in carrying.values():
        made.append(_item(sample, one, Role.RECORDING, files, by_source, decided))
    for one in others:
        role, note = _role_of(one, anything_heard=bool(carrying))
        item = _item(sample, one, role, (), by_source, decided)
        made.append(replace(item, note=item.note or note))
    made += _words_alone(db, group, sample, decided)
    for link in articles:
        about = appearance(db, link.appearance_id)
        if about is not None and about.id not in {one.appearance for one in made}:
            made.append(_article(sample, about, link, by_source, decided))
    return [*made, *_translations(db, group, sample)]


def appearance_label(one: Appearance, by_source: Mapping[str, Source]) -> str:
    """One line: when, by whom, in which form, under which name."""
    when = one.published.latest
    shown = "undated" if when is None else f"{when:%Y-%m-%d %H:%M}"
    if one.kind is AppearanceKind.FILE:
        shown = "received" if when is None else f"received {when:%Y-%m-%d %H:%M}"
    elif when is not None and one.published.earliest != when:
        shown = f"not after {shown}"
    kind = one.kind.value.replace("_", " ")
    return f"{shown}  {by_source[one.source_id].name}, {kind} {one.id}"


def _carrying(
    db: sqlite3.Connection, group: SoundGroup
) -> dict[str, tuple[Appearance, tuple[str, ...]]]:
    """The appearances that carry the sound itself, with the files that do."""
    found: dict[str, tuple[Appearance, tuple[str, ...]]] = {}
    for sha256 in group.carried:
        for one in appearances_of_artefact(db, sha256):
            _, files = found.get(one.id, (one, ()))
            found[one.id] = (one, (*files, sha256))
    return found


def _speaking_of(
    db: sqlite3.Connection, group: SoundGroup, known_ones: set[str]
) -> list[Appearance]:
    found: dict[str, Appearance] = {}
    for member in group.members:
        for one in appearances_of_recording(db, member):
            if one.id not in known_ones:
                found[one.id] = one
    return list(found.values())


def _role_of(one: Appearance, *, anything_heard: bool) -> tuple[Role, str]:
    if one.kind is AppearanceKind.ARTICLE:
        return Role.NEWS_STORY, "an article about the recording"
    if any(file.role == "words" for file in one.attachments):
        if anything_heard:
            return Role.TRANSCRIPT, "its words, not another recording"
        return Role.RECORDING, ""
    return Role.CITATION, "speaks of the recording and does not carry it"


def _item(
    sample: Item,
    one: Appearance,
    role: Role,
    files: tuple[str, ...],
    by_source: Mapping[str, Source],
    decided: Decided,
) -> Item:
    ruling = decided.on(DecisionKind.ROLE, one.id) or decided.on(
        DecisionKind.ROLE, sample.recording.value or ""
    )
    # An appearance that carries no sound stays what it is when the sound is given a role.
    if ruling is not None and (role is Role.RECORDING or ruling.subject == one.id):
        role = Role(ruling.value)
    item = replace(
        sample,
        id=f"{one.id}/{sample.recording.value}",
        label=appearance_label(one, by_source),
        appearance=one.id,
        artefacts=files or tuple(f.sha256 for f in one.attachments if f.sha256),
        public=_public(one),
        note="" if ruling is None else f"{decided_by(ruling)}: {ruling.reason}",
    )
    return _in_role(item, role)


def _in_role(item: Item, role: Role) -> Item:
    """In a picture or a document nobody is quoted, so nobody can have it from somebody."""
    if not role.other_evidence:
        return replace(item, role=role)
    return replace(
        item,
        role=role,
        conversation=NOT_APPLICABLE,
        speaker=NOT_APPLICABLE,
        root=NOT_APPLICABLE,
        recorded=KeyValue(KeyState.NOT_APPLICABLE),
    )


def _article(
    sample: Item,
    about: Appearance,
    link: QuoteLink,
    by_source: Mapping[str, Source],
    decided: Decided,
) -> Item:
    item = _item(sample, about, Role.NEWS_STORY, (), by_source, decided)
    suggested = "" if link.state == "decided" else "suggested, not confirmed: "
    return replace(item, note=f"{suggested}{link.reason}", score=link.score)


def _words_alone(
    db: sqlite3.Connection, group: SoundGroup, sample: Item, decided: Decided
) -> Iterator[Item]:
    """Recordings whose words were handed to the desk without a post or page around them."""
    for member in group.members:
        found = recording(db, member)
        if found is None or found.basis is not Basis.WORDS or appearances_of_recording(db, member):
            continue
        ruling = decided.on(DecisionKind.ROLE, group.canonical)
        item = replace(
            sample,
            id=f"{member}/words",
            label=f"words alone, handed over: {found.title} ({member})",
            artefacts=tuple(one.artefact for one in transcripts(db, member) if one.artefact),
            public=KeyValue(KeyState.NOT_APPLICABLE),
        )
        yield item if ruling is None else _in_role(item, Role(ruling.value))


def _translations(db: sqlite3.Connection, group: SoundGroup, sample: Item) -> Iterator[Item]:
    for member in group.members:
        for one in translations(db, member):
            maker = one.maker or one.origin.value.replace("_", " ")
            yield replace(
                sample,
                id=one.id,
                label=f"into {one.language}, {maker} ({one.id})",
                role=Role.TRANSLATION,
                note="a version of the words in another language",
            )


def _public(one: Appearance) -> KeyValue[datetime]:
    if one.kind is AppearanceKind.FILE:
        return KeyValue(KeyState.NOT_APPLICABLE, basis="handed to the desk, not published")
    if one.published.earliest is None:
        return KeyValue(KeyState.UNKNOWN)
    return known(one.published.earliest, one.published.basis)


def recorded_bound(
    db: sqlite3.Connection, group: SoundGroup, decided: Decided, articles: Sequence[QuoteLink]
) -> KeyValue[datetime]:
    """The latest instant at which a sound can have been recorded: the earliest of all upper bounds.

    Those are its appearances, what quotes it by a person's decision, and a date that a person gave.
    What is only suggested to quote it bounds nothing.
    """
    appeared = [one for member in group.members for one in appearances_of_recording(db, member)]
    quoting = (appearance(db, one.appearance_id) for one in articles if one.state == "decided")
    appeared += [one for one in quoting if one is not None]
    bounds = [
        (one.published.latest, f"appearance {one.id}")
        for one in appeared
        if one.published.latest is not None
    ]
    for member in group.members:
        date = recorded_date(db, member)
        if date.latest is not None:
            bounds.append((date.latest, date.note or date.basis.value))
    ruling = decided.on(DecisionKind.RECORDED, group.canonical)
    if ruling is not None:
        bounds.append((end_of_day(ruling.value), f"{decided_by(ruling)}: {ruling.reason}"))
    if not bounds:
        return KeyValue(KeyState.UNKNOWN)
    latest, basis = min(bounds)
    return known(latest, basis)


def _with_collector(
    sample: Item,
    group: SoundGroup,
    appeared: Sequence[Appearance],
    decided: Decided,
    by_source: Mapping[str, Source],
) -> Item:
    """Who collected a sound: what was decided on it, else on the source that is first known to publish it.

    A channel that reposts a call has not collected it, so later appearances say nothing.
    """
    ruling = decided.on(DecisionKind.COLLECTOR, group.canonical)
    first = next(iter(sorted(filter(_is_public, appeared), key=_moment)), None)
    if ruling is None and first is not None:
        ruling = decided.on(DecisionKind.COLLECTOR, first.source_id)
    if ruling is not None:
        value = known(ruling.value, f"{decided_by(ruling)}: {ruling.reason}")
        return replace(sample, collector=value, origin_group=ruling.group)
    source = by_source[first.source_id] if first is not None else None
    if source is None or not source.collector:
        return sample
    return replace(
        sample, collector=known(source.collector), origin_group=source.origin_group or ""
    )


def _is_public(one: Appearance) -> bool:
    return one.kind is not AppearanceKind.FILE and one.published.latest is not None


def _moment(one: Appearance) -> tuple[datetime, str]:
    assert one.published.latest is not None  # noqa: S101 (only dated ones are sorted)
    return one.published.latest, one.id


def _root(decided: Decided, canonical: str) -> KeyValue[str]:
    """Where the speaker has it from; what two people saw themselves are two origins."""
    ruling = decided.on(DecisionKind.ROOT, canonical)
    if ruling is None:
        return UNKNOWN
    origin = ruling.value
    if fold(origin) == FIRST_HAND:
        origin = f"{FIRST_HAND}, the speaker of {canonical}"
    return known(origin, f"{decided_by(ruling)}: {ruling.reason}")


def _voices(db: sqlite3.Connection, group: SoundGroup) -> int | None:
    """The most voices that any way of telling them found; None where none was tried.

    Two people who sound alike come out as one voice, so labels and sides count as well.
    """
    most = 0
    for member in group.members:
        version = latest_voices(db, member)
        most = max(most, version.voices if version else 0)
        best = best_transcript(db, member)
        spoken = utterances(db, best.id) if best else []
        most = max(most, len({one.voice for one in spoken if one.voice}))
        most = max(most, sum(one.audibility.heard for one in sides(db, member)))
    return most or None
