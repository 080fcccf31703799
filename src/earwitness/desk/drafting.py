"""Drafts that are worked on at the desk: begun, kept state by state, read again."""

from __future__ import annotations

import tempfile
from pathlib import Path

from earwitness.desk.opened import OpenArchive
from earwitness.errors import UsageError
from earwitness.publish.draft import read_draft
from earwitness.store.working_drafts import (
    MOST_BYTES,
    TEXT_ENDINGS,
    Kept,
    Revision,
    WorkingDraft,
    begin_draft,
    keep_revision,
    revisions,
    working_draft,
    working_drafts,
)
from earwitness.text.encoding import decode_text

__all__ = ["Drafting"]

_ENDINGS = {"": ".md", ".markdown": ".md", ".htm": ".html", ".xhtml": ".html"}
_FILES = (".html", ".docx")


class Drafting(OpenArchive):
    """What the archive keeps of texts that are not out yet."""

    def begin_draft(self, name: str, data: bytes, *, by: str) -> WorkingDraft:
        """Keep a new draft: a text as UTF-8, whatever it was in; a HTML or DOCX file as it is.

        Args:
            name: of the file, "" for a text that was typed or pasted.

        Raises:
            UsageError: a format that is no draft's.
            Refused: it is too large, broken, or no text.
        """
        ending = _ending(name)
        return begin_draft(self.archive.root, _read(ending, data), ending, name=name, by=by)

    def keep_draft(self, identifier: str, base: int, text: str) -> Kept:
        """Keep the next state of a text, unless another one was kept since ``base``.

        Raises:
            NotInArchive: there is no such draft. UsageError: it is a file that is only read.
            Refused: it is too large, or no text.
        """
        draft = self.working_draft(identifier)
        if not draft.is_text:
            raise UsageError(
                "the desk does not write this format", do="Change the file and open it again"
            )
        data = text.encode(errors="replace")  # half of a pair of signs that a browser cut
        return keep_revision(self.archive.root, identifier, base, _read(draft.ending, data))

    def keep_file(self, identifier: str, base: int, name: str, data: bytes) -> Kept:
        """Keep a newer state of a file that is only read here.

        Raises:
            NotInArchive, Refused: as `keep_draft`. UsageError: it is of another format.
        """
        draft = self.working_draft(identifier)
        if _ending(name) != draft.ending:
            raise UsageError(
                f"this draft is a {draft.ending} file",
                do="Open the other one as a draft of its own",
            )
        return keep_revision(self.archive.root, identifier, base, _read(draft.ending, data))

    def working_draft(self, identifier: str) -> WorkingDraft:
        """A draft as it stands.

        Raises:
            NotInArchive: there is none of that identifier.
        """
        return working_draft(self.archive.root, identifier)

    def working_drafts(self) -> list[WorkingDraft]:
        """Every draft, the one that was worked on last first."""
        return working_drafts(self.archive.root)

    def draft_revisions(self, identifier: str) -> list[Revision]:
        """Every state of a draft, the first one first.

        Raises:
            NotInArchive: there is no such draft.
        """
        return revisions(self.archive.root, identifier)

    def page_folder(self, identifier: str) -> Path:
        """Where the page of a draft is written.

        Raises:
            NotInArchive: there is no such draft.
        """
        return self.archive.root / "desk" / "pages" / self.working_draft(identifier).id


def _ending(name: str) -> str:
    ending = Path(name.replace("\\", "/")).suffix.lower() if name else ""
    ending = _ENDINGS.get(ending, ending)
    if ending not in (*TEXT_ENDINGS, *_FILES):
        raise UsageError(
            f"drafts are read as .md, .txt, .html or .docx, not {ending[:20]}",
            do="Save it in one of these formats",
        )
    return ending


def _read(ending: str, data: bytes) -> bytes:
    """The bytes that are kept: proved to be readable first."""
    if len(data) > MOST_BYTES:
        return data  # refused by the store, in its words
    if ending in TEXT_ENDINGS:
        return decode_text(data).text.encode()
    with tempfile.TemporaryDirectory(prefix="earwitness-") as folder:
        place = Path(folder) / f"draft{ending}"
        place.write_bytes(data)
        read_draft(place)
    return data
