"""The attribution ladder: what must stand before a voice is placed on a rung (methods §2).

Nothing here comes from the sound of a voice, and no rung is a percentage.
"""

from __future__ import annotations

from earwitness.records.review import Attribution, CheckResult, Route, Rung
from earwitness.review.gates.situation import Situation

__all__ = ["missing_for_rung", "standing_rung"]

_LINKING = (Route.NUMBER_PROFILE, Route.EVENT_MATCH, Route.INTERNAL_CONSISTENCY)
_TWO = 2


def missing_for_rung(given: Attribution, now: Situation) -> list[str]:
    """What is missing for a rung, as sentences; an empty list says that it may be given."""
    passed = now.routes(CheckResult.PASS)
    named = [route for route in given.routes if route in passed]
    missing = [f"X10.{route.value} has not passed" for route in given.routes if route not in passed]
    match given.rung:
        case Rung.ROLE_BY_PUBLISHER:
            missing += _need(given.appearance, "which publication says so") + _role(given)
        case Rung.ROLE_BY_CONTENT:
            missing += _need(given.line, "the line of the transcript that says so") + _role(given)
        case Rung.NAME_IN_CALL:
            missing += _need(given.name, "the name")
            missing += _need(given.line or given.appearance, "the line or caption with the name")
        case Rung.LINKED:
            if not any(route in _LINKING for route in named):
                missing.append(f"one of the routes {', '.join(_LINKING)} must have passed")
        case Rung.CONFIRMED_BY_CONTACT:
            if Route.CONTACT not in named:
                missing.append("the route X10.contact must have passed")
        case Rung.CONFIRMED_INDEPENDENTLY:
            missing += [] if given.court.strip() else _independent(named, now)
        case Rung.DISPUTED | Rung.EXCLUDED | Rung.UNKNOWN:
            pass
    return missing


def standing_rung(voice: str, now: Situation) -> tuple[Rung, list[str]]:
    """The rung that holds for a voice now; ``A0`` and why where its guards hold no more.

    A rung that rests on routes falls when an answer lapses. It does not fall to the one below: nobody
    said that one.
    """
    if voice not in now.attributions:
        return Rung.UNKNOWN, []
    given, _ = now.attributions[voice]
    missing = missing_for_rung(given, now)
    return (Rung.UNKNOWN, missing) if missing else (given.rung, [])


def _independent(named: list[Route], now: Situation) -> list[str]:
    passed = now.routes(CheckResult.PASS)
    missing = []
    if len(named) < _TWO:
        missing.append(f"two routes must have passed, {len(named)} did")
    if not any(route.can_be_independent and passed[route].run.independent for route in named):
        missing.append("one of them must be independent of the publisher")
    return missing


def _role(given: Attribution) -> list[str]:
    return _need(given.role, "the role")


def _need(value: str, what: str) -> list[str]:
    return [] if value.strip() else [f"{what} is missing"]
