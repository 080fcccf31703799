"""The quotations of a draft that a bag goes with: each by the recording in which it was heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.publish.bag.content.quotes import QuotedPlace, heard_quote
from earwitness.publish.bag.content.words import Words
from earwitness.publish.bag.veil import Veiling
from earwitness.publish.quotecheck.check import check_draft
from earwitness.records.judgement import Heard, Severity
from earwitness.records.told import Told
from earwitness.store.archive import Archive

__all__ = ["DraftQuotes"]


class DraftQuotes:
    """Quotations of drafts that passed the quote check.

    Raises:
        UsageError: a draft has errors. Refused: one cannot be read.
    """

    def __init__(self, archive: Archive, drafts: Sequence[Path], told: Told) -> None:
        self._heard: dict[str, list[tuple[int, str, Heard, str]]] = {}
        number = 0
        for draft in drafts:
            report = check_draft(archive, draft, told)
            errors = [one for one in report.findings if one.severity is Severity.ERROR]
            if errors:
                raise UsageError(
                    f"{len(errors)} errors in the draft",
                    where=str(draft),
                    do=f"Mend what `earwitness check {draft}` names first",
                )
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
