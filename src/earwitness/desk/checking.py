"""Holding drafts to the sound: the quote check, its waivers, and what it writes for people and editors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from earwitness.desk.reading import Reading
from earwitness.desk.told_of import told_of
from earwitness.publish.check_page import write_check_page
from earwitness.publish.quotecheck.check import CheckReport, check_draft
from earwitness.publish.quotecheck.places import Kept
from earwitness.publish.quotecheck.sarif import sarif
from earwitness.publish.quotecheck.waivers import (
    chosen_finding,
    given_waivers,
    standing_waivers,
    take_back_waiver,
    waive,
)
from earwitness.records.judgement import Finding
from earwitness.records.signed import SignedRecord
from earwitness.records.waivers import GivenWaiver
from earwitness.store.signing import Signature

__all__ = ["Checking"]


class Checking(Reading):
    """Drafts, before they go out."""

    def check(self, draft: Path) -> CheckReport:
        """Check a draft article against what was heard.

        Raises:
            UnreadableFile, MalformedInput: the draft cannot be read.
        """
        return check_draft(self.archive, draft, told_of(self.archive))

    def checking_again(self) -> Callable[[Path], CheckReport]:
        """A check to be done many times: what was read of the archive is kept while the archive stays as it is."""
        kept = Kept()
        return lambda draft: check_draft(self.archive, draft, told_of(self.archive), kept)

    def waive(
        self, draft: Path, targets: Sequence[str], *, by: str, because: str
    ) -> list[tuple[Finding, SignedRecord, bool]]:
        """Let findings of a draft stand; each with its record, and whether enough people waived it.

        Args:
            targets: as "Q20@14" (its line, in a DOCX its paragraph) or "Q20@3fa9c1…" (its fingerprint).

        Raises:
            UsageError: a target names no finding or several, a name or reason is missing, or this person
                waived it already.
        """
        return self.waive_found(self.check(draft), targets, by=by, because=because)

    def waive_found(
        self, report: CheckReport, targets: Sequence[str], *, by: str, because: str
    ) -> list[tuple[Finding, SignedRecord, bool]]:
        """The same of a check that was done: what is waived is what a person was shown.

        Raises:
            UsageError: as `waive`.
        """
        signed = Signature(by, because)
        chosen = [chosen_finding(report.draft, report.findings, one) for one in targets]
        done = []
        for one in chosen:
            record = waive(self.archive, report.draft, one, signed)
            enough = bool(standing_waivers(self.archive).waived(report.draft, one))
            done.append((one, record, enough))
        return done

    def waivers(self) -> list[GivenWaiver]:
        """Every waiver that was given, the earliest first, those that were taken back among them."""
        return given_waivers(self.archive)

    def take_back_waiver(self, identifier: str, *, by: str, because: str) -> SignedRecord:
        """Take a waiver back; the finding stands again.

        Raises:
            NotInArchive: there is no such waiver.
            UsageError: it was taken back before, or a name or reason is missing.
        """
        return take_back_waiver(self.archive, identifier, Signature(by, because))

    def sarif(self, report: CheckReport, draft: Path) -> dict[str, Any]:
        """The findings as a SARIF 2.1.0 document."""
        return sarif(report, draft)

    def check_page(self, report: CheckReport, into: Path) -> tuple[tuple[str, str], ...]:
        """Write a page for the desk with the draft, its findings and clips; what cannot be played, and why.

        Raises:
            UsageError: the folder holds other things.
        """
        return write_check_page(self.archive, report, into)
