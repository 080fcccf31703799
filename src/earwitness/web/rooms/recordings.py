"""All recordings, a page at a time."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.store.catalog.listing import listed_recordings
from earwitness.web.visit import Visit, get

__all__ = ["ROUTES"]

_PAGE = 50


def recordings(visit: Visit) -> Response:
    """The newest first."""
    basis, first = visit.asked("basis"), visit.number("from", 0)
    listed = listed_recordings(visit.desk.archive.db, basis=basis, first=first, count=_PAGE)
    return visit.page(
        "recordings.html",
        listed=listed.rows,
        total=listed.total,
        first=first,
        basis=basis,
        before=max(0, first - _PAGE) if first else None,
        after=first + _PAGE if first + _PAGE < listed.total else None,
    )


ROUTES = (get("/recordings", recordings),)
