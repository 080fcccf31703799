"""An open archive: what every part of the facade stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from earwitness.errors import NotInArchive, UsageError
from earwitness.records.sound import Recording
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import find_recording, recordings

__all__ = ["OpenArchive"]


class OpenArchive:
    """An archive that is open, and its recordings by name."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @classmethod
    def new(cls, root: Path) -> Self:
        """Make an archive.

        Raises:
            ArchiveExists: something stands there.
        """
        return cls(Archive.create(root))

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open an archive.

        Raises:
            ArchiveNotFound: there is none.
        """
        return cls(Archive(root))

    def recording(self, name: str) -> Recording:
        """The recording of that identifier, or the beginning of one, or title.

        Raises:
            NotInArchive: none. UsageError: more than one.
        """
        found = find_recording(self.archive.db, name)
        if not found:
            raise NotInArchive(
                f"no recording is called '{name}'", do="`earwitness show` lists them all"
            )
        if len(found) > 1:
            names = ", ".join(one.id for one in found[:5])
            raise UsageError(f"'{name}' could be {names}", do="Write more of the identifier")
        return found[0]

    def recordings(self) -> list[Recording]:
        """All recordings in the order in which they were made."""
        return recordings(self.archive.db)

    def close(self) -> None:
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
