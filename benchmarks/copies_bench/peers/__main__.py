"""Whether the peers install and work: ``python -m copies_bench.peers`` in ``benchmarks``.

Six recordings are said by espeak-ng, five are indexed and every peer is asked for excerpts of all six; an
excerpt of the sixth is right where the peer itself accepts nothing. Seconds are of processor time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "samples"))

import numpy as np
import soxr
from numpy.typing import NDArray

from making.speech import Synthesiser

from .every import PEERS
from .peer import Answer, Failed, NotInstallable, Peer, index_bytes

_RATE_HZ = 8000
_LENGTH_S = 75.0
_EXCERPT_S = (10.0, 20.0, 30.0)
_LATE_S = 0.5  # an offset this far off is wrong
_VOICES = ("ru+m3", "uk+f2", "en-us+m1", "ru+f4", "uk+m5", "en-us+f3")
_WORDS = {
    "ru": "мама дом вода вчера машина дорога говорит поехали деньги человек позвони сказал утром "
    "нормально документы начальник город работа понял хорошо рядом колонна мост река",
    "uk": "мати хата вода вчора машина дорога каже поїхали гроші людина подзвони сказав зранку "
    "нормально документи начальник місто робота зрозумів добре поруч колона міст річка",
    "en": "mother house water yesterday vehicle road speaking leaving money person call said morning "
    "normal documents chief city work understood good nearby column bridge river",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    path: Path
    truth: str | None
    offset_s: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", help="peers, with commas")
    cache = Path(tempfile.gettempdir()) / "earwitness-copies-peers"
    parser.add_argument("--cache", type=Path, default=cache, help="where they are installed")
    given = parser.parse_args()
    wanted = given.only.split(",") if given.only else [peer.name for peer in PEERS]
    with tempfile.TemporaryDirectory() as name:
        indexed, asked = _material(Path(name))
        print(f"{len(indexed)} recordings of {_LENGTH_S:.0f} s, {len(asked)} excerpts at 8 kHz")
        print(
            f"{'peer':<25}{'found':>7}{'place':>7}{'accepted':>10}{'6th':>6}{'index s':>9}"
            f"{'query s':>9}{'MB':>6}{'kB':>8}  version"
        )
        for peer in PEERS:
            if peer.name in wanted:
                print(_line(peer, given.cache, Path(name) / peer.name, indexed, asked), flush=True)


def _line(
    peer: Peer, cache: Path, db: Path, indexed: Sequence[Path], asked: Sequence[_Asked]
) -> str:
    try:
        peer.install(cache)
        peer.index(indexed, db)
        built = peer.used
        answers = peer.query(db, [one.path for one in asked])
    except NotInstallable as why:
        return f"{peer.name:<25} not installable: {why}"
    except Failed as why:
        return f"{peer.name:<25} failed: {why}"
    index_s, query_s = (use.user_s + use.system_s if use else 0.0 for use in (built, peer.used))
    memory = max(use.max_rss_mb if use else 0.0 for use in (built, peer.used))
    return (
        f"{peer.name:<25}{_counted(answers, asked)}{index_s:>9.1f}{query_s:>9.1f}"
        f"{memory:>6.0f}{index_bytes(db) / 1000:>8.0f}  {peer.version()}"
    )


def _counted(answers: Sequence[Answer], asked: Sequence[_Asked]) -> str:
    """Right recording, also with the right offset, also accepted; queries of the sixth left alone."""
    pairs = list(zip(answers, asked, strict=True))
    there = [(answer, one) for answer, one in pairs if one.truth is not None]
    absent = [answer for answer, one in pairs if one.truth is None]
    found = [(answer, one) for answer, one in there if answer.found == one.truth]
    placed = [
        answer
        for answer, one in found
        if answer.offset_s is not None and abs(answer.offset_s - one.offset_s) <= _LATE_S
    ]
    decides = any(answer.accepted is not None for answer in answers)
    accepted = (
        f"{sum(bool(answer.accepted) for answer, _ in found)}/{len(there)}" if decides else "-"
    )
    left = f"{sum(not answer.accepted for answer in absent)}/{len(absent)}" if decides else "-"
    places = (
        f"{len(placed)}/{len(there)}"
        if any(answer.offset_s is not None for answer in answers)
        else "-"
    )
    return f"{f'{len(found)}/{len(there)}':>7}{places:>7}{accepted:>10}{left:>6}"


def _material(folder: Path) -> tuple[list[Path], list[_Asked]]:
    synthesiser = Synthesiser()
    random = np.random.default_rng(5)
    recordings, asked = [], []
    for number, voice in enumerate(_VOICES):
        sound = _talk(synthesiser, voice, random)
        path = folder / f"talk{number}.wav"
        _write(path, sound)
        recordings.append(path)
        truth = path.stem if number < len(_VOICES) - 1 else None
        for length_s in _EXCERPT_S:
            offset_s = float(random.uniform(3, _LENGTH_S - length_s - 3))
            first = int(offset_s * _RATE_HZ)
            part = folder / f"ask{number}_{length_s:.0f}.wav"
            _write(part, sound[first : first + int(length_s * _RATE_HZ)])
            asked.append(_Asked(part, truth, offset_s))
    return recordings[:-1], asked


def _talk(synthesiser: Synthesiser, voice: str, random: np.random.Generator) -> NDArray[np.float32]:
    words = _WORDS[voice[:2]].split()
    parts: list[NDArray[np.float32]] = []
    length = 0
    while length < _LENGTH_S * _RATE_HZ:
        tokens = [str(word) for word in random.choice(words, size=int(random.integers(4, 10)))]
        pitch, rate = int(random.integers(30, 70)), int(random.integers(140, 190))
        line = synthesiser.say(tokens, voice, pitch, rate)
        pause = np.zeros(int(random.uniform(0.2, 0.9) * _RATE_HZ), np.float32)
        parts += [soxr.resample(line.pcm, line.rate_hz, _RATE_HZ), pause]
        length += len(parts[-2]) + len(pause)
    sound = np.concatenate(parts)[: int(_LENGTH_S * _RATE_HZ)]
    return sound + random.normal(0, 0.001, len(sound)).astype(np.float32)


def _write(path: Path, sound: NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE_HZ)
        out.writeframes(np.clip(np.round(sound * 32767), -32768, 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
