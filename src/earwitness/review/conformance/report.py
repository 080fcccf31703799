"""A report in words: what applies, what holds, what waits for whom. Never a mark out of a hundred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earwitness.records.conformance import (
    Basis,
    CheckedBy,
    Profile,
    ProfileRow,
    Result,
    RowResult,
    Standard,
)

__all__ = [
    "MEANING",
    "MOMENTS",
    "ORDER",
    "Readiness",
    "line_of",
    "moment_of",
    "readiness",
    "summary",
]

MEANING = (
    "This shows how ready the records are, in our own restatement of the standards. The authors of the "
    "standards have not looked at it, no court is bound by it, and nothing here says that a recording is "
    "genuine or that its words are true."
)

ORDER = (
    Result.FAIL,
    Result.WARN,
    Result.NEEDS_PERSON,
    Result.NOT_ATTAINABLE,
    Result.NOT_ENCODED,
    Result.PASS,
    Result.OUT_OF_REACH,
    Result.NOT_APPLICABLE,
)
"""What has to be looked at stands first."""

MOMENTS: Mapping[str, tuple[str, ...]] = {
    "plan": ("HALA-BP2.6", "HALA-BP11.5", "HALA-BP14.2"),
    "item review": (
        "HALA-BP2.2",
        "HALA-BP13.1",
        "HALA-BP11.10",
        "HALA-BP15.5",
        "LEIDEN-D1.1",
        "LEIDEN-D1.5",
    ),
    "text review": ("HALA-BP12.3", "LEIDEN-A2.2", "HALA-BP12.7"),
    "release": ("HALA-BP5.1", "BERK-V1"),
    "transfer": ("HALA-BP21.4", "HALA-LF5.3", "BERK-P6"),
}
"""When a person is asked what."""

_INFERRED = "inferred, not read in the standard"
_LATER = {
    Standard.LEIDEN: "Later guidelines of each section were not retrieved.",
    Standard.BERKELEY: "The Protocol itself was not read: its readers were.",
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """The results of one recording.

    Attributes:
        results: in the order of the profile.
        summaries: one sentence or more for each standard.
        asked_of_people: rows that wait, by the moment at which they are asked.
        unread: signed records of a shape that this program does not know; nothing was concluded from them.
    """

    item: str
    title: str
    item_revision: str
    results: tuple[RowResult, ...]
    summaries: Mapping[str, str]
    asked_of_people: Mapping[str, tuple[str, ...]]
    unread: tuple[str, ...] = ()

    def of(self, result: Result) -> list[RowResult]:
        """The results of one sort, in the order of the profile."""
        return [one for one in self.results if one.result is result]

    @property
    def fails(self) -> bool:
        """Whether any row failed."""
        return bool(self.of(Result.FAIL))


def readiness(
    named: tuple[str, str],
    results: Sequence[RowResult],
    rows: Sequence[ProfileRow],
    known: Profile,
    unread: tuple[str, ...] = (),
) -> Readiness:
    """The report on one recording.

    Args:
        named: its identifier and title.
        unread: see `Readiness`.
    """
    item, title = named
    by_row = {one.id: one for one in rows}
    summaries = {}
    for standard in Standard:
        chosen = [one for one in results if by_row[one.row].standard is standard]
        if chosen:
            summaries[standard.value] = summary(standard, chosen, by_row, known)
    waiting = [one.row for one in results if one.result is Result.NEEDS_PERSON]
    moments = {
        moment: tuple(row for row in waiting if moment_of(row) == moment) for moment in MOMENTS
    }
    revision = results[0].item_revision if results else ""
    return Readiness(
        item,
        title,
        revision,
        tuple(results),
        summaries,
        {moment: found for moment, found in moments.items() if found},
        unread,
    )


def moment_of(row: str) -> str:
    """At which moment a person is asked, "" for rows that no person answers."""
    return next((moment for moment, rows in MOMENTS.items() if row in rows), "")


def summary(
    standard: Standard, results: Sequence[RowResult], rows: Mapping[str, ProfileRow], known: Profile
) -> str:
    """How many of the checks of a standard gave what, in a sentence that claims nothing more."""
    scorable = [one for one in results if rows[one.row].check is not CheckedBy.NOBODY]
    if not scorable:
        return f"None of these {standard.called} rows can be scored."
    count = Counter(one.result for one in scorable)
    inferred = sum(1 for one in scorable if one.basis is not Basis.READ)
    whole = len([one for one in known.rows if one.standard is standard and one.scorable])
    asked = "in this profile" if len(scorable) == whole else "asked for"
    parts = [
        _do(count[Result.NOT_APPLICABLE], "does not apply", "do not apply"),
        _do(count[Result.PASS], "passes", "pass"),
        _do(count[Result.FAIL], "fails", "fail"),
        _do(count[Result.WARN], "is a warning", "are warnings") if count[Result.WARN] else "",
        f"{count[Result.NOT_ATTAINABLE]} could not be met despite documented effort"
        if count[Result.NOT_ATTAINABLE]
        else "",
        _do(count[Result.NEEDS_PERSON], "waits for a person", "wait for a person"),
        _do(count[Result.NOT_ENCODED], "is", "are") + " not encoded by this program yet"
        if count[Result.NOT_ENCODED]
        else "",
    ]
    told = ", ".join(one for one in parts if one)
    sentence = (
        f"Of the {len(scorable)} scorable {standard.called} checks {asked}, {told}."
        f" {inferred} of the {len(scorable)} are inferred."
    )
    if standard is Standard.HALA:
        gaps = sum(1 for name in known.gaps if name.startswith("HALA-"))
        return f"{sentence} {gaps} of the {known.practices} Hala practices are not covered."
    return f"{sentence} {_LATER[standard]}"


def _do(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def line_of(one: RowResult) -> str:
    """Why a row gave what it gave, with the warning that belongs to its basis."""
    return f"{one.note} ({_INFERRED})" if one.basis is Basis.INFERRED else one.note
