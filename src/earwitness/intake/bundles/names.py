"""Names in archives, whatever computer wrote them."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

__all__ = ["legacy_name", "name_from_tar", "name_from_zip"]

_NAME_IS_UTF8 = 0x800  # bit 11 of the flags, APPNOTE 4.4.4
_UNICODE_PATH = 0x7075  # Info-ZIP Unicode Path Extra Field, APPNOTE 4.6.9
_CYRILLIC = re.compile("[А-яЁёЄєІіЇїҐґЎў№«»–—’…\x00-\x7f]+")
_GUESSED = "its name was not UTF-8 and was read as {}"


def name_from_zip(entry: zipfile.ZipInfo) -> tuple[str, tuple[str, ...]]:
    """The name of a zip member, and what was mended in it.

    A name without the UTF-8 flag is, in order: what the Unicode path field says, if its check sum
    fits; UTF-8, which many tools write without the flag; cp866 or cp1251, which Russian and
    Ukrainian Windows write; cp437, which the standard says. Backslashes, which old Windows tools
    write between folders, become ``/``.
    """
    name, remarks = entry.orig_filename, []
    if not entry.flag_bits & _NAME_IS_UTF8 and not name.isascii():
        raw = name.encode("cp437")
        name = _unicode_path(entry.extra, raw)
        if not name:
            name, encoding = legacy_name(raw)
            if encoding != "utf-8":
                remarks.append(_GUESSED.format(encoding))
    if "\\" in name:
        name = name.replace("\\", "/")
        remarks.append("backslashes between its folders were read as slashes")
    return name, tuple(remarks)


def name_from_tar(name: str) -> tuple[str, tuple[str, ...]]:
    """The name of a tar member, and what was mended in it. ``./`` before it is dropped."""
    remarks: tuple[str, ...] = ()
    try:
        name.encode()
    except UnicodeEncodeError:
        name, encoding = legacy_name(name.encode("utf-8", "surrogateescape"))
        remarks = (_GUESSED.format(encoding),)
    while name.startswith("./") and len(name) > 2:
        name = name[2:]
    return name, remarks


def legacy_name(raw: bytes) -> tuple[str, str]:
    """Read a name of unknown encoding, and say which was taken.

    In cp866 most lowercase letters lie below 0xB0, where cp1251 has signs; a name all of whose
    letters are Cyrillic in only one of the two is told apart by that.

    >>> legacy_name("перехват.ogg".encode("cp866")), legacy_name("зведення".encode("cp1251"))
    (('перехват.ogg', 'cp866'), ('зведення', 'cp1251'))
    """
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    dos = raw.decode("cp866")
    if _CYRILLIC.fullmatch(dos) and any(0x80 <= byte < 0xB0 for byte in raw):
        return dos, "cp866"
    windows = raw.decode("cp1251", "replace")
    if _CYRILLIC.fullmatch(windows):
        return windows, "cp1251"
    return raw.decode("cp437"), "cp437"


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in the Unicode path field; empty if there is none that belongs to ``raw``."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind != _UNICODE_PATH or len(field) < 6 or field[0] != 1:
            continue
        if struct.unpack_from("<I", field, 1)[0] != zlib.crc32(raw):
            continue
        try:
            return field[5:].decode("utf-8")
        except UnicodeDecodeError:
            return ""
    return ""
