"""Versions of stories that went out, from their signed records."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import msgspec

from earwitness.records.publication import Publication
from earwitness.records.signed import SignedRecord
from earwitness.store.catalog.signed import signed_about, signed_of_kind

__all__ = ["PUBLICATION", "Edition", "editions", "latest_editions", "latest_of_draft"]

PUBLICATION = "publication"
"""The kind of the signed records."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a story, with the story's identifier and the instant at which it went out."""

    record: str
    story: str
    at: str
    publication: Publication


def editions(db: sqlite3.Connection, story: str) -> list[Edition]:
    """All versions of a story, the first first."""
    return [_edition(one) for one in signed_about(db, story, (PUBLICATION,))]


def latest_editions(db: sqlite3.Connection) -> list[Edition]:
    """The last version of every story, in the order in which the stories first went out."""
    found: dict[str, Edition] = {}
    for one in signed_of_kind(db, PUBLICATION):
        found[one.subject] = _edition(one)
    return list(found.values())


def latest_of_draft(db: sqlite3.Connection, draft_name: str) -> Edition | None:
    """The last version of the story that was last written from a draft of that file name.

    A published quotation that such a draft does not hold any more was changed or taken out.
    """
    named = [one for one in latest_editions(db) if one.publication.draft_name == draft_name]
    return max(named, key=lambda one: one.at, default=None)


def _edition(one: SignedRecord) -> Edition:
    fields = msgspec.json.decode(one.body.encode(), type=Publication)
    return Edition(one.id, one.subject, one.at, fields)
