"""What a recording went through before it was cut, and what the cut file is written in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from copies_bench.degrade import encoded
from cuts_bench.lines import RATE_HZ, Sound

__all__ = ["BEFORE", "FINAL", "quantised"]


def quantised(sound: Sound) -> Sound:
    """16 bits."""
    return (np.rint(np.clip(sound, -1, 1) * 32767) / 32768).astype(np.float32)


def _amr(sound: Sound) -> Sound:
    return encoded(sound, "amr", "libopencore_amrnb", RATE_HZ, 12_200)


def _opus(sound: Sound, bit_rate: int = 16_000) -> Sound:
    return encoded(sound, "ogg", "libopus", 48_000, bit_rate)


def _mp3(sound: Sound) -> Sound:
    return encoded(sound, "mp3", "libmp3lame", 44_100, 64_000)


def _gsm(sound: Sound) -> Sound:
    from copies_bench.degrade import CONDITIONS

    return CONDITIONS["GSM"](sound, np.random.default_rng(0)).sound


BEFORE: dict[str, Callable[[Sound], Sound]] = {
    "nothing": quantised,
    "AMR": _amr,
    "opus 24k": lambda sound: quantised(_opus(sound, 24_000)),
    "mp3 64k": lambda sound: quantised(_mp3(sound)),
}
FINAL: dict[str, Callable[[Sound], Sound]] = {
    "PCM 8 kHz": quantised,
    "GSM": _gsm,
    "AMR": _amr,
    "opus 16k": _opus,
}
