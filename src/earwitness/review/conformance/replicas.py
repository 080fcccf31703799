"""Copies at other places, read by the program: every original hashed where it lies, or copied back."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from earwitness.errors import EarwitnessError, UsageError
from earwitness.records.copies_kept import Replica, RestoreTest
from earwitness.store.archive import Archive
from earwitness.store.deleted import deleted_originals
from earwitness.store.originals import digest_file

__all__ = ["read_replica", "restored"]


def read_replica(archive: Archive, given: Replica) -> Replica:
    """Hash every original at a location. The archive itself is not changed.

    Raises:
        UsageError: the folder is not there, or is that of this archive.
    """
    folder = _folder(archive, given.folder)
    held, missing, differing = [], [], []
    deleted = deleted_originals(archive.db)
    for sha256 in _stored(archive):
        place = _place(folder, sha256)
        if not place.is_file():
            if sha256 not in deleted:
                missing.append(sha256)
        elif _digest(place) == sha256:
            held.append(sha256)
        else:
            differing.append(sha256)
    return replace(
        given,
        folder=str(folder),
        held=tuple(held),
        missing=tuple(missing),
        differing=tuple(differing),
    )


def restored(archive: Archive, given: RestoreTest) -> RestoreTest:
    """Copy every original back from a location into a folder of its own, and compare what arrived.

    Raises:
        UsageError: as `read_replica`.
    """
    folder = _folder(archive, given.folder)
    done: list[str] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="earwitness-restore-") as into:
        gone = deleted_originals(archive.db)
        for sha256 in (one for one in _stored(archive) if one not in gone):
            copy = Path(into) / sha256
            try:
                shutil.copyfile(_place(folder, sha256), copy)
                same = _digest(copy) == sha256
            except OSError:
                same = False
            (done if same else failed).append(sha256)
            copy.unlink(missing_ok=True)
    return replace(given, folder=str(folder), restored=tuple(done), failed=tuple(failed))


def _folder(archive: Archive, given: str) -> Path:
    folder = Path(given).absolute()
    folder = folder / "originals" if (folder / "originals").is_dir() else folder
    if not folder.is_dir():
        raise UsageError(
            "is no folder", where=str(folder), do="Name where the copy of originals/ is"
        )
    if folder.resolve() == (archive.root / "originals").resolve():
        raise UsageError(
            "is the folder of this archive, which is no copy of it",
            where=str(folder),
            do="Name the folder of the copy",
        )
    return folder


def _stored(archive: Archive) -> list[str]:
    rows = archive.db.execute("select sha256 from artefact order by sha256")
    return [row["sha256"] for row in rows]


def _place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def _digest(path: Path) -> str:
    try:
        return digest_file(path)[0]
    except EarwitnessError:
        return ""
