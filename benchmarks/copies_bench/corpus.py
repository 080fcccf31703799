"""What is indexed and what is not: synthetic calls by the hour, the real clips, and hosts of trap sounds.

Every recording is a WAV file of 8 kHz, 16 bit, so that every system reads the same samples. The folder is
used again by the next run with the same wishes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from copies_bench.speech import RATE_HZ, CallMaker, Sound, real_recordings
from copies_bench.traps import TRAP_SOUNDS, host_of
from copies_bench.wav import map_wav, write_wav

__all__ = ["Corpus", "Recording", "make_corpus"]

_VERSION = 3
_FIRST_SEED = 5_000_000  # learn.py has 1,000,000 to 1,000,059
_HELD_OUT_SEED = 6_000_000
_TRAP_SEED = 7_000_000
_SHORTEST_S, _LONGEST_S = 60.0, 300.0


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording; ``kind``: synthetic, real or trap (a call that holds a sound of `traps`)."""

    name: str
    kind: str
    held_out: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Corpus:
    """Recordings in a folder."""

    folder: Path
    recordings: tuple[Recording, ...]

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.wav"

    def sound(self, name: str, start_s: float = 0.0, seconds: float | None = None) -> Sound:
        """A stretch of a recording, shorter where it ends."""
        first = int(start_s * RATE_HZ)
        stop = None if seconds is None else first + int(seconds * RATE_HZ)
        return map_wav(self.path(name))[first:stop].astype(np.float32) / np.float32(32768)

    def indexed(self) -> list[Recording]:
        return [one for one in self.recordings if not one.held_out]

    def hours(self, kind: str, *, held_out: bool) -> float:
        found = (one for one in self.recordings if (one.kind, one.held_out) == (kind, held_out))
        return sum(one.seconds for one in found) / 3600


def make_corpus(folder: Path, hours: float) -> Corpus:
    """Make it, or find it as an earlier run left it.

    Args:
        hours: of synthetic speech that is indexed; an eighth of it, 2.5 h for 20 h, is made beside and
            never indexed. Of the real recordings every third is not.
    """
    plan = {"version": _VERSION, "hours": hours}
    listed = folder / "corpus.json"
    if listed.is_file():
        found = json.loads(listed.read_text(encoding="utf-8"))
        if found["plan"] == plan:
            return Corpus(folder, tuple(Recording(**one) for one in found["recordings"]))
    folder.mkdir(parents=True, exist_ok=True)
    recordings = []
    for recording, sound in _every(hours):
        write_wav(folder / f"{recording.name}.wav", sound)
        recordings.append(recording)
    text = json.dumps({"plan": plan, "recordings": [asdict(one) for one in recordings]})
    listed.write_text(text, encoding="utf-8")
    return Corpus(folder, tuple(recordings))


def _every(hours: float) -> Iterator[tuple[Recording, Sound]]:
    maker = CallMaker()
    for held_out, amount, first in (
        (False, hours, _FIRST_SEED),
        (True, hours / 8, _HELD_OUT_SEED),
    ):
        made = 0.0
        number = 0
        while made < amount * 3600:
            draw = np.random.default_rng([first, number])
            sound = maker.call(first + number, float(draw.uniform(_SHORTEST_S, _LONGEST_S)))
            name = f"{'held' if held_out else 'call'}-{number:05d}"
            yield _recording(name, "synthetic", sound, held_out=held_out), sound
            made += len(sound) / RATE_HZ
            number += 1
    for number, (name, sound) in enumerate(real_recordings()):
        yield _recording(f"{name}-{number:02d}", "real", sound, held_out=number % 3 == 1), sound
    for number, trap in enumerate(TRAP_SOUNDS):
        for host in range(trap.hosts):
            call = maker.call(_TRAP_SEED + 100 * number + host, 90.0)
            sound = host_of(trap, call)
            yield _recording(f"host-{trap.name}-{host}", "trap", sound, held_out=False), sound


def _recording(name: str, kind: str, sound: Sound, *, held_out: bool) -> Recording:
    return Recording(name, kind, held_out, len(sound) / RATE_HZ)
