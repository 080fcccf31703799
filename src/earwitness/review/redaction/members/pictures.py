"""Pictures: PNG chunks, JPEG segments, GIF comments; what stands behind their end as well."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from earwitness.review.redaction.members.part import Nature, Part, Room, inflated

__all__ = ["gif_parts", "jpeg_parts", "png_parts"]

_PNG_HEAD = 8
_PNG_CODED = frozenset({b"IDAT", b"PLTE", b"tRNS", b"fdAT"})
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_CODED = frozenset(
    {0xC4, 0xDB, 0xDD, *range(0xC0, 0xC4), *range(0xC5, 0xCC), *range(0xCD, 0xD0)}
)
_EOI, _SOS, _COM = 0xD9, 0xDA, 0xFE


def png_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The chunks of a PNG, compressed text inflated."""
    at = _PNG_HEAD
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        name = kind.decode("latin-1")
        nature = Nature.CODED if kind in _PNG_CODED else Nature.TAG
        where = f"{place} > {name} at {at}"
        yield Part(where, body, nature, f"png:{name}")
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            yield from _png_text(body, where, name, room)
        at += 12 + size
        if kind == b"IEND":
            break
    if at < len(data):
        yield Part(f"{place} > behind the picture at {at}", data[at:], Nature.TAG, "png:behind")


def _png_text(body: bytes, where: str, name: str, room: Room) -> Iterator[Part]:
    """The compressed text begins somewhere behind the keyword: every beginning that inflates is one."""
    start = body.find(b"\0")
    while 0 <= start < min(len(body), 400):
        made = inflated(body[start + 1 :], room) if body[start + 1 : start + 2] == b"\x78" else None
        if made:
            yield Part(f"{where} (inflated)", made, Nature.TAG, f"png:{name}")
            return
        start += 1


def jpeg_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The segments of a JPEG: EXIF, XMP, comments, profiles; the picture; and what stands behind it."""
    del room
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _JPEG_ALONE:
            at += 2
            continue
        if marker == _EOI:
            at += 2
            break
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + size]
        name = "COM" if marker == _COM else f"APP{marker - 0xE0}" if marker >= 0xE0 else "table"
        nature = Nature.CODED if marker in _JPEG_CODED or marker == _SOS else Nature.TAG
        yield Part(f"{place} > {name} at {at}", body, nature, f"jpeg:{name}")
        at += 2 + size
        if marker == _SOS:
            end = _scan_end(data, at)
            yield Part(f"{place} > picture at {at}", data[at:end], Nature.CODED, "jpeg:scan")
            at = end
    if at < len(data):
        yield Part(f"{place} > behind the picture at {at}", data[at:], Nature.TAG, "jpeg:behind")


def _scan_end(data: bytes, at: int) -> int:
    while True:
        found = data.find(b"\xff", at)
        if found < 0 or found + 1 >= len(data):
            return len(data)
        if data[found + 1] not in (0x00, *range(0xD0, 0xD8)):
            return found
        at = found + 2


def gif_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """Comments and applications of a GIF; the rest is picture."""
    del room
    at = 0
    while True:
        at = data.find(b"\x21", at)
        if at < 0 or at + 2 >= len(data):
            break
        if data[at + 1] in (0xFE, 0xFF, 0x01):
            body, end = _blocks(data, at + 2)
            name = "comment" if data[at + 1] == 0xFE else "extension"
            yield Part(f"{place} > {name} at {at}", body, Nature.TAG, f"gif:{name}")
            at = max(end, at + 2)
        else:
            at += 1
    yield Part(place, data, Nature.CODED, "gif:picture")


def _blocks(data: bytes, at: int) -> tuple[bytes, int]:
    made = b""
    while at < len(data) and data[at]:
        made += data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
    return made, at + 1
