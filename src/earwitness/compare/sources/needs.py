"""What would have to be known before linked recordings could count as more than one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from earwitness.compare.sources.keys import key_of, name_of
from earwitness.records.independence import Item, Key, Link, LinkBasis, Need

__all__ = ["needs_of"]

_COMMANDS = {
    Key.CONVERSATION: "earwitness decide two-conversations {one} {other}",
    Key.SPEAKER: "earwitness decide speakers-distinct {one} {other}",
}
_ONE_SIDED = {
    Key.ROOT: "earwitness decide root {one} ORIGIN",
    Key.COLLECTOR: "earwitness decide collector {one} NAME",
    Key.CONTAMINATION: "earwitness decide recorded {one} YYYY-MM-DD",
}


def needs_of(items: Sequence[Item], links: Sequence[Link]) -> tuple[Need, ...]:
    """For every two linked recordings of which nothing is known to be equal: each open question.

    Recordings that have something in common for certain are left out: no decision could part them.
    """
    by_id = {one.id: one for one in items}
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        first, second = sorted((by_id[link.one], by_id[link.other]), key=name_of)
        if name_of(first) != name_of(second):
            pairs.setdefault((name_of(first), name_of(second)), []).append(link)
    found: list[Need] = []
    for (one, other), between in pairs.items():
        if not any(link.basis is LinkBasis.KNOWN_EQUAL for link in between):
            found += [need for link in between for need in _needs(one, other, link, by_id)]
    return tuple(dict.fromkeys(found))


def _needs(one: str, other: str, link: Link, by_id: Mapping[str, Item]) -> Iterator[Need]:
    """One question for both recordings, or one for each of the two that it is open for."""
    if link.key in _COMMANDS:
        commands = [_COMMANDS[link.key].format(one=one, other=other)]
    elif link.key in _ONE_SIDED:
        ends = (by_id[link.one], by_id[link.other])
        commands = [_ONE_SIDED[link.key].format(one=name) for name in _open_ends(link.key, ends)]
    else:
        commands = [""]
    for command in commands:
        yield Need(one, other, link.key, link.reason, command)


def _open_ends(key: Key, ends: tuple[Item, Item]) -> list[str]:
    """The recordings that have to be decided on; of two dates the later one."""
    if key is Key.CONTAMINATION:
        dated = [one for one in ends if one.recorded.applies]
        unknown = [one for one in dated if not one.recorded.is_known]
        latest = sorted(dated, key=lambda one: str(one.recorded.value))[-1:]
        return [name_of(one) for one in unknown or latest]
    return [name_of(one) for one in ends if not key_of(one, key).is_known]
