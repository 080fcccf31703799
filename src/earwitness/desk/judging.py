"""Judging: checks, verdicts, attribution, dates, corrections, the written standards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from earwitness.desk.withholding import Withholds
from earwitness.records.conformance import RowResult, Standard
from earwitness.records.corrections import Correction, Logged, PublicChange
from earwitness.records.fuzzydate import Narrowed
from earwitness.records.identifiers import is_identifier
from earwitness.records.review import (
    Assessment,
    Attribution,
    CheckRun,
    DateBound,
    Move,
    State,
)
from earwitness.records.signed import SignedRecord
from earwitness.review.conformance.archive_facts import archive_facts
from earwitness.review.conformance.checking import check_rows, rows_asked
from earwitness.review.conformance.container_listing import write_listing
from earwitness.review.conformance.fields import record_of
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.keeping import keep as keep_for_standards
from earwitness.review.conformance.keeping import records_where
from earwitness.review.conformance.kinds import ARCHIVE, Kind
from earwitness.review.conformance.page import write_page
from earwitness.review.conformance.profile import profile
from earwitness.review.conformance.report import Readiness, readiness
from earwitness.review.conformance.standing import standing_by_subject, unread_about
from earwitness.review.corrections.keeping import propose, settle
from earwitness.review.corrections.lines import MeantLine, line_meant
from earwitness.review.corrections.log import LoggedPage, change_log, logged_page, public_log
from earwitness.review.corrections.taking import Taken, take_reader_file
from earwitness.review.dates import DateHint, bound_date, date_hints, date_of
from earwitness.review.gates.keeping import (
    answer_check,
    approve,
    assess,
    attribute,
    examine,
    move,
    situation_of,
    take_back,
)
from earwitness.review.gates.machine import Found, private_data_check
from earwitness.review.gates.situation import Situation
from earwitness.store.catalog.publications import editions
from earwitness.store.signing import Signature

__all__ = ["Judging"]


class Judging(Withholds):
    """What persons say of recordings, each through its guards."""

    def situation(self, name: str) -> Situation:
        """What stands about a recording: its state, answers, verdict, rungs.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return situation_of(self.archive, self.recording(name).id)

    def examine(self, name: str, more: Sequence[Found] = ()) -> list[Found]:
        """Compute the checks that a machine can; keep what changed.

        Args:
            more: what was computed from the sound (`earwitness.work.examining`).

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        found = self.recording(name)
        private = private_data_check(self._private_kinds(found.id))
        return examine(self.archive, found.id, [*more, private])

    def _private_kinds(self, recording_id: str) -> Counter[str]:
        """How many finds of which kind are about no public person."""
        return Counter(
            one.find.kind.value for one in self.private(recording_id) if not one.find.public
        )

    def answer_check(
        self, name: str, run: CheckRun, *, by: str, because: str, seen: str = ""
    ) -> SignedRecord:
        """Keep a person's answer to a check.

        Raises:
            NotInArchive, UsageError: as `recording`; it is refused, and why.
        """
        signed, found = Signature(by, because), self.recording(name)
        return answer_check(self.archive, found.id, run, signed, seen=seen)

    def move(self, name: str, to: State, fields: Move, *, by: str, because: str) -> SignedRecord:
        """Take a recording a step further, back, or aside.

        Raises:
            NotInArchive, UsageError: as `recording`; something is missing for it.
        """
        return move(self.archive, self.recording(name).id, to, fields, Signature(by, because))

    def assess(self, name: str, given: Assessment, *, by: str, because: str) -> SignedRecord:
        """Give a verdict through its guards.

        Raises:
            NotInArchive, UsageError: as `recording`; something is missing for it.
        """
        return assess(self.archive, self.recording(name).id, given, Signature(by, because))

    def attribute(self, name: str, given: Attribution, *, by: str, because: str) -> SignedRecord:
        """Place a voice on a rung of the attribution ladder.

        Raises:
            NotInArchive, UsageError: as `recording`; something is missing for it.
        """
        return attribute(self.archive, self.recording(name).id, given, Signature(by, because))

    def recorded(self, name: str) -> Narrowed:
        """When a recording was made: what all bounds leave, and what contradicts what.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return date_of(self.archive, self.recording(name).id)

    def date_hints(self, name: str) -> list[DateHint]:
        """What the words of a recording say of the day on which it was made.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return date_hints(self.archive, self.recording(name).id)

    def bound_date(self, name: str, given: DateBound, *, by: str, because: str) -> Narrowed:
        """Keep a person's bounds for the date.

        Raises:
            NotInArchive, UsageError: as `recording`; it is no date, or has no basis.
        """
        return bound_date(self.archive, self.recording(name).id, given, Signature(by, because))

    def approve(self, name: str, *, by: str, because: str) -> SignedRecord:
        """One person's approval of this state of a recording.

        Raises:
            NotInArchive, UsageError: as `recording`; the same person approved it.
        """
        return approve(self.archive, self.recording(name).id, Signature(by, because))

    def take_back(self, record: str, *, by: str, because: str) -> SignedRecord:
        """Let something that was signed not hold any more.

        Raises:
            NotInArchive, UsageError: there is no such record; a step is undone by a step.
        """
        return take_back(self.archive, record, Signature(by, because))

    def propose(self, name: str, given: Correction, *, by: str, because: str) -> SignedRecord:
        """Keep what somebody says is wrong; nothing is changed by it.

        Raises:
            NotInArchive, UsageError: as `recording`; it is about nothing that stands.
        """
        return propose(self.archive, self.recording(name).id, given, Signature(by, because))

    def take_reader_file(self, path: Path) -> Taken:
        """Keep what a reader's correction file says as a proposal.

        Raises:
            UnreadableFile, OverLimit, MalformedInput: it is no such file.
            NotInArchive: it is about nothing that was published from here.
        """
        return take_reader_file(self.archive, path)

    def settle(self, correction: str, *, accept: bool, by: str, because: str) -> SignedRecord:
        """Accept or reject a correction; accepted words become a version on top.

        Raises:
            NotInArchive: there is no such correction. UsageError: it is settled, or by whom proposed it.
        """
        return settle(self.archive, correction, Signature(by, because), accept=accept)

    def change_log(self, name: str) -> list[Logged]:
        """What was said to be wrong about a recording, and what was done.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return change_log(self.archive.db, self._corrected(name))

    def corrections(self, *, settled: bool = False, first: int = 0, count: int = 50) -> LoggedPage:
        """Corrections of the whole archive, a page of them: those that wait, or those that were settled."""
        return logged_page(self.archive.db, settled=settled, first=first, count=count)

    def line_meant(self, name: str, place: str, language: str = "") -> MeantLine:
        """The line that somebody means by a time ("1:05") or by words of it.

        Args:
            language: of a translation whose line it is, "" for the words that were heard.

        Raises:
            NotInArchive, UsageError: as `recording`; no line is there, or several are.
        """
        return line_meant(self.archive.db, self.recording(name).id, place, language)

    def public_log(self, name: str) -> list[PublicChange]:
        """The same for readers: what was accepted, without names and reasons.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        return public_log(self.archive.db, self._corrected(name))

    def _corrected(self, name: str) -> str:
        """A recording, or a story that was published."""
        if is_identifier(name, "pub") and editions(self.archive.db, name):
            return name
        return self.recording(name).id

    def keep_record(
        self, kind: Kind, name: str, fields: Mapping[str, Any], *, by: str, because: str
    ) -> SignedRecord:
        """Keep what a person says of a recording, or of the archive, for the written standards.

        Args:
            name: as in `recording`, or ``archive``.
            fields: as a person wrote them; files by their path.

        Raises:
            NotInArchive, UsageError: as `recording`; a field cannot be, or nobody signs it.
            UnreadableFile: a file that is named is not there.
        """
        signed = Signature(by, because)
        subject = name if name == ARCHIVE else self.recording(name).id
        made = record_of(kind, fields, Path.cwd())
        return keep_for_standards(self.archive, kind, subject, made, signed)

    def records_of(
        self, kind: Kind, values: Mapping[str, str], name: str = ""
    ) -> list[SignedRecord]:
        """Records of a kind that stand, with certain values in their fields.

        Raises:
            NotInArchive, UsageError: as `recording`.
        """
        subject = name if name in ("", ARCHIVE) else self.recording(name).id
        found = records_where(self.archive, kind, values)
        return [one for one in found if not subject or one.subject == subject]

    def conform(
        self,
        names: Sequence[str] = (),
        standard: Standard | None = None,
        rows: Sequence[str] = (),
        now: datetime | None = None,
    ) -> list[Readiness]:
        """Hold recordings (all, unless named) to the written standards; nothing is written.

        Raises:
            NotInArchive, UsageError: as `recording`; a row that is not known.
        """
        chosen = [self.recording(one) for one in names] or self.recordings()
        asked = rows_asked(standard, rows)
        found: dict[str, list[RowResult]] = {one.id: [] for one in chosen}
        for result in check_rows(self.archive, found, asked, now):
            found[result.item].append(result)
        standing = standing_by_subject(self.archive.db)
        return [
            readiness(
                (one.id, one.title), found[one.id], asked, profile(), unread_about(standing, one.id)
            )
            for one in chosen
        ]

    def container_listing(self, name: str, into: Path) -> list[Path]:
        """Write what belongs to a recording, with hashes and labels, into a folder.

        Raises:
            NotInArchive, UsageError: as `recording`; there is no place for it.
        """
        return write_listing(Item(archive_facts(self.archive), self.recording(name).id), into)

    def conformance_page(
        self,
        reports: Sequence[Readiness],
        rows: Sequence[str],
        standard: Standard | None,
        into: Path,
    ) -> Path:
        """Write what `conform` gave as a page for people.

        Raises:
            UsageError: there is no place for it.
        """
        return write_page(reports, rows_asked(standard, rows), into)
