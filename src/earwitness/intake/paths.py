"""File names written by strangers: they may name something inside their folder and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from earwitness.errors import HostileInput

__all__ = ["MAX_NAME_BYTES", "MAX_PATH_BYTES", "check_relative", "quoted", "safe_member"]

MAX_NAME_BYTES = 240  # ext4 and NTFS end at 255; room is left for a suffix of ours
MAX_PATH_BYTES = 2048
_DRIVE = re.compile(r"[A-Za-z]:")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_SHOWN_CHARS = 80


def check_relative(relative: str) -> str:
    """Return ``relative`` if it is a plain path below its folder, with ``/`` between names.

    Raises:
        HostileInput: an absolute path, a drive letter, a backslash, ``.`` or ``..``, an empty
            name, a control character, a name over `MAX_NAME_BYTES` or a path over
            `MAX_PATH_BYTES` in UTF-8.

    >>> check_relative("video_files/зведення.mp4")
    'video_files/зведення.mp4'
    """
    reason = _why_unsafe(relative)
    if reason:
        raise HostileInput(f"the file name {quoted(relative)} {reason}")
    return relative


def safe_member(root: Path, relative: str) -> Path:
    """The place of ``relative`` below ``root``, with symbolic links followed.

    The file need not exist. Links that stay inside ``root`` are allowed.

    Raises:
        HostileInput: as `check_relative`, or the path leaves ``root`` through a symbolic link, or
            its links go round in a circle.
    """
    check_relative(relative)
    try:
        home = root.resolve()
        place = (home / relative).resolve()
    except (OSError, RuntimeError) as error:
        raise HostileInput(
            f"the file name {quoted(relative)} cannot be followed", where=str(root)
        ) from error
    if not place.is_relative_to(home):
        raise HostileInput(
            f"the file name {quoted(relative)} leads out of its folder through a link",
            where=str(root),
        )
    return place


def _why_unsafe(relative: str) -> str:
    names = relative.split("/")
    sizes = [len(name.encode(errors="replace")) for name in names]
    faults = (
        (not relative, "is empty"),
        (relative.startswith("/"), "is absolute"),
        (_DRIVE.match(relative) is not None, "names a drive"),
        ("\\" in relative, "holds a backslash"),
        (_UNWRITABLE.search(relative) is not None, "holds a control character or half a character"),
        (".." in names, "climbs out of its folder"),
        ("" in names or "." in names, "holds an empty name"),
        (max(sizes) > MAX_NAME_BYTES or sum(sizes) > MAX_PATH_BYTES, "is too long"),
    )
    return next((reason for found, reason in faults if found), "")


def quoted(relative: str) -> str:
    r"""A stranger's file name, fit for a message: cut, and escaped where it would not print.

    >>> quoted("запис.ogg"), quoted("a\x1b[2J")
    ("'запис.ogg'", "'a\\x1b[2J'")
    """
    cut = relative[:_SHOWN_CHARS]
    return f"'{cut}'" if cut.isprintable() else ascii(cut)
