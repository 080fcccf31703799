"""A DOCX file opened warily: a zip whose parts are XML, both possibly made to do harm.

ECMA-376 (Office Open XML), transitional and strict. Nothing is fetched, no entity is expanded, and sizes are
counted as bytes are unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

import lxml.etree

from earwitness.errors import HostileInput, MalformedInput, OverLimit, UnsupportedInput

__all__ = ["DocxParts", "local_name", "value_of"]

_LARGEST_PART = 64 * 1024 * 1024
_LARGEST_SUM = 256 * 1024 * 1024
_MOST_PARTS = 5000
_RATIO, _RATIO_FROM = 200, 10_000_000
_MOST_ELEMENTS = 2_000_000
_RELATIONSHIP = "officeDocument"


class DocxParts:
    """The parts of one file, each read when it is asked for."""

    def __init__(self, data: bytes, where: str) -> None:
        """Open the zip.

        Raises:
            MalformedInput: it is no zip, or no document.
            HostileInput: it is made to explode.
            OverLimit: more parts than are read.
            UnsupportedInput: encrypted.
        """
        self._where = where
        self._read = 0
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise UnsupportedInput(
                "is a document of old Word (.doc), or one with a password",
                where=where,
                do="Save it as .docx without a password",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            names = self._zip.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise MalformedInput(
                f"is a broken .docx file ({error})", where=where, do="Save it again in your editor"
            ) from error
        if len(names) > _MOST_PARTS:
            raise OverLimit(f"holds more than {_MOST_PARTS:,} parts", where=where)
        self.names = tuple(dict.fromkeys(names))
        self.document = self._main()

    def part(self, name: str) -> bytes:
        """The bytes of a part, b"" where there is none.

        Raises:
            HostileInput, OverLimit, MalformedInput: it explodes, is too large, or is broken.
        """
        if name not in self.names:
            return b""
        found = bytearray()
        entry = self._zip.getinfo(name)
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(1 << 20):
                    found += chunk
                    self._count(len(chunk), len(found), entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise MalformedInput(
                f"the part {name} is broken ({error})",
                where=self._where,
                do="Save it again in your editor",
            ) from error
        return bytes(found)

    def tree(self, name: str) -> lxml.etree._Element | None:
        """A part as XML, None where there is none.

        Raises:
            HostileInput: it defines entities, or is nested or long beyond reason.
            MalformedInput: it is no XML.
        """
        data = self.part(name)
        if not data:
            return None
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise HostileInput(f"the part {name} defines entities", where=self._where)
        parser = lxml.etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = lxml.etree.fromstring(data, parser)
        except lxml.etree.XMLSyntaxError as error:
            raise MalformedInput(
                f"the part {name} cannot be read ({error})",
                where=self._where,
                do="Save it again in your editor",
            ) from error
        for count, _ in enumerate(root.iter()):
            if count >= _MOST_ELEMENTS:
                raise HostileInput(f"more than {_MOST_ELEMENTS:,} elements", where=self._where)
        return root

    def related(self, kind: str) -> list[str]:
        """Parts of a kind ("footnotes", "comments") that the document is related to."""
        return [name for ending, name, _ in self.relationships() if ending == kind]

    def relationships(self) -> Iterator[tuple[str, str, str]]:
        """Kind, part (or "" for what lies outside) and address of all that the document is related to."""
        yield from self._relationships(self.document)

    def _relationships(self, source: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(source)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for one in root if root is not None else ():
            if not isinstance(one.tag, str):
                continue
            target, kind = one.get("Target", ""), one.get("Type", "").rsplit("/", 1)[-1]
            if one.get("TargetMode") == "External":
                yield kind, "", target
            else:
                inside = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                yield kind, inside, target

    def _main(self) -> str:
        found = [name for kind, name, _ in self._relationships("") if kind == _RELATIONSHIP]
        for name in (*found, "word/document.xml"):
            if name in self.names:
                return name
        raise MalformedInput(
            "is a zip file without a document of words in it",
            where=self._where,
            do="Save it as .docx in your editor",
        )

    def _count(self, chunk_bytes: int, part_bytes: int, entry: zipfile.ZipInfo) -> None:
        self._read += chunk_bytes
        if part_bytes > _RATIO_FROM and part_bytes > _RATIO * max(1, entry.compress_size):
            raise HostileInput(f"{entry.filename} is made to explode", where=self._where)
        if part_bytes > _LARGEST_PART or self._read > _LARGEST_SUM:
            raise OverLimit(f"{entry.filename} is larger than is read", where=self._where)


def local_name(element: lxml.etree._Element) -> str:
    """The name of an element without its namespace ("" for comments and the like)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value_of(element: lxml.etree._Element | None, name: str = "val") -> str:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items() if element is not None else ():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
