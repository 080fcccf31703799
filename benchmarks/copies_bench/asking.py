"""A process that only opens our index and asks: ``python -m copies_bench.asking JOB.json``.

The job names the index, the questions' files and where the answers go; an answer is the best match of any
question that `finding.questions` cuts the sound into.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from copies_bench.wav import read_wav
from earwitness.audio.fingerprint import CODE_CENTRE_S, FRAMES_PER_S, projections, soft_signs
from earwitness.compare.copies.agreement import Match, best_matches
from earwitness.compare.copies.finding import find_copies, questions
from earwitness.store.sound_index.index import SoundIndex
from earwitness.store.sound_index.segment import Segment

_PROFILED = 24
_PARTS = (
    "candidates",
    "_votes",
    "_probe_keys",
    "bounds",
    "places",
    "_rough",
    "_chance",
    "_aligned",
)

__all__ = ["Told", "ask", "middle_in_found"]


@dataclass(frozen=True, slots=True)
class Told:
    """Our answer about one sound, and what it cost.

    Args:
        middle_s: the moment of the found recording that lies in the middle of the question.
        score: of the best match; unrelated: of the best match in another recording.
        linked: what `find_copies` gives, as dictionaries; None where it was not asked.
        asked: how many questions it was cut into.
    """

    name: str
    found: str | None
    score: float
    middle_s: float | None
    unrelated: float
    asked: int
    linked: list[dict[str, object]] | None
    seconds: float
    print_cpu_s: float
    cpu_s: float
    wall_s: float


def middle_in_found(match: Match, start: int, length_s: float) -> float:
    """Where the middle of a sound lies in the found one; ``start``: frame that the question began at."""
    frame = (length_s / 2 - CODE_CENTRE_S) * FRAMES_PER_S
    return (match.place + (frame - start - match.frame) * match.rate) / FRAMES_PER_S + CODE_CENTRE_S


def ask(
    segments: tuple[Segment, ...], name: str, sound: NDArray[np.float32], *, link: bool
) -> Told:
    """Ask about one sound."""
    began = time.process_time()
    signs = soft_signs(projections(sound))
    printed = time.process_time()
    wall = time.perf_counter()
    parts = questions(len(signs))
    matches = [
        (match, start)
        for start, stop in parts
        for match in best_matches(segments, signs[start:stop])
    ]
    cpu_s, wall_s = time.process_time() - printed, time.perf_counter() - wall
    best, start = max(matches, key=lambda one: one[0].score, default=(None, 0))
    found, middle_s, other = None, None, 0.0
    if best is not None:
        found = best.stretch.subject
        middle_s = middle_in_found(best, start, len(sound) / 8000)
        other = max((one.score for one, _ in matches if one.stretch.subject != found), default=0.0)
    linked = [asdict(one) for one in find_copies(segments, signs)] if link else None
    score = 0.0 if best is None else best.score
    return Told(
        name,
        found,
        score,
        middle_s,
        other,
        len(parts),
        linked,
        len(sound) / 8000,
        printed - began,
        cpu_s,
        wall_s,
    )


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    segments = SoundIndex(Path(job["index"])).segments
    told = [
        asdict(ask(segments, Path(file).stem, read_wav(Path(file)), link=link))
        for file, link in job["files"]
    ]
    where_ms = _where([file for file, _ in job["files"]], segments) if job["where"] else {}
    answer = {"told": told, "where_ms": where_ms}
    Path(job["out"]).write_text(json.dumps(answer), encoding="utf-8")


def _where(files: list[str], segments: tuple[Segment, ...]) -> dict[str, float]:
    """Milliseconds a question in the parts of `best_matches`, by the profiler, for some short questions."""
    some = files[:: max(1, len(files) // _PROFILED)]
    sounds = [soft_signs(projections(read_wav(Path(file)))) for file in some]
    profile = cProfile.Profile()
    with profile:
        for signs in sounds:
            best_matches(segments, signs)
    spent = {
        name: taken[3]
        for (file, _, name), taken in pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
        if "earwitness" in file and name in _PARTS
    }
    return {name: 1000 * spent[name] / len(some) for name in _PARTS if name in spent}


if __name__ == "__main__":
    main()
