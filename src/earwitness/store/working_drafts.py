"""Drafts that are worked on: ``desk/drafts/<id>/``, a numbered file for each state of the text, the last one stands.

A draft says what is not public yet and quotes what may be sealed: the folder is for the archive's own user alone.
A state is written whole, synced and then renamed; nothing that was kept is ever written again or removed.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from earwitness.errors import NotInArchive, OverLimit
from earwitness.records.identifiers import is_identifier, new_identifier

__all__ = [
    "MOST_BYTES",
    "TEXT_ENDINGS",
    "Kept",
    "Revision",
    "WorkingDraft",
    "begin_draft",
    "keep_revision",
    "revisions",
    "working_draft",
    "working_drafts",
]

MOST_BYTES = 5 << 20
TEXT_ENDINGS = (".md", ".txt")
_NUMBERED = re.compile(r"(drf-[0-9a-z]{9})-([0-9]{6})(\.[a-z]{2,4})")
_FIRST_WORDS = re.compile(r"^(?:title:|#+)?[ \t]*([^\s#-].{0,199})", re.MULTILINE)
_FIRST_BYTES = 4096
_LONG_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of a draft since it was begun (``about.json``)."""

    name: str
    by: str
    begun: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a draft: its number from 1, when it was kept (UTC), and its file."""

    number: int
    at: datetime
    path: Path
    size_bytes: int


@dataclass(frozen=True, slots=True)
class WorkingDraft:
    """A draft as it stands.

    Attributes:
        name: of the file that was opened, "" where the text was typed or pasted.
        by: who began it.
        title: the first line of a text, the name of a file.
        latest: the state that stands.
    """

    id: str
    name: str
    by: str
    title: str
    latest: Revision

    @property
    def ending(self) -> str:
        return self.latest.path.suffix

    @property
    def is_long(self) -> bool:
        """Whether to check it takes long: 100 kB took 4 s, 200 kB 11 s, 400 kB over half a minute."""
        return self.latest.size_bytes > _LONG_BYTES

    @property
    def is_text(self) -> bool:
        """Whether it can be typed over; a DOCX or HTML file is only read."""
        return self.ending in TEXT_ENDINGS


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of keeping a state: ``taken`` is False where another one was kept since, and ``draft`` shows that one."""

    draft: WorkingDraft
    taken: bool


def begin_draft(root: Path, data: bytes, ending: str, *, name: str, by: str) -> WorkingDraft:
    """Keep the first state of a new draft.

    Args:
        root: of the archive.
        ending: of the format, as ".md".
        name: of the file that was opened, for people only: nothing on the disk is called so.

    Raises:
        OverLimit: more than `MOST_BYTES`.
    """
    _refuse_large(data)
    folder, identifier = _folder(root), new_identifier("drf")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = folder / f".{secrets.token_hex(8)}"
    made.mkdir(mode=0o700)
    about = _About(name, by, datetime.now(UTC).isoformat(timespec="seconds"))
    _write(made / "about.json", msgspec.json.encode(about))
    _write(made / _numbered(identifier, 1, ending), data)
    made.replace(folder / identifier)  # seen whole or not at all
    _sync(folder)
    return working_draft(root, identifier)


def keep_revision(root: Path, identifier: str, base: int, data: bytes) -> Kept:
    """Keep the next state of a draft, if nothing was kept since the one that it was made from.

    The same bytes as the last state make no new one: a browser that did not hear the answer asks again.

    Args:
        base: number of the state that was worked on.

    Raises:
        NotInArchive: there is no such draft. OverLimit: more than `MOST_BYTES`.
    """
    _refuse_large(data)
    folder = _place(root, identifier)
    with _alone(folder):
        latest = _revisions(folder)[-1]
        if latest.path.read_bytes() == data:
            return Kept(working_draft(root, identifier), taken=True)
        if latest.number != base:
            return Kept(working_draft(root, identifier), taken=False)
        _write(folder / _numbered(identifier, base + 1, latest.path.suffix), data)
        _sync(folder)
    return Kept(working_draft(root, identifier), taken=True)


def working_draft(root: Path, identifier: str) -> WorkingDraft:
    """A draft as it stands.

    Raises:
        NotInArchive: there is none of that identifier.
    """
    folder = _place(root, identifier)
    about = msgspec.json.decode((folder / "about.json").read_bytes(), type=_About)
    latest = _revisions(folder)[-1]
    title = about.name
    if latest.path.suffix in TEXT_ENDINGS:
        title = _first_line(latest.path) or about.name
    return WorkingDraft(identifier, about.name, about.by, title, latest)


def working_drafts(root: Path) -> list[WorkingDraft]:
    """Every draft, the one that was worked on last first."""
    folder = _folder(root)
    there = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    found = [working_draft(root, one) for one in there if is_identifier(one, "drf")]
    return sorted(found, key=lambda one: (one.latest.at, one.id), reverse=True)


def revisions(root: Path, identifier: str) -> list[Revision]:
    """Every state of a draft that was kept, the first one first.

    Raises:
        NotInArchive: there is no such draft.
    """
    return _revisions(_place(root, identifier))


def _revisions(folder: Path) -> list[Revision]:
    found = []
    for one in os.scandir(folder):
        match = _NUMBERED.fullmatch(one.name)
        if match and match[1] == folder.name:
            stat = one.stat()
            at = datetime.fromtimestamp(stat.st_mtime, UTC)
            found.append(Revision(int(match[2]), at, Path(one.path), stat.st_size))
    return sorted(found, key=lambda one: one.number)


def _folder(root: Path) -> Path:
    return root / "desk" / "drafts"


def _place(root: Path, identifier: str) -> Path:
    """The folder of a draft; only what has the form of an identifier becomes part of a path."""
    place = _folder(root) / identifier if is_identifier(identifier, "drf") else None
    if place is None or not (place / "about.json").is_file():
        raise NotInArchive("there is no such draft")
    return place


def _numbered(identifier: str, number: int, ending: str) -> str:
    return f"{identifier}-{number:06d}{ending}"


def _first_line(path: Path) -> str:
    with path.open("rb") as file:
        begin = file.read(_FIRST_BYTES).decode(errors="ignore")
    found = _FIRST_WORDS.search(begin)
    return found[1].strip() if found else ""


def _refuse_large(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise OverLimit(
            f"a draft may have {MOST_BYTES >> 20} MB, and this one has more",
            do="Take out pictures, or split the text",
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time, in this program and in others; a program that is killed lets go of it."""
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(place: Path, data: bytes) -> None:
    """A file that is there whole or not at all."""
    draft = place.with_name(f".{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(handle)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
