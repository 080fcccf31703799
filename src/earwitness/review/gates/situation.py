"""What stands about a recording now, out of everything that was said about it. Pure: records in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from earwitness.records.review import (
    Approval,
    Assessment,
    Attribution,
    CheckResult,
    CheckRun,
    DateBound,
    Move,
    Route,
    State,
    TakenBack,
)
from earwitness.records.signed import SignedRecord
from earwitness.review.gates.catalogue import route_of

__all__ = ["Answer", "Facts", "Said", "Situation", "body", "same_person", "situation"]

_BODIES: Mapping[str, type[Any]] = {
    "check": CheckRun,
    "move": Move,
    "assessment": Assessment,
    "attribution": Attribution,
    "date": DateBound,
    "approval": Approval,
    "taken_back": TakenBack,
}
_INTAKE = ("P3", "P6")  # who answers these took it in


@dataclass(frozen=True, slots=True)
class Facts:
    """What the archive holds, apart from what was said.

    Attributes:
        revisions: of the item now, by what an answer rests on (see `SignedRecord.revision`).
        has_sound: bytes of it are here; else only its words or a description.
        took_in: persons who are known to have taken it in.
        two_persons: whether a release needs two.
    """

    revisions: frozenset[str] = frozenset()
    has_sound: bool = True
    took_in: frozenset[str] = frozenset()
    two_persons: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that stands, and who gave it."""

    run: CheckRun
    by: str
    record: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Said:
    """A record with its typed body."""

    record: SignedRecord
    fields: Any


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands now.

    Attributes:
        state: where the recording is.
        reached: where it stood before it was set beside the main way.
        answers: the answer that stands, by check: a person's lies on top of the machine's.
        machine: the machine's answers, also where a person's lies on top.
        lapsed: answers about a state of the item that is no more, by check.
        assessment: the last one, whether its guards hold or not.
        approvals: who approved this state of the item.
    """

    state: State = State.INTAKE
    reached: State = State.INTAKE
    duplicate_of: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    machine: Mapping[str, Answer] = field(default_factory=dict)
    lapsed: Mapping[str, Answer] = field(default_factory=dict)
    assessment: tuple[Assessment, SignedRecord] | None = None
    attributions: Mapping[str, tuple[Attribution, SignedRecord]] = field(default_factory=dict)
    dates: tuple[tuple[DateBound, SignedRecord], ...] = ()
    approvals: tuple[str, ...] = ()
    took_in: frozenset[str] = frozenset()
    has_sound: bool = True
    two_persons: bool = True

    @property
    def approvals_needed(self) -> int:
        """How many persons have to approve a release."""
        return 2 if self.two_persons else 1

    def result(self, check: str) -> CheckResult:
        """The answer to a check; ``not_done`` where none stands."""
        found = self.answers.get(check)
        return CheckResult.NOT_DONE if found is None else found.run.result

    def routes(self, result: CheckResult) -> dict[Route, Answer]:
        """The routes whose answer is this."""
        return {
            route: one
            for name, one in self.answers.items()
            if (route := route_of(name)) is not None and one.run.result is result
        }


def body(one: SignedRecord) -> Any:
    """The typed fields of a record.

    Raises:
        KeyError: a kind that has none here.
    """
    return msgspec.json.decode(one.body.encode(), type=_BODIES[one.kind])


def same_person(one: str, other: str) -> bool:
    """Whether two signatures are one person's: case and spaces do not make two."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def situation(records: Iterable[SignedRecord], facts: Facts) -> Situation:
    """Replay what was said. What was taken back is left out; what lapsed is told apart."""
    said = [Said(one, body(one)) for one in records if one.kind in _BODIES]
    gone = {one.fields.record for one in said if isinstance(one.fields, TakenBack)}
    standing = [one for one in said if one.record.id not in gone]
    answers, machine, lapsed = _answers(standing, facts)
    state, reached, of = _place(standing)
    # everyone who ever answered these, also where another's answer lies on top
    took_in = facts.took_in | {
        one.record.by
        for one in standing
        if isinstance(one.fields, CheckRun)
        and one.fields.check in _INTAKE
        and not one.fields.machine
    }
    return Situation(
        state,
        reached,
        of,
        answers,
        machine,
        lapsed,
        _last_assessment(standing),
        {
            one.fields.voice: (one.fields, one.record)
            for one in standing
            if isinstance(one.fields, Attribution)
        },
        tuple((one.fields, one.record) for one in standing if isinstance(one.fields, DateBound)),
        _approvals(standing, facts),
        frozenset(took_in),
        facts.has_sound,
        facts.two_persons,
    )


def _answers(
    said: list[Said], facts: Facts
) -> tuple[dict[str, Answer], dict[str, Answer], dict[str, Answer]]:
    persons: dict[str, Answer] = {}
    machine: dict[str, Answer] = {}
    lapsed: dict[str, Answer] = {}
    for one in said:
        if not isinstance(one.fields, CheckRun):
            continue
        name, record = one.fields.check, one.record
        answer = Answer(one.fields, record.by, record.id, record.reason, record.at)
        current = not record.revision or record.revision in facts.revisions
        where = (machine if one.fields.machine else persons) if current else lapsed
        where.pop(name, None)
        where[name] = answer
    answers = {**machine, **persons}
    return answers, machine, {k: v for k, v in lapsed.items() if k not in answers}


def _place(said: list[Said]) -> tuple[State, State, str]:
    state, reached, of = State.INTAKE, State.INTAKE, ""
    for one in said:
        if isinstance(one.fields, Move):
            if one.fields.to in (State.QUARANTINED, State.DUPLICATE):
                reached = reached if state in (State.QUARANTINED, State.DUPLICATE) else state
            else:
                reached = one.fields.to
            state, of = one.fields.to, one.fields.of
    return state, reached, of


def _last_assessment(said: list[Said]) -> tuple[Assessment, SignedRecord] | None:
    found = [(one.fields, one.record) for one in said if isinstance(one.fields, Assessment)]
    return found[-1] if found else None


def _approvals(said: list[Said], facts: Facts) -> tuple[str, ...]:
    names: list[str] = []
    for one in said:
        stands = isinstance(one.fields, Approval) and one.fields.of == "release"
        if stands and one.record.revision in facts.revisions:
            names = [name for name in names if not same_person(name, one.record.by)]
            names.append(one.record.by)
    return tuple(names)
