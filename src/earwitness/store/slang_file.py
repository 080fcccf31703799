"""The slang that ships and the desk's own, from ``slang.csv`` in the archive folder."""

from __future__ import annotations

from earwitness.errors import UnreadableFile
from earwitness.store.archive import Archive
from earwitness.text.slang import Slang, read_slang, shipped_slang

__all__ = ["slang_of"]

_FILE = "slang.csv"


def slang_of(archive: Archive) -> Slang:
    """What words can mean, the desk's senses first.

    Raises:
        UnreadableFile: the file cannot be opened.
        MalformedInput, OverLimit: it is no glossary of slang.
    """
    path = archive.root / _FILE
    if not path.is_file():
        return shipped_slang()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    return shipped_slang().joined(read_slang(data, where=str(path)))
