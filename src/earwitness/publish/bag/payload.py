"""The files of a bag while it is built: each is hashed as it is written, none is held in memory."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from earwitness.publish.bag.veil import Guard
from earwitness.publish.exports.harmless import escaped_json

__all__ = ["Entry", "JsonRows", "Payload", "json_bytes"]

_NAME = re.compile(r"[a-z0-9_-][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*")
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the payload.

    Attributes:
        name: below the bag, ``data/`` included: small ASCII letters, so that no reader and no file system
            disagrees about it (RFC 8493 escapes; sha256sum does not).
        about: the recording that it belongs to, or "".
        origin: address of the IPTC digital source type, or "".
        label: for people.
    """

    name: str
    size_bytes: int
    sha256: str
    media_type: str
    about: str = ""
    origin: str = ""
    label: str = ""


@dataclass(slots=True)
class Payload:
    """Everything below ``data/``."""

    root: Path
    guard: Guard = field(default_factory=Guard)
    entries: list[Entry] = field(default_factory=list)

    def add(self, name: str, content: bytes, media_type: str, **about: str) -> Entry:
        """Write a small file.

        Raises:
            ValueError: a name that is not plain ASCII. Refused: the guard found something sealed.
        """
        with self.open(name, media_type, **about) as out:
            out.write(content)
        return self.entries[-1]

    def copy(self, source: Path, name: str, media_type: str, **about: str) -> Entry:
        """Copy a file of any size; the guard does not read it (it is sound, or the edition is sealed)."""
        place = self.place(name)
        digest, size = hashlib.sha256(), 0
        with source.open("rb") as stream, place.open("xb") as out:
            while block := stream.read(_BLOCK):
                digest.update(block)
                out.write(block)
                size += len(block)
        return self._note(Entry(name, size, digest.hexdigest(), media_type, **about))

    def adopt(self, name: str, media_type: str, **about: str) -> Entry:
        """Take on a file that was written at `place`."""
        path = self.root / name
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._note(Entry(name, path.stat().st_size, digest, media_type, **about))

    def place(self, name: str) -> Path:
        """Where a file is to be written, its folder made.

        Raises:
            ValueError: a name that is not plain ASCII below ``data/``.
        """
        if not _NAME.fullmatch(name) or not name.startswith("data/"):
            raise ValueError(f"no name for a file of a bag: {name!r}")
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @contextmanager
    def open(self, name: str, media_type: str, **about: str) -> Iterator[_Hashed]:
        """Write a file piece by piece."""
        with self.place(name).open("xb") as stream:
            out = _Hashed(name, stream, self.guard)
            yield out
        self._note(Entry(name, out.size, out.digest.hexdigest(), media_type, **about))

    def _note(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry


class _Hashed:
    """A file that is hashed and guarded as it is written: each piece is whole lines."""

    def __init__(self, name: str, stream: BinaryIO, guard: Guard) -> None:
        self._name, self._stream, self._guard = name, stream, guard
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, content: bytes) -> None:
        """Write a piece.

        Raises:
            Refused: the guard found something sealed.
        """
        self._guard.check(self._name, content)
        self.digest.update(content)
        self.size += len(content)
        self._stream.write(content)


class JsonRows:
    """A JSON array that is written row by row."""

    def __init__(self, out: _Hashed, head: dict[str, Any], rows: str) -> None:
        """Begin ``{head…, rows: [``."""
        self._out, self._some = out, False
        opened = json_bytes(head).decode().rstrip().removesuffix("}").rstrip()
        out.write(f'{opened},\n "{rows}": ['.encode())

    def add(self, row: dict[str, Any]) -> None:
        """Write a row."""
        self._out.write((",\n" if self._some else "\n").encode() + json_bytes(row).rstrip())
        self._some = True

    def close(self) -> None:
        """End the document."""
        self._out.write(b"\n]}\n")


def json_bytes(value: Any) -> bytes:
    """JSON with sorted keys and without floats (RFC 8785 in what matters): one value, one text.

    Raises:
        TypeError: a float is in it.
    """
    _no_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (escaped_json(text) + "\n").encode()


def _no_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float in a document that is signed: {value}")
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(inner, list | tuple) or isinstance(value, dict):
        for one in inner:
            _no_floats(one)
