"""What happens to a recording on its way: codecs, bands, noise, speed, music, bleeps, voices, rooms.

Each takes 8 kHz mono float32 and a random generator and gives the same; those that change the speed say by
how much, because a time map is judged by it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import av
import numpy as np
import soxr

from copies_bench.speech import RATE_HZ, Sound, coloured
from making.degrade import band_pass, to_level

__all__ = [
    "CONDITIONS",
    "Degraded",
    "Spoiler",
    "band_pass",
    "bleeped",
    "encoded",
    "mixed",
    "music",
    "names",
    "resampled",
    "second_voice",
]


@dataclass(frozen=True)
class Degraded:
    """A spoiled sound; ``rate``: seconds of the original in a second of it."""

    sound: Sound
    rate: float = 1.0


def encoded(sound: Sound, container: str, codec: str, rate_hz: int, bit_rate: int) -> Sound:
    """Through an encoder of FFmpeg and back; the codec's delay is cut off as a player does."""
    sent = soxr.resample(sound, RATE_HZ, rate_hz) if rate_hz != RATE_HZ else sound
    data = io.BytesIO()
    with av.open(data, "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate_hz, layout="mono")
        stream.bit_rate = bit_rate
        pcm = (np.clip(sent, -1, 1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(pcm[None], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        frame.pts = 0
        resampler = av.AudioResampler(stream.format, "mono", rate_hz, stream.frame_size or None)
        for ready in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    data.seek(0)
    heard: list[Sound] = []
    with av.open(data) as back:
        to_float = av.AudioResampler("flt", "mono", RATE_HZ)
        for frame in back.decode(audio=0):
            frame.pts = None
            heard += [one.to_ndarray()[0] for one in to_float.resample(frame)]
        heard += [one.to_ndarray()[0] for one in to_float.resample(None)]
    found = np.concatenate(heard).astype(np.float32)
    return np.pad(found, (0, max(0, len(sound) - len(found))))[: len(sound)]


def _opus(sound: Sound, _: np.random.Generator) -> Degraded:
    return Degraded(encoded(sound, "ogg", "libopus", 16_000, 16_000))


def _gsm(sound: Sound, _: np.random.Generator) -> Degraded:
    """GSM 06.10 full rate by SoX (FFmpeg decodes it only)."""
    if shutil.which("sox") is None:
        raise RuntimeError("the GSM condition needs SoX: apt-get install sox libsox-fmt-all")
    raw = ["-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-c", "1", "-"]
    gsm = ["-t", "gsm", "-"]
    data = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    for step in (["sox", "-D", *raw, *gsm], ["sox", "-D", *gsm, *raw]):
        data = subprocess.run(step, input=data, capture_output=True, check=True).stdout
    found = np.frombuffer(data, "<i2").astype(np.float32) / 32768
    return Degraded(np.pad(found, (0, max(0, len(sound) - len(found))))[: len(sound)])


_AMR_DELAY = 39  # samples by which the codec lags, by cross-correlation; the file does not say so


def _amr(sound: Sound, draw: np.random.Generator) -> Degraded:
    """AMR narrow band. Its lag is cut off, so that the time map is judged by the sound."""
    bit_rate = int(draw.choice([5900, 7400, 12_200]))
    padded = np.pad(sound, (0, _AMR_DELAY))
    heard = encoded(padded, "amr", "libopencore_amrnb", RATE_HZ, bit_rate)
    return Degraded(heard[_AMR_DELAY:])


def mixed(sound: Sound, other: Sound, ratio_db: float) -> Sound:
    """Mixed so that the sound stands ``ratio_db`` above the other (RMS of what is audible)."""
    mixed = to_level(sound, -22.0) + to_level(other, -22.0 - ratio_db)
    return np.clip(mixed, -1, 1).astype(np.float32)


def _band(sound: Sound, draw: np.random.Generator) -> Degraded:
    heard = band_pass(sound, RATE_HZ, 300, 3400)
    return Degraded(
        mixed(heard, band_pass(coloured(draw, len(sound), 0.0), RATE_HZ, 300, 3400), 10.0)
    )


def resampled(sound: Sound, rate: float) -> Sound:
    """Played ``rate`` times as fast: pitch and tempo change together."""
    return soxr.resample(sound, RATE_HZ * rate, RATE_HZ).astype(np.float32)


def _speed(sound: Sound, draw: np.random.Generator) -> Degraded:
    rate = float(draw.choice([0.98, 1.02]))
    return Degraded(resampled(sound, rate), rate)


def music(draw: np.random.Generator, count: int) -> Sound:
    """Chords, a bass and a beat, 8 kHz, RMS about 0.1: what stands under films and on hold lines."""
    t_s = np.arange(count) / RATE_HZ
    beat_s = 60 / draw.uniform(70, 140)
    out = np.zeros(count)
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12 + draw.uniform(-0.5, 0.5))
    tones = draw.integers(1, 6)
    for bar in range(int(count / RATE_HZ / beat_s / 2) + 1):
        start = int(bar * 2 * beat_s * RATE_HZ)
        stop = min(count, start + int(2.2 * beat_s * RATE_HZ))
        if start >= count:
            break
        span = t_s[start:stop] - t_s[start]
        decay = np.exp(-span / draw.uniform(0.3, 2.0))
        for hz in draw.choice(scale, 3, replace=False) * draw.choice([1, 2, 0.5]):
            for partial in range(1, int(tones) + 2):
                out[start:stop] += decay * np.sin(2 * np.pi * hz * partial * span) / partial**1.2
        for step in range(4):
            at = start + int(step * beat_s / 2 * RATE_HZ)
            hit = int(0.08 * RATE_HZ)
            if at + hit < count and draw.random() < 0.7:
                out[at : at + hit] += (
                    draw.standard_normal(hit) * np.exp(-np.arange(hit) / 150) * 0.7
                )
            note = int(beat_s / 2 * RATE_HZ)
            if at + note < count and draw.random() < 0.6:
                hz = draw.choice(scale) * draw.choice([1, 2, 4])
                out[at : at + note] += np.sin(2 * np.pi * hz * t_s[:note]) * np.hanning(note)
    return (0.1 * out / max(1e-9, float(np.sqrt(np.mean(out**2))))).astype(np.float32)


def _music(sound: Sound, draw: np.random.Generator) -> Degraded:
    return Degraded(mixed(sound, music(draw, len(sound)), 6.0))


def bleeped(sound: Sound, draw: np.random.Generator, share: float = 0.2) -> Sound:
    """A 1 kHz tone over ``share`` of the sound in spans of 0.3 to 1 s."""
    out = sound.copy()
    covered = np.zeros(len(sound), bool)
    while covered.mean() < share:
        length = int(draw.uniform(0.3, 1.0) * RATE_HZ)
        start = int(draw.integers(0, max(1, len(sound) - length)))
        covered[start : start + length] = True
    tone = 0.2 * np.sin(2 * np.pi * 1000 * np.arange(len(sound)) / RATE_HZ)
    out[covered] = tone[covered]
    return out


def _bleep(sound: Sound, draw: np.random.Generator) -> Degraded:
    return Degraded(bleeped(sound, draw))


def _room(sound: Sound, draw: np.random.Generator) -> Degraded:
    """Exponentially decaying noise as impulse response, RT60 0.3 to 0.7 s, direct sound in front."""
    decay_s = draw.uniform(0.3, 0.7)
    t_s = np.arange(int(decay_s * RATE_HZ)) / RATE_HZ
    tail = draw.standard_normal(len(t_s)) * 10 ** (-3 * t_s / decay_s)
    tail *= 10 ** (-draw.uniform(-3, 6) / 20) / np.sqrt(np.sum(tail**2))
    tail[0] += 1.0
    padded = 1 << (len(sound) + len(tail) - 1).bit_length()
    heard = np.fft.irfft(np.fft.rfft(sound, padded) * np.fft.rfft(tail, padded), padded)
    return Degraded(to_level(heard[: len(sound)].astype(np.float32), -22.0))


def _chain(sound: Sound, draw: np.random.Generator) -> Degraded:
    """A loudspeaker in a room, a telephone in noise, another speed, an upload."""
    rate = 1.0
    heard = sound
    for step in (_room, _band, _speed, draw.choice(["gsm", "amr"]), _opus):
        if isinstance(step, str):
            done = (_gsm if step == "gsm" else _amr)(heard, draw)
        elif step is not _opus and draw.random() < 0.25:
            continue
        else:
            done = step(heard, draw)
        heard, rate = done.sound, rate * done.rate
    return Degraded(heard, rate)


Spoiler = Callable[[Sound, np.random.Generator], Degraded]
CONDITIONS: dict[str, Spoiler] = {
    "untouched": lambda sound, _: Degraded(sound),
    "opus 16k": _opus,
    "GSM": _gsm,
    "AMR": _amr,
    "band, noise 10 dB": _band,
    "speed 2 %": _speed,
    "music 6 dB": _music,
    "20 % bleeped": _bleep,
    "room": _room,
    "chain": _chain,
}


def second_voice(sound: Sound, other: Sound) -> Degraded:
    """Another call at equal level."""
    return Degraded(mixed(sound, other[: len(sound)], 0.0))


def names() -> list[str]:
    """All conditions, in the order of the tables."""
    return [*CONDITIONS, "second voice 0 dB"]
