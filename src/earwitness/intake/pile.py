"""A mixed pile of files and folders, walked: which files there are, and which are left aside."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from earwitness.errors import HostileInput, OverLimit, Refused, UnreadableFile

__all__ = ["GivenFile", "Pile", "shown_path", "walk"]

_IGNORED = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file of the pile.

    Attributes:
        path: where it can be read.
        shown: how it is called in reports and receipts (its place below what was given).
    """

    path: Path
    shown: str

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders it stands in, from the one that was given down; none above that."""
        depth = len(PurePath(self.shown).parts)
        return self.path.parts[-depth - 1 : -1]

    @property
    def home(self) -> str:
        """Name of its folder and its own, which stay the same wherever the pile is put."""
        return f"{shown_path(self.path.parent.name)}/{shown_path(self.path.name)}"

    def read(self) -> bytes:
        """All bytes of the file.

        Raises:
            UnreadableFile: it cannot be read, or is gone since the pile was walked.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise _unreadable(error, self.shown) from error

    def status(self) -> os.stat_result:
        """Size and times of the file.

        Raises:
            UnreadableFile: it is gone since the pile was walked.
        """
        try:
            return self.path.stat()
        except OSError as error:
            raise _unreadable(error, self.shown) from error


@dataclass(frozen=True, slots=True)
class Pile:
    """All files in a steady order, the refusals on the way, and how many hidden ones were passed."""

    files: tuple[GivenFile, ...]
    refusals: tuple[Refused, ...]
    hidden: int


def shown_path(path: str | os.PathLike[str]) -> str:
    r"""A path as text that can be printed and stored, also when its bytes are no UTF-8.

    Such bytes are written as ``\xe5``: two names that differ stay two names.
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def walk(given: Iterable[Path], *, max_file_bytes: int) -> Pile:
    """List the files below the given paths.

    Hidden files are passed over, links that lead out are refused, and so are devices and pipes.
    """
    files: list[GivenFile] = []
    refusals: list[Refused] = []
    hidden = 0
    for root in given:
        try:
            root.stat()
        except FileNotFoundError:
            refusals.append(UnreadableFile("is not there", where=shown_path(root)))
            continue
        except OSError as error:
            refusals.append(_unreadable(error, shown_path(root)))
            continue
        base = root if root.is_dir() else root.parent
        for path in _below(root, refusals) if root.is_dir() else iter([root]):
            if path != root and _is_hidden(path, base):
                hidden += 1
                continue
            shown = shown_path(path.relative_to(base))
            try:
                _check(path, base, shown, max_file_bytes)
            except Refused as refusal:
                refusals.append(refusal)
            else:
                files.append(GivenFile(path, shown))
    unique = {file.path.resolve(): file for file in reversed(files)}
    return Pile(
        tuple(sorted(unique.values(), key=lambda file: file.shown)), tuple(refusals), hidden
    )


def _below(root: Path, refusals: list[Refused]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        place = Path(error.filename or root)
        shown = place.relative_to(root) if place.is_relative_to(root) else place
        refusals.append(_unreadable(error, shown_path(shown)))

    for folder, names, files in os.walk(root, followlinks=False, onerror=refuse):
        names.sort()
        for name in sorted(files):
            yield Path(folder) / name


def _is_hidden(path: Path, base: Path) -> bool:
    parts = path.relative_to(base).parts
    return any(part.startswith(".") or part in _IGNORED for part in parts)


def _check(path: Path, base: Path, shown: str, max_file_bytes: int) -> None:
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(base.resolve()):
            raise HostileInput("is a link that leads out of its folder", where=shown)
        status = path.stat()
    except RuntimeError as error:  # what pathlib makes of ELOOP
        raise UnreadableFile("cannot be read (a link that leads to itself)", where=shown) from error
    except OSError as error:
        raise _unreadable(error, shown) from error
    if not stat.S_ISREG(status.st_mode):
        raise HostileInput("is a device, pipe or socket and not a file", where=shown)
    if status.st_size > max_file_bytes:
        raise OverLimit(
            f"is {status.st_size / 1e9:.1f} GB; at most {max_file_bytes / 1e9:.1f} GB are taken",
            where=shown,
            do="Raise intake.max_file_gb in earwitness.toml",
        )


def _unreadable(error: OSError, shown: str) -> UnreadableFile:
    return UnreadableFile(f"cannot be read ({error.strerror or error})", where=shown)
