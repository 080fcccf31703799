"""Whether two keys of which at least one is unknown may be equal.

Nothing but knowledge rules it out: a ruling (by a person, or by the words of both), or that the key
does not apply. So an unknown key is linked with every item that it could turn out to be equal to, and
filling in what was unknown never lowers the count (design, always true 3).
"""

from __future__ import annotations

from earwitness.compare.sources.keys import key_of, name_of
from earwitness.records.independence import Item, Key

__all__ = ["may_be_equal"]

_BOTH = {
    Key.RECORDING: "it is not known of which recordings they are",
    Key.CONVERSATION: "it is not known whether they recorded one conversation",
    Key.SPEAKER: "it is not known who speaks in either",
    Key.ROOT: "it is not known from whom the speakers have it",
    Key.COLLECTOR: "it is not known who collected them",
}
_ONE = {
    Key.RECORDING: "it is not known of which recording {name} is",
    Key.CONVERSATION: "it is not known which conversation {name} recorded",
    Key.SPEAKER: "it is not known who speaks in {name}",
    Key.ROOT: "it is not known from whom the speaker of {name} has it",
    Key.COLLECTOR: "it is not known who collected {name}",
}
_MAY = {
    Key.RECORDING: "they may be one",
    Key.CONVERSATION: "they may have",
    Key.SPEAKER: "it may be one person",
    Key.ROOT: "it may be one origin",
    Key.COLLECTOR: "it may be one collector",
}


def may_be_equal(one: Item, other: Item, key: Key) -> str:
    """Why the two may have this key in common although it is unknown; "" if they may not."""
    first, second = key_of(one, key), key_of(other, key)
    if not (first.applies and second.applies) or (first.is_known and second.is_known):
        return ""
    if not (first.is_known or second.is_known):
        return f"{_BOTH[key]}; {_MAY[key]}"
    unknown, known = (other, first) if first.is_known else (one, second)
    what = _ONE[key].format(name=name_of(unknown))
    return f"{what}; {_MAY[key]} ({known.value})"
