"""The first page: what is there, what is new, what waits."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.store.catalog.listing import listed_recordings, waiting
from earwitness.web.visit import Visit, get

__all__ = ["ROUTES"]

_NEW = 12


def home(visit: Visit) -> Response:
    """What somebody sees who comes in."""
    db = visit.desk.archive.db
    listed = listed_recordings(db, basis="", first=0, count=_NEW)
    return visit.page(
        "home.html", listed=listed.rows, total=listed.total, waiting=waiting(visit.desk.archive)
    )


ROUTES = (get("/", home),)
