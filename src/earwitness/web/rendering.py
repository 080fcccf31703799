"""Pages from templates: everything that is put in is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2

from earwitness.records.timecode import format_ms
from earwitness.web.static_files import static_address
from earwitness.web.wording import LANGUAGES

if TYPE_CHECKING:
    from earwitness.web.visit import Visit

__all__ = ["render"]


def render(name: str, visit: Visit, **values: Any) -> str:
    """A page as HTML.

    Args:
        values: for the template, which has ``visit``, ``say``, ``house`` and ``languages`` besides.
    """
    return (
        _environment()
        .get_template(name)
        .render(visit=visit, say=visit.say, house=visit.house, languages=LANGUAGES, **values)
    )


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("earwitness.web", "pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters["ms"] = _short
    made.filters["url"] = lambda text: quote(str(text), safe="")
    made.globals["static"] = static_address
    return made


def _short(ms: int) -> str:
    """A time without hours where there are none (1:05, 1:02:03)."""
    text = format_ms(ms, millis=False)
    return text.removeprefix("0:").removeprefix("0") if text.startswith("0:") else text
