"""Results that can be made again: ``derived/<subject>/<stage>/<settings digest>.<ending>``."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import NotInArchive

__all__ = ["Blob", "Derived"]


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored result: its name under ``derived/`` and the SHA-256 of its bytes."""

    name: str
    sha256: str


class Derived:
    """Named blobs, each written whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._drafts = root / ".drafts"

    def put(self, subject: str, stage: str, name: str, data: bytes) -> Blob:
        """Store bytes; the same name is replaced in one step."""
        folder = self._root / subject / stage
        folder.mkdir(parents=True, exist_ok=True)
        self._drafts.mkdir(exist_ok=True)
        draft = self._drafts / secrets.token_hex(8)
        try:
            with draft.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(folder / name)
        finally:
            draft.unlink(missing_ok=True)
        return Blob(f"{subject}/{stage}/{name}", hashlib.sha256(data).hexdigest())

    def adopt(self, subject: str, stage: str, name: str, draft: Path) -> Path:
        """Store a file that was made in a `draft`: it is moved into place in one step."""
        folder = self._root / subject / stage
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        return draft.replace(folder / name)

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """A place for a file that only one step needs; it is removed after it, or by `sweep`."""
        self._drafts.mkdir(parents=True, exist_ok=True)
        place = self._drafts / secrets.token_hex(8)
        try:
            yield place
        finally:
            place.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what killed programs left half written; return how many. Only while alone."""
        count = 0
        for leftover in self._drafts.iterdir() if self._drafts.is_dir() else ():
            leftover.unlink()
            count += 1
        return count

    def path(self, name: str) -> Path:
        """Where a blob stands.

        Raises:
            NotInArchive: it does not.
        """
        place = self._root / name
        if not place.is_file():
            raise NotInArchive(
                f"no derived file {name}", do="Run `earwitness run` to make it again"
            )
        return place

    def read(self, name: str) -> bytes:
        """The bytes of a blob.

        Raises:
            NotInArchive: it does not stand there.
        """
        return self.path(name).read_bytes()
