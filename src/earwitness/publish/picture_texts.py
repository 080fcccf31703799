"""The texts inside a picture file: Exif, XMP, IPTC, comments, in JPEG, PNG, WebP, GIF and TIFF.

Read by hand from the bytes, since decoding pictures is a stranger's way in; broken data end the reading of their
piece. Exif 2.32 (CIPA DC-008), XMP part 3, IPTC-IIM 4.2, PNG (ISO 15948).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

__all__ = ["LARGEST_PICTURE", "picture_texts"]

LARGEST_PICTURE = 64 * 1024 * 1024
_MOST_TEXT = 1_000_000
_MOST_ENTRIES = 2000
_ASCII_TYPES, _BYTE_TYPES = (2,), (1, 7)
_TAGS = {
    0x010E: "Exif description", 0x010F: "Exif make", 0x0110: "Exif model", 0x0131: "Exif software",
    0x0132: "Exif date", 0x013B: "Exif artist", 0x013C: "Exif host computer", 0x8298: "Exif copyright",
    0x9003: "Exif date", 0x9004: "Exif date", 0x9286: "Exif user comment", 0x9C9B: "Exif title",
    0x9C9C: "Exif comment", 0x9C9D: "Exif author", 0x9C9E: "Exif keywords", 0x9C9F: "Exif subject",
    0xA430: "Exif owner of the camera", 0xA431: "Exif serial number", 0xA435: "Exif serial number of the lens",
}  # fmt: skip
_POINTERS = (0x8769, 0xA005)
_GPS = 0x8825
_IPTC = {
    5: "title", 25: "keyword", 80: "author", 90: "city", 92: "place", 95: "state", 101: "country",
    105: "headline", 110: "credit", 115: "source", 116: "copyright", 118: "contact", 120: "caption",
    122: "writer of the caption", 40: "instructions", 55: "date",
}  # fmt: skip
_XML_TEXT = re.compile(rb">([^<>]{1,20000})<")
_XML_ATTRIBUTE = re.compile(rb"([\w:.-]{1,60})\s*=\s*\"([^\"]{1,20000})\"")


def picture_texts(data: bytes) -> Iterator[tuple[str, str]]:
    r"""Where it stands ("Exif artist", "XMP") and what it says; nothing of what is no picture we know.

    >>> list(picture_texts(b"GIF89a" + bytes(7) + b"!\xfe\x05Hello\x00;"))
    [('GIF comment', 'Hello')]
    """
    if len(data) > LARGEST_PICTURE:
        yield "picture", "too large to be looked into"
        return
    try:
        if data[:2] == b"\xff\xd8":
            yield from _jpeg(data)
        elif data[:8] == b"\x89PNG\r\n\x1a\n":
            yield from _png(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            yield from _webp(data)
        elif data[:4] in (b"II*\0", b"MM\0*"):
            yield from _exif(data)
        elif data[:6] in (b"GIF87a", b"GIF89a"):
            yield from _gif(data)
        elif b"<svg" in data[:2000]:
            yield from _xml(data, "SVG")
    except (struct.error, IndexError, ValueError, zlib.error):
        return


def _jpeg(data: bytes) -> Iterator[tuple[str, str]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # the picture itself begins
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if marker == 0xE1 and body[:6] == b"Exif\0\0":
            yield from _exif(body[6:])
        elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/"):
            yield from _xml(body.partition(b"\0")[2], "XMP")
        elif marker == 0xED and body.startswith(b"Photoshop 3.0\0"):
            yield from _iptc(body)
        elif marker == 0xFE:
            yield "JPEG comment", _words(body)
        at += 2 + length


def _png(data: bytes) -> Iterator[tuple[str, str]]:
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"tEXt":
            key, _, words = body.partition(b"\0")
            yield f"PNG {_words(key)}", words.decode("latin-1")
        elif kind == b"zTXt":
            key, _, packed = body.partition(b"\0")
            yield f"PNG {_words(key)}", _unpacked(packed[1:]).decode("latin-1")
        elif kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            flag, words = rest[:1], rest[2:].partition(b"\0")[2].partition(b"\0")[2]
            words = _unpacked(words) if flag == b"\1" else words
            if key == b"XML:com.adobe.xmp":
                yield from _xml(words, "XMP")
            else:
                yield f"PNG {_words(key)}", _words(words)
        elif kind == b"eXIf":
            yield from _exif(body)
        at += 12 + length


def _webp(data: bytes) -> Iterator[tuple[str, str]]:
    at = 12
    while at + 8 <= len(data):
        kind, (length,) = data[at : at + 4], struct.unpack_from("<I", data, at + 4)
        body = data[at + 8 : at + 8 + length]
        if kind == b"EXIF":
            yield from _exif(body.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield from _xml(body, "XMP")
        at += 8 + length + length % 2


def _gif(data: bytes) -> Iterator[tuple[str, str]]:
    at = 0
    while (at := data.find(b"!\xfe", at)) >= 0:
        at, words = at + 2, b""
        while at < len(data) and data[at] and len(words) < _MOST_TEXT:
            words += data[at + 1 : at + 1 + data[at]]
            at += 1 + data[at]
        yield "GIF comment", _words(words)


def _exif(data: bytes) -> Iterator[tuple[str, str]]:
    order = {b"II": "<", b"MM": ">"}[data[:2]] if data[:2] in (b"II", b"MM") else ""
    if not order:
        return
    waiting, seen, entries = [(struct.unpack_from(f"{order}I", data, 4)[0], False)], set(), 0
    while waiting:
        at, gps = waiting.pop()
        if at in seen or at + 2 > len(data):
            continue
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", data, at)
        for number in range(count):
            entries += 1
            place = at + 2 + 12 * number
            if entries > _MOST_ENTRIES or place + 12 > len(data):
                return
            tag, kind, size, value = struct.unpack_from(f"{order}HHII", data, place)
            if tag in _POINTERS or tag == _GPS:
                waiting.append((value, tag == _GPS))
            elif gps and kind == 5 and tag in (2, 4):
                yield "Exif GPS", " ".join(_rationals(data, order, value, size))
            elif tag in _TAGS and kind in (*_ASCII_TYPES, *_BYTE_TYPES):
                raw = (
                    data[place + 8 : place + 8 + size] if size <= 4 else data[value : value + size]
                )
                yield _TAGS[tag], _exif_words(tag, raw[:_MOST_TEXT])
        after = at + 2 + 12 * count
        if after + 4 <= len(data) and (
            following := struct.unpack_from(f"{order}I", data, after)[0]
        ):
            waiting.append((following, gps))


def _rationals(data: bytes, order: str, at: int, count: int) -> Iterator[str]:
    for number in range(min(count, 3)):
        over, under = struct.unpack_from(f"{order}II", data, at + 8 * number)
        yield f"{over / under:g}" if under else "?"


def _exif_words(tag: int, raw: bytes) -> str:
    if 0x9C9B <= tag <= 0x9C9F:
        return raw.decode("utf-16-le", "replace").strip("\0 ")
    if tag == 0x9286:
        code, raw = raw[:8], raw[8:]
        if code.startswith(b"UNICODE"):
            best = "utf-16-le" if raw[1:2] == b"\0" or raw[1:2] == b"\x04" else "utf-16-be"
            return raw.decode(best, "replace").strip("\0 ")
    return _words(raw)


def _iptc(data: bytes) -> Iterator[tuple[str, str]]:
    at = 0
    while (at := data.find(b"\x1c\x02", at)) >= 0 and at + 5 <= len(data):
        tag, (length,) = data[at + 2], struct.unpack_from(">H", data, at + 3)
        if tag in _IPTC and length < 0x8000:
            yield f"IPTC {_IPTC[tag]}", _words(data[at + 5 : at + 5 + length])
            at += 5 + length
        else:
            at += 2


def _xml(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """The texts of a packet by pattern: it is not worth trusting a parser with."""
    for one in _XML_TEXT.finditer(data[:_MOST_TEXT]):
        if one[1].strip():
            yield name, _words(one[1])
    for one in _XML_ATTRIBUTE.finditer(data[:_MOST_TEXT]):
        key = one[1].decode("ascii", "replace")
        if not key.startswith("xmlns") and key != "rdf:about":
            yield f"{name} {key}", _words(one[2])


def _unpacked(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, _MOST_TEXT)


def _words(raw: bytes) -> str:
    bare = raw.strip(b"\0 \r\n\t")
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError:
        return bare.decode("cp1251" if max(bare) > 0xBF else "latin-1", "replace")
