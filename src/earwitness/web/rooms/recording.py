"""One recording: sound, words in both languages, and what is known of it."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.sound import recorded_date, renditions, sides
from earwitness.store.catalog.statements import assertions_about
from earwitness.web.rooms.reading import marks_of, words_of
from earwitness.web.visit import Visit, as_json, get

__all__ = ["ROUTES"]


def recording(visit: Visit) -> Response:
    """The page."""
    desk, db = visit.desk, visit.desk.archive.db
    found = desk.recording(visit.part("rec"))
    words = words_of(
        db, found.id, visit.asked("version"), visit.asked("into") or visit.say.language
    )
    hearing = desk.hearing(found.id)
    return visit.page(
        "recording.html",
        recording=found,
        words=words,
        hearing=hearing,
        date=recorded_date(db, found.id),
        appearances=appearances_of_recording(db, found.id),
        sources={one.id: one.name for one in sources(db)},
        files=renditions(db, found.id),
        sides=sides(db, found.id),
        assertions=assertions_about(db, found.id),
        situation=desk.situation(found.id),
        log=desk.change_log(found.id),
        at=visit.number("t", 0),
    )


def marks(visit: Visit) -> Response:
    """What is drawn over the outline, and the times of single words."""
    desk = visit.desk
    found = desk.recording(visit.part("rec"))
    words = words_of(desk.archive.db, found.id, visit.asked("version"), "")
    return as_json(
        marks_of(words, desk.hearing(found.id), desk.voices(found.id), desk.withheld(found.id))
    )


ROUTES = (get("/recordings/{rec}", recording), get("/recordings/{rec}/marks.json", marks))
