"""Intake: files come in pieces, are taken in as one pile, and are heard; each with its progress."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from earwitness.errors import UsageError
from earwitness.intake.incoming import ComingFile
from earwitness.intake.take_in import GivenBy
from earwitness.store import ledger
from earwitness.store.catalog.receipts import sources
from earwitness.web.labour import Job, labour_of
from earwitness.web.visit import Visit, as_json, get, post
from earwitness.work.progress import RunProgress

__all__ = ["ROUTES"]

_LONGEST_NAME = 4096
_LONGEST_NUMBER = 16


class _Announced(msgspec.Struct):
    """A file that a browser will send."""

    name: str
    size: int
    changed_ms: int = 0


def intake(visit: Visit) -> Response:
    """The page."""
    incoming = visit.desk.incoming()
    job = labour_of(visit.house).job
    db = visit.desk.archive.db
    return visit.page(
        "intake.html",
        files=incoming.files(),
        left_over=incoming.waiting(),
        job=job,
        progress=_told(visit, job) if job else None,
        to_do=sum(one.todo for one in ledger.counts(db).values()),
        sources=sources(db),
    )


def announce(visit: Visit) -> Response:
    """Say that a file will come; the answer says how much of it is here."""
    try:
        given = msgspec.json.decode(visit.body, type=_Announced)
    except msgspec.DecodeError as error:
        raise UsageError(f"no announcement of a file: {error}") from error
    if len(given.name) > _LONGEST_NAME:
        given.name = given.name[-_LONGEST_NAME:]
    return as_json(visit.desk.incoming().begin(given.name, given.size, given.changed_ms))


def piece(visit: Visit) -> Response:
    """Add a piece; 409 says that it does not begin where the last one ended, and where that is."""
    written = visit.part("offset")
    if not written.isascii() or not written.isdecimal() or len(written) > _LONGEST_NUMBER:
        raise UsageError(f"'{written[:20]}' is no place in a file")
    offset = int(written)
    now: ComingFile = visit.desk.incoming().add(visit.part("key"), offset, visit.body)
    return as_json(now, 200 if now.have == offset + len(visit.body) else 409)


def drop(visit: Visit) -> Response:
    """Forget a file that was not taken in."""
    visit.desk.incoming().drop(visit.part("key"))
    return visit.go("/intake")


def take(visit: Visit) -> Response:
    """Take in what has come whole."""
    incoming = visit.desk.incoming()
    if not incoming.waiting() and not any(one.whole for one in incoming.files()):
        raise UsageError(visit.say("intake.nothing_whole"), do=visit.say("intake.choose_first"))
    source, language = (visit.form.get(one, "").strip() for one in ("source", "language"))
    labour_of(visit.house).take(GivenBy(source=source[:200], language=language[:35]))
    return visit.go("/intake#work")


def hear(visit: Visit) -> Response:
    """Hear, transcribe, index: all that the archive asks for."""
    labour_of(visit.house).hear(again=visit.form.get("again") == "yes")
    return visit.go("/intake#work")


def stop(visit: Visit) -> Response:
    """Stop what is under way."""
    labour_of(visit.house).stop()
    return visit.go("/intake#work")


def progress(visit: Visit) -> Response:
    """How far the work is, in the visitor's language."""
    job = labour_of(visit.house).job
    return as_json(_told(visit, job) if job else {"number": 0, "finished": True})


def _told(visit: Visit, job: Job) -> dict[str, object]:
    done, total = 0, 0
    parts: list[str] = []
    if isinstance(job.at, RunProgress):
        done, total, parts = job.at.done, job.at.total, _moment(visit, job.at)
    elif job.at is not None:
        item, done, total = job.at
        parts = [visit.say("intake.taking", done=done, total=total), item]
    return {
        "number": job.number,
        "finished": job.finished,
        "sentence": ", ".join(parts) or visit.say("intake.begins"),
        "done": done,
        "total": total,
    }


def _moment(visit: Visit, at: RunProgress) -> list[str]:
    """Stage, items, decoded time, rate and time left: what the command line shows."""
    say = visit.say
    parts = [
        f"{say.term('intake', f'stage_{at.stage}')}: {say('intake.of', done=at.done, total=at.total)}"
    ]
    if at.heard_ms:
        parts.append(say("intake.heard", time=_clock(at.heard_ms)))
    if at.rate is not None:
        parts.append(say("intake.rate", rate=f"{at.rate:.0f}"))
    if at.left_s is not None:
        parts.append(say("intake.left", time=_clock(int(at.left_s * 1000))))
    if at.item:
        parts.append(at.item)
    return parts


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


ROUTES = (
    get("/intake", intake),
    get("/intake/progress.json", progress),
    post("/intake/files", announce),
    post("/intake/files/{key}/{offset}", piece),
    post("/intake/drop/{key}", drop),
    post("/intake/take", take),
    post("/intake/hear", hear),
    post("/intake/stop", stop),
)
