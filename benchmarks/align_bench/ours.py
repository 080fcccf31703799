"""Earwitness's own aligner behind the two functions that the benchmark calls.

    python -m align_bench.ours JOBS.json OUT.json

The one file to change when the aligner's public API changes. It is imported when it is called. All
recordings of a language are given in one call, as the models are fitted to all of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

__all__ = ["ours", "ours_with_verdicts"]

# 8 kHz mono float32, whole or in blocks, and the lines in order
Item = tuple[np.ndarray | Iterator[np.ndarray], list[str]]
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

    materials = [Material(sound, lines) for sound, lines in items]
    return [
        [
            (_seconds(line.start_ms), _seconds(line.end_ms), line.fit.value)
            for line in alignment.lines
        ]
        for alignment in align_recordings(materials, language, EspeakSynthesiser())
    ]


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def _blocks(path: Path) -> Iterator[np.ndarray]:
    """The sound as the program itself decodes it, so that memory is that of the whole work."""
    from earwitness.audio.decode import DecodeSettings, decode_blocks

    return (block.mono for block in decode_blocks(path, DecodeSettings(rate_hz=8_000)))


def main() -> None:
    """Work on a file of jobs, in a process of its own so that its time and memory can be read."""
    jobs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    items = [(_blocks(Path(job["wav"])), job["lines"]) for job in jobs["jobs"]]
    if jobs.get("verdicts"):
        results: list = ours_with_verdicts(items, jobs["language"])
    else:
        results = ours(items, jobs["language"])
    Path(sys.argv[2]).write_text(json.dumps({"results": results}), encoding="utf-8")


if __name__ == "__main__":
    main()
