"""Layer 5, judgement: the state of a recording, checks and their answers, verdicts, rungs (methods §2, §3).

All of these are said by somebody, at a time, with a reason, and lie on top of what was said before; see
`earwitness.records.signed`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "MAIN_WAY",
    "Approval",
    "Assessment",
    "Attribution",
    "CheckResult",
    "CheckRun",
    "Confidence",
    "DateBound",
    "Move",
    "Route",
    "Rung",
    "Standing",
    "StandingOf",
    "State",
    "TakenBack",
    "Verdict",
    "nothing_stands",
]


class State(StrEnum):
    """Where a recording stands on its way from intake to publication (methods §3.1)."""

    INTAKE = "intake"
    PRESERVED = "preserved"
    TRACED = "traced"
    TRANSCRIBED = "transcribed"
    EXAMINED = "examined"
    ASSESSED = "assessed"
    CLEARED = "cleared"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate_of"

    @property
    def is_public(self) -> bool:
        """Whether something of the recording is out."""
        return self in (State.PUBLISHED, State.CORRECTED)


MAIN_WAY = (
    State.INTAKE,
    State.PRESERVED,
    State.TRACED,
    State.TRANSCRIBED,
    State.EXAMINED,
    State.ASSESSED,
    State.CLEARED,
    State.PUBLISHED,
)
"""The states in their order; the others stand beside them."""


class CheckResult(StrEnum):
    """What a check gave. ``fail`` of a machine is a place to look, never a verdict."""

    PASS = "pass"  # noqa: S105 (a result, not a secret)
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_DONE = "not_done"
    NOT_POSSIBLE = "not_possible"


class Route(StrEnum):
    """The six independent routes to verification (methods §1.1)."""

    CONTACT = "contact"
    NUMBER_PROFILE = "number_profile"
    THIRD_PARTY_TELECOM = "foreign_or_third_party_telecom"
    EVENT_MATCH = "event_match"
    INTERNAL_CONSISTENCY = "internal_consistency"
    SIGNAL = "signal"

    @property
    def can_be_independent(self) -> bool:
        """Whether it can be independent of the publisher: the last two support or disqualify only."""
        return self not in (Route.INTERNAL_CONSISTENCY, Route.SIGNAL)


class Verdict(StrEnum):
    """What may be said of a recording's authenticity; whether its words are true is another field."""

    UNEXAMINED = "unexamined"
    UNVERIFIED = "unverified"
    CONSISTENT = "consistent"
    PARTLY_VERIFIED = "partly_verified"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    EDITED = "edited_affects_meaning"
    NOT_CREDIBLE = "not_credible"
    FABRICATED = "fabricated"


class Confidence(StrEnum):
    """How well founded an assessment is; never a likelihood (ICD 203 keeps the two apart)."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Rung(StrEnum):
    """The attribution ladder: how it is known who a voice is (methods §2)."""

    UNKNOWN = "A0"
    ROLE_BY_PUBLISHER = "A1"
    ROLE_BY_CONTENT = "A2"
    NAME_IN_CALL = "A3"
    LINKED = "A4"
    CONFIRMED_BY_CONTACT = "A5"
    CONFIRMED_INDEPENDENTLY = "A6"
    DISPUTED = "disputed"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class CheckRun:
    """An answer to a check.

    Attributes:
        check: as in the catalogue of checks (``X2``, ``X10.contact``).
        evidence: identifiers, digests, addresses, times: what the answer rests on.
        independent: a route that does not rest on the publisher or what it said.
        machine: computed by this program.
        maker: program and version, for a machine's answer.
    """

    check: str
    result: CheckResult
    evidence: tuple[str, ...] = ()
    independent: bool = False
    machine: bool = False
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a recording to another state.

    Attributes:
        of: for ``duplicate_of``, the other recording.
        tombstone: for ``withdrawn``, the words that stand where the publication stood.
    """

    origin: State
    to: State
    of: str = ""
    tombstone: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict; its rationale is the reason of the signed record that holds it.

    Attributes:
        dissent: what those say who see it otherwise, or "".
        evidence: what it rests on, besides the checks.
        parts: for ``partly_verified``, which part and how.
    """

    verdict: Verdict
    confidence: Confidence
    dissent: str = ""
    evidence: tuple[str, ...] = ()
    parts: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict that stands about a recording now, with what its wording needs.

    Attributes:
        parts: for ``partly_verified``; routes: those that passed.
    """

    verdict: Verdict = Verdict.UNEXAMINED
    parts: str = ""
    routes: tuple[Route, ...] = ()


StandingOf = Callable[[str], Standing]
"""From a recording's identifier to what stands about it: the stage that judges hands it to the one that
publishes, since a verdict that was signed once may have lapsed."""


def nothing_stands(_: str) -> Standing:
    """Nobody has examined anything: what to go by where no standing is handed over."""
    return Standing()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a voice of a recording is, and how that is known. Never from the sound of the voice.

    Attributes:
        voice: its label in the recording.
        role: in words of the desk ("the mother of a soldier"), "" where none is known.
        name: sealed.
        appearance: the publication that says so, for A1 and for a caption's name.
        line: the utterance that says so, for A2 and a name in the call.
        routes: routes whose answers it rests on, for A4 to A6.
        court: a court found so, for A6.
    """

    voice: str
    rung: Rung
    role: str = ""
    name: str = ""
    appearance: str = ""
    line: str = ""
    routes: tuple[Route, ...] = ()
    court: str = ""


@dataclass(frozen=True, slots=True)
class DateBound:
    """Bounds for the day on which something was recorded, as EDTF, with what they rest on."""

    edtf: str
    basis: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's word that this state of an item may go out.

    Attributes:
        of: what goes out ("release"), or the identifier of what was proposed.
    """

    of: str = "release"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was said in another record does not hold any more. The record stays."""

    record: str
