"""Sound and films that are packed in other files: in archives, and in pages as base64."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

__all__ = ["is_media", "packed_media"]

_DATA = re.compile(rb"data:(?:audio|video)/[\w.+-]+(?:;[\w=.+-]+)*;base64,([A-Za-z0-9+/=\s]+)")
_BOXES = frozenset({b"ftyp", b"moov", b"wide", b"mdat"})
_HEADS = (
    b"fLaC",
    b"OggS",
    b"RIFF",
    b"RF64",
    b"ID3",
    b"\x1aE\xdf\xa3",
    b"caff",
    b"FORM",
    b"#!AMR",
    b"FLV",
    b".snd",
)
_MOST_BYTES = 1 << 30
_DEEPEST = 4


def is_media(head: bytes) -> bool:
    """Whether bytes begin as sound or film does."""
    sync = (
        len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] not in (0xFE, 0xFF)
    )
    picture = head[:3] == b"\xff\xd8\xff" or head[8:12] == b"WEBP"
    return not picture and (head.startswith(_HEADS) or head[4:8] in _BOXES or sync)


def packed_media(data: bytes, place: str = "", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Each with its place; what cannot be unpacked is told by the search of bytes."""
    if depth > _DEEPEST:
        return
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        yield from _in_zip(data, place, depth)
        return
    for number, match in enumerate(_DATA.finditer(data), 1):
        try:
            made = base64.b64decode(re.sub(rb"\s", b"", match[1]))
        except (binascii.Error, ValueError):
            continue
        yield f"{place}data address {number}", made


def _in_zip(data: bytes, place: str, depth: int) -> Iterator[tuple[str, bytes]]:
    left = _MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as bag:
        for number, one in enumerate(bag.infolist(), 1):
            left -= one.file_size
            if one.is_dir() or left < 0:
                continue
            try:
                body = bag.read(one)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
                continue
            where = f"{place}member {number}"
            if is_media(body[:64]):
                yield where, body
            else:
                yield from packed_media(body, f"{where} > ", depth + 1)
