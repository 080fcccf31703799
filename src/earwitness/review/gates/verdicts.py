"""The guards of a verdict: what must stand before it may be given, and stay standing (methods §3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from earwitness.records.review import CheckResult, Route, Verdict
from earwitness.review.gates.situation import Situation, same_person

__all__ = ["missing_for", "standing_verdict"]

_EXAMINATION = tuple(f"X{number}" for number in range(1, 10))
_VERIFIED_ROUTES = 2

Missing = list[str]


def missing_for(verdict: Verdict, now: Situation, *, assessor: str = "") -> Missing:
    """What is missing for a verdict, as sentences; an empty list says that it may be given.

    Args:
        assessor: who gives it, "" to leave that open.
    """
    if verdict is Verdict.UNEXAMINED:
        return []
    missing = _GUARDS[verdict](now)
    if not now.took_in:
        missing.append("who took it in is not known (P3)")
    if assessor and any(same_person(assessor, one) for one in now.took_in):
        missing.append(f"{assessor} took it in: somebody else must assess it")
    return missing


def standing_verdict(now: Situation) -> tuple[Verdict, Missing]:
    """The verdict that holds now; when its guards hold no more, `unexamined` and why."""
    if now.assessment is None:
        return Verdict.UNEXAMINED, []
    given, record = now.assessment
    missing = missing_for(given.verdict, now, assessor=record.by)
    return (Verdict.UNEXAMINED, missing) if missing else (given.verdict, [])


def _examined(now: Situation) -> Missing:
    """X1 to X9 have an answer. Without sound, those of the sound cannot be asked."""
    names = _EXAMINATION if now.has_sound else _EXAMINATION[3:]
    return [f"{name} has no answer" for name in names if now.result(name) is CheckResult.NOT_DONE]


def _no_fail(now: Situation) -> Missing:
    return [f"{name} failed" for name in _EXAMINATION if now.result(name) is CheckResult.FAIL]


def _independent(now: Situation) -> list[Route]:
    return [
        route
        for route, one in now.routes(CheckResult.PASS).items()
        if route.can_be_independent and one.run.independent and one.run.evidence
    ]


def _one_independent(now: Situation) -> Missing:
    if _independent(now):
        return []
    return ["no route that is independent of the publisher passed (X10.contact, X10.event_match…)"]


def _unverified(now: Situation) -> Missing:
    return _examined(now)


def _consistent(now: Situation) -> Missing:
    return _examined(now) + _no_fail(now)


def _partly_verified(now: Situation) -> Missing:
    return _examined(now) + _one_independent(now)


def _verified(now: Situation) -> Missing:
    missing = _examined(now) + _one_independent(now)
    passed = len(now.routes(CheckResult.PASS))
    if passed < _VERIFIED_ROUTES:
        missing.append(f"{passed} of {_VERIFIED_ROUTES} routes passed")
    if not now.has_sound or now.result("P2") is not CheckResult.PASS:
        missing.append("no evidentiary copy is held unchanged (P2)")
    failed = [name for name in now.answers if now.result(name) is CheckResult.FAIL]
    return missing + [f"{name} failed" for name in sorted(failed) if name[0] in "PTLX"]


def _persons_fail(now: Situation, names: tuple[str, ...]) -> bool:
    """A person found so, not only the machine."""
    return any(
        (one := now.answers.get(name)) is not None
        and one.run.result is CheckResult.FAIL
        and not one.run.machine
        for name in names
    )


def _disputed(now: Situation) -> Missing:
    if _persons_fail(now, ("X8", "X12")):
        return _examined(now)
    return [*_examined(now), "nobody noted a specific denial (X12) or a contradiction (X8)"]


def _edited(now: Situation) -> Missing:
    if _persons_fail(now, ("X2",)):
        return _examined(now)
    return [
        *_examined(now),
        "no person heard a cut (X2): what a machine finds is a place to listen",
    ]


def _not_credible(now: Situation) -> Missing:
    if _persons_fail(now, _EXAMINATION):
        return _examined(now)
    return [*_examined(now), "no person found a fault in X1 to X9"]


def _fabricated(now: Situation) -> Missing:
    """Positive proof: an independent route that failed, with its evidence."""
    proof = [
        route
        for route, one in now.routes(CheckResult.FAIL).items()
        if route.can_be_independent and one.run.independent and one.run.evidence
    ]
    if proof:
        return _examined(now)
    return [*_examined(now), "there is no positive proof: a failed independent route with evidence"]


_GUARDS: Mapping[Verdict, Callable[[Situation], Missing]] = {
    Verdict.UNVERIFIED: _unverified,
    Verdict.CONSISTENT: _consistent,
    Verdict.PARTLY_VERIFIED: _partly_verified,
    Verdict.VERIFIED: _verified,
    Verdict.DISPUTED: _disputed,
    Verdict.EDITED: _edited,
    Verdict.NOT_CREDIBLE: _not_credible,
    Verdict.FABRICATED: _fabricated,
}
