"""The index as it grows: adding, bytes, memory, and the time of a question at each size."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copies_bench.asking import Told
from copies_bench.corpus import Corpus
from copies_bench.counting import FALSE_ALARMS
from copies_bench.generated import CODES_PER_HOUR, GENERATED, generated_sounds, key_crowding
from copies_bench.ours import ask_all
from copies_bench.peers import index_bytes, run_child
from copies_bench.questions import Question
from earwitness.store.sound_index.index import SoundIndex
from earwitness.store.sound_index.keys import length_for

__all__ = ["Asking", "Grown", "grow", "growth_lines"]

_GROWING = Path(__file__).with_name("growing.py")
_LENGTHS_S = (5.0, 10.0)
_APART = 8  # every eighth call is no base of generated codes: questions are about those
_ASKED = 80  # positives of a length, and as many negatives
_STEP_HOURS, _LARGE_STEP_HOURS = 10.0, 500.0
_LARGE = 1_000.0
_SPARE_BYTES = 10e9
_BYTES_PER_HOUR = 2.1e6


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions of one length at one size; recall and false alarms at the corpus's own threshold too."""

    cpu_median_ms: float
    cpu_99_ms: float
    wall_median_ms: float
    wall_99_ms: float
    cold_wall_ms: float
    recall: float
    recall_own: float
    false_alarms: float
    highest_unknown: float


@dataclass(frozen=True, slots=True)
class Grown:
    """An index of so many hours."""

    hours: float
    generated_hours: float
    segments: int
    add_speed: float
    bytes_per_hour: float
    writer_mb: float
    reader_mb: float
    asked: dict[float, Asking]
    where_ms: dict[str, float]
    unknown_scores: dict[float, list[float]] = field(default_factory=dict)


def grow(
    corpus: Corpus,
    index: Path,
    asked: Sequence[Question],
    folder: Path,
    sizes: Sequence[float],
    least: float,
) -> list[Grown]:
    """Grow an index to each size.

    Args:
        index: of the whole corpus, whose codes are taken.
        least: the threshold of the corpus.
    """
    whole = SoundIndex(index)
    apart, base_names = _parted(corpus)
    base = np.concatenate([_codes(whole, name) for name in base_names])
    place = folder / "grown"
    SoundIndex.remove(place)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        stored = Path(name, "base.npy")
        np.save(stored, base)
        print(*_crowding_lines(base, corpus, whole, apart), sep="\n", flush=True)
        questions = _questions(asked, set(apart))
        found = []
        for hours in sorted(sizes):
            free = shutil.disk_usage(folder).free
            if hours * _BYTES_PER_HOUR * 1.5 + _SPARE_BYTES > free:
                print(f"{hours:.0f} h left out: {free / 1e9:.0f} GB are free")
                continue
            _start(place, whole, [*apart, *base_names], hours)
            found.append(_grown(place, stored, hours, questions, least))
            print(*growth_lines(found[-1:]), sep="\n", flush=True)
    SoundIndex.remove(place)
    return found


def _parted(corpus: Corpus) -> tuple[list[str], list[str]]:
    """Recordings that questions are about, and those whose codes are cut to pieces."""
    calls = [one.name for one in corpus.indexed() if one.kind == "synthetic"]
    real = [one.name for one in corpus.indexed() if one.kind == "real"]
    base = [name for number, name in enumerate(calls) if number % _APART]
    return real + calls[::_APART], base


def _codes(index: SoundIndex, name: str) -> NDArray[np.uint64]:
    codes = index.find(name)
    return np.zeros(0, np.uint64) if codes is None else np.array(codes)


def _crowding_lines(
    base: NDArray[np.uint64], corpus: Corpus, whole: SoundIndex, apart: Sequence[str]
) -> list[str]:
    asked = np.concatenate([_codes(whole, name) for name in apart if name.startswith("call")])
    hours = min(2_000.0, 20 * len(base) / CODES_PER_HOUR)
    made = np.concatenate([codes for _, codes in generated_sounds(base, hours, 10_000_000)])
    lines = []
    for about, held in ((f"{corpus.hours('synthetic', held_out=False):.0f} h of speech", base),
                        (f"{hours:.0f} h generated", made)):  # fmt: skip
        length = length_for(len(base))
        crowded = ", ".join(f"{one:.2f}" for one in key_crowding(asked, held, length))
        lines.append(f"codes under a key of other speech, over evenly spread: {about}: {crowded}")
    return lines


def _questions(asked: Sequence[Question], apart: set[str]) -> list[Question]:
    chosen = []
    for length_s in _LENGTHS_S:
        for group in ("positive", "negative"):
            able = [
                one
                for one in asked
                if (one.group, one.length_s) == (group, length_s)
                and (one.truth is None or one.truth in apart)
            ]
            step = max(1, len(able) // _ASKED)
            chosen += able[::step][:_ASKED]
    return chosen


def _start(place: Path, whole: SoundIndex, names: Sequence[str], hours: float) -> None:
    """As much of the corpus as fits and is not there yet: those that are asked for first."""
    index = SoundIndex(place)
    room = int(hours * CODES_PER_HOUR) - index.codes
    held = index.subjects()
    fresh = []
    for name in names:
        codes = _codes(whole, name)
        if name not in held and len(codes) <= room:
            fresh.append((name, codes))
            room -= len(codes)
    index.add(fresh)


def _made_up_hours(index: SoundIndex) -> float:
    stretches = (one for segment in index.segments for one in segment.stretches)
    made = (one.stop - one.first for one in stretches if one.subject.startswith(GENERATED))
    return sum(made) / CODES_PER_HOUR


def _grown(
    place: Path,
    base: Path,
    hours: float,
    questions: Sequence[Question],
    least: float,
) -> Grown:
    before = SoundIndex(place).codes
    job, out = base.with_name("job.json"), base.with_name("out.json")
    step = _STEP_HOURS if hours <= _LARGE else _LARGE_STEP_HOURS
    wish = {"base": str(base), "index": str(place), "hours": hours, "step_hours": step}
    job.write_text(json.dumps({**wish, "out": str(out)}), encoding="utf-8")
    used = run_child([sys.executable, _GROWING, job])
    add_cpu_s, _ = json.loads(out.read_text(encoding="utf-8"))
    index = SoundIndex(place)
    added_s = (index.codes - before) * 3600 / CODES_PER_HOUR
    _forget(place)
    cold = ask_all(place, questions[:: max(1, len(questions) // 12)], where=False)
    warm = ask_all(place, questions, where=True)
    size = index.codes / CODES_PER_HOUR
    return Grown(
        size,
        _made_up_hours(index),
        len(index.segments),
        added_s / max(add_cpu_s, 1e-3),
        index_bytes(place) / size,
        used.max_rss_mb,
        warm.used.max_rss_mb,
        {
            length_s: _asking(
                [one for one in questions if one.length_s == length_s], warm.told, cold.told, least
            )
            for length_s in _LENGTHS_S
        },
        warm.where_ms,
        {
            length_s: [
                warm.told[one.name].score
                for one in questions
                if (one.group, one.length_s) == ("negative", length_s)
            ]
            for length_s in _LENGTHS_S
        },
    )


def _forget(place: Path) -> None:
    """Take the index's pages out of memory, as far as the system lets itself be asked."""
    for path in place.rglob("*.npy"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def _asking(
    questions: Sequence[Question], told: dict[str, Told], cold: dict[str, Told], least: float
) -> Asking:
    here = [told[one.name] for one in questions]
    cpu = np.percentile([1000 * one.cpu_s for one in here], [50, 99])
    wall = np.percentile([1000 * one.wall_s for one in here], [50, 99])
    first = [1000 * cold[one.name].wall_s for one in questions if one.name in cold]
    positives = [(one, told[one.name]) for one in questions if one.group == "positive"]
    unknown = sorted(
        (told[one.name].score for one in questions if one.group == "negative"), reverse=True
    )
    own = unknown[int(FALSE_ALARMS * len(unknown))] if unknown else 0.0
    right = [answer.score for one, answer in positives if answer.found == one.truth]
    return Asking(
        *map(float, (*cpu, *wall)),
        float(np.median(first)) if first else float("nan"),
        sum(score > least for score in right) / max(1, len(positives)),
        sum(score > own for score in right) / max(1, len(positives)),
        sum(score > least for score in unknown) / max(1, len(unknown)),
        unknown[0] if unknown else 0.0,
    )


def growth_lines(grown: Sequence[Grown]) -> list[str]:
    """A line a size."""
    lines = [
        (
            f"{'hours':>8}{'made up':>9}{'segments':>9}{'add x':>9}{'MB/h':>6}{'writer MB':>10}"
            f"{'reader MB':>10}  question: processor median/99 %, wall median/99 %, first from disk (ms); recall "
            "at the corpus's threshold, at its own; unknown above"
        )
    ]
    for one in grown:
        asked = "; ".join(
            f"{length_s:.0f} s {a.cpu_median_ms:.0f}/{a.cpu_99_ms:.0f}, {a.wall_median_ms:.0f}/"
            f"{a.wall_99_ms:.0f}, {a.cold_wall_ms:.0f}; {100 * a.recall:.1f} %, {100 * a.recall_own:.1f} %; "
            f"{100 * a.false_alarms:.1f} %, highest {a.highest_unknown:.1f}"
            for length_s, a in one.asked.items()
        )
        lines.append(
            f"{one.hours:>8.0f}{one.generated_hours:>9.0f}{one.segments:>9}{one.add_speed:>9.0f}"
            f"{one.bytes_per_hour / 1e6:>6.2f}{one.writer_mb:>10.0f}{one.reader_mb:>10.0f}  {asked}"
        )
        spent = ", ".join(f"{name} {ms:.0f}" for name, ms in one.where_ms.items())
        lines.append(f"{'':>8} where the time goes (ms a question, profiled): {spent}")
    return lines
