"""One tool over one set of recordings in a process of its own: line times, processor time, memory."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from align_bench.recordings import RATE_HZ, Recording, Sound
from align_bench.tools import Tool

__all__ = ["Failed", "Run", "joined", "run_tool"]

_POLL_S = 0.02
_LONGEST_S = 1800
_LARGEST_MB = 8_000


class Failed(Exception):
    """A tool ended without times, took too long or too much memory."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a tool found and used.

    Args:
        times: for every recording and line a list (start_s, end_s, with ours also a verdict) or None.
        processor_s: of the process and all that it started, imports included.
        memory_mb: the largest sum of resident memory over its processes, sampled every 20 ms.
        sound_s: length of the recordings.
    """

    times: list[list[list | None]]
    processor_s: float
    memory_mb: float
    sound_s: float


def run_tool(
    tool: Tool, recordings: list[Recording], language: str, *, verdicts: bool = False
) -> Run:
    """Let the tool align every recording with its lines.

    Raises:
        Failed: with the tool's last words.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = []
        for number, one in enumerate(recordings):
            path = folder / f"{number:03d}.wav"
            _write_wav(path, one.pcm)
            jobs.append({"wav": str(path), "lines": [line.text for line in one.lines]})
        asked = {"language": language, "verdicts": verdicts, "jobs": jobs}
        (folder / "jobs.json").write_text(json.dumps(asked), encoding="utf-8")
        processor_s, memory_mb = _watch(tool, folder)
        found = json.loads((folder / "out.json").read_text(encoding="utf-8"))["results"]
    for one, lines in zip(recordings, found, strict=True):
        if len(lines) != len(one.lines):
            raise Failed(f"{len(lines)} times for {len(one.lines)} lines of {one.name}")
    return Run(found, processor_s, memory_mb, sum(one.length_s for one in recordings))


def joined(runs: list[Run]) -> Run:
    """Several runs counted as one."""
    return Run(
        [times for run in runs for times in run.times],
        sum(run.processor_s for run in runs),
        max(run.memory_mb for run in runs),
        sum(run.sound_s for run in runs),
    )


def _watch(tool: Tool, folder: Path) -> tuple[float, float]:
    command = [*tool.command, str(folder / "jobs.json"), str(folder / "out.json")]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **tool.environment}
    started = time.monotonic()
    peak_mb = 0.0
    with (folder / "log").open("w+b") as log:
        child = subprocess.Popen(
            command, cwd=tool.folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        while True:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            peak_mb = max(peak_mb, sum(map(_resident_mb, _tree(child.pid))))
            if time.monotonic() - started > _LONGEST_S or peak_mb > _LARGEST_MB:
                child.kill()
                os.wait4(child.pid, 0)
                raise Failed(f"stopped after {_LONGEST_S} s or at {peak_mb:.0f} MB")
            time.sleep(_POLL_S)
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        said = log.read().decode(errors="replace").strip().splitlines()
    if child.returncode or not (folder / "out.json").is_file():
        raise Failed(said[-1] if said else f"ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, peak_mb


def _tree(pid: int) -> Iterator[int]:
    """A process and its descendants, as far as they are still there."""
    yield pid
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _resident_mb(pid: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def _write_wav(path: Path, pcm: Sound) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(np.clip(np.round(pcm * 32768), -32768, 32767).astype("<i2").tobytes())
