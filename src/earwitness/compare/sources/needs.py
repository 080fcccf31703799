"""What would have to be known before linked recordings could count as more than one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earwitness.compare.sources.keys import name_of
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
    found: dict[tuple[str, str, Key], Need] = {}
    for (one, other), between in pairs.items():
        if any(link.basis is LinkBasis.KNOWN_EQUAL for link in between):
            continue
        for link in between:
            found.setdefault((one, other, link.key), _need(one, other, link, by_id))
    return tuple(found.values())


def _need(one: str, other: str, link: Link, by_id: Mapping[str, Item]) -> Need:
    if link.key in _COMMANDS:
        command = _COMMANDS[link.key].format(one=one, other=other)
    elif link.key in _ONE_SIDED:
        command = _ONE_SIDED[link.key].format(one=_unknown_side(link, by_id, one))
    else:
        command = ""
    return Need(one, other, link.key, link.reason, command)


def _unknown_side(link: Link, by_id: Mapping[str, Item], otherwise: str) -> str:
    """The recording whose key is open, so that the command names the one to be decided on."""
    for item in (by_id[link.one], by_id[link.other]):
        value = {Key.ROOT: item.root, Key.COLLECTOR: item.collector}.get(link.key)
        if value is not None and not value.is_known:
            return name_of(item)
    late = [item for item in (by_id[link.one], by_id[link.other]) if item.recorded.applies]
    late.sort(key=lambda item: (item.recorded.value is not None, str(item.recorded.value)))
    if link.key is Key.CONTAMINATION and late:
        open_ones = [item for item in late if not item.recorded.is_known]
        return name_of((open_ones or late[-1:])[0])
    return otherwise
