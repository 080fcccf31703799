"""What only the sealed edition has: names of files as received, and everything that persons signed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from earwitness.publish.bag.content.sound import Original
from earwitness.publish.bag.facts import RecordingFacts
from earwitness.store.catalog.receipts import original_names

__all__ = ["sealed_row"]


def sealed_row(
    db: sqlite3.Connection, facts: RecordingFacts, originals: Sequence[Original]
) -> dict[str, Any]:
    """The row of a recording in ``sealed.json``."""
    return {
        "recording": facts.recording.id,
        "title": facts.recording.title,
        "verdict_lapsed": list(facts.lapsed),
        "originals": [
            {
                "label": one.label,
                "sha256": one.sha256,
                "received_as": original_names(db, one.sha256),
            }
            for one in originals
        ],
        "signed": [
            {
                "id": one.id,
                "kind": one.kind,
                "subject": one.subject,
                # as text: the digest in the custody log is of these very characters
                "body": one.body,
                "by": one.by,
                "at": one.at,
                "reason": one.reason,
                "revision": one.revision,
            }
            for one in facts.signed
        ],
    }
