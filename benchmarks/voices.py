"""Who speaks when: diarisation error against truth, beside simple baselines in the same run.

    python benchmarks/voices.py [--quick] [--hour] [--json]

Every recording goes through `find_voices` from a file. Error is missed + invented + confused speech over
true speech (`diarisation_error.py`), pooled over a set. Columns: strict (no collar, overlaps scored),
250 ms collar, collar and no overlaps; then strict once more, confusion only. "Voices" is in how many
recordings of the set the number of voices is right. Baselines have the same speech spans: all one voice;
voices drawn by lot; k-means on the mean spectrum of each span with the *true* number of voices.
Sets: samples and ``held_out`` were not used to choose settings, ``tuning`` was (shown with --tuning).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from diarisation_error import DiarisationError, Turn, diarisation_error, pooled, read_rttm
from earwitness.audio.decode import decode_blocks
from earwitness.audio.voice_features import FRAME_MS, VoiceFeatures
from earwitness.listen.voices.hearing_voices import HeardVoices, find_voices
from made_up_calls import RATE_HZ, REAL, ROOT, Call, degraded, real_calls, spoken_calls, write_wav

SCORES = (
    ("strict", {}),
    ("collar", {"collar_ms": 250}),
    ("no overlap", {"collar_ms": 250, "with_overlap": False}),
)
WHO = ("earwitness", "one voice", "by lot", "k-means, true k")


@dataclass(frozen=True)
class Item:
    """A file and its true turns."""

    name: str
    path: Path
    turns: tuple[Turn, ...]
    voices: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a third of the made-up calls")
    parser.add_argument("--tuning", action="store_true", help="also the calls settings came from")
    parser.add_argument("--hour", action="store_true", help="only speed and memory of one hour")
    parser.add_argument("--each", action="store_true", help="a line for each recording")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--time", metavar="PATH", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.time:
        print(json.dumps(_timed(Path(given.time))))
        return
    report = {} if given.hour else _errors(quick=given.quick, tuning=given.tuning, each=given.each)
    report["one hour"] = _one_hour()
    if given.json:
        print(json.dumps(report, indent=1))
        return
    _print(report)


def _errors(*, quick: bool, tuning: bool, each: bool) -> dict:
    few = 3 if quick else 1
    sets: dict[str, list[Item]] = {"samples, stereo": [], "samples, two voices": []}
    with tempfile.TemporaryDirectory() as folder:
        sets |= _samples()
        sets |= {f"AMI {one.name}": [one] for one in _ami()}
        for which in ("held_out", *(("tuning", "second_tuning") if tuning else ())):
            for name, calls in _made_up(which, few).items():
                sets[f"{which} {name}"] = [_written(one, Path(folder)) for one in calls]
        return {name: _scored(items, each=each) for name, items in sets.items() if items}


def _made_up(which: str, few: int) -> dict[str, list[Call]]:
    two, real = spoken_calls(which, 2, 12 // few), real_calls(which, 2, 9 // few)
    found = {
        "one voice": spoken_calls(which, 1, 6 // few) + real_calls(which, 1, 4 // few),
        "two, espeak": two,
        "two, real readers": real,
        "three voices": spoken_calls(which, 3, 6 // few) + real_calls(which, 3, 3 // few),
    }
    for how in ("amr", "opus16", "noise"):
        found[f"two, {how}"] = [degraded(one, how) for one in (*two[:6], *real[:4])]
    return found


def _samples() -> dict[str, list[Item]]:
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
    sets: dict[str, list[Item]] = {}
    for file in truth["media"]:
        if file["relation"] not in ("original", "subtitled"):
            continue
        recording = truth["recordings"][file["recordings"][0]]
        voices = len(recording["voices"])
        kind = {1: "one voice", 2: "two voices"}[voices]
        if recording["channels"] == 2:
            kind = "stereo"
        elif recording["kind"] == "radio":
            kind = "radio"
        turns = tuple(one for line in recording["lines"] for one in _spoken(line))
        path = ROOT / "samples" / "releases" / file["path"]
        sets.setdefault(f"samples, {kind}", []).append(Item(path.name, path, turns, voices))
    return dict(sorted(sets.items()))


def _spoken(line: dict) -> list[Turn]:
    """A line without its pauses of 0.3 s and more, as NIST's rules have it; bleeps stay inside."""
    spans = [[line["start_ms"], line["start_ms"]]]
    for _, start, end in line["words"]:
        if start - spans[-1][1] >= 300:
            spans.append([start, end])
        spans[-1][1] = max(end, spans[-1][1])
    spans[-1][1] = max(spans[-1][1], line["end_ms"])
    return [(line["voice"], start, end) for start, end in spans]


def _ami() -> list[Item]:
    folder = REAL / "en" / "pyannote_ami"
    found = []
    for table in sorted(folder.rglob("*.rttm")):
        for name, turns in read_rttm(table.read_text(encoding="utf-8")).items():
            for path in table.parent.glob("*.wav"):
                # one file name has a combining accent on purpose
                if path.stem == name or (path.stem[:2], path.stem[-2:]) == (name[:2], name[-2:]):
                    voices = len({voice for voice, _, _ in turns})
                    found.append(Item(name, path, tuple(turns), voices))
    return found


def _written(call: Call, folder: Path) -> Item:
    path = folder / f"{len(list(folder.iterdir()))}.wav"
    write_wav(path, call.mono)
    return Item(call.name, path, call.turns, call.voices)


def _scored(items: list[Item], *, each: bool) -> dict:
    errors: dict[str, dict[str, list[DiarisationError]]] = {}
    right = 0
    for item in items:
        heard = find_voices(item.path)
        right += heard.voices == item.voices
        for who, turns in _answers(item, heard).items():
            for score, options in SCORES:
                one = diarisation_error(item.turns, turns, **options)
                errors.setdefault(who, {}).setdefault(score, []).append(one)
        if each:
            rate = errors["earwitness"]["strict"][-1].rate
            print(f"  {item.name}: {rate:.1%}, {heard.voices} of {item.voices}; {heard.because[0]}")
    report = {}
    for who, scores in errors.items():
        sums = {score: pooled(found) for score, found in scores.items()}
        report[who] = {score: round(one.rate, 4) for score, one in sums.items()}
        strict = sums["strict"]
        report[who]["confusion"] = round(strict.confused_ms / max(strict.speech_ms, 1), 4)
    report["voices right"] = f"{right} of {len(items)}"
    return report


def _answers(item: Item, heard: HeardVoices) -> dict[str, list[Turn]]:
    found = [(one.voice, one.interval.start_ms, one.interval.end_ms) for one in heard.turns]
    random = np.random.default_rng(3)
    spans = sorted({(start, end) for _, start, end in found})
    lot = [(str(random.integers(item.voices)), start, end) for start, end in spans]
    return {
        "earwitness": found,
        "one voice": [("V", start, end) for start, end in spans],
        "by lot": lot,
        "k-means, true k": _k_means(item, spans),
    }


def _k_means(item: Item, spans: list[tuple[int, int]]) -> list[Turn]:
    """The spans' mean cepstra, the best of ten starts."""
    if not spans:
        return []
    features = VoiceFeatures()
    mono = np.concatenate([block.mono for block in decode_blocks(item.path)])
    features.feed(np.asarray(soxr.resample(mono, RATE_HZ, RATE_HZ // 2), dtype=np.float32))
    cepstra = features.finish().cepstra
    points = np.array(
        [
            cepstra[a // FRAME_MS : max(b // FRAME_MS, a // FRAME_MS + 1)].mean(axis=0)
            for a, b in spans
        ]
    )
    random, best, chosen = np.random.default_rng(1), np.inf, np.zeros(len(points), dtype=int)
    for _ in range(10):
        centres = points[random.permutation(len(points))[: item.voices]]
        for _ in range(20):
            apart = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
            label = apart.argmin(axis=1)
            centres = np.array(
                [
                    points[label == k].mean(axis=0) if (label == k).any() else centres[k]
                    for k in range(len(centres))
                ]
            )
        if apart.min(axis=1).sum() < best:
            best, chosen = apart.min(axis=1).sum(), label
    return [(str(k), start, end) for k, (start, end) in zip(chosen, spans, strict=True)]


def _one_hour() -> dict:
    from telephone_hour import telephone_talk

    command = [sys.executable, __file__, "--time", str(telephone_talk("opus", 60))]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _timed(path: Path) -> dict:
    started, before = time.perf_counter(), time.process_time()
    heard = find_voices(path)
    seconds, processor_s = time.perf_counter() - started, time.process_time() - before
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
    return {
        "seconds": round(seconds, 1),
        "x real time": round(heard.duration_ms / 1000 / seconds),
        "x real time, processor": round(heard.duration_ms / 1000 / processor_s),
        "peak MB": peak,
        "voices": heard.voices,
        "turns": len(heard.turns),
    }


def _print(report: dict) -> None:
    hour = report.pop("one hour")
    columns = [*(name for name, _ in SCORES), "confusion"]
    if report:
        print(f"{'':32}{'':18}" + "".join(f"{one:>12}" for one in columns) + "   voices right")
    for name, found in report.items():
        for who in WHO:
            rates = "".join(f"{found[who][one]:>12.1%}" for one in columns)
            first = who == WHO[0]
            tail = f"   {found['voices right']}" if first else ""
            print(f"{name if first else '':32}{who:18}{rates}{tail}")
    print("one hour: " + ", ".join(f"{key} {value}" for key, value in hour.items()))


if __name__ == "__main__":
    main()
