"""Made-up calls by the hour, and the real clips of `../shared/real` joined into recordings.

Synthetic calls are dictionary words said by espeak-ng voices whose vocal tract is stretched or shortened
(resampled), through a band, with the noise and hum of a line. 8 kHz mono float32 throughout.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
for _folder in (ROOT / "samples", ROOT / "benchmarks"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from earwitness.audio.decode import DecodeSettings, decode_blocks  # noqa: E402
from earwitness.errors import EarwitnessError  # noqa: E402
from made_up_talk import MadeUpTalk  # noqa: E402 (found by the lines above)
from making.degrade import band_pass, hum, to_level  # noqa: E402
from making.speech import Synthesiser  # noqa: E402

__all__ = ["RATE_HZ", "REAL", "CallMaker", "Sound", "coloured", "read_sound", "real_recordings"]

Sound = NDArray[np.float32]
RATE_HZ = 8000
REAL = ROOT.parent / "shared" / "real" / "audio"
# The same prompts again in other codecs, and files that are broken on purpose.
_NOT_SPEECH = ("_codecs", "broken", "silence", "empty")
_SOUND = (".wav", ".ogg", ".mp3", ".flac", ".gsm", ".m4a", ".opus")
_VARIANTS = [
    "m1",
    "m2",
    "m3",
    "m4",
    "m5",
    "m6",
    "m7",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "Andy",
    "Alicia",
    "anika",
    "john",
    "linda",
    "Mario",
    "ed",
    "David",
]


@dataclass(frozen=True)
class _Voice:
    name: str
    pitch: int
    words_a_minute: int
    tract: float  # 1.0: as synthesised; above: shorter tract, higher formants


class CallMaker:
    """Calls between two made-up voices. The same seed gives the same call."""

    def __init__(self) -> None:
        self._synthesiser = Synthesiser()
        self._talk = MadeUpTalk.ready()

    def call(self, seed: int, seconds: float) -> Sound:
        """A call of about that length."""
        draw = np.random.default_rng([seed, 2207])
        language = str(draw.choice(["ru", "uk", "en-us"]))
        voices = [self._voice(draw, language), self._voice(draw, language)]
        gain_db = [0.0, float(draw.uniform(-9, 3))]
        one_sided = draw.random() < 0.2
        parts: list[Sound] = [np.zeros(int(draw.uniform(0.1, 1.5) * RATE_HZ), np.float32)]
        length = len(parts[0])
        turn = 0
        while length < seconds * RATE_HZ:
            who = turn % 2
            said = self._say(draw, language, voices[who])
            if one_sided and who == 1:
                said = np.zeros_like(said)
            gap = np.zeros(int(draw.uniform(0.1, 1.0) * RATE_HZ), np.float32)
            parts += [said * np.float32(10 ** (gain_db[who] / 20)), gap]
            length += len(said) + len(gap)
            turn += 1
        return self._line(draw, np.concatenate(parts)[: int(seconds * RATE_HZ)])

    @staticmethod
    def _voice(draw: np.random.Generator, language: str) -> _Voice:
        return _Voice(
            f"{language}+{draw.choice(_VARIANTS)}",
            int(draw.integers(15, 85)),
            int(draw.integers(135, 215)),
            float(draw.uniform(0.87, 1.15)),
        )

    def _say(self, draw: np.random.Generator, language: str, voice: _Voice) -> Sound:
        text = self._talk.sentence(language[:2], int(draw.integers(4, 22)), draw)
        line = self._synthesiser.say(text.split(), voice.name, voice.pitch, voice.words_a_minute)
        said = soxr.resample(line.pcm, line.rate_hz * voice.tract, RATE_HZ, quality="MQ")
        return to_level(said.astype(np.float32), -22.0)

    @staticmethod
    def _line(draw: np.random.Generator, sound: Sound) -> Sound:
        low, high = draw.uniform(50, 320), draw.uniform(3200, 3900)
        heard = band_pass(sound, RATE_HZ, float(low), float(high))
        floor_db = -22.0 - float(draw.uniform(15, 40))
        heard = heard + coloured(draw, len(heard)) * np.float32(10 ** (floor_db / 20))
        if draw.random() < 0.3:
            heard = heard + hum(len(heard), RATE_HZ, float(draw.uniform(-60, -35)))
        return np.clip(heard, -1, 1).astype(np.float32)


def coloured(draw: np.random.Generator, count: int, slope: float | None = None) -> Sound:
    """Noise of RMS 1 whose power falls with frequency to the power ``slope`` (0 white, 1 pink)."""
    slope = float(draw.uniform(0, 1.5)) if slope is None else slope
    padded = 1 << max(1, count - 1).bit_length()
    spectrum = np.fft.rfft(draw.standard_normal(padded).astype(np.float32))
    hz = np.maximum(np.fft.rfftfreq(padded, 1 / RATE_HZ), 20)
    noise = np.fft.irfft(spectrum * hz ** (-slope / 2), padded)[:count]
    return (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)


def read_sound(path: Path) -> Sound:
    """A file as 8 kHz mono, by the project's own decoder."""
    blocks = decode_blocks(path, DecodeSettings(rate_hz=RATE_HZ))
    parts = [block.samples.mean(axis=0) for block in blocks]
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, np.float32)


def real_recordings(seconds: float = 150.0) -> Iterator[tuple[str, Sound]]:
    """The real clips; short ones (prompts, sentences) are joined, folder by folder, with 0.3 s between."""
    if not REAL.is_dir():
        return
    folders: dict[Path, list[Sound]] = {}
    for path in sorted(REAL.rglob("*")):
        if path.suffix not in _SOUND or any(word in str(path) for word in _NOT_SPEECH):
            continue
        try:
            sound = read_sound(path)
        except EarwitnessError:
            continue
        if len(sound) < RATE_HZ or float(np.sqrt(np.mean(sound**2))) < 1e-4:
            continue
        folders.setdefault(path.parent, []).append(to_level(sound, -22.0))
    gap = np.zeros(int(0.3 * RATE_HZ), np.float32)
    for folder, sounds in folders.items():
        joined: list[Sound] = []
        number = 0
        for i, sound in enumerate(sounds):
            joined += [sound, gap]
            if sum(map(len, joined)) >= seconds * RATE_HZ or i == len(sounds) - 1:
                number += 1
                yield f"real-{folder.name}-{number}", np.concatenate(joined)
                joined = []
