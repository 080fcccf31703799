"""Editing: what a person types over the lines of a transcript, and the version that comes of it."""

from __future__ import annotations

from earwitness.desk.opened import OpenArchive
from earwitness.records.words import Transcript
from earwitness.review.edits import SavedEdit, keep_edits, save_edit
from earwitness.store.catalog.line_edits import LineEdit, edits_of
from earwitness.store.index_lines import update_index
from earwitness.store.search import SearchIndex
from earwitness.store.signing import Signature

__all__ = ["Editing"]


class Editing(OpenArchive):
    """What people write themselves."""

    def edits(self, version: str) -> dict[int, LineEdit]:
        """What is typed over lines of a transcript and is part of no version yet, by position."""
        return edits_of(self.archive.db, version)

    def save_edit(
        self, name: str, version: str, position: int, base: int, text: str, by: str
    ) -> SavedEdit:
        """Keep what somebody has typed over a line; see `earwitness.review.edits.save_edit`.

        Raises:
            NotInArchive, OverLimit, UsageError: as there.
        """
        return save_edit(self.archive, self.recording(name).id, version, position, base, text, by)

    def keep_edits(self, name: str, version: str, *, by: str, because: str) -> Transcript:
        """Make a version of a transcript and its edits, and let it be found.

        Raises:
            NotInArchive, UsageError: as `earwitness.review.edits.keep_edits`.
        """
        made = keep_edits(self.archive, self.recording(name).id, version, Signature(by, because))
        update_index(self.archive, SearchIndex(self.archive.search_folder), [made.recording_id])
        return made
