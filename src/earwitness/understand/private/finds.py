"""What is found in a text: where, of which kind, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.statements import Certainty

__all__ = ["Find", "Kind", "certainty_of"]


class Kind(StrEnum):
    """What a find could say about a private person."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    IBAN = "iban"
    ADDRESS = "address"
    DOCUMENT = "document"
    BIRTH = "birth"
    HEALTH = "health"
    CHILD = "child"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """Words that could identify a private person, or tell something private of one.

    Attributes:
        line: number of the line among those that were given, from 0.
        start, end: characters of that line; ``surface`` is what stands there.
        rule, reason: which rule found it and why, in words.
        certainty: that it is of this kind. What is only possible is shown too: a miss costs more
            than a look.
        public: who it is, where only a public person of the list is named; "" for all others.
    """

    line: int
    start: int
    end: int
    kind: Kind
    surface: str
    rule: str
    reason: str
    certainty: Certainty
    public: str = ""


_CERTAIN, _PROBABLE = 0.9, 0.6


def certainty_of(weight: float) -> Certainty:
    """The step for what speaks for a find, 0 to 1; rules say it in tenths, people read three words."""
    if weight >= _CERTAIN:
        return Certainty.CERTAIN
    return Certainty.PROBABLE if weight >= _PROBABLE else Certainty.POSSIBLE
