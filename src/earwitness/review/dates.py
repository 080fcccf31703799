"""When something was recorded: bounds that a person gives, each with its basis (methods §2, FuzzyDate)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.edtf import parse_edtf
from earwitness.records.fuzzydate import DateBasis, Narrowed, narrowed
from earwitness.records.review import DateBound
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import recorded_bounds, recording
from earwitness.store.catalog.words import best_transcript, utterances
from earwitness.store.signing import Signature, sign
from earwitness.text.spoken_on import spoken_on

__all__ = ["BASES", "DateHint", "bound_date", "date_hints", "date_of"]

_YEARS_BACK = 3  # from the latest bound, where nothing bounds it from below

BASES = (DateBasis.CONTENT, DateBasis.DEVICE, DateBasis.CONTACT, DateBasis.COURT)
"""What a person's bound may rest on. A publisher's statement is the publisher's; a publication is a fact
of the archive."""


def date_of(archive: Archive, recording_id: str) -> Narrowed:
    """What all bounds leave together, what contradicts what, and what is only stated.

    Raises:
        NotInArchive: there is no such recording.
    """
    if recording(archive.db, recording_id) is None:
        raise NotInArchive(f"no recording is called '{recording_id}'")
    return narrowed(recorded_bounds(archive.db, recording_id))


@dataclass(frozen=True, slots=True)
class DateHint:
    """A line that says how far away a feast is, and the days on which it can have been said.

    A suggestion: the person who takes it gives the bound, with this as its reason.
    """

    line: str
    start_ms: int | None
    words: str
    days: tuple[date, ...]
    reason: str


def date_hints(archive: Archive, recording_id: str) -> list[DateHint]:
    """What the words that stand say of the day, within the bounds that are known."""
    known = date_of(archive, recording_id).date
    best = best_transcript(archive.db, recording_id)
    if best is None or known.latest is None:
        return []
    last = known.latest.date()
    first = known.earliest.date() if known.earliest else last.replace(last.year - _YEARS_BACK, 1, 1)
    hints = []
    for line in utterances(archive.db, best.id):
        for one in spoken_on(line.text, range(first.year - 1, last.year + 2)):
            days = tuple(day for day in one.days if first <= day <= last)
            hints.append(DateHint(line.id, line.start_ms, one.surface, days, one.reason))
    return hints


def bound_date(
    archive: Archive, recording_id: str, given: DateBound, signed: Signature
) -> Narrowed:
    """Keep bounds for the recording date. They may contradict others: both are kept and shown.

    Raises:
        UsageError: no date in EDTF, no bound in it, or a basis that a person cannot give.
        NotInArchive: there is no such recording.
    """
    date_of(archive, recording_id)
    if given.basis not in [*BASES]:
        raise UsageError(
            f"a date cannot rest on '{given.basis}'",
            do=f"One of: {', '.join(BASES)}. What a publisher states is kept as its assertion",
        )
    try:
        said = parse_edtf(given.edtf)
    except ValueError as error:
        raise UsageError(str(error), do="For example 2023-07-12, 2023-07, ../2023-07-12") from error
    if said.earliest is None and said.latest is None:
        raise UsageError(f"“{given.edtf}” bounds nothing", do="Give a first or a last day")
    sign(archive, "date", recording_id, given, signed)
    return date_of(archive, recording_id)
