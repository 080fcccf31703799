"""The members of a zip or tar, one after another, with what speaks against taking each."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar, Protocol, Self

from earwitness.errors import HostileInput, OverLimit, UnsupportedInput
from earwitness.intake.bundles.names import name_from_tar, name_from_zip

__all__ = ["CannotTake", "Member", "Torn", "UnpackLimits", "open_members"]

_MIB = 1024 * 1024
_CHUNK_BYTES = _MIB
# OSError: gzip and bz2 report torn data with it.
_BROKEN: tuple[type[Exception], ...] = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
)
_UNREADABLE: tuple[type[Exception], ...] = (*_BROKEN, NotImplementedError, RuntimeError)
_ENCRYPTED = 0x1
# tarfile reads these headers whole into memory, whatever length they claim.
_LONG_HEADERS = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    }
)
_MAX_HEADER_BYTES = 16 * 1024
_MAX_HEADER_SEARCH = 20_000 * 1000 * 1000  # as many headers of 1,000 bytes; about 20 s at worst
# The smallest list of contents that is always read, and what a file may take in a longer one.
_LIST_FLOOR_BYTES = _MIB
_LIST_BYTES_A_FILE = 600


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class CannotTake(Exception):
    """One member that stays in the archive; the text says why."""


class Torn(Exception):
    """The archive cannot be read on from here; the text says why."""


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """How much an archive may hold.

    Attributes:
        max_files: members of any kind.
        max_total_bytes: of all files together, unpacked.
        max_ratio: unpacked to packed size, of a member and of the whole.
        ratio_from_bytes: the ratio is not looked at below this unpacked size.
    """

    max_files: int = 20_000
    max_total_bytes: int = 8 * 1024 * _MIB
    max_ratio: int = 200
    ratio_from_bytes: int = 10_000_000

    def is_bomb(self, unpacked_bytes: int, packed_bytes: int) -> bool:
        """Whether so much out of so little is over the ratio."""
        return (
            unpacked_bytes > self.ratio_from_bytes
            and unpacked_bytes > self.max_ratio * packed_bytes
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One member, before it is taken.

    Attributes:
        name: decoded path with ``/``; not yet checked.
        chunks: its bytes, unpacked as they are asked for; raises `CannotTake` or `Torn`.
        is_folder: a folder; it is made when a file in it is taken.
        refused: why it must stay in the archive, or empty.
        remarks: what was mended in its name.
        declared_bytes: the size that the archive states.
        packed_bytes: its packed size; None where members have none of their own (tar).
    """

    name: str
    chunks: Callable[[], Iterator[bytes]]
    is_folder: bool = False
    refused: str = ""
    remarks: tuple[str, ...] = ()
    declared_bytes: int = 0
    packed_bytes: int | None = None

    @property
    def key(self) -> str:
        """What two names share that are one name on some computers."""
        return unicodedata.normalize("NFC", unicodedata.normalize("NFC", self.name).casefold())


@contextmanager
def open_members(path: Path, limits: UnpackLimits) -> Iterator[Iterator[Member]]:
    """Open an archive, told by its first bytes and not by its name.

    Raises:
        UnsupportedInput: neither zip nor tar.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(512)
        file.seek(0)
        if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            yield _zip_members(path, limits)
        elif head[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=file) as plain:
                yield _tar_members(plain, file, path, limits)
        elif head[:3] == b"BZh":
            with bz2.BZ2File(file) as plain:
                yield _tar_members(plain, file, path, limits)
        elif head[:6] == b"\xfd7zXZ\x00":
            with lzma.LZMAFile(file) as plain:
                yield _tar_members(plain, file, path, limits)
        elif head[257:262] == b"ustar" or path.suffix.lower() == ".tar":
            yield _tar_members(file, file, path, limits)
        else:
            raise UnsupportedInput(
                "is neither a zip nor a tar archive",
                where=str(path),
                do="Unpack it yourself and give the folder",
            )


class _BoundedReads(io.FileIO):
    """A file that refuses to be swallowed: zipfile reads its list of contents in one piece."""

    limit_bytes = _LIST_FLOOR_BYTES

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = os.fstat(self.fileno()).st_size - self.tell()
        if size > self.limit_bytes:
            raise OverLimit("its list of contents is longer than is read", where=str(self.name))
        return super().read(size) or b""


def _zip_members(path: Path, limits: UnpackLimits) -> Iterator[Member]:
    with _BoundedReads(path) as file:
        file.limit_bytes = max(_LIST_FLOOR_BYTES, limits.max_files * _LIST_BYTES_A_FILE)
        try:
            archive = zipfile.ZipFile(file)
        except _UNREADABLE as error:
            raise Torn(f"is a broken zip archive ({_said(error)})") from error
        with archive:
            if len(archive.infolist()) > limits.max_files:
                raise OverLimit(f"holds more than {limits.max_files:,} files", where=str(path))
            for entry in archive.infolist():
                yield _zip_member(archive, entry)


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
    name, remarks = name_from_zip(entry)
    return Member(
        name=name.rstrip("/") or name,
        chunks=lambda: _chunks(lambda: archive.open(entry), CannotTake),
        is_folder=name.endswith("/"),
        refused=_why_not_zip(entry),
        remarks=remarks,
        declared_bytes=entry.file_size,
        packed_bytes=entry.compress_size,
    )


def _why_not_zip(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if kind == stat.S_IFLNK:
        return "it is a link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a device or another special file"
    # The readers of bzip2 and LZMA in zipfile unpack a whole chunk at once, however large it gets.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"it is packed by method {entry.compress_type}; only stored and deflated are read"
    return ""


class _WaryTarInfo(tarfile.TarInfo):
    """Refuses headers that would be read whole into memory, and sizes below nothing.

    tarfile looks through extended headers with expressions whose time grows with the square of
    their length (CVE-2024-6232), so that those of one archive have a budget together. Each archive
    is read with a subclass of its own, which holds the sum.
    """

    searched: ClassVar[int] = 0

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        found = super().frombuf(buf, encoding, errors)
        if found.type in _LONG_HEADERS:
            cls.searched += found.size * found.size
        if (
            found.size < 0
            or cls.searched > _MAX_HEADER_SEARCH
            or (found.type in _LONG_HEADERS and found.size > _MAX_HEADER_BYTES)
        ):
            raise HostileInput("holds tar headers of a size that no archiver writes")
        return found


class _Tape:
    """A tar as it is unpacked: counts, and stops a bomb even in the parts that are skipped."""

    def __init__(
        self, plain: _Readable, packed: IO[bytes], where: str, limits: UnpackLimits
    ) -> None:
        self._plain = plain
        self._packed = packed
        self._where = where
        self._limits = limits
        self._read_bytes = 0
        # Every member has a header and padding, and may have an extended one.
        self._max_bytes = limits.max_total_bytes + limits.max_files * 4096 + _MIB

    def read(self, size: int) -> bytes:
        chunk = self._plain.read(size)
        self._read_bytes += len(chunk)
        if self._read_bytes > self._max_bytes:
            raise OverLimit(
                f"holds more than {self._limits.max_total_bytes:,} bytes", where=self._where
            )
        if self._limits.is_bomb(self._read_bytes, self._packed.tell()):
            raise HostileInput(
                f"unpacks to more than {self._limits.max_ratio} times its size: the archive is"
                " made to explode",
                where=self._where,
            )
        return chunk


def _tar_members(
    plain: _Readable, packed: IO[bytes], path: Path, limits: UnpackLimits
) -> Iterator[Member]:
    wary = type("_WaryHere", (_WaryTarInfo,), {})
    tape = _Tape(plain, packed, str(path), limits)
    try:
        # Forward only: no seek can send it back to the start of a compressed file again and again.
        with tarfile.open(fileobj=tape, mode="r|", tarinfo=wary) as archive:  # type: ignore[call-overload]  # a tape needs no more than read()
            while (entry := archive.next()) is not None:
                yield _tar_member(archive, entry)
                archive.members = []  # tarfile would keep them all
    except RecursionError as error:
        raise HostileInput("holds tar headers without end", where=str(path)) from error
    except _BROKEN as error:
        raise Torn(f"is a broken or unfinished tar archive ({_said(error)})") from error


def _tar_member(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Member:
    name, remarks = name_from_tar(entry.name)
    return Member(
        name=name.rstrip("/") or name,
        chunks=lambda: _chunks(lambda: archive.extractfile(entry), Torn),
        is_folder=entry.isdir(),
        refused=_why_not_tar(entry),
        remarks=remarks,
        declared_bytes=entry.size,
    )


def _why_not_tar(entry: tarfile.TarInfo) -> str:
    if entry.issym() or entry.islnk():
        return "it is a link"
    if entry.issparse():
        return "it is a sparse file"
    if not (entry.isreg() or entry.isdir()):
        return "it is a device or another special file"
    return ""


def _chunks(
    opening: Callable[[], IO[bytes] | None], reason: type[CannotTake | Torn]
) -> Iterator[bytes]:
    """A member's bytes; what the readers of zip and tar raise becomes a reason."""
    try:
        source = opening()
        if source is None:
            return
        with source:
            while chunk := source.read(_CHUNK_BYTES):
                yield chunk
    except _UNREADABLE as error:
        raise reason(f"its bytes cannot be read ({_said(error)})") from error


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:120]
