"""MP4 boxes and Matroska elements: sample data is coded sound and picture, all else is looked at as tags."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from earwitness.review.redaction.members.part import Nature, Part, Room

__all__ = ["matroska_parts", "mp4_parts"]

_FOLDERS = frozenset(
    {
        b"moov",
        b"trak",
        b"mdia",
        b"minf",
        b"dinf",
        b"stbl",
        b"edts",
        b"udta",
        b"moof",
        b"traf",
        b"mvex",
        b"ilst",
        b"gmhd",
        b"tref",
    }
)
# Tables of numbers: any bytes at all can stand in them.
_TABLES = frozenset(
    {
        b"stsz",
        b"stco",
        b"co64",
        b"stts",
        b"stsc",
        b"ctts",
        b"stss",
        b"sdtp",
        b"sbgp",
        b"sgpd",
        b"trun",
        b"elst",
    }
)
_CODED = frozenset({b"mdat"})
_DEEPEST = 12

_EBML_FOLDERS = {
    0x18538067: "Segment",
    0x1F43B675: "Cluster",
    0x1654AE6B: "Tracks",
    0xAE: "TrackEntry",
    0x1254C367: "Tags",
    0x7373: "Tag",
    0x67C8: "SimpleTag",
    0x1941A469: "Attachments",
    0x61A7: "AttachedFile",
    0x1549A966: "Info",
    0x1043A770: "Chapters",
    0x45B9: "EditionEntry",
    0xB6: "ChapterAtom",
    0x80: "ChapterDisplay",
    0xA0: "BlockGroup",
}
_EBML_CODED = {0xA3: "SimpleBlock", 0xA1: "Block"}
_EBML_UNKNOWN_SIZES = {0x01FFFFFFFFFFFFFF, 0x7F}


def mp4_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The boxes of an MP4, M4A or MOV file."""
    yield from _boxes(data, 0, len(data), place, room, 0)


def _boxes(data: bytes, at: int, end: int, place: str, room: Room, depth: int) -> Iterator[Part]:
    while at + 8 <= end and room.take(0):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        head = 8
        if size == 1 and at + 16 <= end:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        stop = end if size == 0 else at + size
        if size != 0 and (size < head or stop > end):
            break
        name = kind.decode("latin-1")
        where = f"{place} > {name} at {at}"
        if kind in _FOLDERS and depth < _DEEPEST:
            yield from _boxes(data, at + head, stop, where, room, depth + 1)
        elif kind == b"meta" and depth < _DEEPEST:
            skip = 4 if data[at + head : at + head + 4] == b"\0\0\0\0" else 0
            yield Part(where, data[at + head : stop], Nature.TAG, "mp4:meta")
            yield from _boxes(data, at + head + skip, stop, where, room, depth + 1)
        else:
            nature = Nature.CODED if kind in _CODED or kind in _TABLES else Nature.TAG
            yield Part(where, data[at + head : stop], nature, f"mp4:{name}")
        at = stop
    if at < end:
        yield Part(f"{place} > behind the boxes at {at}", data[at:end], Nature.TAG, "mp4:behind")


def matroska_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The elements of a Matroska or WebM file."""
    yield from _elements(data, 0, len(data), place, room, 0)


def _elements(data: bytes, at: int, end: int, place: str, room: Room, depth: int) -> Iterator[Part]:
    while at < end and room.take(0):
        identifier, length = _number(data, at, keep=True)
        size, more = _number(data, at + length, keep=False)
        if not length or not more:
            break
        head = length + more
        unknown = size in _EBML_UNKNOWN_SIZES or at + head + size > end
        stop = end if unknown else at + head + size
        name = _EBML_FOLDERS.get(identifier) or _EBML_CODED.get(identifier) or f"{identifier:x}"
        where = f"{place} > {name} at {at}"
        if identifier in _EBML_FOLDERS and depth < _DEEPEST:
            yield from _elements(data, at + head, stop, where, room, depth + 1)
        else:
            nature = Nature.CODED if identifier in _EBML_CODED else Nature.TAG
            yield Part(where, data[at + head : stop], nature, f"matroska:{name}")
        at = stop
    if at < end:
        yield Part(
            f"{place} > behind the elements at {at}", data[at:end], Nature.TAG, "matroska:behind"
        )


def _number(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number of EBML and its length; (0, 0) where there is none."""
    if at >= len(data) or data[at] == 0:
        return 0, 0
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    if len(data) < at + length:
        return 0, 0
    return (value if keep else value & ((1 << 7 * length) - 1)), length
