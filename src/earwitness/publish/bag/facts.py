"""What the desk hands over of each recording: values of other stages, which this one must not ask itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from earwitness.publish.exports.gathering import Sound
from earwitness.records.claims import Claim, ClaimStatus
from earwitness.records.corrections import Logged
from earwitness.records.fuzzydate import Narrowed
from earwitness.records.independence import IndependenceVector, Label
from earwitness.records.review import Attribution, CheckRun, Standing, State
from earwitness.records.signed import SignedRecord
from earwitness.records.sound import Recording

__all__ = [
    "CheckFact",
    "ClaimFact",
    "Counted",
    "FactsOf",
    "PrivateFind",
    "RecordingFacts",
    "SayPrivate",
]


@dataclass(frozen=True, slots=True)
class CheckFact:
    """The answer to a check that stands; ``by`` and ``reason`` are sealed."""

    run: CheckRun
    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many independent sources, and the rule that says so."""

    vector: IndependenceVector
    label: Label
    because: str
    line: str
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim in its latest revision, and what stands behind it; None where nothing is stated."""

    claim: Claim
    status: ClaimStatus
    because: str
    counted: Counted | None


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """All that is handed over of one recording.

    Attributes:
        lapsed: why a verdict that was given does not stand, in sentences.
        corrections: settled or not; readers get the accepted ones, without names and reasons.
        signed: everything signed about it, for the sealed edition.
    """

    recording: Recording
    sound: Sound
    state: State
    standing: Standing
    lapsed: tuple[str, ...]
    checks: tuple[CheckFact, ...]
    date: Narrowed
    attributions: tuple[Attribution, ...]
    corrections: tuple[Logged, ...]
    claims: tuple[ClaimFact, ...]
    counted: Counted | None
    signed: tuple[SignedRecord, ...]


@dataclass(frozen=True, slots=True)
class PrivateFind:
    """Characters of a line that could identify a private person."""

    line: int
    start: int
    end: int
    kind: str


FactsOf = Callable[[str], RecordingFacts]
"""From a recording's identifier to what stands about it, one at a time: a bag may hold thousands."""

SayPrivate = Callable[[Sequence[str], Sequence[str]], Sequence[PrivateFind]]
"""From lines and their voices to what in them could identify a private person."""
