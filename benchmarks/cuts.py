"""Suspected cuts: recall by kind at one false alarm in ten minutes, on recordings nothing was fitted on.

    python benchmarks/cuts.py [--calls 24] [--without samples,real] [--json PATH]

Made-up calls of the part `held_out` (other voices, language, lines and seeds than the weights were learned
on), the complete sample releases, and real clips where ../shared/real is there. Cuts are planted with fixed
seeds, joined cleanly, with fades or with room tone, and the result is written as 8 kHz PCM, GSM, AMR and
opus at 16 kbit/s (`cuts_bench/`). An edit counts as found where a finding stands within 100 ms of one of its
joins. Then speed and memory over an hour of sound. Exits with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cuts_bench.cases import Case, made_up, measured, real_clips, sample_releases
from cuts_bench.counting import Counted, count, table
from cuts_bench.lines import LineMaker
from cuts_bench.planting import EDGES, KINDS
from earwitness.audio.cut_cues import CUE_RATE_HZ, CutCueMeter
from earwitness.review.checks.cut_score import load_model
from earwitness.review.checks.cuts import suspected_cuts

TARGET_RECALL = 0.9
LEAST_SPEED = 100.0
MOST_MEMORY_MB = 300.0
_WAYS = ("all", *KINDS, *EDGES, "room tone", "in a pause", "in a word")
_LINES = ("hum runs through", "no steady line")


def main() -> int:
    given = _arguments()
    without = given.without.split(",")
    sets: dict[str, list[Case]] = {
        "made-up calls, held out": list(made_up("held_out", given.calls))
    }
    if "samples" not in without:
        sets["sample releases"] = list(sample_releases())
    if "real" not in without:
        sets["real clips"] = list(real_clips())
    figures: dict[str, object] = {}
    for name, cases in sets.items():
        if cases:
            figures[name] = _report(name, cases)
        else:
            print(f"## {name}\n\nnot here\n")
    speed, memory_mb = _speed()
    print(f"## Speed\n\n{speed:.0f} x real time on one core, {memory_mb:.0f} MB more for an hour\n")
    figures["speed"] = {"times_real_time": round(speed), "memory_mb": round(memory_mb)}
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding="utf-8")
    return _verdict(figures, speed, memory_mb)


def _report(name: str, cases: list[Case]) -> dict[str, object]:
    model = load_model()
    finals = list(dict.fromkeys(case.final for case in cases))
    at_rate: dict[str, Counted] = {
        final: count([case for case in cases if case.final == final], model) for final in finals
    }
    at_rate["all formats"] = count(cases, model)
    shipped = {
        final: count([c for c in cases if c.final == final], model, model.threshold)
        for final in finals
    }
    befores = [f"before: {before}" for before in dict.fromkeys(case.before for case in cases)]
    names = [f"in {one}" for one in dict.fromkeys(case.name for case in cases)]
    print(f"## {name}\n")
    print("\n".join(table("At one false alarm in ten minutes: by kind and joint", at_rate, _WAYS)))
    print("\n".join(table("The same: by what the sound holds", at_rate, [*_LINES, *befores])))
    if len(names) <= 20:
        print("\n".join(table("The same: by recording", at_rate, names)))
    print("\n".join(table("At the threshold that ships", shipped, ("all", *_LINES))))
    return {
        final: {
            "minutes": round(counted.minutes, 1),
            "recall": {key: round(counted.recall(key), 3) for key in sorted(counted.hits)},
            "edits": {key: len(found) for key, found in sorted(counted.hits.items())},
        }
        for final, counted in at_rate.items()
    } | {
        "shipped": {
            final: {"false_alarms": one.false_alarms, "recall": round(one.recall(), 3)}
            for final, one in shipped.items()
        }
    }


def _speed() -> tuple[float, float]:
    """Seconds of sound a second of processor time, and megabytes more, for an hour in blocks of 30 s."""
    minute = LineMaker("held_out").recording(900, 60.0)
    model = load_model()
    suspected_cuts(measured(minute), model)  # everything is loaded before the clock starts
    block = np.repeat(minute, CUE_RATE_HZ // 8000)[: 30 * CUE_RATE_HZ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    meter = CutCueMeter()
    for _ in range(120):
        meter.feed(block)
    suspected_cuts(meter.finish(), model)
    took_s = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 3600 / took_s, (after - before) / 1024


def _verdict(figures: dict[str, object], speed: float, memory_mb: float) -> int:
    missed = []
    samples = figures.get("sample releases")
    if isinstance(samples, dict):
        for final in ("PCM 8 kHz", "opus 16k"):
            recall = samples[final]["recall"]["all"]
            if recall < TARGET_RECALL:
                missed.append(
                    f"sample releases as {final}: recall {recall:.2f}, wanted {TARGET_RECALL}"
                )
    if speed < LEAST_SPEED:
        missed.append(f"{speed:.0f} x real time, wanted {LEAST_SPEED:.0f}")
    if memory_mb > MOST_MEMORY_MB:
        missed.append(f"{memory_mb:.0f} MB for an hour, wanted {MOST_MEMORY_MB:.0f}")
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=24, help="made-up calls of a minute")
    parser.add_argument("--without", default="", help="sets to leave out: samples, real")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
