"""Which recordings carry the same sound, as far as identical bytes tell.

Stands in for `earwitness.store.catalog.copies.same_recording`, which knows copies by their sound;
everything here takes the mapping as a parameter.
"""

from __future__ import annotations

import sqlite3

from earwitness.compare.sources.components import components

__all__ = ["same_recording"]


def same_recording(db: sqlite3.Connection) -> dict[str, str]:
    """Each recording, and the one whose sound it carries: itself where there is no other."""
    names = [row["id"] for row in db.execute("select id from recording order by rowid")]
    place = {name: number for number, name in enumerate(names)}
    pairs = db.execute(
        "select a.recording_id one, b.recording_id other from rendition a join rendition b"
        " on a.sha256 = b.sha256 and a.recording_id < b.recording_id"
        " where a.relation = 'identical' and b.relation = 'identical'"
    )
    groups = components(names, [(row["one"], row["other"]) for row in pairs])
    return {name: min(group, key=place.__getitem__) for group in groups for name in group}
