"""The report as a page that people read: static HTML, no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from earwitness.errors import UsageError
from earwitness.records.conformance import ProfileRow, Result
from earwitness.review.conformance.report import MEANING, ORDER, Readiness, line_of, moment_of

__all__ = ["page_of", "write_page"]

_NAMES: Mapping[Result, tuple[str, str, str]] = {
    Result.FAIL: ("✗", "fail", "Does not hold"),
    Result.WARN: ("!", "warn", "A weakness, not a bar"),
    Result.NEEDS_PERSON: ("?", "needs a person", "Waits for a person"),
    Result.NOT_ATTAINABLE: ("∅", "not attainable", "Could not be met despite documented effort"),
    Result.NOT_ENCODED: ("…", "not encoded", "Not encoded: no statement either way"),
    Result.PASS: ("✓", "pass", "Holds"),
    Result.OUT_OF_REACH: ("–", "out of reach", "Out of reach of a program"),
    Result.NOT_APPLICABLE: ("·", "not applicable", "Does not apply"),
}
_FOLDED = (Result.PASS, Result.OUT_OF_REACH, Result.NOT_APPLICABLE)


def page_of(reports: Sequence[Readiness], rows: Sequence[ProfileRow]) -> str:
    """The page for some recordings.

    Args:
        rows: the rows that were checked.
    """
    here = resources.files("earwitness.review.conformance")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["coded"] = _coded
    template = environment.from_string((here / "page.html").read_text(encoding="utf-8"))
    checked = reports[0].results[0] if reports and reports[0].results else None
    return template.render(
        style=Markup((here / "page.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        reports=reports,
        rows={one.id: one for one in rows},
        order=ORDER,
        names=_NAMES,
        folded=_FOLDED,
        line_of=line_of,
        moment_of=moment_of,
        meaning=MEANING,
        force=_force,
        checked=checked,
    )


def _coded(text: str) -> Markup:
    """A sentence in which words between backticks are commands."""
    pieces = (escape(piece) for piece in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )


def _force(strength: str) -> str:
    """How strongly the source asks, in words."""
    words = {
        "def": "a definition",
        "fact": "a finding that the text reports",
        "?": "how strongly is not known",
        "must*": "a “must” in a published checklist",
        "–": "our own",
    }
    return words.get(strength, strength)


def write_page(reports: Sequence[Readiness], rows: Sequence[ProfileRow], into: Path) -> Path:
    """Write the page to a file.

    Raises:
        UsageError: there is no folder for it, or a folder stands there.
    """
    if into.is_dir() or not into.absolute().parent.is_dir():
        raise UsageError(
            "is no place for a page", where=str(into), do="Name a file in a folder that is there"
        )
    into.write_text(page_of(reports, rows), encoding="utf-8")
    return into
