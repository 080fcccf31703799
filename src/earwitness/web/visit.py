"""One request and what a room needs to answer it; rooms are plain functions that may take their time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

import msgspec
from anyio import from_thread
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from earwitness.desk import Desk
from earwitness.errors import (
    ArchiveBusy,
    ArchiveError,
    EarwitnessError,
    NotInArchive,
    OverLimit,
    Refused,
    UsageError,
)
from earwitness.web.house import House
from earwitness.web.rendering import render
from earwitness.web.wording import LANGUAGES, Say, language_wanted, say_in

__all__ = ["Room", "Visit", "as_json", "get", "post"]

LANGUAGE_COOKIE = "earwitness-language"
NAME_COOKIE = "earwitness-name"
_MOST_FIELDS, _MOST_BYTES = 200, 8 << 20


@dataclass
class Visit:
    """A request inside the desk.

    Attributes:
        desk: lent for this request.
        form: fields of a posted form; files are read by `Visit.request` in rooms that take them.
        body: of a posted JSON document, as bytes.
    """

    request: Request
    house: House
    desk: Desk
    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @cached_property
    def say(self) -> Say:
        """The sentences of the visitor's language."""
        return say_in(_language(self.request))

    @property
    def me(self) -> str:
        """The name under which the visitor signs, "" while none was given."""
        return _unquoted(self.request.cookies.get(NAME_COOKIE, "")) or self.house.by_name

    def signer(self) -> str:
        """The name under which something is signed.

        Raises:
            UsageError: none was given yet.
        """
        if not self.me:
            raise UsageError(self.say("frame.no_name"), do=self.say("frame.no_name_do"))
        return self.me

    def editor(self) -> str:
        """Who types; a name can be given later, before a version is made."""
        return self.me or self.say("frame.somebody")

    def asked(self, name: str, otherwise: str = "") -> str:
        """A field of the address."""
        return self.request.query_params.get(name, otherwise)

    def number(self, name: str, otherwise: int) -> int:
        """A whole number of the address; what is none counts as ``otherwise``."""
        given = self.asked(name)
        return (
            int(given) if given.isascii() and given.isdecimal() and len(given) < 12 else otherwise
        )

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def upload(self, name: str, most_bytes: int) -> bytes | None:
        """The bytes of a file that was sent with a form, None where none was chosen.

        Raises:
            OverLimit: it is larger.
        """

        async def form_read() -> FormData:
            return await self.request.form()

        given = from_thread.run(form_read).get(name)
        if not isinstance(given, UploadFile) or not given.filename:
            return None
        data = given.file.read(most_bytes + 1)
        if len(data) > most_bytes:
            raise OverLimit(f"the file is over {most_bytes // 1024} kB")
        return data

    def page(self, name: str, status: int = 200, **values: Any) -> Response:
        """A page from its template."""
        return HTMLResponse(render(name, self, **values), status)

    def go(self, to: str) -> Response:
        """Send the browser to another page of the desk (after something was done)."""
        return RedirectResponse(to, 303)


Room = Callable[[Visit], Response]


def get(path: str, room: Room, name: str | None = None) -> Route:
    """A page or an answer."""
    return Route(path, _endpoint(room), methods=["GET"], name=name or room.__name__)


def post(path: str, room: Room, name: str | None = None) -> Route:
    """Something that is done; a form or a JSON document is sent."""
    return Route(path, _endpoint(room), methods=["POST"], name=name or room.__name__)


def as_json(value: Any, status: int = 200) -> Response:
    """A JSON answer; records are written field by field."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _endpoint(room: Room) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        try:
            form, body = await _sent(request)
            return await run_in_threadpool(_answered, room, request, form, body)
        finally:
            await request.close()  # files of a form

    answer.__name__ = room.__name__
    return answer


async def _sent(request: Request) -> tuple[dict[str, str], bytes]:
    """The form or document of a request; files of a form are left for the room to read."""
    if request.method in ("GET", "HEAD"):
        return {}, b""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        # Files of a form go to the disk without a limit of their own; a browser says how long a form is.
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > 2 * _MOST_BYTES:
            raise HTTPException(413)
        given = await request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_MOST_BYTES)
        return {name: one for name, one in given.items() if not isinstance(one, UploadFile)}, b""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            raise HTTPException(413)
    return {}, body


def _answered(room: Room, request: Request, form: dict[str, str], body: bytes) -> Response:
    house: House = request.app.state.house
    with house.desk() as desk:
        visit = Visit(request, house, desk, form, body)
        try:
            return room(visit)
        except EarwitnessError as error:
            return _refused(visit, error)
        except (sqlite3.Error, OSError) as error:
            failed = ArchiveError(
                f"the disk or the catalog failed ({error})",
                do="Look whether the disk is full or gone; `earwitness verify` looks at what is stored",
            )
            return _refused(visit, failed)


def _refused(visit: Visit, error: EarwitnessError) -> Response:
    """Tell what happened, where, and what to do; as JSON to a script."""
    status = _status(error)
    if "application/json" in visit.request.headers.get("accept", ""):
        told = {"what": error.what, "where": error.where, "line": error.line, "do": error.do}
        return as_json({"error": told}, status)
    return visit.page("error.html", status, error=error)


def _status(error: EarwitnessError) -> int:
    kinds: tuple[tuple[type[EarwitnessError], int], ...] = (
        (NotInArchive, 404),
        (ArchiveBusy, 503),
        (OverLimit, 413),
        (Refused, 422),
        (UsageError, 400),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def _language(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return (
        chosen
        if chosen in LANGUAGES
        else language_wanted(request.headers.get("accept-language", ""))
    )


def _unquoted(value: str) -> str:
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(value).strip()[:80]


def cookie_safe(value: str) -> str:
    """A name in any script as a cookie can hold it."""
    return quote(value.strip()[:80], safe="")
