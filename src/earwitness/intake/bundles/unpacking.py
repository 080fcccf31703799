"""Exports that arrive as one zip or tar, taken apart without trusting a word in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import HostileInput, MalformedInput, OverLimit, UnreadableFile, UsageError
from earwitness.intake.bundles.members import (
    CannotTake,
    Member,
    Torn,
    UnpackLimits,
    open_members,
)
from earwitness.intake.paths import quoted, safe_member
from earwitness.intake.transcripts.parsed import Problem

__all__ = ["UnpackLimits", "Unpacked", "UnpackedFile", "unpack"]


@dataclass(frozen=True, slots=True)
class UnpackedFile:
    """A file taken out of an archive.

    Attributes:
        name: its path in the archive, with ``/``, decoded.
        path: where it is now.
        size_bytes: as written, not as declared.
    """

    name: str
    path: Path
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of an archive, in its order, and what was left in it with the reason."""

    files: tuple[UnpackedFile, ...]
    problems: tuple[Problem, ...]


def unpack(path: Path, into: Path, limits: UnpackLimits | None = None) -> Unpacked:
    """Take a zip or a tar (plain, gz, bz2, xz) apart into a folder.

    Sizes are counted as bytes are written; what the archive says of itself only ever adds a reason
    to refuse. Nothing that exists is overwritten. Members that cannot be taken (names that leave
    the folder, links, devices, encrypted ones, the same name twice even in other letter case)
    become problems. Archives inside stay files.

    Args:
        path: the archive.
        into: the folder to fill; made if it is not there.
        limits: see `UnpackLimits`.

    Raises:
        HostileInput: the archive is made to explode.
        OverLimit: more files or bytes than ``limits`` allow.
        MalformedInput: broken so early that nothing could be taken.
        UnsupportedInput: neither zip nor tar.
        UnreadableFile: it cannot be opened, or ``into`` cannot be written.
        UsageError: ``into`` is a file.

        Whatever is raised, what this call had written is removed.
    """
    if into.exists() and not into.is_dir():
        raise UsageError("is not a folder", where=str(into))
    work = _Unpacking(path, into, limits or UnpackLimits())
    try:
        with open_members(path, work.limits) as members:
            work.take_all(members)
    except OSError as error:
        work.undo()
        raise UnreadableFile(
            f"cannot be taken apart: {error.strerror or error}", where=str(path)
        ) from error
    except BaseException:
        work.undo()
        raise
    return Unpacked(tuple(work.files), tuple(work.problems))


class _Unpacking:
    """One run: what was written so far, and how much may still come."""

    def __init__(self, path: Path, into: Path, limits: UnpackLimits) -> None:
        self.where = str(path)
        self.into = into
        self.limits = limits
        self.files: list[UnpackedFile] = []
        self.problems: list[Problem] = []
        self._archive_bytes = path.stat().st_size if path.is_file() else 0
        self._written_bytes = 0
        self._taken: set[str] = set()
        self._made: list[Path] = []

    def take_all(self, members: Iterator[Member]) -> None:
        count = 0
        try:
            for member in members:
                count += 1
                if count > self.limits.max_files:
                    raise OverLimit(
                        f"holds more than {self.limits.max_files:,} files", where=self.where
                    )
                self._take_or_note(member)
        except Torn as torn:
            if not self.files:
                raise MalformedInput(str(torn), where=self.where) from torn
            self.problems.append(
                Problem(None, f"{torn}; {len(self.files)} files before that were taken")
            )

    def undo(self) -> None:
        for place in reversed(self._made):
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)

    def _take_or_note(self, member: Member) -> None:
        try:
            self.problems += [Problem(None, f"{quoted(member.name)}: {r}") for r in member.remarks]
            self._take(member)
        except CannotTake as refusal:
            self.problems.append(Problem(None, f"{quoted(member.name)}: {refusal}; left out"))

    def _take(self, member: Member) -> None:
        if member.refused:
            raise CannotTake(member.refused)
        try:
            place = safe_member(self.into, member.name)
        except HostileInput as refusal:
            raise CannotTake(refusal.what) from refusal
        if member.is_folder:
            return
        if member.key in self._taken:
            raise CannotTake("the name stands twice in the archive")
        self._taken.add(member.key)
        self._refuse_declared_bomb(member)
        self._make_folders(place.parent)
        size_bytes = self._write(member, place)
        self.files.append(UnpackedFile(member.name, place, size_bytes))

    def _make_folders(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        if not folder.is_dir():
            raise CannotTake("a file stands where its folder should be")
        for one in reversed(missing):
            one.mkdir(mode=0o700)
            self._made.append(one)

    def _write(self, member: Member, place: Path) -> int:
        # O_EXCL and O_NOFOLLOW: neither an existing file nor a planted link is ever written to.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            handle = os.open(place, flags, 0o600)
        except FileExistsError as error:
            raise CannotTake("something of that name is there already") from error
        self._made.append(place)
        size_bytes = 0
        try:
            with os.fdopen(handle, "wb") as target:
                for chunk in member.chunks():
                    size_bytes += len(chunk)
                    self._count(len(chunk), size_bytes, member)
                    target.write(chunk)
        except (CannotTake, Torn):
            place.unlink(missing_ok=True)
            raise
        return size_bytes

    def _count(self, chunk_bytes: int, size_bytes: int, member: Member) -> None:
        self._written_bytes += chunk_bytes
        if self._written_bytes > self.limits.max_total_bytes:
            raise OverLimit(
                f"holds more than {self.limits.max_total_bytes:,} bytes",
                where=self.where,
                do="Raise the limit if you trust the sender",
            )
        packed = member.packed_bytes
        if packed is not None and self.limits.is_bomb(size_bytes, packed):
            raise self._bomb(member)
        if self.limits.is_bomb(self._written_bytes, self._archive_bytes):
            raise self._bomb(member)

    def _refuse_declared_bomb(self, member: Member) -> None:
        packed = member.packed_bytes
        if packed is not None and self.limits.is_bomb(member.declared_bytes, packed):
            raise self._bomb(member)

    def _bomb(self, member: Member) -> HostileInput:
        return HostileInput(
            f"{quoted(member.name)} unpacks to more than {self.limits.max_ratio} times its"
            " size: the archive is made to explode",
            where=self.where,
        )
