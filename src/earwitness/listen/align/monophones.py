"""Sounds of a language as Gaussians: three states a phone, one Gaussian a state.

Single Gaussians with diagonal covariances are what a minute of speech can support. They are first
estimated from synthesised speech, then moved towards the recording by maximum a posteriori
estimation (Gauvain & Lee 1994).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["GAP", "STATES", "Gaussians", "Sums", "state_names"]

Floats = NDArray[np.float32]
Labels = NDArray[np.intp]

STATES = 3  # a phone
GAP = 0  # the Gaussian of what is between words
_AT_ONCE = 20_000  # frames: an hour needs no more memory than some minutes do
_PRIOR_FRAMES = 3.0  # how many frames of average speech every state starts from


def state_names(phones: Iterable[str]) -> dict[str, int]:
    """The first Gaussian of each phone; number 0 is the gap."""
    return {name: 1 + STATES * k for k, name in enumerate(sorted(set(phones)))}


@dataclass(frozen=True, slots=True)
class Sums:
    """Sufficient statistics: frames, sums and sums of squares of each Gaussian, float64."""

    frames: NDArray[np.float64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]

    @classmethod
    def of(cls, features: Floats, labels: Labels, count: int) -> Self:
        """Add up ``features`` (n, d) by ``labels`` (n,); a label below 0 is left out."""
        width = features.shape[1]
        sums = cls(np.zeros(count), np.zeros((count, width)), np.zeros((count, width)))
        for start in range(0, len(labels), _AT_ONCE):
            here = labels[start : start + _AT_ONCE]
            order = np.argsort(here, kind="stable")
            order = order[np.searchsorted(here[order], 0) :]
            if order.size:
                found, starts = np.unique(here[order], return_index=True)
                rows = features[start : start + _AT_ONCE][order].astype(np.float64)
                sums.frames[found] += np.diff(np.append(starts, order.size))
                sums.first[found] += np.add.reduceat(rows, starts)
                sums.second[found] += np.add.reduceat(rows * rows, starts)
        return sums

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.frames + other.frames, self.first + other.first, self.second + other.second
        )

    def scaled(self, share: float) -> Sums:
        """The same, counted ``share`` times."""
        return Sums(self.frames * share, self.first * share, self.second * share)


@dataclass(frozen=True, slots=True)
class Gaussians:
    """Means and variances, (count, d) float64 each."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]

    @classmethod
    def estimated(
        cls,
        sums: Sums,
        prior: Gaussians | None = None,
        *,
        weight: float = _PRIOR_FRAMES,
        floor: float = 0.15,
    ) -> Self:
        """Gaussians from statistics.

        Args:
            sums: of `Sums.of`.
            prior: where a state stands that was not heard; None for average speech.
            weight: frames that the prior counts as.
            floor: least variance, as a share of that of all the frames.
        """
        total = max(float(sums.frames.sum()), 1.0)
        centre = sums.first.sum(axis=0) / total
        spread = np.maximum(sums.second.sum(axis=0) / total - centre**2, 1e-3)
        if prior is None:
            mean = np.zeros_like(sums.first) + centre
            variance = np.zeros_like(sums.first) + spread
        else:
            mean, variance = prior.mean, prior.variance
        frames = sums.frames[:, None] + weight
        new = (sums.first + weight * mean) / frames
        second = (sums.second + weight * (variance + mean**2)) / frames
        return cls(new, np.maximum(second - new**2, floor * spread))

    def log_likelihoods(self, features: Floats) -> Floats:
        """Log-likelihood of each frame under each Gaussian: (n, count) float32.

        The constant ``-d/2 log 2 pi`` is left out: it is the same for all.
        """
        precision = (1 / self.variance).astype(np.float32)
        bias = -0.5 * (np.log(self.variance).sum(1) + (self.mean**2 / self.variance).sum(1))
        weighted = (self.mean / self.variance).astype(np.float32)
        scores = features @ weighted.T
        scores -= np.float32(0.5) * ((features * features) @ precision.T)
        scores += bias.astype(np.float32)
        return scores

    def replaced(
        self, place: int, mean: NDArray[np.float64], variance: NDArray[np.float64]
    ) -> Self:
        """The same with another Gaussian at ``place``."""
        means, variances = self.mean.copy(), self.variance.copy()
        means[place], variances[place] = mean, variance
        return type(self)(means, variances)
