"""What sounds alike in calls that have nothing to do with one another, through the whole program."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from earwitness.desk import Desk
from earwitness.store.catalog.copies import same_recording, shared_passages
from earwitness.work.run import run

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
RATE = 8000


def write(path: Path, sound: np.ndarray) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


@pytest.mark.slow
def test_hold_music_ringing_and_an_introduction_join_nothing(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.syspath_prepend(str(BENCHMARKS.parent / "samples"))
    from copies_bench.degrade import CONDITIONS, mixed, music
    from copies_bench.speech import CallMaker

    maker, draw = CallMaker(), np.random.default_rng(4)
    calls = [maker.call(9100 + number, 40) for number in range(8)]
    hold = 0.8 * music(draw, 15 * RATE)
    t = np.arange(12 * RATE) / RATE
    ringing = np.where(t % 4 < 1, 0.2 * np.sin(2 * np.pi * 425 * t), 0)
    jingle = mixed(maker.call(9001, 9), music(draw, 9 * RATE), 3.0)
    pile = tmp_path / "pile"
    pile.mkdir()
    for number, at_s in ((0, 20), (1, 12)):
        parts = [calls[number][: at_s * RATE], hold, calls[number][at_s * RATE :]]
        write(pile / f"hold-{number}.wav", np.concatenate(parts))
    for number in (2, 3):
        write(pile / f"ringing-{number}.wav", np.concatenate([ringing, calls[number]]))
    for number in (4, 5, 6):
        write(pile / f"introduction-{number}.wav", np.concatenate([jingle, calls[number]]))
    write(pile / "original.wav", calls[7])
    write(pile / "copy.wav", CONDITIONS["opus 16k"](calls[7], draw).sound)
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        run(desk.archive)
        db = desk.archive.db
        same = same_recording(db)
        assert len(same) == 9
        assert len({*same.values()}) == 8  # the copy and its original are one, and nothing else
        found = {p.verdict.value for name in same for p in shared_passages(db, name)}
        assert found == {"no_speech", "common"}
