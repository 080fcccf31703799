"""People and units: names as they are said across recordings. A name that is spoken of, not an identified person."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.errors import EarwitnessError, NotInArchive, UsageError
from earwitness.records.sound import Recording
from earwitness.records.statements import MentionKind
from earwitness.store.catalog.sound import recording as recording_called
from earwitness.web.visit import Visit, get, post

__all__ = ["ROUTES"]

_PAGE = 50
_MENTIONS = 30


def people(visit: Visit) -> Response:
    """The names, with a field to search and kinds to choose from."""
    # There is one role today, and it may see what the archive holds: here nothing is left out that was withheld
    # from the public. With roles, `desk.withheld` says which lines others may not see.
    name, kind = visit.asked("q").strip()[:200], visit.asked("kind")
    listed = visit.desk.entity_list(
        name=name, kind=kind, first=visit.number("from", 0), count=_PAGE
    )
    return visit.page(
        "people.html", listed=listed, wanted=name, kind=kind, kinds=tuple(MentionKind), size=_PAGE
    )


def entity(visit: Visit) -> Response:
    """One name: where it is said, and what persons say of it."""
    return _entity(visit)


def _entity(visit: Visit, error: EarwitnessError | None = None) -> Response:
    found = visit.desk.entity_page(
        visit.part("ent"), first=visit.number("from", 0), count=_MENTIONS
    )
    db = visit.desk.archive.db
    names = dict.fromkeys(one.mention.recording_id for one in found.lines)
    known = (recording_called(db, one) for one in names)
    recordings: dict[str, Recording] = {one.id: one for one in known if one is not None}
    return visit.page(
        "entity.html",
        400 if error else 200,
        found=found,
        recordings=recordings,
        size=_MENTIONS,
        error=error,
        typed=visit.form,
    )


def say_same(visit: Visit) -> Response:
    """Keep a person's word that two names mean the same, or do not."""
    name, form = visit.part("ent"), visit.form
    try:
        same = _same(visit)
        visit.desk.say_same(
            name,
            form.get("other", "").strip(),
            same=same,
            by=visit.signer(),
            because=form.get("reason", ""),
        )
    except (UsageError, NotInArchive) as error:
        return _entity(visit, error)
    return visit.go(f"/people/{name}")


def _same(visit: Visit) -> bool:
    for field, sentence in (("other", "people.no_other"), ("reason", "corrections.no_reason")):
        if not visit.form.get(field, "").strip():
            raise UsageError(visit.say(sentence))
    said = visit.form.get("same", "")
    if said not in ("yes", "no"):
        raise UsageError(visit.say("people.no_word"))
    return said == "yes"


ROUTES = (
    get("/people", people),
    get("/people/{ent}", entity),
    post("/people/{ent}/same", say_same),
)
