"""Waveform peaks for drawing: one pair of signed bytes for each 20 ms, as audiowaveform writes them."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

__all__ = ["PEAKS_PER_SECOND", "Peaks", "peaks_from_extremes", "peaks_json"]

PEAKS_PER_SECOND = 50


@dataclass(frozen=True, slots=True)
class Peaks:
    """Waveform peaks.

    Args:
        channels: 1 or 2.
        rate_hz: sampling rate that the peaks were taken at.
        samples_per_pixel: samples behind one pair.
        pairs: int8, for each time the minimum and maximum of each channel in turn.
    """

    channels: int
    rate_hz: int
    samples_per_pixel: int
    pairs: bytes

    @property
    def length(self) -> int:
        """How many pixels (times) there are."""
        return len(self.pairs) // (2 * self.channels)


def peaks_from_extremes(
    lows: NDArray[np.float32], highs: NDArray[np.float32], rate_hz: int
) -> Peaks:
    """Peaks from the lowest and highest samples of each 20 ms, (channels, frames) each."""
    both = np.stack((lows, highs), axis=-1).transpose(1, 0, 2)
    scaled = np.clip(np.rint(both * np.float32(127)), -128, 127).astype(np.int8)
    return Peaks(lows.shape[0], rate_hz, rate_hz // PEAKS_PER_SECOND, scaled.tobytes())


def peaks_json(peaks: Peaks) -> bytes:
    """Write peaks as the JSON of BBC audiowaveform, version 2, 8 bits.

    The format is described at https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
    """
    return msgspec.json.encode(
        {
            "version": 2,
            "channels": peaks.channels,
            "sample_rate": peaks.rate_hz,
            "samples_per_pixel": peaks.samples_per_pixel,
            "bits": 8,
            "length": peaks.length,
            "data": np.frombuffer(peaks.pairs, dtype=np.int8).tolist(),
        }
    )
