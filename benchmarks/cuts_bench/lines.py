"""Made-up calls, each on a line of its own: noise of its own colour that wanders, hum, knocks and breath.

What the cuts are fitted on (`fit`) and judged on (`held_out`) share no language, no voice and no seed.
8 kHz mono float32.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
for _folder in (ROOT / "samples", ROOT / "benchmarks"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from copies_bench.speech import (  # noqa: E402 (found by the lines above)
    RATE_HZ,
    CallMaker,
    Sound,
    _Voice,
    coloured,
)
from making.degrade import band_pass  # noqa: E402

__all__ = ["RATE_HZ", "LineMaker", "Part", "Sound"]

Part = Literal["fit", "held_out"]
_SEEDS = {"fit": 3_000_000, "held_out": 5_000_000}
_LANGUAGES = {"fit": ("ru", "uk"), "held_out": ("en-us",)}
_VARIANTS = {
    "fit": ("m1", "m3", "m5", "m7", "f1", "steph", "Annie", "Andy", "john", "Mario"),
    "held_out": ("m4", "m6", "f4", "anika", "linda", "ed", "paul", "aunty", "grandma", "robert"),
}  # none with breath: espeak-ng switches its noise on and off with each sentence
_SPEECH_DBFS = -22.0


class LineMaker(CallMaker):
    """Calls of one part; the same part and number give the same call."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part

    def recording(self, number: int, seconds: float) -> Sound:
        """A call of about that length, with its line."""
        return self.call(_SEEDS[self._part] + number, seconds)

    def _voice(self, draw: np.random.Generator, language: str) -> _Voice:
        language = str(draw.choice(_LANGUAGES[self._part]))
        voice = super()._voice(draw, language)
        name = f"{language}+{draw.choice(_VARIANTS[self._part])}"
        return _Voice(name, voice.pitch, voice.words_a_minute, voice.tract)

    def _say(self, draw: np.random.Generator, language: str, voice: _Voice) -> Sound:
        language = voice.name.partition("+")[0]  # the one that its voice was drawn for
        return super()._say(draw, language, voice)

    @staticmethod
    def _line(draw: np.random.Generator, sound: Sound) -> Sound:
        low, high = float(draw.uniform(50, 320)), float(draw.uniform(3200, 3900))
        floor_db = _SPEECH_DBFS - float(draw.uniform(20, 42))
        heard = sound + background(draw, len(sound), floor_db)
        hum_first = draw.random() < 0.4  # the hum of the caller's room, or of the recorder
        hum = mains(draw, len(sound)) if draw.random() < 0.6 else np.zeros(len(sound), np.float32)
        if hum_first:
            heard = heard + hum
        heard = band_pass(heard.astype(np.float32), RATE_HZ, low, high)
        if not hum_first:
            heard = heard + hum
        recorder = coloured(draw, len(heard)) * np.float32(10 ** (draw.uniform(-90, -72) / 20))
        return np.clip(heard + recorder, -1, 1).astype(np.float32)


def background(draw: np.random.Generator, count: int, level_dbfs: float) -> Sound:
    """Noise of a colour of its own whose level wanders slowly, with knocks and breath now and then."""
    noise = coloured(draw, count)
    for _ in range(int(draw.integers(0, 3))):  # the resonances of a room or a handset
        centre, width = draw.uniform(200, 3400), draw.uniform(80, 600)
        bump = band_pass(
            coloured(draw, count, 0.0), RATE_HZ, centre - width / 2, centre + width / 2
        )
        noise = noise + bump * np.float32(10 ** (draw.uniform(-3, 9) / 20))
    noise = noise / np.sqrt(np.mean(noise**2)) * np.float32(10 ** (level_dbfs / 20))
    noise = noise * wander(draw, count, float(draw.uniform(0.2, 1.5)))
    if draw.random() < 0.5:
        for _ in range(draw.poisson(3 * count / RATE_HZ / 60)):
            disturb(draw, noise, level_dbfs)
    return noise.astype(np.float32)


def wander(draw: np.random.Generator, count: int, swing_db: float) -> Sound:
    """A gain that moves by about ``swing_db`` over tens of seconds."""
    knots = max(3, count // (8 * RATE_HZ) + 2)
    steps = np.cumsum(draw.standard_normal(knots)) * swing_db / 2
    at = np.linspace(0, knots - 1, count)
    return (10 ** (np.interp(at, np.arange(knots), steps) / 20)).astype(np.float32)


def disturb(draw: np.random.Generator, sound: Sound, floor_dbfs: float) -> None:
    """A knock of 5 to 40 ms, or a breath with slow edges, in place: what is no cut."""
    at = int(draw.integers(0, max(1, sound.size - RATE_HZ)))
    if draw.random() < 0.5:
        length = int(draw.uniform(0.02, 0.15) * RATE_HZ)
        shape = np.exp(-np.arange(length) / (draw.uniform(0.003, 0.02) * RATE_HZ))
        rise = np.minimum(1, np.arange(length) / max(1, int(0.001 * RATE_HZ)))
        level = floor_dbfs + draw.uniform(10, 35)
        burst = draw.standard_normal(length) * shape * rise
    else:
        length = int(draw.uniform(0.2, 0.7) * RATE_HZ)
        level = floor_dbfs + draw.uniform(3, 15)
        burst = coloured(draw, length) * np.hanning(length)
    part = sound[at : at + length]
    part += (burst[: part.size] * 10 ** (level / 20)).astype(np.float32)


def mains(draw: np.random.Generator, count: int) -> Sound:
    """Hum at 50 Hz and harmonics with levels of their own; its frequency wanders as a grid's does."""
    t_s = np.arange(count) / RATE_HZ
    knots = max(4, int(count / RATE_HZ / 4) + 2)
    drift_hz = 50 + 0.02 * draw.standard_normal() + np.cumsum(draw.normal(0, 0.003, knots))
    hz = np.interp(t_s, np.linspace(0, t_s[-1] + 1, knots), drift_hz)
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    level_db = draw.uniform(-70, -46)
    hum = np.zeros(count)
    for harmonic in (1, 2, 3, 4, 5, 6, 7, 9, 11):
        if harmonic > 3 and draw.random() < 0.5:
            continue
        gain = 10 ** ((level_db - draw.uniform(0, 6 + 2 * harmonic)) / 20)
        hum += gain * np.sin(harmonic * phase + draw.uniform(0, 2 * np.pi))
    return hum.astype(np.float32)
