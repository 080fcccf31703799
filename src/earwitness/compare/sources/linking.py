"""Which items are linked, by which keys, and why (methods §3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations

from earwitness.compare.sources.contamination import may_repeat
from earwitness.compare.sources.keys import VALUE_KEYS, Bundle, bundles_of, key_of, same_name
from earwitness.compare.sources.plausible import may_be_equal
from earwitness.records.independence import Item, Key, Link, LinkBasis, Ruling

__all__ = ["links_between"]

_EQUAL = {
    Key.RECORDING: "both carry the sound of {value}",
    Key.CONVERSATION: "both recorded the conversation {value}",
    Key.SPEAKER: "both are said by {value}",
    Key.ROOT: "both have it from {value}",
    Key.COLLECTOR: "both were collected by {value}",
}
_RULED = {
    Key.RECORDING: "one holds the sound of the other",
    Key.CONVERSATION: "both recorded one conversation",
    Key.SPEAKER: "both are said by one person",
    Key.ROOT: "both have it from one origin",
    Key.COLLECTOR: "both have one collector",
    Key.CONTAMINATION: "one repeats the other",
}
_Rules = dict[tuple[Key, str, str], Ruling]


def links_between(
    items: Sequence[Item],
    rulings: Sequence[Ruling] = (),
    public_since: datetime | None = None,
) -> tuple[Link, ...]:
    """Every link between items that count, one for each key that links them.

    Items that nothing tells apart are linked with the first of them only. A later ruling stands for
    an earlier one about the same two. That two recordings share no sound (I1) is not for anybody to rule:
    there a ruling can only link.
    """
    counting = [one for one in items if one.role.counts]
    rules: _Rules = {}
    for ruling in rulings:
        rules[ruling.key, *_pair(ruling.one, ruling.other)] = ruling
    bundles = bundles_of(counting)
    found: list[Link] = []
    for bundle in bundles:
        found += _within(bundle)
    for one, other in combinations(bundles, 2):
        found += _between(one, other, rules, public_since)
    return tuple(found)


def _within(bundle: Bundle) -> Iterator[Link]:
    reason = _EQUAL[Key.RECORDING].format(value=bundle.first.recording.value)
    for item in bundle.items[1:]:
        yield Link(bundle.first.id, item.id, Key.RECORDING, LinkBasis.KNOWN_EQUAL, reason)


def _between(
    one: Bundle, other: Bundle, rules: _Rules, public_since: datetime | None
) -> Iterator[Link]:
    for key in (*VALUE_KEYS, Key.CONTAMINATION):
        ruling = _ruling(rules, key, one.first, other.first)
        if ruling is not None and (ruling.same or key is not Key.RECORDING):
            why = (LinkBasis.KNOWN_EQUAL, _ruled(ruling)) if ruling.same else None
        elif key is Key.CONTAMINATION:
            why = may_repeat(one, other, public_since) or may_repeat(other, one, public_since)
        else:
            why = _by_value(one.first, other.first, key)
        if why is not None:
            yield Link(one.first.id, other.first.id, key, *why)


def _by_value(one: Item, other: Item, key: Key) -> tuple[LinkBasis, str] | None:
    first, second = key_of(one, key), key_of(other, key)
    if first.is_known and second.is_known:
        exact = key in (Key.RECORDING, Key.CONVERSATION)
        equal = first.value == second.value if exact else same_name(first.value, second.value)
        if not equal:
            return None
        basis = next((value.basis for value in (first, second) if value.basis), "")
        said = _EQUAL[key].format(value=first.value)
        return LinkBasis.KNOWN_EQUAL, f"{said} ({basis})" if basis else said
    reason = may_be_equal(one, other, key)
    return (LinkBasis.PLAUSIBLY_EQUAL, reason) if reason else None


def _ruling(rules: _Rules, key: Key, one: Item, other: Item) -> Ruling | None:
    """The ruling on two items: by their own names first, then by those of their recordings."""
    for first in (one.id, one.recording.value):
        for second in (other.id, other.recording.value):
            if first and second and (key, *_pair(first, second)) in rules:
                return rules[key, *_pair(first, second)]
    return None


def _ruled(ruling: Ruling) -> str:
    return f"{_RULED[ruling.key]} ({ruling.by}: {ruling.reason})"


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
