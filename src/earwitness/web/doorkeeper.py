"""Who may come in, and what a page may do once it is in a browser.

The desk listens on this machine only. Three strangers can still knock: other people with an account on the machine
(they lack the key), pages of other sites that send forms here (they come from another origin, and without
cookie, which is SameSite=Strict), and names of other sites that were pointed to this machine (DNS rebinding: the
Host header gives them away). What slips into a page as text can run nothing: no script, style, picture or
connection but our own files is allowed (Content Security Policy level 3).
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from earwitness.web.house import House

__all__ = ["Doorkeeper"]

_OURS = ("127.0.0.1", "localhost", "[::1]")
_READING = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
    " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # not "no-referrer": under that a browser sends the forms of our own pages with "Origin: null" (Fetch, 3.2)
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
}
_NO_KEY = (
    "This desk opens only with the address that was printed when it was started: it holds a key.\n"
    "Цей стіл відкривається лише за адресою, надрукованою під час запуску: у ній є ключ.\n"
    "Этот стол открывается только по адресу, напечатанному при запуске: в нём есть ключ.\n"
)


class Doorkeeper:
    """Stands before the whole application (ASGI)."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app, self._house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(request)
        await (refusal or self._app)(scope, receive, guarded)

    @property
    def _cookie(self) -> str:
        """Cookies go to every port of a host: two desks on one machine must not put each other out."""
        return f"earwitness-desk-{self._house.port}"

    def _refusal(self, request: Request) -> Response | None:
        """What a stranger gets, or None."""
        if not self._is_ours(request.headers.get("host", "")):
            return PlainTextResponse("There is no such site here.\n", 421)
        given = request.query_params.get("key", "")
        if given and request.method in _READING and request.url.path == "/":
            if not hmac.compare_digest(given.encode(), self._house.key.encode()):
                return PlainTextResponse(_NO_KEY, 403)
            response: Response = RedirectResponse("/", 303)
            response.set_cookie(
                self._cookie, self._house.key, httponly=True, samesite="strict", path="/"
            )
            return response
        held = request.cookies.get(self._cookie, "")
        if not hmac.compare_digest(held.encode(), self._house.key.encode()):
            return PlainTextResponse(_NO_KEY, 403)
        if request.method not in _READING:
            return self._may_not_write(request)
        return None

    def _is_ours(self, host: str) -> bool:
        name, _, port = host.rpartition(":") if ":" in host else (host, "", "")
        return name in _OURS and (self._house.port == 0 or port == str(self._house.port))

    def _may_not_write(self, request: Request) -> Response | None:
        origin = request.headers.get("origin", "")
        same = origin and urlsplit(origin).netloc == request.headers.get("host", "")
        if not same or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("This was not sent by a page of this desk.\n", 403)
        if self._house.read_only:
            return PlainTextResponse("This desk was opened for reading only.\n", 403)
        return None
