"""Search: words in any script and language, each hit played where it stands."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.errors import UsageError
from earwitness.store.catalog.receipts import sources
from earwitness.store.search import Filters
from earwitness.web.visit import Visit, get

__all__ = ["ROUTES"]

_PAGE = 30
_MOST = 600


def search(visit: Visit) -> Response:
    """The page of a query; without one, the empty field."""
    query = visit.asked("q").strip()
    shown = min(max(visit.number("n", _PAGE), 1), _MOST)
    filters = Filters(
        source=visit.asked("source"), language=visit.asked("language"), kind=visit.asked("kind")
    )
    answer, wrong = None, ""
    if query:
        try:
            answer = visit.desk.find(query, filters, shown)
        except UsageError as error:
            wrong = str(error)
    return visit.page(
        "search.html",
        query=query,
        filters=filters,
        answer=answer,
        wrong=wrong,
        sources=sources(visit.desk.archive.db),
        shown=shown,
        more=min(shown + _PAGE, _MOST) if answer and answer.total > shown < _MOST else 0,
    )


ROUTES = (get("/search", search),)
