"""A part of a public file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Nature", "Part", "Room", "inflated"]


class Nature(StrEnum):
    """What the bytes of a part are, which decides how they are searched."""

    TEXT = "text"
    TAG = "tag"  # text somewhere in a structure, in any encoding
    CODED = "coded"  # sound and pictures: any bytes at all, so short words are in them by chance
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"  # nobody can say what is in it; ``what`` says why


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes with a place.

    Attributes:
        place: how to get there: members and chunks, with offsets.
        what: kind of chunk or tag (``png:tEXt``, ``id3:TIT2``); an allow-list goes by it.
    """

    place: str
    data: bytes
    nature: Nature
    what: str = ""


@dataclass(slots=True)
class Room:
    """How much may still be unpacked of one file, and how deep it may go."""

    bytes_left: int = 512 << 20
    parts_left: int = 200_000
    depth_left: int = 6

    def take(self, size: int) -> bool:
        """Whether so much more may be unpacked."""
        self.bytes_left -= size
        self.parts_left -= 1
        return self.bytes_left >= 0 and self.parts_left >= 0


def inflated(data: bytes, room: Room, wbits: int = zlib.MAX_WBITS) -> bytes | None:
    """Zlib data as far as it can be inflated and there is room; None: it is none."""
    machine = zlib.decompressobj(wbits)
    try:
        made = machine.decompress(data, max(1, room.bytes_left))
    except zlib.error:
        # What comes before the damage is there for whoever looks.
        made = _as_far_as_it_goes(data, wbits)
    if not made or not room.take(len(made)):
        return None
    return made


def _as_far_as_it_goes(data: bytes, wbits: int) -> bytes:
    machine, made = zlib.decompressobj(wbits), b""
    try:
        for piece in _slices(data):
            made += machine.decompress(piece, 1 << 20)
    except zlib.error:
        pass
    return made


def _slices(data: bytes) -> Iterator[bytes]:
    for at in range(0, min(len(data), 1 << 22), 64):
        yield data[at : at + 64]
