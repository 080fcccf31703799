"""How far two stretches of sound are apart, each seen as one Gaussian with a full covariance.

The generalised likelihood ratio of "two Gaussians" against "one" is what the Bayesian information
criterion weighs in Chen & Gopalakrishnan (1998). Two things differ from there, both because turns
in calls are short. Covariances are drawn towards the recording's own covariance within stretches
(as `PRIOR_FRAMES` further frames would), so that a second of speech gives a usable one; and since
neighbouring frames say nearly the same, `FRAMES_PER_EVENT` frames count as one observation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FRAMES_PER_EVENT", "PRIOR_FRAMES", "Sums", "log_determinants", "ratio", "within"]

Matrix = NDArray[np.float64]

PRIOR_FRAMES = 100.0
FRAMES_PER_EVENT = 10.0


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the frames of any number of stretches.

    Attributes:
        count: (k,) frames; first: (k, d) their sum; second: (k, d, d) sum of their outer products.
    """

    count: Matrix
    first: Matrix
    second: Matrix

    @classmethod
    def of(cls, stretches: list[NDArray[np.float32]]) -> Sums:
        """One entry for each stretch of frames (n, d)."""
        wide = [one.astype(np.float64) for one in stretches]
        return cls(
            np.array([float(len(one)) for one in wide]),
            np.array([one.sum(axis=0) for one in wide]),
            np.array([one.T @ one for one in wide]),
        )

    def __getitem__(self, which: list[int] | NDArray[np.int64] | slice) -> Sums:
        return Sums(self.count[which], self.first[which], self.second[which])

    def __len__(self) -> int:
        return len(self.count)

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.count + other.count, self.first + other.first, self.second + other.second)

    def total(self) -> Sums:
        """All stretches as one (k = 1)."""
        return Sums(
            self.count.sum(keepdims=True),
            self.first.sum(axis=0, keepdims=True),
            self.second.sum(axis=0, keepdims=True),
        )

    def covariances(self, prior: Matrix) -> Matrix:
        """(k, d, d), each drawn towards ``prior``."""
        mean = self.first / self.count[:, None]
        spread = self.second - self.first[:, :, None] * mean[:, None, :]
        total = (self.count + PRIOR_FRAMES)[:, None, None]
        return (spread + PRIOR_FRAMES * prior) / total


def within(stretches: list[NDArray[np.float32]]) -> Matrix:
    """The covariance of frames about the mean of their own stretch; never singular."""
    long = [one for one in stretches if len(one) >= 30] or stretches
    around = np.concatenate([one - one.mean(axis=0) for one in long]).astype(np.float64)
    return around.T @ around / max(len(around), 1) + 1e-3 * np.eye(around.shape[1])


def log_determinants(sums: Sums, prior: Matrix) -> Matrix:
    """(k,) natural logarithms of the determinants of the covariances."""
    return np.asarray(np.linalg.slogdet(sums.covariances(prior))[1])


def ratio(left: Sums, right: Sums, prior: Matrix) -> Matrix:
    """(k,) log likelihood that pairs are two voices and not one, in nats of whole events."""
    together = left + right
    apart = together.count * log_determinants(together, prior)
    apart -= left.count * log_determinants(left, prior)
    apart -= right.count * log_determinants(right, prior)
    return np.asarray(apart / (2 * FRAMES_PER_EVENT))
