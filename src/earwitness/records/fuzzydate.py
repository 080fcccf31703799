"""Dates that are not known to the day: bounds with a basis, in EDTF for interchange.

A bound is an instant (aware, UTC). Arithmetic is on bounds only; the EDTF string (ISO 8601-2:2019,
level 1 intervals) is for people and other programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

__all__ = ["DateBasis", "FuzzyDate", "not_after"]


class DateBasis(StrEnum):
    """What a bound rests on."""

    PUBLICATION = "publication_bound"
    PUBLISHER = "publisher_stated"
    CONTENT = "content_reference"
    DEVICE = "device"
    CONTACT = "contact"
    COURT = "court"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """Somewhere between two instants; an open side is None.

    Attributes:
        earliest, latest: aware instants, or None for an open side.
        basis: what the bounds rest on.
        note: the words behind the basis, for people.

    Raises:
        ValueError: naive instants, or an earliest after the latest.
    """

    earliest: datetime | None
    latest: datetime | None
    basis: DateBasis
    note: str = ""

    def __post_init__(self) -> None:
        for bound in (self.earliest, self.latest):
            if bound is not None and bound.tzinfo is None:
                raise ValueError("a bound of a date needs its time zone")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("the earliest bound is after the latest")

    @property
    def edtf(self) -> str:
        """The interval in EDTF, whole days: ``../2023-07-12``, ``../..`` when nothing is known."""
        return f"{_day(self.earliest)}/{_day(self.latest)}"

    def may_be_within(self, since: datetime | None, until: datetime | None) -> bool:
        """Whether some moment between the bounds lies within ``since`` to ``until`` (inclusive)."""
        after_start = since is None or self.latest is None or self.latest >= since
        before_end = until is None or self.earliest is None or self.earliest <= until
        return after_start and before_end


def not_after(publication: datetime | None) -> FuzzyDate:
    """The date that every recording starts with: not after its first known appearance.

    A publication date is only ever an upper bound of the recording date.
    """
    if publication is None:
        return FuzzyDate(None, None, DateBasis.UNKNOWN, "no dated appearance is known")
    return FuzzyDate(None, publication, DateBasis.PUBLICATION, "first known appearance")


def _day(instant: datetime | None) -> str:
    return ".." if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%d")
