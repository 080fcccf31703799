"""Reading: search, what was heard, whose voice, versions held beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from earwitness.compare.keeping import diff_of
from earwitness.compare.versions import VersionDiff
from earwitness.desk.opened import OpenArchive
from earwitness.listen.hearing import Hearing
from earwitness.listen.keeping import hearing_of
from earwitness.listen.voices.keeping import voices_of
from earwitness.records.voices import VoicesVersion
from earwitness.records.words import Transcript
from earwitness.store.catalog.sound import renditions
from earwitness.store.found_lines import FoundLine, describe
from earwitness.store.search import Filters, SearchIndex
from earwitness.text.query_words import parse_query

__all__ = ["Answer", "Reading"]


class Answer:
    """What a search gave: lines with their words in both languages, best first."""

    def __init__(self, lines: Sequence[FoundLine], total: int, *, loosened: bool) -> None:
        self.lines = tuple(lines)
        self.total = total
        self.loosened = loosened


class Reading(OpenArchive):
    """What can be read of an archive."""

    def find(self, query: str, filters: Filters | None = None, limit: int = 20) -> Answer:
        """Search original words and translations in any script.

        Raises:
            UsageError: a query without words.
        """
        clauses = parse_query(query)
        index = SearchIndex(self.archive.search_folder)
        found = index.find(clauses, filters or Filters(), limit)
        lines = [describe(self.archive.db, hit) for hit in found.hits]
        return Answer(lines, found.total, loosened=found.loosened)

    def hearing(self, recording_id: str) -> Hearing | None:
        """What was measured in the sound of a recording, or None while nothing was."""
        for one in renditions(self.archive.db, recording_id):
            hearing = hearing_of(self.archive, one.sha256)
            if hearing is not None:
                return hearing
        return None

    def diff(self, first: Transcript, second: Transcript) -> VersionDiff:
        """Two versions of the words of one recording, word by word."""
        return diff_of(self.archive, first, second)

    def voices(self, recording_id: str) -> VoicesVersion | None:
        """Who speaks when in a recording, by label, or None while nobody listened for it."""
        return voices_of(self.archive, recording_id)
