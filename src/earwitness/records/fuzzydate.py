"""Dates that are not known to the day: bounds with a basis, in EDTF for interchange.

A bound is an instant (aware, UTC). Arithmetic is on bounds only; the EDTF string (ISO 8601-2:2019,
level 1 intervals) is for people and other programs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from earwitness.records.edtf import write_edtf

__all__ = ["DateBasis", "FuzzyDate", "Narrowed", "narrowed", "not_after"]


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
        return write_edtf(self.earliest, self.latest)

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


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What several bounds leave together.

    Attributes:
        date: the bounds that hold; where some contradict each other, only those of publication.
        by: the bounds that set it: the one with the earliest and the one with the latest.
        contradictions: pairs that cannot both be right, shown and never resolved here.
        aside: what a publisher states, or has no basis: it narrows nothing.
    """

    date: FuzzyDate
    by: tuple[FuzzyDate, ...]
    contradictions: tuple[tuple[FuzzyDate, FuzzyDate], ...]
    aside: tuple[FuzzyDate, ...]


def narrowed(bounds: Iterable[FuzzyDate]) -> Narrowed:
    """Lay bounds over one another (intersection of intervals).

    Bounds that contradict each other narrow nothing, apart from the publication that each is later than:
    what was public on a day was recorded by then.
    """
    given = list(bounds)
    aside = tuple(one for one in given if one.basis in _NARROWS_NOTHING)
    holding = [_as_bound(one) for one in given if one.basis not in _NARROWS_NOTHING]
    contradictions = tuple(
        (one, other)
        for at, one in enumerate(holding)
        for other in holding[at + 1 :]
        if not one.may_be_within(other.earliest, other.latest)
    )
    if contradictions:
        holding = [one for one in holding if one.basis is DateBasis.PUBLICATION]
    starts = [one for one in holding if one.earliest is not None]
    ends = [one for one in holding if one.latest is not None]
    first = max(starts, key=lambda one: one.earliest or _EVER, default=None)
    last = min(ends, key=lambda one: one.latest or _EVER, default=None)
    by = tuple(dict.fromkeys(one for one in (first, last) if one is not None))
    if not by:
        return Narrowed(not_after(None), (), contradictions, aside)
    basis = (last or by[0]).basis
    if first is not None and basis is DateBasis.PUBLICATION:
        basis = first.basis  # what narrows it is said before what merely ends it
    date = FuzzyDate(
        first.earliest if first else None,
        last.latest if last else None,
        basis,
        "; ".join(dict.fromkeys(one.note for one in by if one.note)),
    )
    return Narrowed(date, by, contradictions, aside)


_EVER = datetime.min.replace(tzinfo=UTC)
_NARROWS_NOTHING = (DateBasis.PUBLISHER, DateBasis.UNKNOWN)


def _as_bound(one: FuzzyDate) -> FuzzyDate:
    """A publication is an upper bound and nothing else."""
    return replace(one, earliest=None) if one.basis is DateBasis.PUBLICATION else one
