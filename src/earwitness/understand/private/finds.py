"""What is found in a text: where, of which kind, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Find", "Kind"]


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
        start, end: characters of the text that was given; ``surface`` is what stands there.
        reason: the rule, in words.
        score: 0 to 1, how much speaks for it. Low ones are shown too: a miss costs more than a look.
    """

    start: int
    end: int
    kind: Kind
    surface: str
    reason: str
    score: float
