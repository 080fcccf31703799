"""The application: all rooms behind the doorkeeper."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from earwitness.web.doorkeeper import Doorkeeper
from earwitness.web.house import House
from earwitness.web.rooms import (
    claims,
    corrections,
    draft,
    draft_release,
    editing,
    home,
    intake,
    judging,
    people,
    recording,
    recordings,
    search,
    sound,
    visitor,
)
from earwitness.web.static_files import static_file
from earwitness.web.visit import Visit, get

__all__ = ["make_app"]

_ROOMS = (
    home,
    search,
    recordings,
    recording,
    editing,
    sound,
    visitor,
    draft,
    draft_release,
    corrections,
    intake,
    people,
    claims,
    judging,
)


def make_app(house: House) -> Starlette:
    """The desk as an ASGI application."""

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        house.close()

    routes = [Route("/static/{digest}/{name}", static_file)]
    for room in _ROOMS:
        routes += room.ROUTES
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Doorkeeper, house=house),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ],
        exception_handlers={404: _nothing_here},
        lifespan=life,
    )
    app.state.house = house
    return app


async def _nothing_here(request: Request, _: Exception) -> Response:
    endpoint = get(request.url.path, _not_found).endpoint
    answer: Response = await endpoint(request)
    return answer


def _not_found(visit: Visit) -> Response:
    return visit.page("nothing.html", 404)
