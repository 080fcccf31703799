"""Learn the directions of `earwitness.audio.fingerprint` and write them beside it.

    python benchmarks/copies_bench/learn.py

Distortion discriminant analysis (Burges, Platt & Jana 2003): the generalised eigenvectors of the covariance
of undistorted patches over the covariance of what distortions change in them. Synthetic speech only: the
seeds are apart from those of `benchmarks/copies.py`, and no real recording is used.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from copies_bench.degrade import (
    CONDITIONS,
    band_pass,
    mixed,
    music,
    resampled,
)
from copies_bench.speech import RATE_HZ, ROOT, CallMaker, Sound, coloured
from earwitness.audio import fingerprint

_CALLS, _SECONDS, _SPOILED = 60, 90.0, 5
_FIRST_SEED = 1_000_000
_EVERY = 6  # frames from patch to patch
_RIDGE = 1e-3
_PATCH, _STEP, _BANDS = 24, 2, 32
_LATE = {"AMR": 40}  # samples that a codec is late
_KINDS = (
    "gsm", "opus", "amr", "noise", "band", "narrow", "music", "music", "room", "speed", "voice", "voice",
    "shift",
)  # fmt: skip


def _spoil(
    kind: str, sound: Sound, draw: np.random.Generator, others: list[Sound]
) -> tuple[Sound, float]:
    """The sound after one distortion, and the rate by which it was changed."""
    if kind == "speed":
        rate = float(draw.uniform(0.98, 1.02))
        return resampled(sound, rate), rate
    if kind in ("gsm", "opus", "amr", "band", "room"):
        name = {"gsm": "GSM", "opus": "opus 16k", "amr": "AMR", "band": "band, noise 10 dB"}.get(
            kind, kind
        )
        spoiled = CONDITIONS[name](sound, draw).sound
        late = _LATE.get(name, 0)
        spoiled = np.concatenate([spoiled[late:], np.zeros(late, np.float32)])
    elif kind == "noise":
        spoiled = mixed(sound, coloured(draw, len(sound)), float(draw.uniform(3, 15)))
    elif kind == "narrow":
        spoiled = band_pass(
            sound, RATE_HZ, float(draw.uniform(200, 600)), float(draw.uniform(2400, 3600))
        )
    elif kind == "music":
        spoiled = mixed(sound, music(draw, len(sound)), float(draw.uniform(2, 10)))
    elif kind == "voice":
        other = others[int(draw.integers(len(others)))]
        spoiled = mixed(sound, other, float(draw.uniform(0, 6)))
    else:
        spoiled = sound
    # Frames of a question fall every 10 ms, codes every 40: they never stand exactly on one another.
    return np.roll(spoiled, int(draw.integers(-80, 81))), 1.0


def learn() -> NDArray[np.float32]:
    """(64 directions, 24 frames, 32 bands), best first, each of variance 1 on the undistorted speech."""
    maker = CallMaker()
    draw = np.random.default_rng(99)
    calls = [maker.call(_FIRST_SEED + i, _SECONDS) for i in range(_CALLS)]
    size = _PATCH * _BANDS
    kept, changed = np.zeros((size, size)), np.zeros((size, size))
    kept_count = changed_count = 0
    half = _PATCH * _STEP / 2
    for number, sound in enumerate(calls):
        levels = fingerprint.band_levels(sound)
        starts = np.arange(4, len(levels) - _PATCH * _STEP - 4, _EVERY)
        clean = _patches(levels, starts)
        clean -= clean.mean(axis=0)
        kept += clean.T @ clean
        kept_count += len(clean)
        others = calls[:number] + calls[number + 1 :]
        for kind in draw.choice(_KINDS, _SPOILED, replace=False):
            spoiled, rate = _spoil(str(kind), sound, draw, others)
            levels_then = fingerprint.band_levels(spoiled)
            there = np.round((starts + half) / rate - half).astype(int)
            inside = (there >= 0) & (there < len(levels_then) - _PATCH * _STEP)
            then = _patches(levels_then, there[inside])
            now = clean[inside] - clean[inside].mean(axis=0)
            difference = then - then.mean(axis=0) - now
            changed += difference.T @ difference
            changed_count += len(difference)
        print(f"{number + 1} of {_CALLS} calls", flush=True)
    kept, changed = kept / kept_count, changed / changed_count
    changed += np.eye(size) * _RIDGE * np.trace(changed) / size
    values, vectors = _generalised(kept, changed, fingerprint.BITS)
    print(
        "signal over distortion, first, middle, last:", values[[0, len(values) // 2, -1]].round(2)
    )
    spread = np.sqrt(np.einsum("dk,de,ek->k", vectors, kept, vectors))
    directions = (vectors / spread).T
    return directions.reshape(fingerprint.BITS, _PATCH, _BANDS).astype(np.float32)


def _patches(levels: NDArray[np.float32], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    at = starts[:, None] + np.arange(_PATCH) * _STEP
    return levels[at].reshape(len(starts), -1).astype(np.float64)


def _generalised(
    kept: NDArray[np.float64], changed: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ``count`` largest of kept v = value changed v, through the Cholesky factor of the latter."""
    low = np.linalg.cholesky(changed)
    whitened = np.linalg.solve(low, np.linalg.solve(low, kept).T).T
    values, vectors = np.linalg.eigh((whitened + whitened.T) / 2)
    order = np.argsort(-values)[:count]
    return values[order], np.linalg.solve(low.T, vectors[:, order])


if __name__ == "__main__":
    place = ROOT / "src" / "earwitness" / "audio" / "fingerprint_directions.npy"
    np.save(place, learn().astype(np.float16))
    print(place)
