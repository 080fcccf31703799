"""Corrections: what readers and the desk say is wrong, and what is decided about it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from earwitness.errors import EarwitnessError, NotInArchive, UsageError
from earwitness.records.corrections import Correction, CorrectionKind
from earwitness.records.sound import Recording
from earwitness.review.corrections.lines import MeantLine
from earwitness.review.corrections.log import LoggedPage
from earwitness.store.catalog.sound import recording as recording_called
from earwitness.store.catalog.words import best_translations
from earwitness.web.visit import Visit, get, post

__all__ = ["ROUTES"]

_PAGE = 25
_LARGEST_FILE = 64 * 1024


def corrections(visit: Visit) -> Response:
    """The inbox."""
    return _inbox(visit)


def _inbox(
    visit: Visit, error: EarwitnessError | None = None, about: str = "", reason: str = ""
) -> Response:
    """The page; with what was refused, and the reason that was typed, so that it is not typed again."""
    desk = visit.desk
    waiting = desk.corrections(first=visit.number("from", 0), count=_PAGE)
    settled = desk.corrections(settled=True, first=visit.number("settled", 0), count=_PAGE)
    return visit.page(
        "corrections.html",
        400 if error else 200,
        waiting=waiting,
        settled=settled,
        recordings=_recordings(visit, waiting, settled),
        size=_PAGE,
        error=error,
        chosen=about,
        reason=reason,
    )


def _recordings(visit: Visit, *pages: LoggedPage) -> dict[str, Recording]:
    """The recordings that corrections of these pages are about; one about a story is about none."""
    db = visit.desk.archive.db
    found = (recording_called(db, subject) for page in pages for subject, _ in page.rows)
    return {one.id: one for one in found if one is not None}


def settle(visit: Visit) -> Response:
    """Accept or reject."""
    name, reason = visit.part("sig"), visit.form.get("reason", "")
    try:
        accept = _accepted(visit)
        _said(visit, reason)
        visit.desk.settle(name, accept=accept, by=visit.signer(), because=reason)
    except UsageError as error:
        return _inbox(visit, error, name, reason)
    return visit.go("/corrections#settled")


def take_file(visit: Visit) -> Response:
    """Take in a reader's correction file."""
    given = visit.upload("file", _LARGEST_FILE)
    if given is None:
        return _inbox(visit, UsageError(visit.say("corrections.no_file")))
    with TemporaryDirectory(prefix="earwitness-") as folder:
        path = Path(folder) / "correction.json"
        path.write_bytes(given)
        try:
            taken = visit.desk.take_reader_file(path)
        except EarwitnessError as error:
            error.where = None  # a place on this machine that is gone says nothing to the reader
            return _inbox(visit, error)
    return visit.go(f"/corrections#{taken.record.id}")


def correct(visit: Visit) -> Response:
    """The form to propose a correction, on a page of its own."""
    return _form(visit, {"line": visit.asked("line"), "of": visit.asked("of")})


def propose(visit: Visit) -> Response:
    """Propose a correction, or look first which line is meant."""
    form, desk = visit.form, visit.desk
    found = desk.recording(visit.part("rec"))
    meant = None
    try:
        if form.get("line", "").strip():
            meant = desk.line_meant(found.id, form["line"], form.get("of", ""))
        if form.get("do") == "look":
            return _form(visit, form, meant=meant)
        kind = _kind(visit)
        _said(visit, form.get("reason", ""))
        given = Correction(
            kind,
            meant.target if meant else "",
            _line_ends(form.get("before", "")) if meant else "",
            " ".join(form.get("after", "").split()),
        )
        desk.propose(found.id, given, by=visit.signer(), because=form["reason"])
    except (UsageError, NotInArchive) as error:
        return _form(visit, form, error=error, meant=meant)
    return visit.go(f"/recordings/{found.id}#corrections")


def _accepted(visit: Visit) -> bool:
    decision = visit.form.get("decision", "")
    if decision not in ("accept", "reject"):
        raise UsageError(visit.say("corrections.no_decision"))
    return decision == "accept"


def _kind(visit: Visit) -> CorrectionKind:
    kind = visit.form.get("kind", "")
    if kind not in [*CorrectionKind]:
        raise UsageError(visit.say("corrections.no_kind"))
    return CorrectionKind(kind)


def _said(visit: Visit, reason: str) -> None:
    if not reason.strip():
        raise UsageError(visit.say("corrections.no_reason"))


def _line_ends(text: str) -> str:
    """What a browser sends of a field with several rows has CR LF where the line has LF."""
    return text.replace("\r\n", "\n")


def _form(
    visit: Visit,
    typed: object,
    *,
    error: EarwitnessError | None = None,
    meant: MeantLine | None = None,
) -> Response:
    found = visit.desk.recording(visit.part("rec"))
    return visit.page(
        "correct.html",
        400 if error else 200,
        recording=found,
        typed=typed,
        meant=meant,
        error=error,
        translated_into=tuple(best_translations(visit.desk.archive.db, found.id)),
    )


ROUTES = (
    get("/corrections", corrections),
    post("/corrections/file", take_file),
    post("/corrections/{sig}", settle),
    get("/recordings/{rec}/correct", correct),
    post("/recordings/{rec}/correct", propose),
)
