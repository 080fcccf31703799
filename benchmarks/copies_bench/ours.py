"""Earwitness on the corpus: fingerprints, the index, and questions in a process of their own."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copies_bench.asking import Told
from copies_bench.corpus import Corpus
from copies_bench.peers import Usage, index_bytes, run_child
from copies_bench.questions import LENGTHS_S, Question
from copies_bench.speech import read_sound
from earwitness.audio.fingerprint import CODE_STEP, codes_of, packed, sound_projections
from earwitness.store.sound_index.index import SoundIndex

__all__ = ["Indexing", "Ours", "ask_all", "index_corpus"]

_AT_ONCE_S = 3600.0  # of sound that is added together
_FILES_TIMED = 60
_ASKING = Path(__file__).with_name("asking.py")


@dataclass(frozen=True, slots=True)
class Indexing:
    """What it took; speeds in seconds of sound a second of processor time on one core."""

    hours: float
    prints_speed: float
    files_speed: float
    whole_speed: float
    add_cpu_s: float
    bytes_per_hour: float
    codes: int


def index_corpus(corpus: Corpus, folder: Path) -> Indexing:
    """Fingerprint all that is to be indexed and add it, an hour at a time."""
    SoundIndex.remove(folder)
    index = SoundIndex(folder)
    seconds = print_s = add_s = 0.0
    group: list[tuple[str, NDArray[np.uint64]]] = []
    held_s = 0.0
    wanted = corpus.indexed()
    for number, one in enumerate(wanted):
        sound = corpus.sound(one.name)
        began = time.process_time()
        codes = codes_of(sound)
        print_s += time.process_time() - began
        group.append((one.name, codes))
        seconds += one.seconds
        held_s += one.seconds
        if held_s >= _AT_ONCE_S or number + 1 == len(wanted):
            began = time.process_time()
            index.add(group)
            add_s += time.process_time() - began
            group, held_s = [], 0.0
    return Indexing(
        seconds / 3600,
        seconds / print_s,
        _files_speed(corpus),
        seconds / (print_s + add_s),
        add_s,
        index_bytes(folder) / (seconds / 3600),
        index.codes,
    )


def _files_speed(corpus: Corpus) -> float:
    """From WAV files through the project's decoder, in blocks."""
    some = corpus.indexed()[:_FILES_TIMED]
    began = time.process_time()
    for one in some:
        for rows in sound_projections(_blocks(corpus.path(one.name)), CODE_STEP):
            packed(rows)
    return sum(one.seconds for one in some) / (time.process_time() - began)


def _blocks(path: Path) -> Iterator[NDArray[np.float32]]:
    yield read_sound(path)


@dataclass(frozen=True, slots=True)
class Ours:
    """Answers by question, and what the process used that gave them."""

    told: dict[str, Told]
    used: Usage
    where_ms: dict[str, float]

    @property
    def query_s(self) -> float:
        """Processor time of a question of any length with its fingerprint, mean."""
        every = [one.cpu_s + one.print_cpu_s for one in self.told.values()]
        return float(np.mean(every))

    def time_lines(self) -> list[str]:
        """Of a question by its length, without and with its own fingerprint."""
        lines = []
        for length_s in LENGTHS_S:
            here = [one for one in self.told.values() if abs(one.seconds - length_s) < 0.1]
            if not here:
                continue
            cpu = np.percentile([1000 * one.cpu_s for one in here], [50, 99])
            wall = np.percentile([1000 * one.wall_s for one in here], [50, 99])
            prints = np.median([1000 * one.print_cpu_s for one in here])
            lines.append(
                f"question of {length_s:.0f} s ({here[0].asked} inside): processor median "
                f"{cpu[0]:.0f} ms, 99 % {cpu[1]:.0f} ms; wall {wall[0]:.0f}, {wall[1]:.0f} ms; "
                f"and {prints:.0f} ms for its fingerprint"
            )
        return lines


def ask_all(index: Path, asked: Sequence[Question], *, where: bool = False) -> Ours:
    """Ask all; those that are no positives are also asked for links (`find_copies`)."""
    with tempfile.TemporaryDirectory() as name:
        job, out = Path(name, "job.json"), Path(name, "out.json")
        files = [[str(one.path), one.group not in ("positive", "negative")] for one in asked]
        wish = {"index": str(index), "files": files, "out": str(out), "where": where}
        job.write_text(json.dumps(wish), encoding="utf-8")
        used = run_child([sys.executable, _ASKING, job])
        answer = json.loads(out.read_text(encoding="utf-8"))
    told = [Told(**one) for one in answer["told"]]
    return Ours({one.name: one for one in told}, used, answer["where_ms"])
