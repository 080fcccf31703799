"""What a line, a codec or an editor does to a recording before it is aligned."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from align_bench.onset import speech_power
from align_bench.recordings import RATE_HZ, Line, Material, Recording, Sound, read_sound
from making.degrade import band_pass
from making.encode import Format, encode

__all__ = ["CONDITIONS", "Impossible", "under"]

_SEED = 47
_BAND_HZ = (300, 3400)
_NOISE_DB = 10.0
_DROPPED = 0.2
_INTRO_S = 15.0
_LONGEST_LAG_S = 0.25
_OPUS = Format("libopus", 48_000, 16_000)
_AMR = Format("libopencore_amrnb", RATE_HZ, 12_200)


class Impossible(Exception):
    """A condition that this machine or material does not allow; the message says why."""


def under(condition: str, material: Material) -> Material:
    """The material in a condition.

    Raises:
        Impossible: a program is missing, or the material is too small.
    """
    made = CONDITIONS[condition](material)
    return replace(material, recordings=tuple(made))


def _clean(material: Material) -> list[Recording]:
    return list(material.recordings)


def _gsm(material: Material) -> list[Recording]:
    """GSM 06.10 full rate by SoX."""
    if shutil.which("sox") is None:
        raise Impossible("sox is not on PATH (Debian: apt-get install sox)")
    raw = ["-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-c", "1", "-"]
    gsm = ["-t", "gsm", "-"]
    # -D: no dither, which SoX draws anew in every run
    steps = [["sox", "-D", *raw, *gsm], ["sox", "-D", *gsm, *raw]]

    def through(pcm: Sound) -> Sound:
        sound = _integers(pcm).tobytes()
        for step in steps:
            sound = subprocess.run(step, input=sound, capture_output=True, check=True).stdout
        return np.frombuffer(sound, dtype="<i2").astype(np.float32) / 32768

    return [_in_time(one, through(one.pcm)) for one in material.recordings]


def _coded(form: Format, ending: str) -> Callable[[Material], list[Recording]]:
    def condition(material: Material) -> list[Recording]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"coded{ending}"
            made = []
            for one in material.recordings:
                encode(path, _integers(one.pcm)[:, None], RATE_HZ, form)
                made.append(_in_time(one, read_sound(path)))
        return made

    return condition


def _noise(material: Material) -> list[Recording]:
    """White noise in the telephone band, 10 dB below the speech, the speech in that band too."""
    made = []
    for number, one in enumerate(material.recordings):
        drawn = np.random.default_rng((_SEED, number)).standard_normal(len(one.pcm))
        hiss = band_pass(drawn.astype(np.float32), RATE_HZ, *_BAND_HZ)
        voice = band_pass(one.pcm, RATE_HZ, *_BAND_HZ)
        wanted = speech_power(voice, RATE_HZ) / 10 ** (_NOISE_DB / 10)
        gain = np.sqrt(wanted / np.mean(np.square(hiss, dtype=np.float64)))
        made.append(replace(one, pcm=_bounded(voice + hiss * np.float32(gain))))
    return made


def _dropped(material: Material) -> list[Recording]:
    """A fifth of the lines is missing from the text; they are still said."""
    made = []
    for number, one in enumerate(material.recordings):
        random = np.random.default_rng((_SEED, number))
        count = max(round(_DROPPED * len(one.lines)), 1)
        gone = set(random.choice(len(one.lines), count, replace=False).tolist())
        kept = tuple(line for place, line in enumerate(one.lines) if place not in gone)
        made.append(replace(one, lines=kept))
    return made


def _intro(material: Material) -> list[Recording]:
    """Fifteen seconds of other speech (the next recording's) stand before the first line."""
    if len(material.recordings) < 2:
        raise Impossible("there is no other recording to take an intro from")
    made = []
    for number, one in enumerate(material.recordings):
        other = material.recordings[(number + 1) % len(material.recordings)].pcm
        spoken = other[: round(_INTRO_S * RATE_HZ)]
        gap = np.zeros(round(0.5 * RATE_HZ), dtype=np.float32)
        later_s = (len(spoken) + len(gap)) / RATE_HZ
        lines = tuple(_later(line, later_s) for line in one.lines)
        made.append(replace(one, pcm=np.concatenate([spoken, gap, one.pcm]), lines=lines))
    return made


def _later(line: Line, by_s: float) -> Line:
    times = {
        name: None if (value := getattr(line, name)) is None else value + by_s
        for name in ("onset_s", "edge_s", "end_s")
    }
    return replace(line, **times)


def _in_time(one: Recording, heard: Sound) -> Recording:
    """The coded sound shifted by its delay: the peak of the cross-correlation within 250 ms."""
    size = 1 << (len(heard) + len(one.pcm)).bit_length()
    spectra = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(one.pcm, size))
    match = np.fft.irfft(spectra, size)
    most = round(_LONGEST_LAG_S * RATE_HZ)
    lag = int(np.argmax(np.concatenate([match[-most:], match[: most + 1]]))) - most
    shifted = heard[lag:] if lag >= 0 else np.concatenate([np.zeros(-lag, np.float32), heard])
    fitted = np.zeros(len(one.pcm), dtype=np.float32)
    fitted[: min(len(shifted), len(fitted))] = shifted[: len(fitted)]
    return replace(one, pcm=fitted)


def _integers(pcm: Sound) -> np.ndarray:
    return np.clip(np.round(pcm * 32768), -32768, 32767).astype("<i2")


def _bounded(pcm: Sound) -> Sound:
    return np.asarray(pcm / max(float(np.abs(pcm).max()), 1.0), dtype=np.float32)


CONDITIONS: dict[str, Callable[[Material], list[Recording]]] = {
    "clean": _clean,
    "gsm": _gsm,
    "amr": _coded(_AMR, ".amr"),
    "opus16": _coded(_OPUS, ".opus"),
    "noise10": _noise,
    "dropped": _dropped,
    "intro": _intro,
}
