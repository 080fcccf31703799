"""Originals that were deleted on record: the bytes are gone, the record stays as their tombstone."""

from __future__ import annotations

import json
import sqlite3

from earwitness.store.catalog.signed import signed_of_kind

__all__ = ["deleted_originals"]


def deleted_originals(db: sqlite3.Connection) -> dict[str, str]:
    """Their SHA-256, and the identifier of the record that says so."""
    gone = {json.loads(one.body).get("record") for one in signed_of_kind(db, "taken_back")}
    return {
        str(sha256): one.id
        for one in signed_of_kind(db, "deletion")
        if one.id not in gone
        for sha256 in json.loads(one.body).get("sha256", ())
    }
