"""Bytes as received: hashed before anything decodes them, stored once, never written again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import Differs, NotInArchive, UnreadableFile
from earwitness.records.identifiers import Sha256

__all__ = ["Originals", "Placed", "digest_file"]

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Placed:
    """Bytes that now stand in the originals; ``new`` is False if they stood there before."""

    sha256: Sha256
    size_bytes: int
    new: bool


class Originals:
    """The folder ``originals/ab/abcd...``: read-only files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / ".incoming"

    def place(self, source: Path) -> Placed:
        """Copy a file in, hashing while reading, and put it in place in one step.

        A crash at any moment leaves either nothing or the whole file.

        Raises:
            UnreadableFile: the source cannot be read, or changes while it is read.
        """
        self._incoming.mkdir(parents=True, exist_ok=True)
        draft = self._incoming / secrets.token_hex(8)
        try:
            sha256, size = _copy(source, draft)
            return self._settle(draft, sha256, size)
        finally:
            draft.unlink(missing_ok=True)

    def place_bytes(self, data: bytes) -> Placed:
        """Put bytes in place (a page that was read from a larger file, for example)."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        draft = self._incoming / secrets.token_hex(8)
        try:
            draft.write_bytes(data)
            return self._settle(draft, hashlib.sha256(data).hexdigest(), len(data))
        finally:
            draft.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the bytes stand.

        Raises:
            NotInArchive: they do not.
        """
        place = self._place(sha256)
        if not place.is_file():
            raise NotInArchive(f"no original {sha256[:16]}…")
        return place

    def holds(self, sha256: str) -> bool:
        """Whether any bytes stand under that name."""
        return self._place(sha256).is_file()

    def all(self) -> Iterator[tuple[str, Path]]:
        """Every file in the store, as (name, path), in order of name."""
        for folder in sorted(self._root.iterdir() if self._root.is_dir() else []):
            if folder.is_dir() and not folder.name.startswith("."):
                for place in sorted(folder.iterdir()):
                    yield place.name, place

    def check(self, sha256: str) -> None:
        """Read the bytes again and compare.

        Raises:
            Differs: they are gone or changed; ``expected`` and ``found`` carry the digests.
        """
        place = self._place(sha256)
        if not place.is_file():
            raise Differs(
                "the original is missing",
                where=f"originals/{sha256[:2]}/{sha256}",
                expected=sha256,
                found="nothing",
            )
        found, _ = digest_file(place)
        if found != sha256:
            raise Differs(
                "the original was changed",
                where=f"originals/{sha256[:2]}/{sha256}",
                expected=sha256,
                found=found,
            )

    def sweep(self) -> int:
        """Remove what interrupted copies left behind; return how many."""
        count = 0
        for leftover in self._incoming.iterdir() if self._incoming.is_dir() else ():
            leftover.unlink()
            count += 1
        return count

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def _settle(self, draft: Path, sha256: str, size: int) -> Placed:
        place = self._place(sha256)
        if place.is_file() and place.stat().st_size == size:
            return Placed(Sha256(sha256), size, new=False)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.chmod(0o444)
        _sync(draft)
        draft.replace(place)
        _sync(place.parent)
        return Placed(Sha256(sha256), size, new=True)


def digest_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hexadecimal) and size in bytes of a file.

    Raises:
        UnreadableFile: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
            return digest.hexdigest(), stream.tell()
    except OSError as error:
        raise UnreadableFile(_why(error), where=str(path)) from error


def _copy(source: Path, draft: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as stream, draft.open("wb") as out:
            before = os.fstat(stream.fileno())
            while block := stream.read(_BLOCK):
                digest.update(block)
                out.write(block)
                size += len(block)
            after = os.fstat(stream.fileno())
    except OSError as error:
        raise UnreadableFile(_why(error), where=str(source)) from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise UnreadableFile(
            "changed while it was read", where=str(source), do="Add it again once it is complete"
        )
    return digest.hexdigest(), size


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        # Some file systems cannot sync a folder; the rename is atomic there all the same.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _why(error: OSError) -> str:
    return f"cannot be read ({error.strerror or error})"
