"""From mentions to entities: which of them may mean the same, and how sure that is.

A link is made for every mention of a kind that has a name, never silently: it carries its certainty and
its reason, is made again when the archive knows more, and gives way to what a person says. An entity is
a name or a number that is spoken of, not an identified person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.statements import Certainty, Entity, Mention, MentionKind, Resolution
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.mentions import (
    add_entity,
    add_resolutions,
    entities,
    mentions,
    resolutions,
)
from earwitness.text.transliteration import latin_key

__all__ = [
    "ENTITIES",
    "RESOLVED_KINDS",
    "Proposal",
    "explain_resolutions",
    "propose",
    "resolve_mentions",
]

RESOLVED_KINDS = frozenset(
    {
        MentionKind.PERSON,
        MentionKind.CALL_SIGN,
        MentionKind.UNIT,
        MentionKind.PLACE,
        MentionKind.ORGANISATION,
        MentionKind.PHONE,
    }
)
ENTITIES = "entities"
_BY = "rules 1"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mention may mean the entity of this key."""

    mention: Mention
    key: str
    certainty: Certainty
    reason: str


def propose(given: Iterable[Mention]) -> tuple[Proposal, ...]:
    """Say for each mention which entity it may mean, from all mentions of an archive together.

    - Units: level, number and branch as said. Where one is not said, the unit is taken that fits and
      is the only one: in the same recording it is probable, elsewhere possible.
    - Call signs and given names are shared by many: within one recording probable, beyond possible,
      unless the recordings speak of the same unit too.
    - Places and organisations by name: probable. Telephone numbers: the same digits are certain.
    """
    those = [one for one in given if one.kind in RESOLVED_KINDS and one.key]
    units = _Units([one for one in those if one.kind is MentionKind.UNIT])
    spread = _Spread(those)
    found = []
    for one in those:
        if one.kind is MentionKind.UNIT:
            found.append(units.proposal(one))
        elif one.kind is MentionKind.PHONE:
            found.append(Proposal(one, one.key, Certainty.CERTAIN, "the same digits"))
        elif one.kind in {MentionKind.CALL_SIGN, MentionKind.PERSON}:
            found.append(spread.proposal(one))
        else:
            found.append(Proposal(one, one.key, Certainty.PROBABLE, "the same name"))
    return tuple(found)


def explain_resolutions(given: Iterable[Mention]) -> tuple[str, ...]:
    """One line for each mention that can be linked: its words, the entity, how sure and why."""
    return tuple(
        f"“{one.mention.surface}” -> {one.mention.kind.value} {one.key}: {one.certainty.value}, {one.reason}"
        for one in propose(given)
    )


class _Spread:
    """In which recordings a name is used, and of which units these speak."""

    def __init__(self, given: Sequence[Mention]) -> None:
        self._recordings: defaultdict[tuple[MentionKind, str], set[str]] = defaultdict(set)
        self._numbers: defaultdict[str, set[str]] = defaultdict(set)
        for one in given:
            self._recordings[one.kind, one.key].add(one.recording_id)
            if one.kind is MentionKind.UNIT:
                self._numbers[one.recording_id].add(dict(one.detail).get("number", ""))

    def proposal(self, one: Mention) -> Proposal:
        others = self._recordings[one.kind, one.key] - {one.recording_id}
        what = "call sign" if one.kind is MentionKind.CALL_SIGN else "name"
        full = one.kind is MentionKind.PERSON and "+" in dict(one.detail).get("parts", "")
        if one.certainty is Certainty.POSSIBLE:
            return Proposal(one, one.key, Certainty.POSSIBLE, f"may be no {what} at all")
        if not others:
            return Proposal(one, one.key, Certainty.PROBABLE, f"the same {what} in one recording")
        if full:
            return Proposal(one, one.key, Certainty.PROBABLE, "the same full name")
        mine = self._numbers[one.recording_id]
        if mine and any(mine & self._numbers[other] for other in others):
            why = f"the same {what}, and the recordings speak of the same unit"
            return Proposal(one, one.key, Certainty.PROBABLE, why)
        return Proposal(
            one, one.key, Certainty.POSSIBLE,
            f"the same {what} in {len(others) + 1} recordings; several people may have it",
        )  # fmt: skip


class _Units:
    """The units that are spoken of, by what is said of each."""

    def __init__(self, given: Sequence[Mention]) -> None:
        self._recordings: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        for one in given:
            self._recordings[_unit(one)].add(one.recording_id)

    def proposal(self, one: Mention) -> Proposal:
        level, number, branch = said = _unit(one)
        if not number:
            return Proposal(one, one.key, Certainty.PROBABLE, "the same level and name")
        fuller = [
            other
            for other in self._recordings
            if other != said
            and other[1] == number
            and (level == "unknown" or other[0] == level)
            and (not branch or other[2] in {branch, ""})
            and (other[0] != "unknown" or level == "unknown")
            and ((other[0] != "unknown") + bool(other[2])) > ((level != "unknown") + bool(branch))
        ]
        levels = {other[0] for other in fuller if other[0] != "unknown"}
        branches = {other[2] for other in fuller if other[2]}
        if len(levels) > 1 or len(branches) > 1 or not fuller:
            certainty = Certainty.POSSIBLE if level == "unknown" else Certainty.PROBABLE
            reason = "the same number" if level == "unknown" else "the same level and number"
            if fuller:
                reason += "; several units could be meant"
            return Proposal(one, _unit_key(said), certainty, reason)
        best = max(fuller, key=lambda other: ((other[0] != "unknown") + bool(other[2]), other))
        here = one.recording_id in self._recordings[best]
        where = "spoken of in this recording" if here else "in this archive"
        certainty = Certainty.PROBABLE if here else Certainty.POSSIBLE
        return Proposal(one, _unit_key(best), certainty, f"the only unit with that number {where}")


def _unit(one: Mention) -> tuple[str, str, str]:
    said = dict(one.detail)
    return said.get("level", "unknown"), said.get("number", ""), said.get("branch", "")


def _unit_key(said: tuple[str, str, str]) -> str:
    return " ".join(filter(None, said))


def resolve_mentions(archive: Archive) -> int:
    """Bring the links of the rules up to date; return how many are new or have changed.

    What a person linked stays as it is. Nothing is done while there is no new reading.
    """
    last = archive.db.execute("select max(id) last from mention_reading").fetchone()["last"]
    task = ledger.TaskKey("archive", ENTITIES, _BY, "", str(last))
    if last is None or ledger.is_done(archive.db, task):
        return 0
    proposals = propose(mentions(archive.db))
    known = {(one.kind, one.key): one for one in entities(archive.db)}
    held = resolutions(archive.db)
    by_id = {one.id: one for one in known.values()}
    wanted = [one for one in proposals if not _holds(one, held, by_id)]
    names = _names(proposals)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with archive.writing() as w:
        seq = w.note(
            EventType.CREATION, ["entities"], note=f"{len(wanted)} mentions linked by rules"
        )
        laid = []
        for one in wanted:
            place = (one.mention.kind, one.key)
            if place not in known:
                made = Entity(
                    new_identifier("ent"), one.mention.kind, one.key, names[place], _detail(one)
                )
                known[place] = add_entity(w.db, made, seq)
            laid.append(
                Resolution(one.mention.id, known[place].id, one.certainty, _BY, one.reason, at)
            )
        add_resolutions(w.db, laid, seq)
        ledger.done_directly(w.db, [task], seq)
    return len(wanted)


def _holds(one: Proposal, held: Mapping[str, Resolution], by_id: Mapping[str, Entity]) -> bool:
    there = held.get(one.mention.id)
    if there is None:
        return False
    entity = by_id[there.entity_id]
    said = (entity.kind, entity.key, there.certainty, there.reason)
    return there.by_person or said == (one.mention.kind, one.key, one.certainty, one.reason)


def _names(proposals: Iterable[Proposal]) -> dict[tuple[MentionKind, str], str]:
    """How each entity is shown: a unit by its key, else by the words that are used for it.

    Words heard go before words of a translation, the dictionary form before others, the usual before
    the rare.
    """
    forms: defaultdict[tuple[MentionKind, str], Counter[str]] = defaultdict(Counter)
    heard: set[str] = set()
    for one in proposals:
        forms[one.mention.kind, one.key][one.mention.surface] += 1
        if one.mention.version_id.startswith("trs-"):
            heard.add(one.mention.surface)

    def rank(form: str, times: int, key: str) -> tuple[bool, bool, int, str]:
        return (form not in heard, latin_key(form) != key, -times, form)

    return {
        (kind, key): key
        if kind is MentionKind.UNIT
        else min(counts, key=lambda form: rank(form, counts[form], key))
        for (kind, key), counts in forms.items()
    }


def _detail(one: Proposal) -> tuple[tuple[str, str], ...]:
    if one.mention.kind is not MentionKind.UNIT:
        return ()
    level, _, rest = one.key.partition(" ")
    number, _, branch = rest.partition(" ")
    return tuple(
        filter(lambda item: item[1], (("level", level), ("number", number), ("branch", branch)))
    )
