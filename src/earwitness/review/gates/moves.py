"""Which steps a recording may take from state to state, and what is missing for one."""

from __future__ import annotations

from earwitness.records.review import MAIN_WAY, CheckResult, Move, State, Verdict
from earwitness.review.gates.catalogue import CheckText, catalogue
from earwitness.review.gates.situation import Situation
from earwitness.review.gates.verdicts import standing_verdict

__all__ = ["blockers", "next_state", "not_a_step"]

_APPROVALS = "C9"
_BESIDE = (State.QUARANTINED, State.DUPLICATE)
_SOUND_CHECKS = frozenset(
    ("P1", "P2", "T1", "T6", "L3", "L4", "X1", "X2", "X3", "C6")
)  # have nothing to look at without sound


def next_state(now: State) -> State | None:
    """The next state of the main way, None at its end or beside it."""
    if now not in MAIN_WAY[:-1]:
        return None
    return MAIN_WAY[MAIN_WAY.index(now) + 1]


def not_a_step(now: Situation, move: Move) -> str:
    """Why there is no such step at all, "" if there is one.

    One step at a time forward; back to any earlier state; what is public only to ``corrected`` or
    ``withdrawn``; out of quarantine never further than it had come.
    """
    origin, to = now.state, move.to
    if to is origin:
        return f"it is {to.value} already"
    if origin.is_public:
        return "" if to in (State.CORRECTED, State.WITHDRAWN) else _ONLY_OUT
    if to in (State.CORRECTED, State.WITHDRAWN):
        return "nothing of it is public"
    if to in _BESIDE:
        return ""
    if origin is State.WITHDRAWN:
        return "" if to is State.PRESERVED else "after a withdrawal it starts again at preserved"
    if origin in _BESIDE:
        came = now.reached if now.reached in MAIN_WAY else State.PRESERVED
        return (
            ""
            if MAIN_WAY.index(to) <= MAIN_WAY.index(came)
            else f"it had only come to {came.value}"
        )
    if MAIN_WAY.index(to) <= MAIN_WAY.index(origin):
        return ""
    nearest = next_state(origin)
    return "" if to is nearest else f"the next state is {nearest.value if nearest else 'none'}"


_ONLY_OUT = "what is public can be corrected or withdrawn, nothing else"


def blockers(now: Situation, move: Move) -> list[str]:
    """What stands in the way of a step, as sentences; an empty list says that it may be taken.

    Every step forward asks all gates up to it again: an answer may have lapsed since.
    """
    if reason := not_a_step(now, move):
        return [reason]
    if move.to is State.WITHDRAWN:
        return (
            [] if move.tombstone.strip() else ["a tombstone is missing: words for those who come"]
        )
    if move.to is State.DUPLICATE:
        return [] if move.of else ["of which recording it is a duplicate is missing"]
    if move.to not in MAIN_WAY:
        return []
    forward = now.state in MAIN_WAY and MAIN_WAY.index(move.to) > MAIN_WAY.index(now.state)
    if not forward and now.state not in _BESIDE:
        return []
    upto = MAIN_WAY[: MAIN_WAY.index(move.to) + 1]
    found = [line for one in catalogue().values() if one.gate in upto for line in _open(one, now)]
    if State.ASSESSED in upto:
        found += _assessed(now)
    return found


def _open(check: CheckText, now: Situation) -> list[str]:
    if not now.has_sound and check.id in _SOUND_CHECKS:
        return []
    if check.id == _APPROVALS:  # stands by itself: whoever approved this state of it
        needed = now.approvals_needed
        have = len(now.approvals)
        return (
            [] if have >= needed else [f"C9: {have} of {needed} people approved this state of it"]
        )
    result = now.result(check.id)
    if result is CheckResult.NOT_DONE:
        lapsed = check.id in now.lapsed
        return [f"{check.id} has {'lapsed' if lapsed else 'no answer'}: {check.question['en']}"]
    if check.must_pass and result is not CheckResult.PASS:
        return [f"{check.id} is {result.value}: {check.question['en']}"]
    return []


def _assessed(now: Situation) -> list[str]:
    verdict, missing = standing_verdict(now)
    if now.assessment is None:
        return ["there is no assessment"]
    if verdict is Verdict.UNEXAMINED:
        return missing or ["the assessment says `unexamined`"]
    return []
