"""The container of a recording written out: members with their hashes, and the metadata that travels with them.

`sha256sum --check` reads the list of files; `labels_in` reads the labels back out of the listing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from earwitness.errors import UsageError
from earwitness.records.plan import Label
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.members import members_of

__all__ = ["LISTING", "MANIFEST", "files_of", "labels_in", "listing", "write_listing"]

LISTING, MANIFEST = "container.json", "manifest-sha256.txt"


def listing(item: Item) -> bytes:
    """Members, labels and events of a recording as JSON, the same bytes for the same state."""
    events = sorted({one.seq for one in item.preserved} | {one.seq for one in item.texts})
    written: dict[str, Any] = {
        "recording": item.id,
        "revision": item.revision,
        "members": [
            {"id": one.id, "kind": one.kind, "sha256": one.found} for one in members_of(item)
        ],
        "labels": [
            {"scheme": one.fields.scheme, "value": one.fields.value, "by": one.by, "record": one.id}
            for one in item.said.all(Label)
        ],
        "plan": item.plan[1].id if item.plan else None,
        "events": events,
    }
    return msgspec.json.format(msgspec.json.encode(written), indent=2)


def labels_in(data: bytes) -> set[tuple[str, str]]:
    """The labels of a listing: scheme and value."""
    read = msgspec.json.decode(data)
    return {(one["scheme"], one["value"]) for one in read["labels"]}


def files_of(item: Item) -> dict[str, tuple[str, str]]:
    """Members that are files: path and hash of now. Names that no list can hold are left out."""
    found = {one.id: (one.path, one.found) for one in members_of(item) if one.path}
    root = item.facts.archive.root.absolute() / "originals"
    for one in (*item.sounds, *item.texts_as_received):
        found[one.sha256] = (str(root / one.sha256[:2] / one.sha256), one.found)
    return {name: one for name, one in found.items() if not set(one[0]) & set("\n\r\\")}


def write_listing(item: Item, into: Path) -> list[Path]:
    """Write the listing and the list of files into a folder.

    Raises:
        UsageError: a file stands where the folder should be.
    """
    if into.exists() and not into.is_dir():
        raise UsageError("is no folder", where=str(into), do="Name a folder for the listing")
    into.mkdir(parents=True, exist_ok=True)
    lines = [f"{digest}  {path}" for path, digest in files_of(item).values() if digest]
    (into / LISTING).write_bytes(listing(item))
    (into / MANIFEST).write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    return [into / LISTING, into / MANIFEST]
