"""What a story page quoted, kept when it is written: so that a later draft can be held against it (Q40)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from earwitness.records.artefacts import Artefact, EventType
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import add_artefact

__all__ = ["PublishedQuotation", "PublishedStory", "keep_published", "published_stories"]

_ROLE = "published"


@dataclass(frozen=True, slots=True)
class PublishedQuotation:
    """A quotation as readers saw it, and the lines (positions) in which it was heard, -1 for none."""

    recording: str
    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class PublishedStory:
    """A page that was written.

    Attributes:
        draft: name of the draft's file, without its folder; title: of the draft.
        page: SHA-256 of its HTML.
    """

    at: datetime
    draft: str
    title: str
    page: str
    quotations: tuple[PublishedQuotation, ...]


def keep_published(
    archive: Archive,
    page: str,
    names: tuple[str, str],
    quotations: Sequence[PublishedQuotation],
    recordings: Sequence[str],
) -> None:
    """Note that a page was written, and keep what it quotes as bytes that no later page changes.

    Args:
        page: SHA-256 of its HTML; names: of the draft's file, and its title.
        recordings: those that the page tells of.
    """
    body = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "draft": names[0],
        "title": names[1],
        "page": page,
        "quotations": [asdict(one) for one in quotations],
    }
    data = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1).encode()
    placed = archive.originals.place_bytes(data)
    with archive.writing() as w:
        objects = [*recordings, page, placed.sha256]
        seq = w.note(EventType.DISSEMINATION, objects, note="story page written")
        add_artefact(w.db, Artefact(placed.sha256, placed.size_bytes, "structured", _ROLE), seq)


def published_stories(archive: Archive) -> list[PublishedStory]:
    """All pages that were written, the earliest first."""
    rows = archive.db.execute(
        "select sha256 from artefact where role = ? order by custody_seq, rowid", (_ROLE,)
    )
    return [_read(archive.originals.path(row["sha256"]).read_bytes()) for row in rows]


def _read(data: bytes) -> PublishedStory:
    body = json.loads(data)
    return PublishedStory(
        datetime.fromisoformat(body["at"]),
        body["draft"],
        body["title"],
        body["page"],
        tuple(PublishedQuotation(**one) for one in body["quotations"]),
    )
