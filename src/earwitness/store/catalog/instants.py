"""Instants as the catalog writes them: ISO 8601, UTC, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["from_text", "to_text"]


def to_text(instant: datetime | None) -> str | None:
    """An aware instant as ``2023-07-12T10:00:00+00:00``; None stays None."""
    return None if instant is None else instant.astimezone(UTC).isoformat(timespec="seconds")


def from_text(text: str | None) -> datetime | None:
    """The instant that `to_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)
