"""Judging one recording: its checks and their answers, what is missing for the next step, verdict, approvals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from starlette.responses import Response

from earwitness.errors import EarwitnessError, NotInArchive, UsageError
from earwitness.records.review import (
    Assessment,
    CheckResult,
    CheckRun,
    Confidence,
    Move,
    Route,
    State,
    Verdict,
)
from earwitness.review.gates.catalogue import CheckText, catalogue
from earwitness.review.gates.moves import blockers, next_state, not_a_step
from earwitness.review.gates.situation import Answer, Situation
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.item_revision import item_revision
from earwitness.text.wording.allowed import say_date, say_recording
from earwitness.web.labour import labour_of
from earwitness.web.visit import Visit, get, post

__all__ = ["ROUTES"]

_Kind = TypeVar("_Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A check, or one route of X10, as a row of the page.

    Attributes:
        answer: that stands; machine: where a person's lies on top of it; lapsed: of a state that is no more.
    """

    name: str
    text: CheckText
    answer: Answer | None
    machine: Answer | None
    lapsed: Answer | None


def judge(visit: Visit) -> Response:
    """The page."""
    return _page(visit)


def _page(visit: Visit, error: EarwitnessError | None = None, of: str = "") -> Response:
    """The page; with what was refused, and of which form, so that what was typed stands in it."""
    desk = visit.desk
    found = desk.recording(visit.part("rec"))
    now, db = desk.situation(found.id), desk.archive.db
    verdict, missing = standing_verdict(now)
    names = {one.id: one.name for one in sources(db)}
    seen = [names[one.source_id] for one in appearances_of_recording(db, found.id)]
    coming = next_state(now.state)
    given = now.assessment[0] if now.assessment else None
    date = desk.recorded(found.id)
    job = labour_of(visit.house).job
    return visit.page(
        "judge.html",
        400 if error else 200,
        recording=found,
        now=now,
        coming=coming,
        missing=blockers(now, Move(now.state, coming)) if coming else [],
        steps=[one for one in State if not not_a_step(now, Move(now.state, one))],
        gates=_gates(now),
        verdict=verdict,
        verdict_missing=missing,
        wording=say_recording(
            visit.say.language,
            verdict,
            list(dict.fromkeys(seen)),
            parts=given.parts if given else "",
            routes=list(now.routes(CheckResult.PASS)),
        ),
        date=date,
        date_words=say_date(visit.say.language, date),
        results=tuple(CheckResult),
        verdicts=tuple(one for one in Verdict if one is not Verdict.UNEXAMINED),
        confidences=tuple(Confidence),
        revision=item_revision(db, found.id),
        computing=job is not None and not job.finished and job.kind == "examine",
        computed=job.error if job is not None and job.kind == "examine" else None,
        error=error,
        typed=visit.form if error else {},
        of=of,
    )


def _gates(now: Situation) -> dict[State, list[_Asked]]:
    """The checks before each state, in their order; after X10 its routes."""
    found: dict[State, list[_Asked]] = {}
    for text in catalogue().values():
        names = [text.id, *(f"X10.{route}" for route in Route)] if text.id == "X10" else [text.id]
        for name in names:
            answer, machine = now.answers.get(name), now.machine.get(name)
            covered = machine if answer is not None and not answer.run.machine else None
            found.setdefault(text.gate, []).append(
                _Asked(name, text, answer, covered, now.lapsed.get(name))
            )
    return found


def answer(visit: Visit) -> Response:
    """Answer a check; refused if the recording changed since the page was made."""

    def keep(rec: str, by: str, because: str) -> None:
        form = visit.form
        run = CheckRun(
            form.get("check", ""),
            _one_of(CheckResult, visit, "result"),
            tuple(one.strip() for one in form.get("evidence", "").splitlines() if one.strip()),
            form.get("independent") == "yes",
        )
        visit.desk.answer_check(rec, run, by=by, because=because, seen=form.get("seen", ""))

    return _signed(visit, keep, f"answer-{visit.form.get('check', '')}")


def move(visit: Visit) -> Response:
    """Take it to another state."""

    def keep(rec: str, by: str, because: str) -> None:
        to, of = _one_of(State, visit, "to"), visit.form.get("of", "").strip()
        other = visit.desk.recording(of).id if of else ""
        fields = Move(State.INTAKE, to, other, visit.form.get("tombstone", ""))
        visit.desk.move(rec, to, fields, by=by, because=because)

    return _signed(visit, keep, "move")


def assess(visit: Visit) -> Response:
    """Give a verdict."""

    def keep(rec: str, by: str, because: str) -> None:
        given = Assessment(
            _one_of(Verdict, visit, "verdict"),
            _one_of(Confidence, visit, "confidence"),
            visit.form.get("dissent", "").strip(),
            parts=visit.form.get("parts", "").strip(),
        )
        visit.desk.assess(rec, given, by=by, because=because)

    return _signed(visit, keep, "assess")


def approve(visit: Visit) -> Response:
    """One person's approval of this state of it."""

    def keep(rec: str, by: str, because: str) -> None:
        visit.desk.approve(rec, by=by, because=because)

    return _signed(visit, keep, "approve")


def examine(visit: Visit) -> Response:
    """Compute the checks that a machine can: it listens to all of the sound, so beside the pages."""
    found = visit.desk.recording(visit.part("rec"))
    labour_of(visit.house).examine(found.id)
    return visit.go(f"/recordings/{found.id}/judge")


def _signed(visit: Visit, keep: Callable[[str, str, str], None], of: str) -> Response:
    """Let somebody sign something about the recording; what is missing for it is named on the page."""
    found = visit.desk.recording(visit.part("rec"))
    try:
        reason = visit.form.get("reason", "")
        if not reason.strip():
            raise UsageError(visit.say("corrections.no_reason"))  # noqa: TRY301 (shown like what the desk refuses)
        keep(found.id, visit.signer(), reason)
    except (UsageError, NotInArchive) as error:
        return _page(visit, error, of)
    return visit.go(f"/recordings/{found.id}/judge#{of}")


def _one_of(kinds: type[_Kind], visit: Visit, field: str) -> _Kind:
    given = visit.form.get(field, "")
    if given not in [*kinds]:
        raise UsageError(visit.say("judge.no_such_value"))
    return kinds(given)


ROUTES = (
    get("/recordings/{rec}/judge", judge),
    post("/recordings/{rec}/judge/answer", answer),
    post("/recordings/{rec}/judge/move", move),
    post("/recordings/{rec}/judge/assess", assess),
    post("/recordings/{rec}/judge/approve", approve),
    post("/recordings/{rec}/judge/examine", examine),
)
