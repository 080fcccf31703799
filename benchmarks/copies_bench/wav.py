"""WAV files of 8 kHz, 16 bit, one channel: what every system of the benchmark reads."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["map_wav", "read_wav", "write_wav"]

_RATE_HZ = 8000
_FULL = 32768
_HEADER = 44  # bytes before the samples, as `wave` writes them


def write_wav(path: Path, sound: NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE_HZ)
        out.writeframes(np.clip(np.rint(sound * _FULL), -_FULL, _FULL - 1).astype("<i2").tobytes())


def map_wav(path: Path) -> NDArray[np.int16]:
    """Its samples, on the disk."""
    return np.memmap(path, "<i2", "r", _HEADER)


def read_wav(path: Path) -> NDArray[np.float32]:
    return map_wav(path).astype(np.float32) / np.float32(_FULL)
