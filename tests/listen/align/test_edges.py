from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.align.edges import EdgeSettings, Levels, moved_end, moved_start

LENGTH_MS = 3000


def burst(start_ms, end_ms, pause_db=-60.0, seed=1):
    """Noise of -20 dBFS from start to end, over noise of ``pause_db``."""
    random = np.random.default_rng(seed)
    level = np.full(LENGTH_MS * 8, 10 ** (pause_db / 20))
    level[start_ms * 8 : end_ms * 8] = 0.1
    return Levels((level * random.standard_normal(level.size)).astype(np.float32))


@pytest.mark.parametrize("off_ms", [-120, -60, -20, 0, 20, 60, 120])
@pytest.mark.parametrize("pause_db", [-100.0, -60.0, -45.0])
def test_a_start_is_moved_to_where_the_level_rises(off_ms, pause_db):
    levels = burst(1003, 2000, pause_db)
    assert moved_start(levels, 1003 + off_ms, 2000, 0) == pytest.approx(1003, abs=10)


@pytest.mark.parametrize("off_ms", [-150, -80, -20, 0])
@pytest.mark.parametrize("pause_db", [-100.0, -60.0, -45.0])
def test_an_end_is_moved_to_where_the_level_falls(off_ms, pause_db):
    levels = burst(1000, 2003, pause_db)
    assert moved_end(levels, 1000, 2003 + off_ms, LENGTH_MS) == pytest.approx(2003, abs=10)


@pytest.mark.parametrize("off_ms", [-120, -40, 40, 120])
def test_in_noise_nothing_is_moved(off_ms):
    levels = burst(1000, 2000, pause_db=-32)
    assert moved_start(levels, 1000 + off_ms, 2000, 0) == 1000 + off_ms
    assert moved_end(levels, 1000, 2000 + off_ms, LENGTH_MS) == 2000 + off_ms


def test_a_start_farther_than_the_limits_stays():
    levels = burst(1000, 2000)
    narrow = EdgeSettings(back_ms=60, forward_ms=60)
    assert moved_start(levels, 1000, 2000, 0, narrow) == pytest.approx(1000, abs=10)
    assert moved_start(levels, 1150, 2000, 0, narrow) == 1150
    assert moved_start(levels, 850, 2000, 0, narrow) == 850


def test_the_line_before_keeps_its_sound():
    levels = burst(1000, 2000)
    assert moved_start(levels, 1100, 2000, 1080) == 1100


def test_an_end_never_comes_earlier():
    levels = burst(1000, 1800)
    assert moved_end(levels, 1000, 1950, LENGTH_MS) == 1950


def test_the_rise_nearest_to_the_models_start_is_taken():
    random = np.random.default_rng(2)
    level = np.full(LENGTH_MS * 8, 1e-4)
    for start_ms in (900, 1050):
        level[start_ms * 8 : (start_ms + 80) * 8] = 0.1
    level[1200 * 8 : 2000 * 8] = 0.1
    levels = Levels((level * random.standard_normal(level.size)).astype(np.float32))
    found = [moved_start(levels, near, 2000, 0) for near in (930, 1040, 1190)]
    assert found == pytest.approx([900, 1050, 1200], abs=10)


@settings(deadline=None, max_examples=100)
@given(
    times=st.lists(st.integers(0, LENGTH_MS), min_size=4, max_size=4).map(sorted),
    quiet_db=st.sampled_from([-90.0, -50.0, -30.0]),
    spans=st.lists(st.tuples(st.integers(0, 2900), st.integers(1, 600)), max_size=6),
    seed=st.integers(0, 99),
)
def test_edges_keep_their_order(times, quiet_db, spans, seed):
    before_ms, start_ms, end_ms, after_ms = times
    level = np.full(LENGTH_MS * 8, 10 ** (quiet_db / 20))
    for at_ms, length_ms in spans:
        level[at_ms * 8 : (at_ms + length_ms) * 8] = 0.1
    noise = np.random.default_rng(seed).standard_normal(level.size)
    levels = Levels((level * noise).astype(np.float32))
    start = moved_start(levels, start_ms, end_ms, before_ms)
    end = moved_end(levels, start, end_ms, after_ms)
    assert before_ms <= start <= max(start_ms, end_ms)
    assert start <= end
    assert end_ms <= end <= max(end_ms, after_ms)
    assert abs(start - start_ms) <= 260


def test_digital_silence_and_very_short_sounds_move_nothing():
    for size in (0, 1, 79, 80, 8000):
        levels = Levels(np.zeros(size, np.float32))
        assert np.isfinite(levels.dbfs).all()
        assert moved_start(levels, 20, 60, 0) == 20
        assert moved_end(levels, 20, 60, 1000) == 60
