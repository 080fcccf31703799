"""The desk's glossary, from the file that the settings name."""

from __future__ import annotations

from earwitness.errors import UnreadableFile
from earwitness.store.archive import Archive
from earwitness.text.glossary import Glossary, read_glossary

__all__ = ["glossary_of"]

_DEFAULT = "glossary.csv"


def glossary_of(archive: Archive) -> Glossary:
    """The terms of an archive; none where there is no such file.

    Raises:
        UnreadableFile: the file cannot be opened.
        MalformedInput, OverLimit: it is no glossary.
    """
    named = archive.settings.tables.get("translate", {}).get("glossary", _DEFAULT)
    path = archive.root / str(named)
    if not named or not path.is_file():
        return Glossary()
    try:
        return read_glossary(path.read_bytes(), where=str(path))
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
