"""The cues that a cut leaves, side by side on one clock: one value of each for each 20 ms of a recording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from earwitness.audio.background import BandMeter, floor_jumps
from earwitness.audio.clicks import ClickMeter
from earwitness.audio.hum import HumMeter, hum_breaks, running_lines_hz
from earwitness.records.timecode import Interval

__all__ = ["CUES", "CUE_FRAME_MS", "CUE_RATE_HZ", "CutCueMeter", "CutCues"]

Samples = NDArray[np.float32]

CUE_RATE_HZ: Final = 16_000
CUE_FRAME_MS: Final = 20
CUES: Final = (
    "floor_600_ms",
    "floor_1500_ms",
    "floor_4_s",
    "click",
    "fall",
    "rise",
    "hum_400_ms",
    "hum_400_ms_second",
    "hum_1_s",
    "hum_1_s_second",
)
_EDGE_CUES = slice(3, 6)  # click, fall, rise


@dataclass(frozen=True, slots=True)
class CutCues:
    """What was measured.

    Args:
        values: (frames, len(`CUES`)), all at least 0 and larger where a cut is more likely.
        floor_change_db: for each frame the change of the noise floor, from one and a half seconds before to as much after.
        still: frames without any change of the sample value.
        lines_hz: lines (mains hum and the like) that run through the first two minutes, strongest first.
        duration_ms: of what was fed.
    """

    values: Samples
    floor_change_db: Samples
    still: NDArray[np.bool_]
    lines_hz: tuple[float, ...]
    duration_ms: int


class CutCueMeter:
    """Takes a mono stream in blocks of any length; holds about 200 MB for an hour.

    Args:
        rate_hz: 8000 for sound that came at 8 kHz, 16000 for all other.

    Raises:
        ValueError: another rate.
    """

    def __init__(self, rate_hz: int = CUE_RATE_HZ) -> None:
        if rate_hz not in (CUE_RATE_HZ // 2, CUE_RATE_HZ):
            raise ValueError(f"cues are measured at 8000 or 16000 Hz, not at {rate_hz}")
        self._rate_hz = rate_hz
        self._wider: soxr.ResampleStream | None = None
        if rate_hz != CUE_RATE_HZ:
            self._wider = soxr.ResampleStream(
                rate_hz, CUE_RATE_HZ, 1, dtype="float32", quality="HQ"
            )
        self._bands = BandMeter()
        self._clicks = ClickMeter(rate_hz)
        self._hum = HumMeter()
        self._samples = 0

    def feed(self, mono: Samples) -> None:
        """Take (n,) float32."""
        self._clicks.feed(mono)
        self._samples += mono.size
        wide = (
            mono if self._wider is None else self._wider.resample_chunk(np.ascontiguousarray(mono))
        )
        self._bands.feed(wide)
        self._hum.feed(wide)

    def finish(self, known: Iterable[Interval] = ()) -> CutCues:
        """Close the stream.

        Args:
            known: what is known to cover the sound (bleeps, clipping): left out of the backgrounds, and
                their edges are no cues.
        """
        if self._wider is not None:
            rest = self._wider.resample_chunk(np.zeros(0, np.float32), last=True)
            self._bands.feed(rest)
            self._hum.feed(rest)
        levels = self._bands.finish()
        clicks = self._clicks.finish()
        low = self._hum.finish()
        covered = np.zeros(len(levels), np.bool_)
        for span in known:
            covered[max(0, span.start_ms // 20 - 2) : -(-span.end_ms // 20) + 2] = True
            low[span.start_ms : span.end_ms] = 0
        still = _grown(clicks.still, 1)[: len(covered)]
        covered[: len(still)] |= still
        short, _ = floor_jumps(levels, 30, out=covered)
        middle, change_db = floor_jumps(levels, 75, out=covered)
        wide, _ = floor_jumps(levels, 200, 4, out=covered)
        near, far = hum_breaks(low, 400), hum_breaks(low, 1000)
        columns = [short, middle, wide, clicks.click, clicks.fall_db, clicks.rise_db]
        columns += [near[:, 0], near[:, 1], far[:, 0], far[:, 1]]
        count = min(map(len, columns))
        values = np.stack([column[:count] for column in columns], axis=1)
        values[_grown(covered, 3)[:count], _EDGE_CUES] = 0
        return CutCues(
            values=values,
            floor_change_db=change_db[:count],
            still=clicks.still[:count],
            lines_hz=running_lines_hz(low),
            duration_ms=self._samples * 1000 // self._rate_hz,
        )


def _grown(mask: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    """The mask and so many frames on both sides of what is in it."""
    grown = mask.copy()
    for step in range(1, frames + 1):
        grown[step:] |= mask[:-step]
        grown[:-step] |= mask[step:]
    return grown
