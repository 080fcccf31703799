"""Where one voice ends and the next begins, once it is known how each of them sounds.

One Gaussian a voice, and the best path of voices through each span of speech with a least duration a
turn and a price for changing: the Viterbi resegmentation of Wooters & Huijbregts (2007), with the
least duration counted in steps and not in chained states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.voices.segments import Stretch
from earwitness.listen.voices.statistics import FRAMES_PER_EVENT, Sums, log_determinants

__all__ = ["Labelled", "resegment"]

_STEP = 5
_SHORTEST = 50  # frames of a turn
_CHANGE = 8.0  # nats; inside a stretch without a pause people seldom take turns


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch of one voice; ``score`` is its posterior against the next best voice, 0.5 to 1."""

    stretch: Stretch
    voice: int
    score: float


def resegment(
    spans: list[Stretch],
    cepstra: NDArray[np.float32],
    prior: NDArray[np.float64],
    models: Sums,
) -> list[Labelled]:
    """Label all speech. Each span is filled; neighbours of one voice inside a span are one stretch.

    Args:
        spans: speech, in frames.
        cepstra: (n, d), all frames of the recording.
        prior: covariance within stretches.
        models: the sums of each voice, at least two.
    """
    weights = [np.linalg.inv(np.linalg.cholesky(one)) for one in models.covariances(prior)]
    means = models.first / models.count[:, None]
    constants = -0.5 * log_determinants(models, prior)
    found: list[Labelled] = []
    for start, end in spans:
        if end <= start:
            continue
        frames = cepstra[start:end].astype(np.float64)
        scores = [
            constant - 0.5 * (((frames - mean) @ weight.T) ** 2).sum(axis=1)
            for constant, mean, weight in zip(constants, means, weights, strict=True)
        ]
        steps = np.arange(0, end - start, _STEP)
        sums = np.add.reduceat(np.array(scores).T, steps, axis=0) / FRAMES_PER_EVENT
        running = np.concatenate((np.zeros((1, len(models))), sums.cumsum(axis=0)))
        for first, last, voice in _best_path(running):
            gained = running[last] - running[first]
            margin = gained[voice] - np.delete(gained, voice).max()
            stretch = (start + first * _STEP, min(start + last * _STEP, end))
            found.append(Labelled(stretch, voice, float(1 / (1 + np.exp(-max(margin, 0.0))))))
    return found


def _best_path(running: NDArray[np.float64]) -> list[tuple[int, int, int]]:
    """(first step, last step exclusive, voice) over running sums (steps + 1, voices)."""
    count, voices = len(running) - 1, running.shape[1]
    least = _SHORTEST // _STEP
    if count < 2 * least:
        return [(0, count, int(running[-1].argmax()))]
    best = np.full(count + 1, -np.inf)
    best[0] = _CHANGE  # the first turn changes nothing
    came_from: list[tuple[int, int]] = [(0, 0)] * (count + 1)
    held = np.full(voices, -np.inf)  # for each voice, the best way to have begun its turn
    begun = np.zeros(voices, dtype=int)
    for end in range(least, count + 1):
        start = end - least
        offer = best[start] - running[start] - _CHANGE
        better = offer > held
        held[better] = offer[better]
        begun[better] = start
        total = held + running[end]
        voice = int(total.argmax())
        best[end] = total[voice]
        came_from[end] = (int(begun[voice]), voice)
    path: list[tuple[int, int, int]] = []
    end = count
    while end > 0:
        start, voice = came_from[end]
        if path and path[-1][2] == voice:
            path[-1] = (start, path[-1][1], voice)
        else:
            path.append((start, end, voice))
        end = start
    return path[::-1]
