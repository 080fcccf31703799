"""Where a bag is built: beside its place, under a lock; it appears there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from earwitness.errors import UsageError

__all__ = ["built_beside"]


@contextmanager
def built_beside(into: Path) -> Iterator[Path]:
    """A new folder beside the one that is wanted; what an interrupted run left there is cleared first.

    The caller renames it; whatever is still there afterwards is removed.

    Raises:
        UsageError: something stands at the place, it cannot be written, or another run is at it.
    """
    place = into.absolute()
    if os.path.lexists(place):
        raise UsageError(
            "is there already: a bag that was written is never changed",
            where=str(into),
            do="Choose a new folder, or move this one away",
        )
    draft = place.parent / f".{place.name}.unfinished"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place.parent / f".{place.name}.lock", os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(into), do="Choose another folder"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                "another run is writing this bag", where=str(into), do="Wait until it is done"
            ) from error
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            (place.parent / f".{place.name}.lock").unlink(missing_ok=True)
    finally:
        os.close(handle)
