from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.fixture(scope="session")
def calls() -> SimpleNamespace:
    """Makers of calls with known turns, and the error measure (the benchmark's own)."""
    sys.path.insert(0, str(BENCHMARKS))
    import diarisation_error
    import made_up_calls

    return SimpleNamespace(
        spoken=made_up_calls.spoken_calls,
        degraded=made_up_calls.degraded,
        write=made_up_calls.write_wav,
        error=diarisation_error.diarisation_error,
        pooled=diarisation_error.pooled,
    )


@pytest.fixture(scope="session")
def sides(calls) -> tuple[np.ndarray, np.ndarray, list, list]:
    """Two different people's channels of one call, 16 kHz, and when each of them speaks."""
    left, right = calls.spoken("held_out", 1, 2, turns=5)
    gap = np.zeros(16_000, dtype=np.float32)
    first = np.concatenate((left.mono, np.zeros_like(right.mono), gap))
    second = np.concatenate((np.zeros_like(left.mono), right.mono, gap))
    offset_ms = left.mono.size * 1000 // 16_000
    later = [(v, a + offset_ms, b + offset_ms) for v, a, b in right.turns]
    return first, second, list(left.turns), later
