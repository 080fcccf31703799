"""Learn the tables and weights of `earwitness.review.checks.cut_score` and write them beside it.

    python benchmarks/cuts_bench/learn.py [--calls 40] [--keep FILE]

Rarities are taken from uncut made-up calls of the part `fit`, weights by logistic regression with a ridge,
against frames of uncut calls drawn at random and, in rounds, those that score highest. No real recording and
no sample release is used, and nothing of the part `held_out`.
"""

from __future__ import annotations

import argparse
import dataclasses
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cuts_bench.cases import Case, made_up
from earwitness.audio.cut_cues import CUE_FRAME_MS, CUES
from earwitness.review.checks import cut_score
from earwitness.review.checks.cut_score import CutModel, features, peaks, rarities

Floats = NDArray[np.float64]

_TAIL = tuple(round(0.1 * step, 1) for step in range(43))
_RIDGE = 3.0
_ROUNDS = 4
_DRAWN = 0.02
_HARDEST = 6
_POSITIVE_WEIGHT = _HARD_WEIGHT = 20.0
_PER_HOUR = (120.0, 60.0, 30.0, 15.0, 6.0, 3.0, 1.5)


def learn(cases: Sequence[Case], version: str) -> CutModel:
    """Tables, weights and threshold."""
    tables = _tables(np.concatenate([case.uncut.values for case in cases]))
    uncut = [features(rarities(case.uncut.values, _TAIL, tables)) for case in cases]
    positive = _positives(cases, tables)
    draw = np.random.default_rng(0)
    negative = np.concatenate([one[draw.random(len(one)) < _DRAWN] for one in uncut])
    weight = np.full(len(negative), 1 / _DRAWN)
    fitted = np.zeros(negative.shape[1] + 1)
    for _ in range(_ROUNDS):
        fitted = _regression(positive, negative, weight)
        hard = []
        for case, found in zip(cases, uncut, strict=True):
            margins = found @ fitted[:-1] + fitted[-1]
            best = peaks(margins, case.uncut.values, float(np.sort(margins)[-200:][0]))
            best.sort(key=lambda frame, margins=margins: -margins[frame])
            hard += [found[frame] for frame in best[:_HARDEST]]
        negative = np.concatenate((negative, np.array(hard)))
        weight = np.concatenate((weight, np.full(len(hard), _HARD_WEIGHT)))
    draft = CutModel(
        version, CUES, _TAIL, tables, tuple(fitted.round(4).tolist()), 0.0, ((0.0, 1.0),)
    )
    return _calibrated(draft, cases)


def _tables(values: NDArray[np.float32]) -> tuple[tuple[float, ...], ...]:
    count = len(values)
    found = []
    for column in values.T:
        rising = np.sort(column).astype(np.float64)
        places = np.clip(
            count - np.round(count * 10.0 ** -np.array(_TAIL)).astype(int), 0, count - 1
        )
        at = np.maximum.accumulate(rising[places] + np.arange(len(places)) * 1e-5)
        found.append(tuple(float(f"{one:.6g}") for one in at))
    return tuple(found)


def _positives(cases: Sequence[Case], tables: tuple[tuple[float, ...], ...]) -> Floats:
    found = []
    for case in cases:
        rows = features(rarities(case.cut.values, _TAIL, tables))
        for edit in case.planted:
            for join_ms in edit.joins_ms:
                at = join_ms // CUE_FRAME_MS
                near = rows[max(0, at - cut_score.POOL_FRAMES) : at + cut_score.POOL_FRAMES + 1]
                if len(near):
                    found.append(near[near.sum(axis=1).argmax()])
    return np.array(found)


def _regression(positive: Floats, negative: Floats, weight: Floats) -> Floats:
    """Newton's method on the ridged log likelihood."""
    rows = np.concatenate((positive, negative))
    rows = np.concatenate((rows, np.ones((len(rows), 1))), axis=1)
    truth = np.concatenate((np.ones(len(positive)), np.zeros(len(negative))))
    weights = np.concatenate((np.full(len(positive), _POSITIVE_WEIGHT), weight))
    weights /= weights.mean()
    ridge = np.full(rows.shape[1], _RIDGE)
    ridge[-1] = 1e-6
    fitted = np.zeros(rows.shape[1])
    for _ in range(30):
        given = 1 / (1 + np.exp(-np.clip(rows @ fitted, -30, 30)))
        slope = rows.T @ (weights * (given - truth)) + ridge * fitted
        bend = (rows * (weights * given * (1 - given))[:, None]).T @ rows + np.diag(ridge)
        fitted -= np.linalg.solve(bend, slope)
    return fitted


def _calibrated(draft: CutModel, cases: Sequence[Case]) -> CutModel:
    """The threshold of one false alarm in ten minutes, and the tail, on the uncut calls."""
    hours = sum(case.uncut.duration_ms for case in cases) / 3_600_000
    margins = []
    for case in cases:
        one = draft.margins(case.uncut.values)
        margins += [float(one[frame]) for frame in peaks(one, case.uncut.values, -8.0)]
    margins.sort(reverse=True)
    places = [min(len(margins) - 1, max(0, round(rate * hours) - 1)) for rate in _PER_HOUR]
    tail = tuple((round(margins[place], 3), (place + 1) / hours) for place in places)
    threshold = margins[min(len(margins) - 1, int(6 * hours))]
    return dataclasses.replace(draft, threshold=round(threshold, 3), tail_per_hour=tail)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument(
        "--keep", type=Path, help="keep the measured cues here and use them if they are there"
    )
    given = parser.parse_args()
    if given.keep and given.keep.exists():
        cases = pickle.loads(given.keep.read_bytes())  # noqa: S301 (written by the line below)
    else:
        cases = list(made_up("fit", given.calls))
        if given.keep:
            given.keep.write_bytes(pickle.dumps(cases))
    model = learn(cases, f"made-up-{given.calls}-1")
    path = Path(cut_score.__file__).parent / "cut_weights.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=0) + b"\n")
    print(f"{path}: {path.stat().st_size} bytes, threshold {model.threshold}")


if __name__ == "__main__":
    main()
