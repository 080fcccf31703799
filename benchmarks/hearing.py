"""What hearing costs over decoding, on sound made here; every figure from the same run.

    python benchmarks/hearing.py [--minutes 60] [--repeat 3] [--json]

Each step runs in a process of its own, the steps in turn so that a machine that slows down slows all
of them, and the median counts:

a  PyAV decodes and FFmpeg resamples to 16 kHz mono: what a short script would do
b  decode and speech activity: the least that any tool of this kind has to do
c  the whole hearing pass (`hear`): b, levels, clipping, tones, silence, peaks, duplicate channels
d  `take_in` and `run` on a new archive: hash, copy, catalog, child process, c, store, search index
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STEPS = {
    "a": "PyAV decode",
    "b": "decode + speech activity",
    "c": "whole hearing pass",
    "d": "take_in + run",
}
TARGET = 1.25  # c/b


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--formats", default="opus,mp3")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--step", nargs=2, metavar=("STEP", "PATH"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(_step(given.step[0], Path(given.step[1]))))
        return
    from telephone_hour import telephone_talk

    results = {}
    for kind in given.formats.split(","):
        path = telephone_talk(kind, given.minutes)
        results[kind] = _measure(path, given.repeat)
        if not given.json:
            _print(kind, path, given.minutes, results[kind])
    if given.json:
        about = {
            "minutes": given.minutes,
            "repeat": given.repeat,
            "python": platform.python_version(),
        }
        print(json.dumps({**about, "machine": platform.machine(), "formats": results}, indent=1))


def _measure(path: Path, repeat: int) -> dict[str, dict[str, float]]:
    runs: dict[str, list[dict[str, float]]] = {step: [] for step in STEPS}
    for _ in range(repeat):
        for step in STEPS:
            command = [sys.executable, __file__, "--step", step, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs[step].append(json.loads(done.stdout))
    return {
        step: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for step, found in runs.items()
    }


def _step(step: str, path: Path) -> dict[str, float]:
    """One step in this process: wall seconds without imports, peak memory with them."""
    task = {"a": _decode, "b": _speech, "c": _hear, "d": _archive}[step]
    before_s = _processor_s()
    seconds, sound_s, child_mb = task(path)
    processor_s = _processor_s() - before_s
    own_mb = _peak_mb("self")
    return {
        "seconds": seconds,
        "processor_s": processor_s,
        "sound_s": sound_s,
        "memory_mb": own_mb,
        "child_memory_mb": child_mb,
    }


def _peak_mb(process: str) -> float:
    """Peak resident memory; ru_maxrss would begin at that of the process which started this one."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _processor_s() -> float:
    """Processor time of this process and its children: a busy machine changes it little."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _children() -> list[str]:
    found = []
    for thread in Path("/proc/self/task").iterdir():
        found += (thread / "children").read_text(encoding="ascii").split()
    return found


def _decode(path: Path) -> tuple[float, float, float]:
    import av

    started = time.perf_counter()
    samples = 0
    with av.open(str(path)) as container:
        fit = av.AudioResampler("flt", "mono", 16_000)
        for frame in container.decode(audio=0):
            samples += sum(one.to_ndarray().size for one in fit.resample(frame))
        samples += sum(one.to_ndarray().size for one in fit.resample(None))
    return time.perf_counter() - started, samples / 16_000, 0.0


def _speech(path: Path) -> tuple[float, float, float]:
    from earwitness.audio.decode import decode_blocks
    from earwitness.listen.engines.silero import SileroSpeech

    started = time.perf_counter()
    stream = SileroSpeech().stream()
    samples = 0
    for block in decode_blocks(path):
        stream.feed(block.mono)
        samples += block.mono.size
    stream.finish()
    return time.perf_counter() - started, samples / 16_000, 0.0


def _hear(path: Path) -> tuple[float, float, float]:
    from earwitness.listen.hearing import hear

    started = time.perf_counter()
    heard = hear(path)
    return time.perf_counter() - started, heard.hearing.duration_ms / 1000, 0.0


def _archive(path: Path) -> tuple[float, float, float]:
    from earwitness.desk import Desk
    from earwitness.work.run import run

    peaks = [0.0]

    def watch(_: object) -> None:
        with contextlib.suppress(OSError):  # a child may end while it is looked at
            peaks.extend(_peak_mb(one) for one in _children())

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with Desk.new(Path(folder) / "archive") as desk:
            desk.take_in([path])
            report = run(desk.archive, watch)
        seconds = time.perf_counter() - started
    if report.heard != 1:
        raise SystemExit(f"not heard: {report.set_aside}")
    return seconds, report.heard_ms / 1000, max(peaks)


def _print(kind: str, path: Path, minutes: int, found: dict[str, dict[str, float]]) -> None:
    print(f"{minutes} minutes of {kind} ({path.stat().st_size / 1e6:.1f} MB)")
    print(f"   {'':26}{'seconds':>9}{'of cpu':>9}{'x real time':>13}{'peak MB':>9}{'child MB':>10}")
    for step, one in found.items():
        child = f"{one['child_memory_mb']:>10.0f}" if step == "d" else ""
        print(
            f"{step}  {STEPS[step]:26}{one['seconds']:>9.2f}{one['processor_s']:>9.2f}"
            f"{one['sound_s'] / one['seconds']:>13.0f}{one['memory_mb']:>9.0f}{child}"
        )
    for key, name in (("seconds", "seconds"), ("processor_s", "cpu")):
        cost = {step: one[key] for step, one in found.items()}
        print(
            f"   by {name:8} c/a {cost['c'] / cost['a']:.2f}   c/b {cost['c'] / cost['b']:.2f}"
            f" (target: at most {TARGET})   d/b {cost['d'] / cost['b']:.2f}"
        )
    print()


if __name__ == "__main__":
    main()
