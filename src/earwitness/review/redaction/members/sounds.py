"""Sound files: ID3 (1, 2.2 to 2.4), APE, Vorbis comments, FLAC blocks, RIFF chunks; the coded sound apart."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from earwitness.review.redaction.members.part import Nature, Part, Room, inflated

__all__ = ["flac_parts", "mpeg_parts", "ogg_parts", "riff_parts"]

_ID3_HEAD, _ID3V1 = 10, 128
_FLAC_NAMES = {
    0: "STREAMINFO",
    1: "PADDING",
    2: "APPLICATION",
    3: "SEEKTABLE",
    4: "VORBIS_COMMENT",
    5: "CUESHEET",
    6: "PICTURE",
}
_RIFF_CODED = frozenset({b"data", b"VP8 ", b"VP8L", b"ALPH", b"ANMF"})
_HEADERS_OF_OGG = (
    b"OpusHead",
    b"OpusTags",
    b"\x01vorbis",
    b"\x03vorbis",
    b"\x05vorbis",
    b"\x7fFLAC",
    b"Speex   ",
)


def mpeg_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """An MP3 (or AAC) file: tags before, behind and between, then the frames."""
    at = 0
    while data[at : at + 3] == b"ID3":
        size = _synchsafe(data[at + 6 : at + 10])
        end = at + _ID3_HEAD + size + (10 if data[at + 5] & 0x10 else 0)
        yield from _id3(data[at:end], f"{place} > ID3v2.{data[at + 3]} at {at}", room)
        at = end
    end = len(data)
    if data[-_ID3V1 : -_ID3V1 + 3] == b"TAG":
        end -= _ID3V1
        yield Part(f"{place} > ID3v1 at {end}", data[end:], Nature.TAG, "id3:v1")
    for name, mark in (
        ("APE", b"APETAGEX"),
        ("Lyrics3", b"LYRICSBEGIN"),
        ("ID3v2", b"ID3\x04"),
        ("ID3v2", b"ID3\x03"),
    ):
        found = data.find(mark, at)
        if 0 <= found < end:
            yield Part(f"{place} > {name} at {found}", data[found:end], Nature.TAG, f"mpeg:{name}")
    yield Part(f"{place} > frames at {at}", data[at:end], Nature.CODED, "mpeg:frames")


def _synchsafe(four: bytes) -> int:
    value = 0
    for byte in four:
        value = value << 7 | byte & 0x7F
    return value


def _id3(tag: bytes, place: str, room: Room) -> Iterator[Part]:
    version, flags = tag[3], tag[5]
    body = tag[_ID3_HEAD:]
    plain = body.replace(b"\xff\x00", b"\xff")
    yield Part(place, body, Nature.TAG, "id3:whole")
    if plain != body:
        yield Part(f"{place} (synchronised)", plain, Nature.TAG, "id3:whole")
    if flags & 0x80 and version < 4:
        body = plain
    head = 6 if version == 2 else 10
    at = 0
    while at + head <= len(body) and body[at]:
        name = body[at : at + (3 if version == 2 else 4)].decode("latin-1")
        if version == 2:
            size = int.from_bytes(body[at + 3 : at + 6], "big")
        elif version == 4:
            size = _synchsafe(body[at + 4 : at + 8])
        else:
            size = int.from_bytes(body[at + 4 : at + 8], "big")
        frame = body[at + head : at + head + size]
        yield from _frame(frame, f"{place} > {name}", name, room)
        at += head + size


def _frame(frame: bytes, place: str, name: str, room: Room) -> Iterator[Part]:
    yield Part(place, frame, Nature.TAG, f"id3:{name}")
    if frame[:4].count(b"\xff") and b"\xff\x00" in frame:
        frame = frame.replace(b"\xff\x00", b"\xff")
    # A compressed frame begins after a length, a group and an encryption byte, as its flags say.
    for skip in range(7):
        if frame[skip : skip + 1] == b"\x78":
            made = inflated(frame[skip:], room)
            if made:
                yield Part(f"{place} (inflated)", made, Nature.TAG, f"id3:{name}")
                return


def flac_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The blocks of a FLAC file, then its frames."""
    del room
    at = 4
    while at + 4 <= len(data):
        kind, size = data[at] & 0x7F, int.from_bytes(data[at + 1 : at + 4], "big")
        name = _FLAC_NAMES.get(kind, f"block {kind}")
        nature = Nature.CODED if kind in (0, 3) else Nature.TAG
        yield Part(
            f"{place} > {name} at {at}", data[at + 4 : at + 4 + size], nature, f"flac:{name}"
        )
        last = data[at] & 0x80
        at += 4 + size
        if last:
            break
    yield Part(f"{place} > frames at {at}", data[at:], Nature.CODED, "flac:frames")


def ogg_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The packets of an Ogg file put together from its pages: headers and comments, then the coded sound."""
    packets: dict[int, bytes] = {}
    coded: list[bytes] = []
    at, behind = 0, b""
    while at + 27 <= len(data):
        if data[at : at + 4] != b"OggS":
            again = data.find(b"OggS", at + 1)
            behind += data[at : again if again >= 0 else len(data)]
            if again < 0:
                break
            at = again
            continue
        serial = int.from_bytes(data[at + 14 : at + 18], "little")
        lengths = data[at + 27 : at + 27 + data[at + 26]]
        body = at + 27 + len(lengths)
        for length in lengths:
            packets[serial] = packets.get(serial, b"") + data[body : body + length]
            body += length
            if length < 255:
                packet = packets.pop(serial)
                if packet.startswith(_HEADERS_OF_OGG):
                    yield from _ogg_header(packet, place, room)
                else:
                    coded.append(packet)
        at = body
    rest = b"".join(packets.values())
    yield Part(f"{place} > packets", b"".join(coded) + rest, Nature.CODED, "ogg:packets")
    if behind:
        yield Part(f"{place} > between the pages", behind, Nature.TAG, "ogg:behind")


def _ogg_header(packet: bytes, place: str, room: Room) -> Iterator[Part]:
    del room
    if packet.startswith((b"OpusTags", b"\x03vorbis")):
        head = 8 if packet.startswith(b"OpusTags") else 7
        yield from _comments(packet[head:], f"{place} > comments")
    elif packet.startswith(b"\x05vorbis"):
        yield Part(f"{place} > codebooks", packet, Nature.CODED, "ogg:codebooks")
    else:
        yield Part(f"{place} > {packet[:8].decode('latin-1')!r}", packet, Nature.TAG, "ogg:head")


def _comments(body: bytes, place: str) -> Iterator[Part]:
    """The vendor and each comment; the whole block too, for what its lengths leave out."""
    try:
        (size,) = struct.unpack_from("<I", body, 0)
        yield Part(f"{place} > vendor", body[4 : 4 + size], Nature.TAG, "vorbis:vendor")
        (count,) = struct.unpack_from("<I", body, 4 + size)
        at = 8 + size
        for number in range(min(count, 10_000)):
            (length,) = struct.unpack_from("<I", body, at)
            yield Part(
                f"{place} > {number + 1}",
                body[at + 4 : at + 4 + length],
                Nature.TAG,
                "vorbis:comment",
            )
            at += 4 + length
        if body[at:].strip(b"\0\1"):
            yield Part(f"{place} > behind them", body[at:], Nature.TAG, "vorbis:behind")
    except struct.error:
        yield Part(place, body, Nature.TAG, "vorbis:broken")


def riff_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The chunks of a WAV (or WebP, AVI) file; samples are coded sound, all else is a tag."""
    end = len(data)
    yield from _chunks(data, 12, end, place, room)


def _chunks(data: bytes, at: int, end: int, place: str, room: Room) -> Iterator[Part]:
    while at + 8 <= end:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        name = kind.decode("latin-1")
        where = f"{place} > {name.strip()} at {at}"
        stop = min(at + 8 + size, end)
        if kind == b"LIST":
            yield Part(where, data[at + 8 : at + 12], Nature.TAG, "riff:LIST")
            yield from _chunks(data, at + 12, stop, where, room)
        else:
            nature = Nature.CODED if kind in _RIFF_CODED or kind == b"fmt " else Nature.TAG
            yield Part(where, data[at + 8 : stop], nature, f"riff:{name.strip()}")
        at = stop + (size & 1)
    if at < end:
        yield Part(f"{place} > behind the chunks at {at}", data[at:end], Nature.TAG, "riff:behind")
