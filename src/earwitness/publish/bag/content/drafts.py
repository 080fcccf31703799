"""The drafts that a bag goes with: their quotations by recording, and what people answered for in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.publish.bag.content.quotes import QuotedPlace, heard_quote
from earwitness.publish.bag.content.words import Words
from earwitness.publish.bag.veil import Veiling
from earwitness.publish.quotecheck.check import check_draft
from earwitness.records.judgement import Heard
from earwitness.records.signed import SignedRecord
from earwitness.records.told import Told
from earwitness.store.archive import Archive

__all__ = ["DraftQuotes", "Waived"]


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that stood when the bag was made, since people answer for it."""

    code: str
    name: str
    given: tuple[SignedRecord, ...]

    def row(self, *, public: bool) -> dict[str, object]:
        """As the bag tells it: who and why only in a sealed edition."""
        told: dict[str, object] = {
            "code": self.code,
            "finding": self.name,
            "people": len({one.by.casefold() for one in self.given}),
        }
        if not public:
            told["given"] = [
                {"by": one.by, "at": one.at, "reason": one.reason} for one in self.given
            ]
        return told


class DraftQuotes:
    """Quotations of drafts that passed the quote check, and the findings that were waived in them.

    Raises:
        UsageError: a draft has errors. Refused: one cannot be read.
    """

    def __init__(self, archive: Archive, drafts: Sequence[Path], told: Told) -> None:
        self._heard: dict[str, list[tuple[int, str, Heard, str]]] = {}
        self.waived: list[Waived] = []
        number = 0
        for draft in drafts:
            report = check_draft(archive, draft, told)
            if not report.clean:
                raise UsageError(
                    f"{len(report.errors)} errors in the draft",
                    where=str(draft),
                    do=f"Mend what `earwitness check {draft}` names first",
                )
            self.waived += [
                Waived(one.code, one.name, report.waivers.of(report.draft, one))
                for one in report.findings
                if report.waived_by(one)
            ]
            for one in report.quotations:
                if one.heard is not None:
                    number += 1
                    row = (number, one.text, one.heard, one.translated_into)
                    self._heard.setdefault(one.heard.recording_id, []).append(row)

    def of(self, recording_id: str, words: Words, veil: Veiling) -> Iterator[QuotedPlace | None]:
        """Those of a recording; None for one whose words the bag does not show."""
        for number, printed, heard, language in self._heard.get(recording_id, ()):
            sheets = {one.versions[0].id: one for one in words.sheets}
            sheet = sheets.get(heard.transcript_id)
            yield heard_quote(number, printed, heard, sheet, veil, language) if sheet else None
