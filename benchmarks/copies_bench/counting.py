"""From answers to figures: thresholds, recall, offset errors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass

import numpy as np

from copies_bench.asking import Told
from copies_bench.questions import LENGTHS_S, Question

__all__ = [
    "FALSE_ALARMS",
    "Given",
    "Recall",
    "as_json",
    "given_by_us",
    "offsets_ms",
    "recall",
    "recall_table",
    "threshold",
    "trap_links",
    "trap_table",
]

FALSE_ALARMS = 0.005
_PLACED_S = 1.0  # farther off is another place


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of any system: what was found, how sure, and what lies in the question's middle."""

    found: str | None
    score: float
    middle_s: float | None
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """Right answers above a threshold."""

    right: int
    asked: int

    @property
    def share(self) -> float:
        return self.right / self.asked if self.asked else float("nan")

    def __str__(self) -> str:
        return f"{100 * self.share:.1f}" if self.asked else "-"


def threshold(asked: Sequence[Question], answers: Mapping[str, Given]) -> float:
    """Scores above it are right; at most 0.5 % of the negatives have one."""
    negatives = [one.name for one in asked if one.group == "negative"]
    scores = sorted(
        (answers[name].score if answers[name].found else 0.0 for name in negatives), reverse=True
    )
    return scores[int(FALSE_ALARMS * len(scores))] if scores else 0.0


def recall(
    asked: Sequence[Question],
    answers: Mapping[str, Given],
    least: float | None,
    *,
    condition: str | None = None,
    length_s: float | None = None,
    kind: str | None = None,
) -> Recall:
    """How many positives are answered rightly.

    Args:
        least: scores above it count; None: what the system itself accepts.
        condition, length_s, kind: of the questions that are counted; None for all.
    """
    chosen = [
        one
        for one in asked
        if one.group == "positive"
        and condition in (None, one.condition)
        and length_s in (None, one.length_s)
        and kind in (None, one.kind)
    ]
    right = sum(_right(one, answers[one.name], least) for one in chosen)
    return Recall(right, len(chosen))


def _right(one: Question, given: Given, least: float | None) -> bool:
    sure = bool(given.accepted) if least is None else given.score > least
    return sure and given.found == one.truth


def offsets_ms(
    asked: Sequence[Question], answers: Mapping[str, Given], least: float
) -> tuple[list[float], int]:
    """Errors in the middle of the question, and how many were found at another place of the recording."""
    errors, elsewhere = [], 0
    for one in asked:
        given = answers.get(one.name)
        if one.group != "positive" or given is None or given.middle_s is None:
            continue
        if not _right(one, given, least):
            continue
        error_s = abs(given.middle_s - one.middle_s)
        if error_s > _PLACED_S:
            elsewhere += 1
        else:
            errors.append(1000 * error_s)
    return errors, elsewhere


def recall_table(
    asked: Sequence[Question], answers: Mapping[str, Given], least: float, conditions: Sequence[str]
) -> list[str]:
    """A line a condition: recall by length, of real speech, offset errors."""
    head = f"{'condition':<20}" + "".join(f"{f'{length:.0f} s':>8}" for length in LENGTHS_S)
    lines = [
        f"{head}{'all':>8}{'real':>8}{'n':>6}{'median ms':>11}{'99 %':>7}{'max':>7}{'elsewhere':>11}"
    ]
    for condition in [*conditions, None]:
        here = [one for one in asked if condition in (None, one.condition)]
        parts = [recall(here, answers, least, length_s=length) for length in LENGTHS_S]
        every = recall(here, answers, least)
        real = recall(here, answers, least, kind="real")
        errors, elsewhere = offsets_ms(here, answers, least)
        places = f"{'-':>11}{'-':>7}{'-':>7}{'-':>11}"
        if errors:
            middle, high = np.percentile(errors, [50, 99])
            places = f"{middle:>11.1f}{high:>7.1f}{max(errors):>7.1f}{elsewhere:>11}"
        figures = "".join(f"{part!s:>8}" for part in [*parts, every, real])
        lines.append(f"{condition or 'all':<20}{figures}{every.asked:>6}{places}")
    return lines


def given_by_us(told: Mapping[str, Told]) -> dict[str, Given]:
    """Our answers as every system's are counted; accepted: what `find_copies` links first."""
    return {
        name: Given(
            one.found, one.score, one.middle_s, None if one.linked is None else bool(one.linked)
        )
        for name, one in told.items()
    }


def trap_links(asked: Sequence[Question], told: Mapping[str, Told]) -> dict[str, tuple[int, int]]:
    """By kind of trap: how many `find_copies` links with anything, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for one in asked:
        if one.group not in ("positive", "negative"):
            linked, every = found.get(one.group, (0, 0))
            found[one.group] = (linked + bool(told[one.name].linked), every + 1)
    return found


def trap_table(asked: Sequence[Question], told: Mapping[str, Told], least: float) -> list[str]:
    """A line a kind: above the threshold, and linked by `find_copies`."""
    lines = [f"{'kind':<22}{'asked':>7}{'above threshold':>17}{'by find_copies':>16}"]
    for group, (linked, every) in trap_links(asked, told).items():
        here = [told[one.name] for one in asked if one.group == group]
        above = sum(one.score > least for one in here)
        lines.append(f"{group:<22}{every:>7}{above:>17}{linked:>16}")
    return lines


def as_json(values: Mapping[str, object]) -> str:
    """Dataclasses and paths as JSON."""
    return json.dumps(values, indent=1, default=_plain)


def _plain(value: object) -> object:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
