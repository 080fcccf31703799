"""Documents: PDF streams and strings, and the tables of an SQLite file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from earwitness.review.redaction.members.part import Nature, Part, Room, inflated

__all__ = ["pdf_parts", "sqlite_parts"]

_STREAM = re.compile(rb"(<<.{0,4000}?>>)\s*stream\r?\n", re.DOTALL)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{2,})>")
_SHOWN = re.compile(rb"\[((?:[^\[\]\\]|\\.)*)\]\s*TJ", re.DOTALL)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)")
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_MOST_ROWS = 200_000


def pdf_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """The text that stands outside of streams, each stream inflated, and strings put together as they are shown."""
    if b"/Encrypt" in data:
        yield Part(place, b"", Nature.UNREADABLE, "a PDF that is encrypted")
    streams: list[tuple[str, bytes]] = []
    outside, last = [], 0
    for match in _STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        outside.append(data[last : match.end()])
        raw, where = data[match.end() : end], f"{place} > stream at {match.end()}"
        if b"FlateDecode" in match[1]:
            made = inflated(raw, room)
            if made is not None:
                streams.append((where, made))
            else:
                yield Part(where, b"", Nature.UNREADABLE, "a PDF stream that cannot be inflated")
        elif b"DCTDecode" in match[1] or b"/Filter" not in match[1]:
            streams.append((where, raw))
        else:
            yield Part(
                where, raw, Nature.UNREADABLE, "a PDF stream of a kind that is not read here"
            )
        last = end
    outside.append(data[last:])
    streams.append((f"{place} > objects", b"\n".join(outside)))
    maps = [one for _, body in streams if (one := _letters(body))]
    for where, body in streams:
        yield Part(where, body, Nature.TAG, "pdf:stream")
        shown = b"\n".join(_shown(body))
        if shown:
            yield Part(f"{where} (strings)", shown, Nature.TAG, "pdf:strings")
        for number, letters in enumerate(maps):
            text = _mapped(body, letters)
            if text.strip():
                yield Part(f"{where} (font {number + 1})", text.encode(), Nature.TEXT, "pdf:text")


def _shown(body: bytes) -> Iterator[bytes]:
    for match in _SHOWN.finditer(body):
        yield b"".join(_strings(match[1]))
    yield from _strings(body)


def _strings(body: bytes) -> Iterator[bytes]:
    for match in _STRING.finditer(body):
        yield _ESCAPE.sub(_unescaped, match[1])
    for match in _HEX.finditer(body):
        digits = re.sub(rb"\s", b"", match[1])
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(match: re.Match[bytes]) -> bytes:
    one = match[1]
    if one[:1].isdigit():
        return bytes([int(one, 8) & 0xFF])
    return _PLAIN.get(one, b"" if one.strip() == b"" else one)


def _letters(body: bytes) -> dict[int, str]:
    """What the codes of a font stand for (a ToUnicode map), empty where this is none."""
    found: dict[int, str] = {}
    for block in _BFCHAR.findall(body):
        for code, text in _PAIR.findall(block):
            found[int(code, 16)] = _utf16(text)
    for block in _BFRANGE.findall(body):
        for first, last, text in _RANGE.findall(block):
            start = _utf16(text)
            for step in range(min(int(last, 16) - int(first, 16) + 1, 70_000)):
                if start:
                    found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _utf16(digits: bytes) -> str:
    padded = digits + b"0" * (-len(digits) % 4)
    return bytes.fromhex(padded.decode()).decode("utf-16-be", errors="replace")


def _mapped(body: bytes, letters: dict[int, str]) -> str:
    """Strings of a page read through one font's map, a code of one or two bytes."""
    wide = max(letters, default=0) > 0xFF
    lines = [
        "".join(_codes(one, letters, wide=wide) for one in _strings(array))
        for array in _SHOWN.findall(body)
    ]
    lines += [_codes(one, letters, wide=wide) for one in _strings(body)]
    return "\n".join(lines)


def _codes(data: bytes, letters: dict[int, str], *, wide: bool) -> str:
    step = 2 if wide else 1
    return "".join(
        letters.get(int.from_bytes(data[at : at + step], "big"), "")
        for at in range(0, len(data), step)
    )


def sqlite_parts(data: bytes, place: str, room: Room) -> Iterator[Part]:
    """Every value of every table, and all pages as they stand: what was deleted may still be in them."""
    yield Part(f"{place} > pages", data, Nature.UNKNOWN, "sqlite:pages")
    try:
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(data)
            db.execute("pragma trusted_schema = off")
            db.text_factory = bytes
            tables = db.execute("select name, sql from sqlite_master").fetchall()
            for name, sql in tables:
                yield Part(
                    f"{place} > schema",
                    (name or b"") + b"\n" + (sql or b""),
                    Nature.TAG,
                    "sqlite:schema",
                )
            names = [row[0].decode("utf-8", errors="replace") for row in tables]
            for name in names:
                yield from _rows(db, name, place, room)
    except sqlite3.Error:
        yield Part(place, b"", Nature.UNREADABLE, "a database that SQLite cannot open")


def _rows(db: sqlite3.Connection, name: str, place: str, room: Room) -> Iterator[Part]:
    quoted = '"' + name.replace('"', '""') + '"'
    try:
        cursor = db.execute(f"select * from {quoted}")  # noqa: S608 (quoted above)
    except sqlite3.Error:
        return  # an index or a trigger: its words stand in its table
    for number, row in enumerate(cursor):
        if number >= _MOST_ROWS:
            yield Part(f"{place} > {name}", b"", Nature.UNREADABLE, "a table with too many rows")
            return
        values = [
            one if isinstance(one, bytes) else str(one).encode() for one in row if one is not None
        ]
        joined = b"\n".join(values)
        if not room.take(len(joined)):
            yield Part(f"{place} > {name}", b"", Nature.UNREADABLE, "a database that is too large")
            return
        yield Part(f"{place} > {name} row {number + 1}", joined, Nature.TAG, "sqlite:row")
