"""The vector behind the count, and the label that may be printed (methods §3.2 and §3.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from earwitness.compare.sources.components import components
from earwitness.compare.sources.keys import VALUE_KEYS, key_of, name_of, same_name
from earwitness.compare.sources.linking import links_between
from earwitness.records.independence import (
    IndependenceVector,
    Item,
    Key,
    Label,
    Link,
    LinkBasis,
    Role,
    Ruling,
)

__all__ = ["cautions_of", "label_of", "vector_line", "vector_of"]

_KNOWN = (LinkBasis.KNOWN_EQUAL,)
_ANY = (LinkBasis.KNOWN_EQUAL, LinkBasis.PLAUSIBLY_EQUAL)
_NO_REPETITION = (Role.TRANSLATION, Role.TRANSCRIPT, Role.DENIAL)


def vector_of(items: Sequence[Item], links: Sequence[Link]) -> IndependenceVector:
    """Count everything; see `IndependenceVector`."""
    counting = [one for one in items if one.role.counts]
    recordings = {name_of(one) for one in counting if one.recording.applies}
    return IndependenceVector(
        appearances=len({one.appearance or one.id for one in items if _appears(one)}),
        artefacts=len({name for one in items for name in one.artefacts}),
        recordings=len(recordings),
        conversations=_groups(counting, links, Key.CONVERSATION),
        speakers_most=_speakers_most(counting, links),
        knowledge_roots=_groups(counting, links, Key.ROOT),
        collectors=_groups(counting, links, Key.COLLECTOR),
        origin_groups=tuple(sorted({one.origin_group for one in counting if one.origin_group})),
        counting_zero=len(items) - len(counting),
        contradicting=sum(one.role is Role.DENIAL for one in items),
        independent=len(_parts(counting, links, tuple(Key), _ANY)),
        authenticity=_authenticity(counting, links),
        at_most=len(_parts(counting, links, tuple(Key), _KNOWN)),
        unknown=tuple(_unknown(counting)),
    )


def label_of(
    items: Sequence[Item],
    links: Sequence[Link],
    rulings: Sequence[Ruling] = (),
    public_since: datetime | None = None,
) -> tuple[Label, str]:
    """The label, and the rule that gave it as a sentence.

    ``corroborated`` needs a conservative count of two; ``established`` two that stand without the
    items of another type of evidence, and at least one such item besides.
    """
    counting = [one for one in items if one.role.counts]
    count = len(_parts(counting, links, tuple(Key), _ANY))
    if not counting:
        return Label.NOTHING_COUNTS, "nothing here is a source: all that is here only repeats"
    if count >= 2:
        for role in sorted({one.role for one in counting if one.role.other_evidence}):
            rest = [one for one in counting if one.role is not role]
            left = links_between(rest, rulings, public_since)
            if len(_parts(rest, left, tuple(Key), _ANY)) >= 2:
                why = (
                    f"{count} independent sources, two of them without the evidence by {role.value}"
                )
                return Label.ESTABLISHED, why.replace("_", " ")
        return Label.CORROBORATED, f"{count} independent sources by the conservative count"
    without = [key for key in Key if key is not Key.COLLECTOR]
    apart = len(_parts(counting, links, without, _ANY))
    if apart >= 2:
        why = f"{apart} sources that only their collector links: chosen by one hand, so never"
        return Label.CONSISTENT_SAME_COLLECTOR, f"{why} 'independently corroborated'"
    repeated = {one.appearance or one.id for one in items if one.role not in _NO_REPETITION}
    if len(repeated) > 1:
        return Label.REPEATED_SAME_ORIGIN, (
            f"{len(repeated)} appearances, and nothing shows more than one origin"
        )
    return Label.SINGLE_SOURCE, "one source, which appears once"


def cautions_of(items: Sequence[Item], vector: IndependenceVector) -> tuple[str, ...]:
    """What has to be said beside the count."""
    found = []
    groups: dict[str, list[str]] = {}
    for one in items:
        if one.role.counts and one.origin_group and one.collector.value:
            group = next((g for g in groups if same_name(g, one.origin_group)), one.origin_group)
            collectors = groups.setdefault(group, [])
            if not any(same_name(known, one.collector.value) for known in collectors):
                collectors.append(one.collector.value)
    for group, collectors in sorted(groups.items()):
        if len(collectors) > 1:
            names = ", ".join(sorted(collectors))
            found.append(f"{names} are distinct collectors, but all of them are of {group}: say so")
    if vector.authenticity > vector.independent:
        found.append(
            f"{vector.authenticity} independent recorders stand for the conversation being genuine;"
            f" for what is said in it being true there is {vector.independent}"
        )
    suggested = sum(one.score is not None for one in items)
    if suggested:
        found.append(
            f"{suggested} of the appearances are articles that only seem to quote it: confirm or refuse them"
        )
    if vector.contradicting:
        found.append(
            "a blanket denial contradicts without saying what is wrong: it is no refutation"
        )
    return tuple(found)


def vector_line(vector: IndependenceVector) -> str:
    """The vector in one line, the count at its end."""
    speakers = "unknown" if vector.speakers_most is None else f"at most {vector.speakers_most}"
    return (
        f"appearances {vector.appearances}, artefacts {vector.artefacts},"
        f" recordings {vector.recordings}, speakers {speakers},"
        f" knowledge roots {vector.knowledge_roots}, collectors {vector.collectors}:"
        f" independent {vector.independent}"
    )


def _appears(item: Item) -> bool:
    return bool(item.appearance) or item.role not in (Role.TRANSLATION, Role.TRANSCRIPT)


def _parts(
    items: Sequence[Item],
    links: Sequence[Link],
    keys: Collection[Key],
    bases: Collection[LinkBasis],
) -> list[tuple[str, ...]]:
    pairs = ((one.one, one.other) for one in links if one.key in keys and one.basis in bases)
    return components((one.id for one in items), pairs)


def _groups(counting: Sequence[Item], links: Sequence[Link], key: Key) -> int:
    """How many values a key may have at least; items of one recording have it in common."""
    applying = [one for one in counting if key_of(one, key).applies]
    return len(_parts(applying, links, (Key.RECORDING, key), _ANY))


def _speakers_most(counting: Sequence[Item], links: Sequence[Link]) -> int | None:
    """The voices of all recordings, less one for every two recordings with a speaker in common."""
    most: dict[str, int] = {}
    first: dict[str, str] = {}
    for one in counting:
        if not one.speaker.applies:
            continue
        voices = 1 if one.speaker.is_known else one.voices
        if voices is None:
            return None
        most[name_of(one)] = max(voices, most.get(name_of(one), 0))
        first[one.id] = name_of(one)
    shared = components(
        most,
        (
            (first[link.one], first[link.other])
            for link in links
            if link.key is Key.SPEAKER
            and link.basis is LinkBasis.KNOWN_EQUAL
            and link.one in first
            and link.other in first
        ),
    )
    return sum(most.values()) - (len(most) - len(shared))


def _authenticity(counting: Sequence[Item], links: Sequence[Link]) -> int:
    """The most recorders, apart in sound and collector, that any one conversation has.

    Here a conversation is one only where that is known: to suppose it would raise this count.
    """
    by_id = {one.id: one for one in counting}
    best = 0
    for group in _parts(counting, links, (Key.RECORDING, Key.CONVERSATION), _KNOWN):
        recorders = [by_id[name] for name in group if by_id[name].role is Role.RECORDING]
        best = max(best, len(_parts(recorders, links, (Key.RECORDING, Key.COLLECTOR), _ANY)))
    return best


def _unknown(counting: Sequence[Item]) -> list[Key]:
    found = [
        key
        for key in VALUE_KEYS
        if any(not key_of(one, key).is_known and key_of(one, key).applies for one in counting)
    ]
    if any(one.recorded.applies and not one.recorded.is_known for one in counting):
        found.append(Key.CONTAMINATION)
    return found
