"""Memory for a bag does not grow with its recordings: the benchmark at a smaller size."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bag import make_archive, watched

_COMMAND = [sys.executable, "-m", "earwitness", "bag"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_four_times_the_recordings_take_no_more_memory(tmp_path: Path):
    peaks_mb = []
    for number in (40, 160):
        folder = tmp_path / str(number)
        make_archive(folder, number, 2.0)
        archive = ["--archive", str(folder / "archive")]
        peak_mb, _ = watched([*_COMMAND, "all", str(folder / "bag"), "--unsigned", *archive])
        verify_mb, _ = watched([*_COMMAND, "verify", str(folder / "bag")])
        peaks_mb.append(max(peak_mb, verify_mb))
    assert peaks_mb[1] < peaks_mb[0] + 40
    assert peaks_mb[1] < 500
