"""A process that adds generated hours to an index: ``python -m copies_bench.growing JOB.json``.

The job says from which codes (base.npy) how many hours are made and added, how many at a time.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from copies_bench.generated import CODES_PER_HOUR, generated_sounds
from earwitness.store.sound_index.index import SoundIndex


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    base = np.load(job["base"], mmap_mode="r")
    index = SoundIndex(Path(job["index"]))
    add_cpu_s = add_wall_s = 0.0
    wanted = int(job["hours"] * CODES_PER_HOUR)
    while (missing := wanted - index.codes) > CODES_PER_HOUR // 10:
        hours = min(job["step_hours"], missing / CODES_PER_HOUR)
        sounds = list(generated_sounds(base, hours, len(index.subjects())))
        cpu, wall = time.process_time(), time.perf_counter()
        index.add(sounds)
        add_cpu_s += time.process_time() - cpu
        add_wall_s += time.perf_counter() - wall
    Path(job["out"]).write_text(json.dumps([add_cpu_s, add_wall_s]), encoding="utf-8")


if __name__ == "__main__":
    main()
