"""The keys of an item, by name; and bundles: items whose keys are all the same need one look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from earwitness.records.independence import Item, Key, KeyState, KeyValue, known
from earwitness.text.transliteration import latin_key
from earwitness.text.words import tokens

__all__ = ["VALUE_KEYS", "Bundle", "bundles_of", "key_of", "name_of", "same_name"]

VALUE_KEYS = (Key.RECORDING, Key.CONVERSATION, Key.SPEAKER, Key.ROOT, Key.COLLECTOR)


def key_of(item: Item, key: Key) -> KeyValue[str]:
    """The value of one of the keys I1 to I5.

    Raises:
        ValueError: contamination, which is made of two dates and not of a value.
    """
    values = {
        Key.RECORDING: item.recording,
        Key.CONVERSATION: item.conversation,
        Key.SPEAKER: item.speaker,
        Key.ROOT: item.root,
        Key.COLLECTOR: item.collector,
    }
    if key not in values:
        raise ValueError(f"{key} is not a value")
    return values[key]


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two people wrote the same name or words: in any case, script or punctuation.

    To take one collector for two would raise the count, so HUR, hur and ГУР are one.
    """
    return one == other or (one is not None and other is not None and _key(one) == _key(other))


def _key(name: str) -> tuple[str, ...]:
    return tuple(latin_key(token.text) for token in tokens(name)) or (name,)


def name_of(item: Item) -> str:
    """How sentences call an item: by its recording where that is known."""
    return item.recording.value or item.id


@dataclass(frozen=True, slots=True)
class Bundle:
    """Items of one recording whose keys are all equal: one node of the graph.

    Attributes:
        items: in a fixed order; the first stands for all.
        public: the earliest instant at which any of them can have been public.
    """

    items: tuple[Item, ...]
    public: KeyValue[datetime]

    @property
    def first(self) -> Item:
        return self.items[0]


def bundles_of(items: Sequence[Item]) -> list[Bundle]:
    """Put items together that no key tells apart; the order of the items does not matter.

    When something became public is no matter of the single item: if any copy was public, the words
    were. So the earliest of a bundle counts, and an unknown one is as early as can be.
    """
    found: dict[object, list[Item]] = {}
    for item in sorted(items, key=lambda one: one.id):
        alike: object = item.id
        if item.recording.is_known:
            alike = (
                item.role,
                *((key_of(item, key).state, key_of(item, key).value) for key in VALUE_KEYS),
                (item.recorded.state, item.recorded.value),
            )
        found.setdefault(alike, []).append(item)
    return [
        Bundle(tuple(alike), _earliest([one.public for one in alike])) for alike in found.values()
    ]


def _earliest(given: Sequence[KeyValue[datetime]]) -> KeyValue[datetime]:
    published = [one for one in given if one.applies]
    if not published:
        return KeyValue(KeyState.NOT_APPLICABLE)
    instants = [one.value for one in published if one.value is not None]
    if len(instants) < len(published):
        return KeyValue(KeyState.UNKNOWN)
    return known(min(instants))
