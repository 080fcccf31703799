"""Cutting a stream of blocks into windows of equal length, whatever the blocks' lengths are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Windows", "runs"]

Samples = NDArray[np.float32]


class Windows:
    """Yields whole windows and keeps the rest for the next block.

    Args:
        size: samples in a window.

    >>> windows = Windows(4)
    >>> windows.feed(np.zeros((1, 6), dtype=np.float32)).shape
    (1, 1, 4)
    >>> windows.feed(np.zeros((1, 2), dtype=np.float32)).shape
    (1, 1, 4)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._rest: Samples | None = None

    def feed(self, samples: Samples) -> Samples:
        """Take (channels, n), give (channels, windows, size); a view where nothing was held."""
        if self._rest is not None:
            samples = np.concatenate((self._rest, samples), axis=1)
        whole = samples.shape[1] // self._size * self._size
        self._rest = samples[:, whole:].copy() if whole < samples.shape[1] else None
        return samples[:, :whole].reshape(len(samples), -1, self._size)

    def rest(self) -> Samples | None:
        """What is left after the last block: (channels, fewer than size), or None."""
        return self._rest


def runs(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Stretches of True in a one-dimensional mask, as rows (start, end), end exclusive.

    >>> runs(np.array([0, 1, 1, 0, 1], dtype=bool)).tolist()
    [[1, 3], [4, 5]]
    """
    edges = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    return edges.reshape(-1, 2).astype(np.int64)
