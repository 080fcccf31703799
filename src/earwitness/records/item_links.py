"""How one recording stands to another, or to a document, in a person's judgement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.held_file import HeldFile

__all__ = ["ItemLink", "LinkType"]


class LinkType(StrEnum):
    """What one says of the other."""

    CORROBORATES = "corroborates"
    CONTRADICTS = "contradicts"
    SAME_ORIGIN = "same_origin"
    DUPLICATE_OF = "duplicate_of"
    EXCERPT_OF = "excerpt_of"


@dataclass(frozen=True, slots=True)
class ItemLink:
    """A link from the subject of the record.

    Attributes:
        to: another recording, "" where it is a document.
        document: a file that is no recording.
    """

    type: LinkType
    to: str = ""
    document: HeldFile | None = None
