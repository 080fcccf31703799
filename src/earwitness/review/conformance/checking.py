"""The profile held against recordings: every row gives exactly one result, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from earwitness.errors import UsageError
from earwitness.records.conformance import (
    Basis,
    CheckedBy,
    Profile,
    ProfileRow,
    Result,
    RowResult,
    Standard,
)
from earwitness.review.conformance.archive_facts import archive_facts
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    Outcome,
    Rule,
    asks,
    fails,
    not_encoded,
)
from earwitness.review.conformance.profile import gap_named, profile
from earwitness.review.conformance.rules import (
    berkeley_capture,
    berkeley_preservation,
    hala_container,
    hala_deletion,
    hala_enhancement,
    hala_hashes,
    hala_plan,
    hala_protection,
    hala_texts,
    leiden_intercepts,
    leiden_recordings,
    redaction_parity,
)
from earwitness.store.archive import Archive

__all__ = ["CHECKER", "RULES", "check_rows", "rows_asked"]

CHECKER = "earwitness conform 1"

RULES: Mapping[str, Rule] = dict(
    chain.from_iterable(
        module.RULES.items()
        for module in (
            hala_plan,
            hala_deletion,
            hala_container,
            hala_texts,
            redaction_parity,
            hala_hashes,
            hala_enhancement,
            hala_protection,
            leiden_intercepts,
            leiden_recordings,
            berkeley_capture,
            berkeley_preservation,
        )
    )
)
"""All predicates by row."""


def rows_asked(
    standard: Standard | None = None, names: Iterable[str] = (), known: Profile | None = None
) -> list[ProfileRow]:
    """Rows of the profile, in its order.

    Args:
        standard: only those of one text.
        names: only those of these identifiers; one that was not retrieved gives a row that is not encoded.

    Raises:
        UsageError: a name that no row and no gap has.
    """
    known = known or profile()
    rows = [one for one in known.rows if standard is None or one.standard is standard]
    asked = list(names)
    if not asked:
        return rows
    return [row for name in asked for row in _named(known, rows, name)]


def _named(known: Profile, rows: list[ProfileRow], name: str) -> list[ProfileRow]:
    found = [one for one in rows if name in (one.id, one.id.rstrip("+"))]
    found = found or [one for one in rows if one.id.startswith(f"{name}.")]
    if found:
        return found
    gap = gap_named(known, name)
    if gap is None:
        raise UsageError(f"no row is called '{name}'", do="`earwitness conform` prints them all")
    standard = Standard.HALA if name.startswith("HALA") else Standard.LEIDEN
    return [
        ProfileRow(name, standard, gap, "?", "", CheckedBy.NOBODY, "", "", "", Basis.NOT_RETRIEVED)
    ]


def check_rows(
    archive: Archive,
    recording_ids: Iterable[str],
    rows: Iterable[ProfileRow],
    now: datetime | None = None,
) -> Iterator[RowResult]:
    """Check rows for recordings; nothing is written.

    The same archive gives the same results, apart from ``checked_at`` and periods that have run out.

    Args:
        now: the moment of checking; aware.

    Raises:
        NotInArchive: there is no such recording.
    """
    facts, chosen = archive_facts(archive, now), list(rows)
    at = facts.now.isoformat(timespec="seconds")
    version = profile().version
    for identifier in recording_ids:
        item = Item(facts, identifier)
        for row in chosen:
            found = _outcome(row, item)
            yield RowResult(
                row.id,
                found.result,
                row.basis,
                item.id,
                item.revision,
                tuple(dict.fromkeys(found.evidence)),
                found.note,
                version,
                CHECKER,
                at,
            )


def _outcome(row: ProfileRow, item: Item) -> Outcome:
    """What a row gives; the rules of the profile stand above what a predicate says."""
    if row.basis is Basis.NOT_RETRIEVED:
        return Outcome(Result.NOT_ENCODED, f"the text was not retrieved: {row.requirement}")
    if row.check is CheckedBy.NOBODY:
        return Outcome(Result.OUT_OF_REACH, "no program can tell: think of it")
    rule = RULES.get(row.id)
    if rule is None:
        return (
            asks(row.holds or row.requirement)
            if row.check is CheckedBy.PERSON
            else not_encoded("it waits for its turn")
        )
    found = rule(item)
    if found.result is Result.PASS and not found.evidence:
        return fails(f"nothing is named that it rests on: {found.note}")
    return found
