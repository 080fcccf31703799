"""Rows of the written standards, and what checking one of them gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Basis", "CheckedBy", "Profile", "ProfileRow", "Result", "RowResult", "Standard"]


class Standard(StrEnum):
    """The three texts."""

    HALA = "hala"
    LEIDEN = "leiden"
    BERKELEY = "berkeley"

    @property
    def called(self) -> str:
        """How it is called in a sentence."""
        return {"hala": "Hala", "leiden": "Leiden", "berkeley": "Berkeley"}[self.value]


class CheckedBy(StrEnum):
    """Who can answer a row."""

    MACHINE = "M"
    PERSON = "H"
    NOBODY = "O"


class Basis(StrEnum):
    """How the requirement is known to us."""

    READ = "R"
    INFERRED = "S"
    NOT_RETRIEVED = "N"
    OURS = "ours"


class Result(StrEnum):
    """What a row gave."""

    PASS = "pass"  # noqa: S105 (a result, not a secret)
    WARN = "warn"
    FAIL = "fail"
    NOT_ATTAINABLE = "not_attainable"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_PERSON = "needs_person"
    OUT_OF_REACH = "out_of_reach"
    NOT_ENCODED = "not_encoded"


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A requirement in our words.

    Attributes:
        strength: of the source's verb (must, should, consider, may, def, fact, ?).
        basis_note: which part is ours, or "".
    """

    id: str
    standard: Standard
    requirement: str
    strength: str
    holds: str
    check: CheckedBy
    passes: str
    fails: str
    not_applicable: str
    basis: Basis
    basis_note: str = ""

    @property
    def scorable(self) -> bool:
        """Whether a machine or a person can answer it."""
        return self.check is not CheckedBy.NOBODY


@dataclass(frozen=True, slots=True)
class Profile:
    """All rows with their version, and what could not be retrieved.

    Attributes:
        gaps: practices of which nothing is known, with what is known of the gap.
        practices: how many practices the Hala Protocol has.
    """

    version: str
    rows: tuple[ProfileRow, ...]
    gaps: dict[str, str] = field(default_factory=dict)
    practices: int = 29


@dataclass(frozen=True, slots=True)
class RowResult:
    """What one row gave for one item.

    Attributes:
        item: a recording.
        item_revision: the state that was looked at.
        evidence: identifiers, digests, numbers of events ("event:41").
        note: why, in a sentence.
        checked_at: ISO 8601, UTC.
    """

    row: str
    result: Result
    basis: Basis
    item: str
    item_revision: str
    evidence: tuple[str, ...]
    note: str
    profile: str
    checker: str
    checked_at: str
