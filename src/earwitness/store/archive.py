"""An archive on disk: making one, opening one, and writing to it in transactions."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from earwitness.errors import ArchiveBusy, ArchiveExists, ArchiveNotFound
from earwitness.records.artefacts import EventType
from earwitness.store import custody
from earwitness.store.catalog.connection import connect, migrate, pending
from earwitness.store.derived import Derived
from earwitness.store.originals import Originals
from earwitness.store.settings import DEFAULT_TOML, Settings, read_settings

__all__ = ["AGENT", "Archive", "Writing"]

AGENT = "earwitness 0.1.0"

_README = """This folder is an Earwitness archive.

earwitness.toml   settings, for you to edit
catalog.db        everything known (SQLite)
originals/        bytes as received, read-only, named by their SHA-256: keep a copy elsewhere
derived/          can be made again at any time with `earwitness run`
sealed/           what must never reach a public file
desk/             drafts that are worked on (private), and the pages made of them
"""


@dataclass(frozen=True, slots=True)
class Writing:
    """One transaction on the catalog. Every step notes a custody event before it ends."""

    db: sqlite3.Connection
    agent: str = AGENT

    def note(
        self, event: EventType, objects: Sequence[str], *, outcome: str = "success", note: str = ""
    ) -> int:
        """Append a custody event; return its number."""
        return custody.append(self.db, event, objects, agent=self.agent, outcome=outcome, note=note)


class Archive:
    """An open archive. Use as a context manager, or call `close`."""

    def __init__(self, root: Path, *, read_only: bool = False) -> None:
        """Open the archive at ``root``.

        Raises:
            ArchiveNotFound: there is none.
            ArchiveError: its catalog cannot be read.
        """
        if not (root / "catalog.db").is_file():
            raise ArchiveNotFound(
                "is not an archive", where=str(root), do=f"Make one with `earwitness new {root}`"
            )
        self.root = root
        self.settings: Settings = read_settings(root / "earwitness.toml")
        self.db = connect(root / "catalog.db", read_only=read_only)
        if not read_only and pending(self.db):
            migrate(self.db)
        self.originals = Originals(root / "originals")
        self.derived = Derived(root / "derived")
        self.search_folder = root / "derived" / "search"
        self.sound_index_folder = root / "derived" / "sounds"

    @classmethod
    def create(cls, root: Path) -> Archive:
        """Make a new, empty archive and open it.

        Raises:
            ArchiveExists: an archive, or a folder that is not empty, stands there.
        """
        if (root / "catalog.db").exists():
            raise ArchiveExists("is an archive already", where=str(root), do="Use `earwitness add`")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise ArchiveExists(
                "is there already and not empty", where=str(root), do="Choose a new folder"
            )
        root.mkdir(parents=True, exist_ok=True)
        for folder in ("originals", "derived", "sealed"):
            (root / folder).mkdir()
        (root / "sealed").chmod(0o700)
        (root / "earwitness.toml").write_text(DEFAULT_TOML, encoding="utf-8")
        (root / "README.txt").write_text(_README, encoding="utf-8")
        # The catalog comes last: its presence says that the archive is whole.
        draft = root / ".catalog.new"
        db = connect(draft)
        migrate(db)
        custody.append(db, EventType.CREATION, ["archive"], agent=AGENT, note="archive made")
        db.execute("pragma journal_mode = delete")
        db.close()
        draft.replace(root / "catalog.db")
        return cls(root)

    @contextmanager
    def writing(self, agent: str = AGENT) -> Iterator[Writing]:
        """A transaction: all of it is kept or none."""
        try:
            self.db.execute("begin immediate")
        except sqlite3.OperationalError as error:
            raise ArchiveBusy(
                f"another program is writing to it ({error})",
                where=str(self.root),
                do="Wait until it is done",
            ) from error
        try:
            yield Writing(self.db, agent)
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    @contextmanager
    def alone(self, task: str) -> Iterator[None]:
        """Hold the archive for a long task that only one process may do at a time.

        Raises:
            ArchiveBusy: another process is at it.
        """
        handle = os.open(self.root / f".{task}.lock", os.O_CREAT | os.O_RDWR, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                pid = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
                raise ArchiveBusy(
                    f"another `{task}` is under way (process {pid})",
                    where=str(self.root),
                    do="Wait until it is done",
                ) from error
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(handle)  # closing releases the lock, also when the process is killed

    def close(self) -> None:
        """Close the catalog."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
