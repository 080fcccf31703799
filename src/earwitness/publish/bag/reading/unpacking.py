"""A bag that comes as zip or tar: unpacked into a folder of its own, as the hostile input that it may be."""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from earwitness.errors import HostileInput, MalformedInput, OverLimit, UnreadableFile, UsageError
from earwitness.publish.bag.reading.paths import outside

__all__ = ["UnpackLimits", "opened_bag"]

_BLOCK = 1024 * 1024
_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """What an archive may unpack to.

    Attributes:
        members: how many. bytes: in all. ratio: of what comes out to what went in, beyond the first 64 MB.
    """

    members: int = 200_000
    bytes: int = 200 * 1024**3
    ratio: int = 200


@contextmanager
def opened_bag(path: Path, limits: UnpackLimits | None = None) -> Iterator[Path]:
    """The folder of a bag; of a packed one for as long as it is read.

    Raises:
        UsageError: nothing is there, or it is neither. MalformedInput: it cannot be unpacked.
        HostileInput, OverLimit: it tries to leave its folder, holds links, or unpacks to too much.
    """
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise UsageError(
            "is not there", where=str(path), do="Name the folder of a bag, a zip or a tar"
        )
    if not path.name.lower().endswith(_ENDINGS):
        raise UsageError(
            "is neither a folder nor a packed bag",
            where=str(path),
            do=f"One of: {', '.join(_ENDINGS)}",
        )
    with tempfile.TemporaryDirectory(prefix="earwitness-bag-") as name:
        folder = Path(name)
        unpacker = _Unpacker(path, folder, limits or UnpackLimits())
        try:
            if path.name.lower().endswith(".zip"):
                unpacker.zip()
            else:
                unpacker.tar()
        except (
            zipfile.BadZipFile,
            tarfile.TarError,
            zlib.error,
            EOFError,
            NotImplementedError,
        ) as error:
            raise MalformedInput(f"cannot be unpacked ({error})", where=str(path)) from error
        except OSError as error:
            raise UnreadableFile(
                f"cannot be unpacked ({error.strerror or error})", where=str(path)
            ) from error
        yield _inner(folder)


def _inner(folder: Path) -> Path:
    """The bag is the archive itself, or the one folder in it."""
    there = list(folder.iterdir())
    if len(there) == 1 and there[0].is_dir() and not (folder / "bagit.txt").exists():
        return there[0]
    return folder


class _Unpacker:
    """Writes members one by one, and counts."""

    def __init__(self, path: Path, folder: Path, limits: UnpackLimits) -> None:
        self._path, self._folder, self._limits = path, folder, limits
        packed = path.stat().st_size
        self._most = min(limits.bytes, max(64 * _BLOCK, packed * limits.ratio))
        self._bytes = self._members = 0

    def zip(self) -> None:
        """Unpack a zip."""
        with zipfile.ZipFile(self._path) as packed:
            for one in packed.infolist():
                if one.flag_bits & 0x1:
                    raise MalformedInput(
                        f"has a locked member: {one.filename}", where=str(self._path)
                    )
                kind = one.external_attr >> 28
                if kind not in (0, 0o4, 0o10):
                    raise self._hostile(one.filename, "is a link or a device")
                if one.is_dir():
                    self._place(one.filename, folder=True)
                    continue
                with packed.open(one) as stream:
                    self._write(one.filename, stream)

    def tar(self) -> None:
        """Unpack a tar, packed by gzip, xz or bzip2 or not at all."""
        with tarfile.open(self._path, "r|*") as packed:
            for one in packed:
                if one.isdir():
                    self._place(one.name, folder=True)
                elif one.isreg():
                    stream = packed.extractfile(one)
                    if stream is not None:
                        self._write(one.name, stream)
                else:
                    raise self._hostile(one.name, "is a link or a device")

    def _write(self, name: str, stream: IO[bytes]) -> None:
        place = self._place(name, folder=False)
        try:
            with place.open("xb") as out:
                while block := stream.read(_BLOCK):
                    self._bytes += len(block)
                    if self._bytes > self._most:
                        raise OverLimit(
                            f"unpacks to more than {self._most:,} bytes",
                            where=str(self._path),
                            do="If it is meant so, unpack it yourself and verify the folder",
                        )
                    out.write(block)
        except FileExistsError as error:
            raise self._hostile(name, "is there twice") from error

    def _place(self, name: str, *, folder: bool) -> Path:
        self._members += 1
        if self._members > self._limits.members:
            raise OverLimit(
                f"has more than {self._limits.members:,} members", where=str(self._path)
            )
        plain = name.removeprefix("./").rstrip("/")
        why = outside(plain) or ("has a backslash" if "\\" in plain else "")
        if why:
            raise self._hostile(name, why)
        place = self._folder / plain
        (place if folder else place.parent).mkdir(parents=True, exist_ok=True)
        return place

    def _hostile(self, name: str, why: str) -> HostileInput:
        return HostileInput(
            f"has a member that {why}: {name[:200]}", where=str(self._path), do="Do not unpack it"
        )
