"""Errors of line times against the truth, and the tables they are printed in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from align_bench.recordings import Recording
from align_bench.running import Run
from align_bench.tools import OURS

__all__ = ["Score", "count", "print_table"]

_LIMITS_MS = (50, 100, 250)


@dataclass(frozen=True, slots=True)
class Score:
    """Onset errors over the lines whose truth is known; a missing line is never within a limit.

    Args:
        lines: how many lines count; ``missing`` of them were not placed.
        median_ms, p90_ms: of the absolute error, a missing line counting as infinitely late.
        within: share of lines within 50, 100 and 250 ms of the onset.
        edge_within: the same against the edge of the clip; None where there are no clips.
        end_median_ms: median absolute error of line ends; None without truth.
        x_real_time: seconds of sound a second of processor time.
    """

    lines: int
    missing: int
    median_ms: float
    p90_ms: float
    within: dict[int, float]
    edge_within: dict[int, float] | None
    end_median_ms: float | None
    x_real_time: float
    memory_mb: float


def count(recordings: list[Recording], run: Run) -> Score:
    """Compare a run with the truth."""
    onset_ms, edge_ms, end_ms = [], [], []
    missing = 0
    for line, found in _pairs(recordings, run):
        start_s, end_s = (None, None) if found is None else found[:2]
        if line.onset_s is None:
            continue
        missing += start_s is None
        onset_ms.append(_error_ms(start_s, line.onset_s))
        if line.edge_s is not None:
            edge_ms.append(_error_ms(start_s, line.edge_s))
        if line.end_s is not None:
            end_ms.append(_error_ms(end_s, line.end_s))
    return Score(
        lines=len(onset_ms),
        missing=missing,
        median_ms=_quantile(onset_ms, 0.5),
        p90_ms=_quantile(onset_ms, 0.9),
        within=_shares(onset_ms),
        edge_within=_shares(edge_ms) if edge_ms else None,
        end_median_ms=_quantile(end_ms, 0.5) if end_ms else None,
        x_real_time=run.sound_s / max(run.processor_s, 1e-6),
        memory_mb=run.memory_mb,
    )


def print_table(title: str, scores: dict[str, Score | str]) -> None:
    """One row a tool; where ours is among them, what it is of each rival."""
    known = [one for one in scores.values() if isinstance(one, Score)]
    heading = f"{title}: {known[0].lines} lines" if known else title
    print(f"\n{heading}")
    print(
        f"  {'':12}{'median':>8}{'p90':>8}  {'<=50':>5}{'<=100':>6}{'<=250 ms':>9}{'edge<=100':>10}"
        f"{'end med':>9}{'missing':>8}{'x real':>8}{'MB':>6}"
    )
    for name, score in scores.items():
        print(f"  {name:12}{score if isinstance(score, str) else _row(score)}")
    mine = scores.get(OURS)
    if isinstance(mine, Score):
        for name, score in scores.items():
            if name != OURS and isinstance(score, Score):
                print(f"  {'ours / ' + name:20}{_ratios(mine, score)}")


def _row(score: Score) -> str:
    shares = "".join(f"{100 * score.within[limit]:>6.1f}" for limit in _LIMITS_MS)
    edge = "-" if score.edge_within is None else f"{100 * score.edge_within[100]:.1f}"
    end = "-" if score.end_median_ms is None else f"{score.end_median_ms:.0f}"
    return (
        f"{score.median_ms:>8.0f}{score.p90_ms:>8.0f} {shares}{edge:>13}{end:>9}"
        f"{score.missing:>8}{score.x_real_time:>8.1f}{score.memory_mb:>6.0f}"
    )


def _ratios(mine: Score, other: Score) -> str:
    def ratio(ours: float, theirs: float) -> str:
        return f"{ours / theirs:.2f}" if theirs and math.isfinite(theirs) else "-"

    return (
        f"median {ratio(mine.median_ms, other.median_ms)}  p90 {ratio(mine.p90_ms, other.p90_ms)}"
        f"  within 100 ms {ratio(mine.within[100], other.within[100])}"
        f"  250 ms {ratio(mine.within[250], other.within[250])}"
        f"  speed {ratio(mine.x_real_time, other.x_real_time)}"
        f"  memory {ratio(mine.memory_mb, other.memory_mb)}"
    )


def _pairs(recordings: list[Recording], run: Run) -> Iterator[tuple]:
    for one, times in zip(recordings, run.times, strict=True):
        yield from zip(one.lines, times, strict=True)


def _error_ms(found_s: float | None, true_s: float) -> float:
    return math.inf if found_s is None else abs(found_s - true_s) * 1000


def _quantile(errors_ms: list[float], share: float) -> float:
    return float(np.quantile(errors_ms, share, method="inverted_cdf")) if errors_ms else math.nan


def _shares(errors_ms: list[float]) -> dict[int, float]:
    return {limit: float(np.mean(np.array(errors_ms) <= limit)) for limit in _LIMITS_MS}
