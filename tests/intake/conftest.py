"""Small real sound files."""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Callable
from math import pi, sin

import pytest


@pytest.fixture
def tone() -> Callable[[int], bytes]:
    """tone(hz): a WAV file with 0.2 s of that tone; equal tones are equal bytes."""

    def make(hz: int) -> bytes:
        samples = array("h", (int(8000 * sin(2 * pi * hz * n / 8000)) for n in range(1600)))
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(samples.tobytes())
        return out.getvalue()

    return make
