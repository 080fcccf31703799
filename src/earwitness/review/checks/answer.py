"""What a check of a recording answers: a result, the places and facts it rests on, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from earwitness.records.timecode import Interval

__all__ = ["Answer", "Evidence", "Result"]

Result = Literal["pass", "fail", "inconclusive", "not_possible"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place to listen, or one fact about the file.

    Args:
        kind: what was found ("noise floor", "phase", "silence", "band edge", ...).
        says: one sentence for a person.
        interval: where, in milliseconds of the recording; None for a fact about the whole file.
        score: 0 to 1 where the check gives one: how much more it looks like what is looked for than like
            ordinary sound. It is no probability that somebody did something.
        per_hour: how many such findings at least as strong an hour of uncut sound gives, where known.
        explain: figures and thresholds behind it, one rule a line.
    """

    kind: str
    says: str
    interval: Interval | None = None
    score: float | None = None
    per_hour: float | None = None
    explain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one check.

    Args:
        check: identifier as in methods §3.1 ("X2").
        result: ``pass`` says only that nothing was found; ``inconclusive`` that a person must look or
            listen; ``fail`` that a fact contradicts what the check asks; ``not_possible`` why it could
            not be asked.
        reason: one sentence.
        evidence: places and facts, in order of time.
        explain: the rules and thresholds that were applied (the explain twin).
        version: changes whenever the same input may get another answer.
    """

    check: str
    result: Result
    reason: str
    evidence: tuple[Evidence, ...]
    explain: tuple[str, ...]
    version: str
