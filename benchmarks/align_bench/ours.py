"""Earwitness's own aligner behind the two functions that the benchmark calls.

    python -m align_bench.ours JOBS.json OUT.json

The one file to change when the aligner's public API changes. It is imported when it is called. All
recordings of a language are given in one call, as the models are fitted to all of them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

__all__ = ["ours", "ours_with_verdicts"]

Item = tuple[np.ndarray, list[str]]  # 8 kHz mono float32, the lines in order
Verdict = tuple[float | None, float | None, str]  # start_s, end_s, "fits" | "doubtful" | ...


def ours(items: list[Item], language: str) -> list[list[tuple[float, float] | None]]:
    """Start and end in seconds of every line, None where a line was not placed.

    Args:
        items: recordings, each with its text; all in one language.
        language: ``ru``, ``uk`` or ``en``.
    """
    return [
        [None if start is None or end is None else (start, end) for start, end, _ in lines]
        for lines in ours_with_verdicts(items, language)
    ]


def ours_with_verdicts(items: list[Item], language: str) -> list[list[Verdict]]:
    """The same, and whether the line ``fits``, is ``doubtful`` or ``does_not_belong``."""
    from earwitness.listen.align.align import Material, align_recordings
    from earwitness.listen.engines.espeak import EspeakSynthesiser

    materials = [Material(mono, lines) for mono, lines in items]
    return [
        [
            (_seconds(line.start_ms), _seconds(line.end_ms), line.fit.value)
            for line in alignment.lines
        ]
        for alignment in align_recordings(materials, language, EspeakSynthesiser())
    ]


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def main() -> None:
    """Work on a file of jobs, in a process of its own so that its time and memory can be read."""
    from align_bench.recordings import read_sound

    jobs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    items = [(read_sound(Path(job["wav"])), job["lines"]) for job in jobs["jobs"]]
    if jobs.get("verdicts"):
        results: list = ours_with_verdicts(items, jobs["language"])
    else:
        results = ours(items, jobs["language"])
    Path(sys.argv[2]).write_text(json.dumps({"results": results}), encoding="utf-8")


if __name__ == "__main__":
    main()
