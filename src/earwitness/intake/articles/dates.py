"""The date on an article, as its machine-readable forms write it."""

from __future__ import annotations

from datetime import datetime

from earwitness.intake.articles.records import Published

__all__ = ["read_published"]


def read_published(words: str, basis: str) -> Published:
    """Read an ISO 8601 date or time; anything else keeps its words and no value.

    A time without a zone stays without one: nothing is assumed.

    >>> read_published("2023-07-12T10:00:00Z", "json-ld").at.isoformat()
    '2023-07-12T10:00:00+00:00'
    """
    text = " ".join(words.split())[:100]
    try:
        return Published(datetime.fromisoformat(text), basis, text)
    except ValueError:
        return Published(None, basis, text)
