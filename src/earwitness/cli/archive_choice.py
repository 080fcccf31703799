"""Which archive a command works on."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from earwitness.cli.printing import tell
from earwitness.errors import ArchiveNotFound, UsageError

__all__ = ["choose_archive", "is_archive", "with_archive"]


def is_archive(folder: Path) -> bool:
    """Whether a folder holds an archive."""
    return (folder / "catalog.db").is_file() and (folder / "originals").is_dir()


def choose_archive(given: Path | None) -> Path:
    """The archive that was named, or the current folder, or the only one inside it.

    Args:
        given: from ``--archive`` or EARWITNESS_ARCHIVE.

    Raises:
        ArchiveNotFound: none was named and there is none here.
        UsageError: several could be meant.
    """
    if given is not None:
        return given
    here = Path()
    if is_archive(here):
        return here
    found = [folder for folder in _folders(here) if is_archive(folder)]
    if len(found) == 1:
        tell(f"archive: {found[0]}")
        return found[0]
    if found:
        raise UsageError(
            f"there are {len(found)} archives here: {', '.join(one.name for one in found)}",
            do=f"Say which with --archive, for example `--archive {shlex.quote(found[0].name)}`",
        )
    raise ArchiveNotFound(
        "there is no archive in the current folder",
        do="Make one with `earwitness new my-archive`, or name one with --archive",
    )


def with_archive(command: str, given: Path | None) -> str:
    """A command to type next, with the archive if it had to be named.

    >>> with_archive("earwitness play rec-1", Path("my archive"))
    "earwitness play rec-1 --archive 'my archive'"
    """
    if given is None or os.environ.get("EARWITNESS_ARCHIVE") == str(given):
        return command
    return f"{command} --archive {shlex.quote(str(given))}"


def _folders(here: Path) -> list[Path]:
    try:
        return sorted(one for one in here.iterdir() if one.is_dir() and one.name[:1] != ".")
    except OSError:
        return []  # a folder that cannot be listed has no archive that could be used
