"""Letting a draft out: whether it may go, who approved what it quotes, the page that is written, and a look at it.

The rules are those of `Desk.story` and of the review gates; this room shows them and adds none.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, Response

from earwitness.errors import EarwitnessError, NotInArchive, Refused, UsageError, WouldReveal
from earwitness.publish.page.options import PageOptions
from earwitness.publish.page.rendering import page_pieces
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.publish.story import StoryReport
from earwitness.records.review import State
from earwitness.records.sound import Recording
from earwitness.review.gates.situation import Situation
from earwitness.store.working_drafts import WorkingDraft
from earwitness.web.rooms.draft import draft_asked, findings_shown, reason_given
from earwitness.web.rooms.draft_checks import Checked, draft_checks
from earwitness.web.visit import Visit, get, post

__all__ = ["ROUTES"]

_WAIT_S = 8.0
_GIVEN = ("title", "content_note", "corrections_to", "publisher", "because")
_SHOWN = {
    ".html",
    ".json",
    ".flac",
    ".wav",
    ".vtt",
    ".mp4",
    ".webm",
    ".m4a",
    ".ogg",
    ".opus",
    ".mp3",
}


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A recording that the draft quotes, and what stands about it."""

    recording: Recording
    situation: Situation

    @property
    def withdrawn(self) -> bool:
        return self.situation.state is State.WITHDRAWN


def release(visit: Visit) -> Response:
    """Whether the draft may go out, and its page."""
    return _page(visit, draft_asked(visit))


def write(visit: Visit) -> Response:
    """Write the page, or say why it is not written."""
    found = draft_asked(visit)
    given = {name: visit.form.get(name, "").strip() for name in _GIVEN}
    try:
        _seen(visit, found)
        reason_given(visit)
        options = PageOptions(by=visit.signer(), **given)
        report = visit.desk.story(found.latest.path, visit.desk.page_folder(found.id), options)
    except (UsageError, WouldReveal, Refused, NotInArchive) as error:
        return _page(visit, found, refusal=error, given=given, status=422)
    return _page(visit, found, written=report, given=given)


def _seen(visit: Visit, found: WorkingDraft) -> None:
    """What goes out is what was looked at.

    Raises:
        UsageError: the draft has moved on since.
    """
    if visit.form.get("revision", "") != str(found.latest.number):
        raise UsageError(visit.say("draft.moved_on"), do=visit.say("draft.moved_on_do"))


def approve(visit: Visit) -> Response:
    """One person's approval of a recording that the draft quotes."""
    found = draft_asked(visit)
    try:
        because = reason_given(visit)
        visit.desk.approve(visit.form.get("recording", ""), by=visit.signer(), because=because)
    except (UsageError, NotInArchive) as error:
        return _page(visit, found, refusal=error, status=422)
    return visit.go(f"/draft/{found.id}/release#approvals")


def page_file(visit: Visit) -> Response:
    """A file of the page that was written, as it would stand anywhere else.

    The page brings its own script and style inside it, which no page of the desk may; and its words are a draft's.
    So it gets a policy of its own, stricter than what it needs from a disk: nothing runs or is styled but what has the
    digest of our own files, it connects to nothing, sends no form and stands in no frame. ``sandbox`` takes from it
    what else a page could do: no pop-ups, no downloads, no way to its opener. It keeps its origin
    (``allow-same-origin``) because its clips are asked for with the cookie of the desk: from an opaque origin Chromium
    asks without, and refuses them. What that could give away to a script is nothing, since no foreign script runs.
    """
    folder = visit.desk.page_folder(draft_asked(visit).id)
    place = _inside(folder, visit.part("path"))
    kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    return FileResponse(
        place,
        media_type="text/vtt" if place.suffix == ".vtt" else kind,
        headers={"Content-Security-Policy": _policy()},
    )


def _inside(folder: Path, asked: str) -> Path:
    """A file of a page.

    Raises:
        NotInArchive: there is none, or the path leads out of the folder.
    """
    try:
        place = (folder / asked).resolve()
        there = place.is_relative_to(folder.resolve()) and place.is_file()
    except (OSError, ValueError):
        there = False
    if not there or place.suffix.lower() not in _SHOWN:
        raise NotInArchive("the page has no such file")
    return place


def _policy() -> str:
    style, script = (_digest(one) for one in page_pieces())
    return (
        f"sandbox allow-scripts allow-same-origin; default-src 'none'; media-src 'self'; style-src '{style}';"
        f" script-src '{script}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _digest(piece: str) -> str:
    """As Content Security Policy names what stands between two tags."""
    whole = hashlib.sha256(f"\n{piece}\n".encode()).digest()
    return f"sha256-{base64.b64encode(whole).decode()}"


def _page(
    visit: Visit,
    found: WorkingDraft,
    *,
    refusal: EarwitnessError | None = None,
    written: StoryReport | None = None,
    given: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    checks = draft_checks(visit.house)
    checks.ask(found)
    checked: Checked | None = checks.known(found, _WAIT_S)
    folder = visit.desk.page_folder(found.id)
    values: dict[str, Any] = {
        "draft": found,
        "checked": checked,
        "shown": findings_shown(visit, checked),
        "quoted": _quoted(visit, checked.report) if checked and checked.report else [],
        "folder": folder if (folder / "index.html").is_file() else None,
        "refusal": refusal,
        "would_reveal": isinstance(refusal, WouldReveal),
        "written": written,
        "given": given or dict.fromkeys(_GIVEN, ""),
    }
    return visit.page("release.html", status, **values)


def _quoted(visit: Visit, report: CheckReport) -> list[_Quoted]:
    names = dict.fromkeys(one.heard.recording_id for one in report.quotations if one.heard)
    return [_Quoted(visit.desk.recording(one), visit.desk.situation(one)) for one in names]


ROUTES = (
    get("/draft/{draft}/release", release),
    post("/draft/{draft}/release", write),
    post("/draft/{draft}/approve", approve),
    get("/draft/{draft}/page/{path:path}", page_file),
)
