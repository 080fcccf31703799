"""A folder of a page that is replaced as a whole, and only if the same command wrote it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from earwitness.errors import UsageError

__all__ = ["fresh_folder"]


@contextmanager
def fresh_folder(into: Path, marker: str, ours: frozenset[str]) -> Iterator[Path]:
    """A new folder beside the one that is wanted, put in its place when it is whole.

    Args:
        marker: name of the file that says who wrote the folder.
        ours: names of what may stand in a folder that is replaced, besides the marker.

    Raises:
        UsageError: the folder holds other things, or cannot be written.
    """
    there = {one.name for one in into.iterdir()} if into.is_dir() else set[str]()
    replaceable = marker in there and there <= {*ours, marker}
    if (into.exists() and not into.is_dir()) or (there and not replaceable):
        raise UsageError(
            "holds files that this command did not write", where=str(into), do="Choose a new folder"
        )
    try:
        parent = into.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".earwitness-page-", dir=parent))
        fresh.chmod(0o755)
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(into), do="Choose another folder"
        ) from error
    try:
        yield fresh
        (fresh / marker).write_text(
            "written by earwitness; replaced as a whole\n", encoding="utf-8"
        )
        if into.exists():
            shutil.rmtree(into)
        fresh.replace(into)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
