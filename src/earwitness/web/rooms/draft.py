"""Drafts: pasted or opened, kept with every pause in typing, and checked against the sound meanwhile."""

from __future__ import annotations

from typing import Any

import msgspec
from anyio import from_thread
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from earwitness.errors import EarwitnessError, MalformedInput, NotInArchive, UsageError
from earwitness.publish.draft import read_draft
from earwitness.store.working_drafts import MOST_BYTES, Kept, WorkingDraft
from earwitness.web.rendering import render
from earwitness.web.rooms.draft_checks import Checked, draft_checks
from earwitness.web.rooms.draft_findings import findings_of
from earwitness.web.visit import Visit, as_json, get, post

__all__ = ["ROUTES", "draft_asked", "findings_shown", "reason_given"]

_WAIT_S = 1.5  # a page that asks gets its answer when it is there, and asks again after this
_WAIVE_WAIT_S = 10.0
_SHOWN_REVISIONS = 30


class _Typed(msgspec.Struct):
    """What the editor sends; ``base`` is the revision that it showed."""

    base: int
    text: str


def drafts(visit: Visit) -> Response:
    """What is worked on, and the way to begin; a reading room keeps no drafts and shows none."""
    found = [] if visit.house.read_only else visit.desk.working_drafts()
    return visit.page("drafts.html", drafts=found, most=MOST_BYTES >> 20)


def begin(visit: Visit) -> Response:
    """Keep what was pasted, or the file that was chosen."""
    name, data = _file(visit)
    text = visit.form.get("text", "")
    if data is not None and text.strip():
        raise UsageError(visit.say("draft.text_and_file"), do=visit.say("draft.text_and_file_do"))
    if data is None:
        name, data = "", text.encode(errors="replace")
    made = visit.desk.begin_draft(name, data, by=visit.me)
    return visit.go(f"/draft/{made.id}")


def draft(visit: Visit) -> Response:
    """The page of a draft."""
    return _page(visit, draft_asked(visit))


def save(visit: Visit) -> Response:
    """Keep the text; 409 with what stands there where another state was kept since."""
    if visit.body:
        kept = visit.desk.keep_draft(visit.part("draft"), *_typed(visit.body))
        told = {"revision": kept.draft.latest.number, "at": kept.draft.latest.at}
        if not kept.taken:
            told["text"] = _text(kept.draft)
        return as_json(told, 200 if kept.taken else 409)
    mine = visit.form.get("text", "")
    kept = visit.desk.keep_draft(visit.part("draft"), _base(visit), mine)
    return _after(visit, kept, mine)


def save_file(visit: Visit) -> Response:
    """Keep a newer state of a file that is only read here."""
    name, data = _file(visit)
    if data is None:
        raise UsageError(visit.say("draft.no_file"))
    kept = visit.desk.keep_file(visit.part("draft"), _base(visit), name, data)
    return _after(visit, kept, "")


def text(visit: Visit) -> Response:
    """An earlier state as plain text, or the file itself as a download."""
    found = draft_asked(visit)
    number = visit.number("revision", found.latest.number)
    for one in visit.desk.draft_revisions(found.id):
        if one.number == number:
            # never shown as HTML: the words of a draft are not ours
            as_file = {"Content-Disposition": f'attachment; filename="{one.path.name}"'}
            headers = {} if found.is_text else as_file
            kind = "text/plain" if found.is_text else "application/octet-stream"
            return PlainTextResponse(one.path.read_bytes(), headers=headers, media_type=kind)
    raise NotInArchive("there is no such state of the draft")


def check(visit: Visit) -> Response:
    """Check the state that stands; what is known of it is asked for at ``findings``."""
    found = draft_asked(visit)
    draft_checks(visit.house).ask(found)
    return as_json({"revision": found.latest.number})


def findings(visit: Visit) -> Response:
    """What was found, as a piece of the page; not ready while the state that stands is being checked."""
    found = draft_asked(visit)
    checked = draft_checks(visit.house).known(found, _WAIT_S)
    told: dict[str, Any] = {"revision": found.latest.number, "ready": checked is not None}
    if checked is not None:
        shown = findings_shown(visit, checked)
        told["html"] = render("findings.html", visit, draft=found, checked=checked, shown=shown)
        told["told"] = told_of(visit, checked, shown)
    return as_json(told)


def waive(visit: Visit) -> Response:
    """Let a finding stand, by name and with a reason."""
    found = draft_asked(visit)
    because = reason_given(visit)
    target = f"{visit.form.get('code', '')}@{visit.form.get('mark', '')}"
    checked = draft_checks(visit.house).known(found, _WAIVE_WAIT_S)
    if checked is None or checked.report is None:
        raise UsageError(visit.say("draft.not_yet"), do=visit.say("draft.not_yet_do"))
    visit.desk.waive_found(checked.report, [target], by=visit.signer(), because=because)
    draft_checks(visit.house).ask(found)
    return visit.go(f"/draft/{found.id}#f-{visit.form.get('mark', '')}")


def take_back(visit: Visit) -> Response:
    """Take a waiver back."""
    found = draft_asked(visit)
    because = reason_given(visit)
    visit.desk.take_back_waiver(visit.form.get("waiver", ""), by=visit.signer(), because=because)
    draft_checks(visit.house).ask(found)
    return visit.go(f"/draft/{found.id}#f-{visit.form.get('mark', '')}")


def draft_asked(visit: Visit) -> WorkingDraft:
    """The draft of the address.

    Raises:
        NotInArchive: there is none, or this is a reading room: what is not public yet is nothing for it.
    """
    if visit.house.read_only:
        raise NotInArchive(visit.say("draft.read_only"))
    return visit.desk.working_draft(visit.part("draft"))


def findings_shown(visit: Visit, checked: Checked | None) -> Any:
    """The findings for the page, None where there are none to show."""
    if checked is None or checked.report is None:
        return None
    return findings_of(visit.desk, checked.report, visit.say)


def told_of(visit: Visit, checked: Checked, shown: Any) -> str:
    """The result in a sentence, for those who hear the page."""
    if shown is None:
        return visit.say("draft.not_read", why=str(checked.error))
    counts = (("errors", shown.errors), ("warnings", shown.warnings), ("remarks", shown.remarks))
    return ", ".join(visit.say.count(f"draft.{name}", number) for name, number in counts)


def _page(
    visit: Visit, found: WorkingDraft, *, mine: str | None = None, status: int = 200
) -> Response:
    """The page; with ``mine`` as what somebody typed on a state that another one was kept after."""
    checks = draft_checks(visit.house)
    checks.ask(found)
    checked = checks.known(found, _WAIT_S)
    standing, unreadable = "", None
    try:
        standing = _text(found)
    except EarwitnessError as error:
        unreadable = error
    revisions = visit.desk.draft_revisions(found.id)
    return visit.page(
        "draft.html",
        status,
        draft=found,
        text=standing if mine is None else mine,
        theirs=standing if mine is not None else None,
        unreadable=unreadable,
        revisions=revisions[: -_SHOWN_REVISIONS - 1 : -1],
        checked=checked,
        shown=findings_shown(visit, checked),
        most=MOST_BYTES >> 20,
    )


def _after(visit: Visit, kept: Kept, mine: str) -> Response:
    if kept.taken:
        return visit.go(f"/draft/{kept.draft.id}")
    return _page(visit, kept.draft, mine=mine if kept.draft.is_text else None, status=409)


def _text(found: WorkingDraft) -> str:
    """The words that the page shows: what findings count in."""
    if found.is_text:
        return found.latest.path.read_text(encoding="utf-8")
    return read_draft(found.latest.path).text


def _typed(body: bytes) -> tuple[int, str]:
    try:
        typed = msgspec.json.decode(body, type=_Typed)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedInput(f"this is no text of a draft ({error})") from error
    return typed.base, typed.text


def _base(visit: Visit) -> int:
    given = visit.form.get("base", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise UsageError("the form does not say which state was worked on")
    return int(given)


def reason_given(visit: Visit) -> str:
    """Why something is signed.

    Raises:
        UsageError: the form does not say.
    """
    because = visit.form.get("because", "").strip()
    if not because:
        raise UsageError(visit.say("draft.no_reason"), do=visit.say("draft.no_reason_do"))
    return because


async def _form(request: Request) -> FormData:
    return await request.form()


def _file(visit: Visit) -> tuple[str, bytes | None]:
    """The file of a form and its name; None where none was chosen. One that is too large is read no further."""
    given = from_thread.run(_form, visit.request).get("file")
    if not isinstance(given, UploadFile):
        return "", None
    with given.file as file:
        data = file.read(MOST_BYTES + 1)
    return (given.filename[-120:], data) if given.filename else ("", None)


ROUTES = (
    get("/draft", drafts),
    post("/draft", begin),
    get("/draft/{draft}", draft),
    post("/draft/{draft}/text", save),
    post("/draft/{draft}/file", save_file),
    get("/draft/{draft}/text", text),
    post("/draft/{draft}/check", check),
    get("/draft/{draft}/findings", findings),
    post("/draft/{draft}/waive", waive),
    post("/draft/{draft}/take-back", take_back),
)
