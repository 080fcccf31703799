"""What is asked: spoiled excerpts of indexed recordings, of others, and the traps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from copies_bench.corpus import Corpus, Recording
from copies_bench.degrade import CONDITIONS, Degraded, names, second_voice
from copies_bench.speech import RATE_HZ, Sound
from copies_bench.traps import TRAP_SOUNDS, host_of, steady_sounds
from copies_bench.wav import write_wav

__all__ = ["LENGTHS_S", "Question", "ask_about", "excerpt", "holds_speech", "traps"]

_VERSION = 2
LENGTHS_S = (5.0, 10.0, 30.0)
_FRAME_S, _AUDIBLE_DBFS, _OVER_PAUSES_DB, _LEAST_SHARE = 0.05, -40.0, 6.0, 0.5
_SPARE = 1.05  # so much longer is what is spoiled, for a speed that shortens it
_REAL_SHARE = 4  # every fourth question is about real speech
_GAIN_DB = (-20.0, 0.0)
_TRIES = 400
_SECOND = "second voice 0 dB"


@dataclass(frozen=True, slots=True)
class Question:
    """A short WAV file and the truth about it.

    Args:
        group: positive, negative, or the name of a kind of trap.
        truth: the indexed recording that it is an excerpt of; None where none is.
        source: the recording that it was cut from; start_s: where it begins there.
        rate: seconds of the source in a second of it.
    """

    name: str
    path: Path
    group: str
    condition: str
    length_s: float
    kind: str
    truth: str | None
    source: str
    start_s: float
    rate: float

    @property
    def middle_s(self) -> float:
        """What of the source lies in its middle."""
        return self.start_s + self.rate * self.length_s / 2


def holds_speech(sound: Sound, floor_db: float) -> bool:
    """Half of its 50 ms frames are louder than -40 dBFS and 6 dB louder than the pauses of its recording.

    A pause cannot be recognised, and on a noisy line it is louder than -40 dBFS.
    """
    levels_db = _levels_db(sound)
    least_db = max(_AUDIBLE_DBFS, floor_db + _OVER_PAUSES_DB)
    return bool(len(levels_db) and np.mean(levels_db > least_db) >= _LEAST_SHARE)


def _levels_db(sound: Sound) -> NDArray[np.float64]:
    size = int(_FRAME_S * RATE_HZ)
    frames = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    return 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-12)


@lru_cache(maxsize=4096)
def _pauses_db(corpus: Corpus, name: str) -> float:
    """How loud a recording is in its quietest tenth."""
    return float(np.percentile(_levels_db(corpus.sound(name)), 10))


def ask_about(
    corpus: Corpus, folder: Path, conditions: list[str], positives: int, negatives: int
) -> list[Question]:
    """So many questions of each group for each condition and length; written as WAV files."""
    plan = {"version": _VERSION, "conditions": conditions, "asked": [positives, negatives]}
    listed = folder / "questions.json"
    if listed.is_file():  # as an earlier run left them
        found = json.loads(listed.read_text(encoding="utf-8"))
        if found["plan"] == plan:
            return [Question(**{**one, "path": Path(one["path"])}) for one in found["questions"]]
    folder.mkdir(parents=True, exist_ok=True)
    asked = []
    for condition in conditions:
        for length_s in LENGTHS_S:
            for group, count in (("positive", positives), ("negative", negatives)):
                seed = crc32(f"{condition} {length_s} {group}".encode())
                draw = np.random.default_rng([seed, 31])
                for number in range(count):
                    kind = "real" if number % _REAL_SHARE == _REAL_SHARE - 1 else "synthetic"
                    wish = (group, condition, length_s, kind)
                    name = f"{group}-{names().index(condition):02d}-{length_s:.0f}-{number:03d}"
                    asked.append(_question(corpus, folder / f"{name}.wav", wish, draw))
    stored = [{**asdict(one), "path": str(one.path)} for one in asked]
    listed.write_text(json.dumps({"plan": plan, "questions": stored}), encoding="utf-8")
    return asked


def _question(
    corpus: Corpus, path: Path, wish: tuple[str, str, float, str], draw: np.random.Generator
) -> Question:
    group, condition, length_s, kind = wish
    held_out = group == "negative"
    source, start_s, sound = excerpt(corpus, kind, length_s * _SPARE, draw, held_out=held_out)
    if condition == _SECOND:
        _, _, other = excerpt(
            corpus, "synthetic", length_s * _SPARE, draw, held_out=True, but=source.name
        )
        spoiled = second_voice(sound, other)
    else:
        spoiled = CONDITIONS[condition](sound, draw)
    _write_asked(path, spoiled, length_s, draw)
    truth = None if held_out else source.name
    return Question(
        path.stem, path, group, condition, length_s, source.kind, truth, source.name, start_s,
        spoiled.rate,
    )  # fmt: skip


def excerpt(
    corpus: Corpus,
    kind: str,
    seconds: float,
    draw: np.random.Generator,
    *,
    held_out: bool,
    but: str = "",
) -> tuple[Recording, float, Sound]:
    """A random stretch that holds speech, of a recording drawn by its length."""
    able = [
        one
        for one in corpus.recordings
        if (one.kind, one.held_out) == (kind, held_out) and one.seconds > seconds + 0.5
    ]
    able = [one for one in able if one.name != but]
    if not able:  # no real recording is so long, or none is there
        return excerpt(corpus, "synthetic", seconds, draw, held_out=held_out, but=but)
    shares = np.array([one.seconds for one in able])
    for _ in range(_TRIES):
        one = able[int(draw.choice(len(able), p=shares / shares.sum()))]
        # on a sample, as everything of the truth is exact
        start_s = int(draw.uniform(0, one.seconds - seconds) * RATE_HZ) / RATE_HZ
        sound = corpus.sound(one.name, start_s, seconds)
        if holds_speech(sound, _pauses_db(corpus, one.name)):
            return one, start_s, sound
    raise RuntimeError(f"no {seconds} s of speech found among {kind} recordings")


def _write_asked(path: Path, spoiled: Degraded, length_s: float, draw: np.random.Generator) -> None:
    gain = np.float32(10 ** (draw.uniform(*_GAIN_DB) / 20))
    write_wav(path, spoiled.sound[: int(length_s * RATE_HZ)] * gain)


def traps(corpus: Corpus, folder: Path) -> list[Question]:
    """Questions that must link nothing, each a WAV file."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = []
    for name, group, sound in _trap_sounds(corpus):
        path = folder / f"trap-{name}.wav"
        write_wav(path, sound)
        seconds = len(sound) / RATE_HZ
        asked.append(Question(path.stem, path, group, "", seconds, "trap", None, "", 0.0, 1.0))
    return asked


def _trap_sounds(corpus: Corpus) -> Iterator[tuple[str, str, Sound]]:
    """A shared sound alone, half and half with unknown speech, and a whole unknown call that holds it."""
    draw = np.random.default_rng(77)
    for trap in TRAP_SOUNDS:
        _, _, call = excerpt(corpus, "synthetic", 59.0, draw, held_out=True)
        whole = host_of(trap, call)
        shared = host_of(trap, call[:0])
        yield f"{trap.name}-alone", trap.group, shared[: 10 * RATE_HZ]
        beside = np.concatenate([shared[-10 * RATE_HZ :], call[: 10 * RATE_HZ]])
        yield f"{trap.name}-beside", trap.group, beside
        yield f"{trap.name}-call", trap.group, whole
    yield from steady_sounds()
    for number in range(6):
        kind = "real" if number % 2 else "synthetic"
        _, _, sound = excerpt(corpus, kind, 1.0, draw, held_out=False)
        yield f"second{number}", "one second", sound
