"""Typing over the lines of a recording: saved with every pause, a version when the person says so."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from earwitness.errors import MalformedInput
from earwitness.web.visit import Visit, as_json, post

__all__ = ["ROUTES"]


class _Typed(msgspec.Struct):
    """What the editor sends; ``base`` is the revision of the line that it showed."""

    version: str
    base: int
    text: str


def save_line(visit: Visit) -> Response:
    """Keep a line; 409 with what stands there where somebody else has saved it since."""
    try:
        typed = msgspec.json.decode(visit.body, type=_Typed)
    except msgspec.DecodeError as error:
        raise MalformedInput(f"this is no edit of a line ({error})") from error
    saved = visit.desk.save_edit(
        visit.part("rec"),
        typed.version,
        int(visit.part("position")),
        typed.base,
        typed.text,
        visit.editor(),
    )
    return as_json(saved, 200 if saved.taken else 409)


def keep_version(visit: Visit) -> Response:
    """Make a version of what was typed."""
    found = visit.desk.recording(visit.part("rec"))
    because = visit.form.get("because", "").strip() or visit.say("recording.edited_because")
    version = visit.form.get("version", "")
    made = visit.desk.keep_edits(found.id, version, by=visit.signer(), because=because)
    return visit.go(f"/recordings/{found.id}?version={made.id}")


ROUTES = (
    post("/recordings/{rec}/lines/{position:int}", save_line),
    post("/recordings/{rec}/version", keep_version),
)
