"""The folder of a page: built beside the one that is wanted, and put in its place only when it is whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.records.identifiers import is_identifier
from earwitness.records.publication import PublicFile

__all__ = ["MARKER", "PUBLICATION_FILE", "files_of", "fresh_folder", "story_in", "swap"]

MARKER = ".earwitness-story"
PUBLICATION_FILE = "publication.json"
_OURS = frozenset({"index.html", "clips", PUBLICATION_FILE, MARKER})


@contextmanager
def fresh_folder(into: Path) -> Iterator[Path]:
    """A folder beside the one that is wanted, which nobody sees until it is whole; gone afterwards.

    Raises:
        UsageError: the place holds what no story wrote, or cannot be written.
    """
    _refuse_foreign(into)
    try:
        parent = into.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".earwitness-story-", dir=parent))
        fresh.chmod(0o755)
        (fresh / "clips").mkdir()
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(into), do="Choose another folder"
        ) from error
    try:
        (fresh / MARKER).write_text("written by earwitness story\n", encoding="utf-8")
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def swap(fresh: Path, into: Path) -> None:
    """Put the whole new folder in the place of the old one."""
    if into.exists():
        shutil.rmtree(into)
    fresh.replace(into)


def files_of(folder: Path) -> tuple[PublicFile, ...]:
    """Every file of a folder with its digest, by path."""
    found = []
    for one in sorted(folder.rglob("*")):
        if one.is_file():
            data = one.read_bytes()
            path = one.relative_to(folder).as_posix()
            found.append(PublicFile(path, hashlib.sha256(data).hexdigest(), len(data)))
    return tuple(found)


def story_in(into: Path) -> str:
    """The story whose page a folder holds, "" for none."""
    with suppress(OSError, ValueError, AttributeError):
        read = json.loads((into / PUBLICATION_FILE).read_text(encoding="utf-8"))
        story = read.get("story", "")
        if isinstance(story, str) and is_identifier(story, "pub"):
            return story
    return ""


def _refuse_foreign(into: Path) -> None:
    """A folder is replaced only if a story wrote it and nobody has put anything else there."""
    there = {one.name for one in into.iterdir()} if into.is_dir() else set[str]()
    ours = MARKER in there and there <= _OURS
    if (into.exists() and not into.is_dir()) or (there and not ours):
        raise UsageError(
            "holds files that `story` did not write"
            if MARKER in there
            else "is there already and was not written by `story`",
            where=str(into),
            do="Choose a new folder",
        )
