"""Paths in manifests: unescaped as the version says, and never out of the bag."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["outside", "same_name", "unescaped"]

_ESCAPES = re.compile(r"%(0[aAdD]|25)")
_DRIVE = re.compile(r"[A-Za-z]:")


def unescaped(path: str, *, strict: bool) -> str:
    """A path as it stands on disk: ``%0A``, ``%0D`` and, from version 1.0 on, ``%25`` are signs.

    >>> unescaped("data/100%25.txt", strict=True), unescaped("data/100%25.txt", strict=False)
    ('data/100%.txt', 'data/100%25.txt')
    """

    def sign(found: re.Match[str]) -> str:
        code = found[1].upper()
        return chr(int(code, 16)) if strict or code != "25" else found[0]

    return _ESCAPES.sub(sign, path)


def outside(path: str) -> str:
    r"""Why a path does not stay in the bag; "" where it does.

    >>> outside("data/a/../../../x"), outside("data/a..b")
    ("leaves the bag by '..'", '')
    >>> outside("~root/x"), outside("C:\\x"), outside("/etc/passwd")
    ('begins in the home of somebody', 'begins on a drive', 'is absolute')
    """
    if "\0" in path:
        return "has a zero byte"
    if path.startswith("/"):
        return "is absolute"
    if path.startswith("~"):
        return "begins in the home of somebody"
    if path.startswith("\\"):
        return "is absolute"
    if _DRIVE.match(path):
        return "begins on a drive"
    if path.startswith("%") and "%" in path[1:]:
        return "begins with a variable"
    if ".." in re.split(r"[/\\]", path.replace("\\.", ".")):
        return "leaves the bag by '..'"
    return ""


def same_name(path: str, *, case: bool = True) -> str:
    """What two names have in common that some file systems cannot tell apart.

    Args:
        case: letters in another case are the same.

    >>> same_name("data/A\u0301") == same_name("data/\u00e1")
    True
    >>> same_name("data/A", case=False) == same_name("data/a", case=False)
    False
    """
    plain = unicodedata.normalize("NFC", path)
    return unicodedata.normalize("NFC", plain.casefold()) if case else plain
