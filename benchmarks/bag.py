"""How much memory and time an evidence bag takes, as it grows: recordings are generated, short, all with words.

    python benchmarks/bag.py [--recordings 250,1000] [--seconds 4] [--folder DIR]

Memory is that of the whole process tree (the decoder's child among it), by Pss where the kernel tells it, every
quarter of a second. Then the bag is verified by `sha256sum` and by our reader. Exits with 1 when 500 MB are passed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

_LIMIT_MB = 500
_WORDS = (
    ("ru", "Мы стоим у моста номер {n}.", "Колонна ушла ночью."),
    ("uk", "Ми стоїмо біля мосту номер {n}.", "Колона пішла вночі."),
    ("en", "We are standing at bridge number {n}.", "The column left at night."),
)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--recordings", default="250,1000")
    asked.add_argument("--seconds", type=float, default=4.0)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as made:
        for number in map(int, given.recordings.split(",")):
            folder = (given.folder or Path(made)) / str(number)
            peak_mb = measure(folder, number, given.seconds)
            worst = max(worst, peak_mb)
    return 1 if worst > _LIMIT_MB else 0


def measure(folder: Path, number: int, seconds: float) -> float:
    """Make an archive, a bag of it, verify it; print a line each; give the peak in MB."""
    began = time.perf_counter()
    make_archive(folder, number, seconds)
    print(f"{number} recordings: archive made in {time.perf_counter() - began:.0f} s", flush=True)
    earwitness = [sys.executable, "-m", "earwitness", "bag"]
    archive = ["--archive", str(folder / "archive")]
    peak_mb, took_s = watched([*earwitness, "all", str(folder / "bag"), "--unsigned", *archive])
    size_mb = sum(one.stat().st_size for one in (folder / "bag").rglob("*") if one.is_file()) / 1e6
    print(
        f"{number} recordings: written in {took_s:.0f} s, {size_mb:.0f} MB, peak {peak_mb:.0f} MB",
        flush=True,
    )
    verify_mb, verify_s = watched([*earwitness, "verify", str(folder / "bag")])
    print(f"{number} recordings: verified in {verify_s:.0f} s, peak {verify_mb:.0f} MB", flush=True)
    subprocess.run(
        ["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"],
        cwd=folder / "bag",
        check=True,
    )
    return max(peak_mb, verify_mb)


def make_archive(folder: Path, number: int, seconds: float) -> None:
    """Tones that differ, each with the words of one language beside it."""
    from earwitness.desk import Desk
    from earwitness.intake.take_in import GivenBy

    pile = folder / "pile"
    pile.mkdir(parents=True)
    times = np.arange(int(8000 * seconds)) / 8000
    for n in range(number):
        tone = np.sin(2 * np.pi * (200 + n) * times) * 9000
        with wave.open(str(pile / f"call-{n:05d}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes(tone.astype("<i2").tobytes())
        language, *lines = _WORDS[n % len(_WORDS)]
        rows = [
            f"{at + 1}\n00:00:0{at},000 --> 00:00:0{at},900\n{line.format(n=n)}\n"
            for at, line in enumerate(lines)
        ]
        (pile / f"call-{n:05d}.{language}.srt").write_text("\n".join(rows), encoding="utf-8")
    with Desk.new(folder / "archive") as desk:
        desk.take_in([pile], GivenBy(approved_by="benchmark"))


def watched(command: list[str]) -> tuple[float, float]:
    """Run a command; give the peak memory of its process tree in MB, and the seconds it took."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(_kilobytes(pid) for pid in _tree(process.pid)))
        time.sleep(0.25)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return peak / 1024, time.perf_counter() - began


def _tree(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(name) for name in children.read_text().split()]
            except OSError:
                continue
    return found


def _kilobytes(pid: int) -> int:
    """Pss where it may be read, else resident memory."""
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            text = Path(f"/proc/{pid}/{name}").read_text()
        except OSError:
            continue
        for line in text.splitlines():
            if line.startswith(field):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
