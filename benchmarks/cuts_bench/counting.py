"""Recall by kind at one false alarm in ten minutes, false alarms at the shipped threshold, times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cuts_bench.cases import Case
from cuts_bench.planting import Planted
from earwitness.audio.cut_cues import CUE_FRAME_MS, CutCues
from earwitness.review.checks.cut_score import CutModel, peaks

__all__ = ["Counted", "count", "found_in", "table"]

_TOLERANCE_MS = 100
_NEAR_MS = 700
_LEAST_MARGIN = -6.0


@dataclass
class Counted:
    """Counts over some cases.

    Attributes:
        hits: for each heading, whether each edit was found (at one of its joins, within 100 ms).
        joins: the same by join.
        minutes: of uncut sound, each recording once a format.
        false_alarms: findings in uncut sound above the threshold that was used.
        off_ms: distance of findings from the joins they found.
    """

    threshold: float
    minutes: float
    false_alarms: int
    hits: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    joins: list[bool] = field(default_factory=list)
    off_ms: list[int] = field(default_factory=list)

    def recall(self, heading: str = "all") -> float:
        """Part of the edits under a heading that was found."""
        found = self.hits[heading]
        return sum(found) / len(found) if found else float("nan")


def found_in(
    cues: CutCues, model: CutModel, least: float = _LEAST_MARGIN
) -> list[tuple[float, int]]:
    """(margin, ms) of all findings of at least that margin."""
    margins = model.margins(cues.values)
    found = peaks(margins, cues.values, least)
    return [(float(margins[frame]), frame * CUE_FRAME_MS + CUE_FRAME_MS // 2) for frame in found]


def count(cases: Sequence[Case], model: CutModel, threshold: float | None = None) -> Counted:
    """Count over cases; without a threshold, at the one that gives one false alarm in ten minutes."""
    once = {(case.name, case.final): case for case in cases}.values()
    minutes = sum(case.uncut.duration_ms for case in once) / 60_000
    false = sorted((margin for case in once for margin in _false(case, model)), reverse=True)
    if threshold is None:
        allowed = int(minutes / 10)
        threshold = false[allowed] if allowed < len(false) else _LEAST_MARGIN
    counted = Counted(threshold, minutes, sum(margin > threshold for margin in false))
    for case in cases:
        found = [ms for margin, ms in found_in(case.cut, model) if margin > threshold]
        for edit in case.planted:
            near = [min((abs(ms - join) for ms in found), default=10**9) for join in edit.joins_ms]
            hit = min(near) <= _TOLERANCE_MS
            counted.joins += [one <= _TOLERANCE_MS for one in near]
            counted.off_ms += [one for one in near if one <= _NEAR_MS]
            for heading in _headings(case, edit):
                counted.hits[heading].append(hit)
    return counted


def _false(case: Case, model: CutModel) -> Iterable[float]:
    for margin, ms in found_in(case.uncut, model):
        if not any(span.start_ms <= ms < span.end_ms for span in case.explained):
            yield margin


def _headings(case: Case, edit: Planted) -> tuple[str, ...]:
    lines = "hum runs through" if case.uncut.lines_hz else "no steady line"
    place = "in a word" if edit.in_speech else "in a pause"
    way = edit.edge if edit.kind != "filled" else "room tone"
    return ("all", edit.kind, way, place, lines, f"before: {case.before}", f"in {case.name}")


def table(title: str, rows: dict[str, Counted], headings: Sequence[str]) -> list[str]:
    """A table in Markdown: a row for each set of cases, a column for each heading with its count."""
    shown = [name for name in headings if any(row.hits[name] for row in rows.values())]
    lines = [
        f"### {title}",
        "",
        "| | min uncut | false alarms | " + " | ".join(shown) + " | joins | median off |",
        "|---" * (len(shown) + 5) + "|",
    ]
    for name, row in rows.items():
        cells = [
            f"{row.recall(one):.2f} ({len(row.hits[one])})" if row.hits[one] else ""
            for one in shown
        ]
        joins = sum(row.joins) / max(1, len(row.joins))
        off = sorted(row.off_ms)[len(row.off_ms) // 2] if row.off_ms else 0
        lines.append(
            f"| {name} | {row.minutes:.0f} | {row.false_alarms} | "
            + " | ".join(cells)
            + f" | {joins:.2f} | {off} ms |"
        )
    return [*lines, ""]
