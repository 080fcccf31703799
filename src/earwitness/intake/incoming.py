"""Files that come in pieces, as from a browser: kept until they are whole, then handed over as one pile.

A piece is added only where the last one ended, so that a line that breaks, a tab that is closed or a second tab
that sends the same file lose nothing and double nothing. Names are strangers': see `incoming_name`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earwitness.errors import HostileInput, NotInArchive, OverLimit, Refused, UsageError
from earwitness.intake.paths import MAX_NAME_BYTES, check_relative

__all__ = ["ComingFile", "Incoming", "incoming_name"]

_KEY = re.compile(r"[0-9a-f]{32}")
_RESERVE_BYTES = 256 << 20  # stays free for the catalog and what is made of the sound
_TAIL_BYTES = 64 << 10
_DEEPEST = 8
_LONGEST_ENDING_BYTES = 20
_LATEST_S = 1 << 34


@dataclass(frozen=True, slots=True)
class ComingFile:
    """A file on its way.

    Attributes:
        key: the same for the same name, size and time of change: who sends it again goes on.
        name: its path as it will be taken in, nothing in it that acts.
        have: bytes that are here; it is whole when they are ``size``.
        tail: SHA-256 of the last 64 KiB of them, by which the sender sees that it goes on with the same file.
    """

    key: str
    name: str
    size: int
    have: int
    tail: str = ""

    @property
    def whole(self) -> bool:
        return self.have == self.size


def incoming_name(given: str) -> str:
    r"""A stranger's path as one that can stand below a folder of ours: it never climbs, acts or hides.

    >>> incoming_name("../../etc/запис.ogg"), incoming_name("C:\\a\x00\u202egpj.exe"), incoming_name("..")
    ('etc/запис.ogg', 'agpj.exe', 'unnamed')
    """
    bare = "".join(
        one for one in given if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    names = (
        _short(re.sub(r"^([A-Za-z]):", r"\1_", one.strip())) for one in re.split(r"[/\\]", bare)
    )
    kept = [
        one for one in names if one not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]_", one)
    ]
    return check_relative("/".join(kept[-_DEEPEST:]) or "unnamed")


def _short(name: str) -> str:
    """The beginning and the ending of a name that is too long for a disk."""
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > _LONGEST_ENDING_BYTES:
        stem, ending = name, ""
    room = MAX_NAME_BYTES - len(ending.encode()) - 1
    return stem.encode()[:room].decode(errors="ignore") + (f".{ending}" if ending else "")


class Incoming:
    """What lies in ``desk/incoming`` of an archive; several desks and tabs may write to it at once."""

    def __init__(self, folder: Path, max_file_bytes: int) -> None:
        self._folder, self._limit = folder, max_file_bytes

    def begin(self, name: str, size: int, changed_ms: int = 0) -> ComingFile:
        """Say that a file will come; what is here of it already is told.

        Raises:
            OverLimit: it is larger than is taken, or than the disk has room for.
            UsageError: no file has such a size.
        """
        if size < 0:
            raise UsageError("a file has no fewer than 0 bytes")
        if size > self._limit:
            raise OverLimit(
                f"is {size / 1e9:.1f} GB; at most {self._limit / 1e9:.1f} GB are taken",
                where=incoming_name(name),
                do="Raise intake.max_file_gb in earwitness.toml",
            )
        called = incoming_name(name)
        key = hashlib.sha256(f"{called}\n{size}\n{changed_ms}".encode()).hexdigest()[:32]
        with self._held():
            known = self._known(key)
            # It is copied once more when it is taken in.
            needed = 2 * size - (known.have if known else 0) + _RESERVE_BYTES
            if (known is None or not known.whole) and self._free() < needed:
                raise OverLimit(
                    f"needs {needed / 1e9:.1f} GB; the disk has {self._free() / 1e9:.1f} GB free",
                    where=called,
                    do="Make room, and send it again: it goes on where it was",
                )
            if known is None:
                known = self._new(key, called, size, changed_ms)
            return known

    def add(self, key: str, offset: int, data: bytes) -> ComingFile:
        """Add a piece. One for another place than where the last ended changes nothing; the answer says how much is here.

        Raises:
            NotInArchive: nobody said that such a file will come, or it was taken in since.
            HostileInput: more bytes than were said. Refused: the disk is full.
        """
        with self._held():
            known = self._known(key)
            if known is None:
                raise NotInArchive("no such file is on its way", do="Choose it again")
            if known.whole or offset != known.have or not data:
                return known
            if offset + len(data) > known.size:
                raise HostileInput(
                    f"has more than the {known.size:,} bytes that were said", where=known.name
                )
            part = self._folder / key / "part"
            try:
                with part.open("r+b") as file:
                    file.seek(offset)
                    file.write(data)
                    file.truncate()
            except OSError as error:
                os.truncate(part, offset)
                raise Refused(
                    f"cannot be kept ({error.strerror})",
                    where=known.name,
                    do="Make room on the disk",
                ) from error
            if offset + len(data) == known.size:
                self._complete(key)
            return ComingFile(key, known.name, known.size, offset + len(data))

    def drop(self, key: str) -> None:
        """Forget a file that was not taken in; one that is not there is no error."""
        if not _KEY.fullmatch(key):
            return
        with self._held():
            shutil.rmtree(self._folder / key, ignore_errors=True)

    def files(self) -> list[ComingFile]:
        """What is here, by name."""
        if not self._folder.is_dir():
            return []
        found = (
            self._known(one.name) for one in self._folder.iterdir() if _KEY.fullmatch(one.name)
        )
        return sorted((one for one in found if one), key=lambda one: one.name)

    def hand_over(self) -> list[Path]:
        """Put all whole files into one folder with their names, away from what still comes; give it, and any
        folder that was handed over before and is still here.

        The name of the folder follows from the files: who sends the same ones again gives the same pile.
        """
        with self._held():
            whole = [one for one in self.files() if one.whole]
            if whole:
                keys = "".join(sorted(one.key for one in whole))
                home = f"desk-{hashlib.sha256(keys.encode()).hexdigest()[:10]}"
                away = self._folder / f"taking-{time.time_ns()}" / home
                away.mkdir(parents=True, mode=0o700)
                for one in whole:
                    _move(self._folder / one.key / "file", away, one.name)
                    shutil.rmtree(self._folder / one.key)
            return [
                inner
                for one in sorted(self._folder.glob("taking-*"))
                for inner in sorted(one.iterdir())
            ]

    def forget(self, handed_over: list[Path]) -> None:
        """Remove what was taken in: its bytes are among the originals now."""
        for one in handed_over:
            if one.parent.parent == self._folder:
                shutil.rmtree(one.parent, ignore_errors=True)

    def waiting(self) -> int:
        """How many files were handed over and not taken in, because something came between."""
        return sum(one.is_file() for one in self._folder.glob("taking-*/**/*"))

    def _new(self, key: str, name: str, size: int, changed_ms: int) -> ComingFile:
        place = self._folder / key
        place.mkdir(mode=0o700, exist_ok=True)
        (place / "part").touch(mode=0o600)
        about = {"name": name, "size": size, "changed_ms": changed_ms}
        draft = place / "about.new"
        draft.write_text(json.dumps(about), encoding="utf-8")
        draft.replace(place / "about.json")
        if not size:
            self._complete(key)
        return ComingFile(key, name, size, 0)

    def _known(self, key: str) -> ComingFile | None:
        place = self._folder / key
        if not _KEY.fullmatch(key) or not (place / "about.json").is_file():
            return None
        about = self._about(key)
        name, size = str(about["name"]), int(about["size"])
        if (place / "file").is_file():
            return ComingFile(key, name, size, size)
        if not (place / "part").is_file():  # it was handed over when the power went
            return None
        have = (place / "part").stat().st_size
        return ComingFile(key, name, size, have, _tail(place / "part", have))

    def _about(self, key: str) -> dict[str, Any]:
        about: dict[str, Any] = json.loads((self._folder / key / "about.json").read_bytes())
        return about

    def _complete(self, key: str) -> None:
        """The whole file, with the time of change that it has where it comes from."""
        changed_s = min(max(int(self._about(key)["changed_ms"]) / 1000, 0), _LATEST_S)
        part = self._folder / key / "part"
        os.utime(part, (changed_s, changed_s))
        part.rename(self._folder / key / "file")

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One writer at a time, over all tabs and programs."""
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self._folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _tail(part: Path, have: int) -> str:
    with part.open("rb") as file:
        file.seek(max(0, have - _TAIL_BYTES))
        return hashlib.sha256(file.read(_TAIL_BYTES)).hexdigest()


def _move(file: Path, away: Path, name: str) -> None:
    """To its name below ``away``; where another has that name, below a numbered folder."""
    number = 1
    while True:
        place = (away if number == 1 else away / str(number)) / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except (FileExistsError, NotADirectoryError):
            number += 1
            continue
        if not place.exists():
            file.rename(place)
            return
        number += 1
