"""Dates and periods out of records, whoever wrote them: what cannot be read is nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from earwitness.records.edtf import Edtf, parse_edtf

__all__ = ["bounds_of", "days", "instant"]

_LONGEST = 36_500  # days; a hundred years are for ever


def bounds_of(text: str) -> Edtf | None:
    """An EDTF date with its bounds; None for anything else."""
    try:
        return parse_edtf(text)
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """An instant with its zone; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def days(number: int) -> timedelta:
    """A period of some days."""
    return timedelta(days=max(0, min(number, _LONGEST)))
