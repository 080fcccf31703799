"""Which kind of file bytes are, by what they begin with; and all the parts of it, however deep they are packed."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator

from earwitness.review.redaction.members.boxes import matroska_parts, mp4_parts
from earwitness.review.redaction.members.documents import pdf_parts, sqlite_parts
from earwitness.review.redaction.members.part import Nature, Part, Room, inflated
from earwitness.review.redaction.members.pictures import gif_parts, jpeg_parts, png_parts
from earwitness.review.redaction.members.sounds import (
    flac_parts,
    mpeg_parts,
    ogg_parts,
    riff_parts,
)

__all__ = ["parts_of"]

_Reader = Callable[[bytes, str, Room], Iterator[Part]]
_CLOSED = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ\0": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office document",
}
# Files inside of tags: covers, attachments.
_EMBEDDED = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff[\xe0-\xef\xdb]|PK\x03\x04|%PDF-|\x1f\x8b\x08"
)


def parts_of(data: bytes, place: str, room: Room | None = None) -> Iterator[Part]:
    """All parts of a file; whatever cannot be looked into is a part that says so."""
    room = room or Room()
    if room.depth_left <= 0 or room.parts_left <= 0 or room.bytes_left < 0:
        yield Part(place, b"", Nature.UNREADABLE, "packed too deep or too large")
        return
    reader = _reader(data)
    if reader is None:
        yield from _plain(data, place)
        return
    room.depth_left -= 1
    for part in reader(data, place, room):
        yield part
        if part.nature is Nature.TAG:
            for match in _EMBEDDED.finditer(part.data):
                if match.start() or part.place != place:
                    inner = part.data[match.start() :]
                    yield from parts_of(inner, f"{part.place} > file at {match.start()}", room)
                    break
    room.depth_left += 1


def _plain(data: bytes, place: str) -> Iterator[Part]:
    for head, says in _CLOSED.items():
        if data.startswith(head):
            yield Part(place, data, Nature.UNREADABLE, f"{says}: it is not looked into here")
            return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        yield Part(place, data, Nature.UNKNOWN if _binary(data) else Nature.TEXT)
        return
    yield Part(place, data, Nature.TEXT)


def _binary(data: bytes) -> bool:
    """Whether this is no text in any encoding: many control characters that are no UTF-16."""
    sample = data[:65_536]
    control = sum(
        sample.count(bytes([one])) for one in (*range(1, 4), *range(5, 9), *range(14, 27), 127)
    )
    return control * 50 > len(sample)


def _reader(data: bytes) -> _Reader | None:
    head = data[:64]
    for beginnings, reader in _BEGINNINGS:
        if head.startswith(beginnings):
            return reader
    if head[4:8] in _BOXES:
        return mp4_parts
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] < 0xFE:
        return mpeg_parts
    if head.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        return _zip
    return _tar if data[257:262] == b"ustar" else None


def _zip(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """Members, their names and comments; what stands around them as it is."""
    yield Part(f"{place} > around its members", data, Nature.CODED, "zip:whole")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bag:
            yield Part(f"{place} > comment", bag.comment, Nature.TAG, "zip:comment")
            for one in bag.infolist():
                name = one.filename.encode("utf-8", errors="replace")
                # Names without the mark of UTF-8 are in any encoding; Python reads them as cp437.
                raw = (
                    name
                    if one.flag_bits & 0x800
                    else one.orig_filename.encode("cp437", errors="replace")
                )
                where = f"{place} > {_told(one.filename)}"
                yield Part(f"{where} (name)", raw, Nature.TAG, "zip:name")
                yield Part(f"{where} (comment)", one.comment + one.extra, Nature.TAG, "zip:extra")
                if one.is_dir():
                    continue
                if one.flag_bits & 1:
                    yield Part(where, b"", Nature.UNREADABLE, "an encrypted member")
                    continue
                if not room.take(one.file_size):
                    yield Part(where, b"", Nature.UNREADABLE, "packed too large")
                    return
                try:
                    body = bag.read(one)
                except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
                    yield Part(where, b"", Nature.UNREADABLE, "a member that cannot be unpacked")
                    continue
                yield from parts_of(body, where, room)
    except (zipfile.BadZipFile, ValueError, OSError):
        yield Part(place, b"", Nature.UNREADABLE, "a damaged zip file")


def _told(name: str) -> str:
    """A member's name may itself be what is sealed: only its ending is told."""
    ending = name.rsplit(".", 1)[-1] if "." in name else ""
    return (
        f"member (.{ending})"
        if ending.isascii() and ending.isalnum() and len(ending) < 8
        else "member"
    )


def _gzip(data: bytes, place: str, room: Room) -> Iterator[Part]:
    yield Part(f"{place} > head", _gzip_words(data), Nature.TEXT, "gzip:head")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            made = stream.read(max(1, room.bytes_left) + 1)
    except (OSError, EOFError, zlib.error):
        yield Part(place, data, Nature.UNREADABLE, "a damaged gzip file")
        return
    if not room.take(len(made)):
        yield Part(place, b"", Nature.UNREADABLE, "packed too large")
        return
    yield from parts_of(made, f"{place} > unpacked", room)


def _gzip_words(data: bytes) -> bytes:
    """Extra field, name and comment in the head of a gzip file."""
    flags, at, words = data[3] if len(data) > 3 else 0, 10, b""
    if flags & 4:
        size = int.from_bytes(data[at : at + 2], "little")
        words += data[at + 2 : at + 2 + size] + b"\n"
        at += 2 + size
    for bit in (8, 16):
        if flags & bit:
            end = data.find(b"\0", at)
            words += data[at:end] + b"\n"
            at = end + 1
    return words


def _tar(data: bytes, place: str, room: Room) -> Iterator[Part]:
    yield Part(f"{place} > heads", data, Nature.CODED, "tar:whole")
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as bag:
            for one in bag:
                where = f"{place} > {_told(one.name)}"
                told = f"{one.name}\n{one.uname}\n{one.gname}\n{one.linkname}\n{one.pax_headers}"
                yield Part(
                    f"{where} (head)",
                    told.encode("utf-8", errors="replace"),
                    Nature.TEXT,
                    "tar:head",
                )
                body = bag.extractfile(one) if one.isfile() else None
                if body is not None and room.take(one.size):
                    yield from parts_of(body.read(), where, room)
    except (tarfile.TarError, OSError, ValueError):
        yield Part(place, b"", Nature.UNREADABLE, "a damaged tar file")


def _zlib(data: bytes, place: str, room: Room) -> Iterator[Part]:
    made = inflated(data, room)
    if made is None:
        yield Part(place, data, Nature.UNKNOWN)
    else:
        yield from parts_of(made, f"{place} > inflated", room)


_BOXES = frozenset({b"ftyp", b"moov", b"wide", b"mdat", b"free", b"skip", b"pnot"})
_BEGINNINGS: tuple[tuple[bytes | tuple[bytes, ...], _Reader], ...] = (
    (b"\x89PNG\r\n\x1a\n", png_parts),
    (b"\xff\xd8\xff", jpeg_parts),
    ((b"GIF87a", b"GIF89a"), gif_parts),
    (b"fLaC", flac_parts),
    (b"OggS", ogg_parts),
    ((b"RIFF", b"RF64"), riff_parts),
    (b"\x1aE\xdf\xa3", matroska_parts),
    (b"ID3", mpeg_parts),
    (b"%PDF-", pdf_parts),
    (b"SQLite format 3\0", sqlite_parts),
    (b"PK\x03\x04", _zip),
    (b"\x1f\x8b", _gzip),
    ((b"\x78\x9c", b"\x78\xda", b"\x78\x01"), _zlib),
)
