"""An hour of telephone-like talk, made here: espeak-ng voices, a narrow band, noise, pauses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import soxr
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "samples"))

from making.degrade import band_pass, noise, to_level  # noqa: E402 (found by the line above)
from making.speech import Synthesiser  # noqa: E402

__all__ = ["CACHE", "FORMATS", "telephone_talk"]

CACHE = ROOT / ".benchmarks"
# codec, sample format, rate of the file in Hz, bit rate
FORMATS = {
    "opus": ("libopus", "flt", 48_000, 24_000),
    "mp3": ("libmp3lame", "s16p", 44_100, 64_000),
}
_RATE_HZ = 16_000
_SEED = 20
_VOICES = {
    "ru": ("ru+m3", "ru+f2"),
    "uk": ("uk+m1", "uk+f3"),
    "en-us": ("en-us+m2", "en-us+f1"),
}
_LINES = {
    "ru": """Липа, Липа, я Клён, как слышно, приём
Слышу тебя хорошо, выходим через сорок минут
Передай старшему, что воды на двое суток, не больше
Нет, мост закрыт, пойдём низом, через посадку
Да понял я, понял, не кричи так в трубку""",
    "uk": """Ясен, я Калина, чую тебе погано, повтори
Машина приїде о п'ятій, зустрічай біля школи
Скажи їм, щоб не ходили туди без дозволу
Мамо, все добре, я вже на місці, не хвилюйся
Ні, ми нікуди не поїдемо, доки не стемніє""",
    "en-us": """Harbour, this is Lantern, say again your last
We have eleven bags and one truck, that is all there is
Nobody told me about the second road
Call her back before noon and tell her it is fine
Wait, wait, somebody is on the line with us""",
}


def telephone_talk(kind: str, minutes: int) -> Path:
    """A file of ``minutes`` of talk in the format ``opus`` or ``mp3``; made once, then kept."""
    path = CACHE / f"talk-{minutes}min.{kind}"
    if not path.is_file():
        CACHE.mkdir(exist_ok=True)
        draft = path.with_name(f"draft-{path.name}")
        _write(draft, kind, minutes)
        draft.replace(path)
    return path


def _write(path: Path, kind: str, minutes: int) -> None:
    codec, form, rate_hz, bit_rate = FORMATS[kind]
    with av.open(str(path), "w", format="ogg" if kind == "opus" else kind) as out:
        stream = out.add_stream(codec, rate=rate_hz, layout="mono", format=form)
        stream.bit_rate = bit_rate
        fit = av.AudioResampler(form, "mono", rate_hz, stream.codec_context.frame_size or 1024)
        position = 0
        for given in [*map(_frame, _talk(minutes)), None]:
            for frame in fit.resample(given):
                frame.pts = position
                position += frame.samples
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _frame(pcm: NDArray[np.float32]) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(pcm[None], format="fltp", layout="mono")
    frame.sample_rate = _RATE_HZ
    return frame


def _talk(minutes: int) -> Iterator[NDArray[np.float32]]:
    """One minute after another: lines in turn with pauses, at changing levels, over noise."""
    random = np.random.default_rng(_SEED)
    lines = _spoken()
    for minute in range(minutes):
        pcm = noise(60 * _RATE_HZ, float(random.uniform(-62, -45)), _SEED + minute)
        at = int(random.uniform(0.2, 3) * _RATE_HZ)
        while True:
            line = lines[int(random.integers(len(lines)))]
            if at + line.size > pcm.size:
                break
            pcm[at : at + line.size] += line * np.float32(10 ** (random.uniform(-12, 0) / 20))
            at += line.size + int(random.uniform(0.15, 2.5) * _RATE_HZ)
        yield band_pass(pcm, _RATE_HZ, 300, 3400)


def _spoken() -> list[NDArray[np.float32]]:
    synthesiser = Synthesiser()
    found = []
    for language, text in _LINES.items():
        for number, line in enumerate(text.splitlines()):
            for voice in _VOICES[language]:
                said = synthesiser.say(line.split(), voice, 35 + 6 * number, 150 + 10 * number)
                pcm = soxr.resample(to_level(said.pcm, -20.0), said.rate_hz, _RATE_HZ)
                found.append(np.asarray(pcm, dtype=np.float32))
    return found
