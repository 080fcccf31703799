"""What the desk knows of a visitor: the name that is signed with, and the language of the pages."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.web.visit import LANGUAGE_COOKIE, NAME_COOKIE, Visit, cookie_safe, get, post
from earwitness.web.wording import LANGUAGES

__all__ = ["ROUTES"]

_YEAR_S = 365 * 24 * 3600


def you(visit: Visit) -> Response:
    """Who signs, and in which language the pages are."""
    return visit.page("you.html", back=_inside(visit.asked("back", "/")))


def choose(visit: Visit) -> Response:
    """Keep name and language in this browser."""
    response = visit.go(_inside(visit.form.get("back", "/")))
    language = visit.form.get("language", "")
    if language in LANGUAGES:
        _keep(response, LANGUAGE_COOKIE, language)
    if "name" in visit.form:
        _keep(response, NAME_COOKIE, cookie_safe(visit.form["name"]))
    return response


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_YEAR_S, httponly=True, samesite="strict", path="/")


def _inside(path: str) -> str:
    """A path of the desk, or the home page: nobody is sent elsewhere from here."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


ROUTES = (get("/you", you), post("/you", choose))
