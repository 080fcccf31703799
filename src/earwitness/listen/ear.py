"""One channel on its way through an engine that hears speech: the same for the hearing and for the voices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.band_filter import BandFilter
from earwitness.listen.speech import SpeechActivity, SpeechSettings, SpeechStream, speech_spans
from earwitness.listen.speech_edges import LEVEL_HOP_MS
from earwitness.records.timecode import Interval

__all__ = ["Ear"]

Samples = NDArray[np.float32]

_LOW_HZ, _HIGH_HZ = 200.0, 7900.0
_ALIKE = 1e-5  # energy of the difference of two channels: -50 dB
_LEVEL_FLOOR = 1e-10


class Ear:
    """Hears speech without what lies below the voice: mains hum of -60 dBFS hides telephone speech.

    Args:
        activity: the engine; sound is fed at its rate.
    """

    def __init__(self, activity: SpeechActivity) -> None:
        self._window_ms = activity.window_samples * 1000 / activity.rate_hz
        self._hop = activity.rate_hz * LEVEL_HOP_MS // 1000
        self._band = BandFilter(activity.rate_hz, _LOW_HZ, _HIGH_HZ)
        self._stream: SpeechStream = activity.stream()
        self._probabilities: list[Samples] = []
        self._levels: list[NDArray[np.float16]] = []
        self._held = np.zeros(0, dtype=np.float32)
        self._last = self._held

    def feed(self, samples: Samples) -> None:
        """Take (n,) float32 of any length."""
        self._hear(self._band.feed(samples))

    def feed_beside(self, samples: Samples, first: Ear) -> None:
        """The same for a second channel, after ``first`` took its own: where both are alike, the
        engine listens once.

        Args:
            samples: as many as the other channel was fed.
            first: the other channel's ear; the two were always fed together.
        """
        heard = self._band.feed(samples)
        if _alike(heard, first._last):
            self._take(heard, first._probabilities[-1])
            self._stream = first._stream.fork()
        else:
            self._hear(heard)

    def spans(self, duration_ms: int, settings: SpeechSettings) -> tuple[Interval, ...]:
        """Where speech is; once, after the last samples."""
        self._hear(self._band.finish())
        self._probabilities.append(self._stream.finish())
        return speech_spans(
            np.concatenate(self._probabilities),
            self._window_ms,
            duration_ms,
            settings,
            np.concatenate(self._levels).astype(np.float32),
        )

    def _hear(self, samples: Samples) -> None:
        self._take(samples, self._stream.feed(samples))

    def _take(self, samples: Samples, probabilities: Samples) -> None:
        self._last = samples
        self._probabilities.append(probabilities)
        held = np.concatenate((self._held, samples))
        whole = held.size // self._hop * self._hop
        hops = held[:whole].reshape(-1, self._hop)
        power = np.einsum("ij,ij->i", hops, hops) / self._hop
        # half a float tells levels to 0.06 dB
        self._levels.append((10 * np.log10(power + _LEVEL_FLOOR)).astype(np.float16))
        self._held = held[whole:].copy()


def _alike(left: Samples, right: Samples) -> bool:
    difference = left - right
    total = float(np.vdot(left, left)) + float(np.vdot(right, right))
    return float(np.vdot(difference, difference)) <= _ALIKE * total
