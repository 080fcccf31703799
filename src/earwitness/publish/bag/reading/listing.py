"""The files of a bag as they lie on disk: links are never followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from earwitness.publish.bag.reading.findings import Findings

__all__ = ["Listing", "list_bag"]

_DEEPEST = 64
_MOST_FILES = 1_000_000


@dataclass(slots=True)
class Listing:
    """Regular files below the bag, by their path, with their size in bytes."""

    files: dict[str, int] = field(default_factory=dict)

    @property
    def payload(self) -> Iterator[str]:
        """Those below ``data/``."""
        return (one for one in self.files if one.startswith("data/"))

    @property
    def payload_bytes(self) -> int:
        """Their size."""
        return sum(self.files[one] for one in self.payload)


def list_bag(root: Path, findings: Findings) -> Listing:
    """Walk the folder; links, devices and what cannot be read are findings."""
    found = Listing()
    _walk(root, "", 0, found, findings)
    if not (root / "data").is_dir() or (root / "data").is_symlink():
        findings.error("no-payload", "data", "is missing: a bag has its files there")
    return found


def _walk(folder: Path, prefix: str, depth: int, found: Listing, findings: Findings) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError as error:
        findings.error("unreadable", prefix or ".", f"cannot be listed ({error.strerror})")
        return
    for one in entries:
        name = f"{prefix}{one.name}"
        if one.is_symlink():
            findings.error(
                "link",
                name,
                "is a link: what it leads to is no part of the bag",
                "Do not follow it",
            )
        elif one.is_dir(follow_symlinks=False):
            if depth >= _DEEPEST:
                findings.error("too-deep", name, "lies too deep: it was not looked into")
            else:
                _walk(Path(one.path), f"{name}/", depth + 1, found, findings)
        elif not one.is_file(follow_symlinks=False):
            findings.error(
                "special", name, "is no file (a device, a pipe or a socket)", "Remove it"
            )
        elif len(found.files) >= _MOST_FILES:
            findings.error("too-many", name, f"is one file too many: {_MOST_FILES:,} are read")
            return
        else:
            found.files[name] = one.stat(follow_symlinks=False).st_size
