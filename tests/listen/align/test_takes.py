"""What is kept of a recording, and that what is made of it on demand is what the whole would give."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from earwitness.audio.cepstra import band_power, cepstra
from earwitness.listen.align.edges import Levels
from earwitness.listen.align.takes import Features, measured, normalised, speech_mask

RATE_HZ = 8_000


def talk_like(seconds, seed=1):
    """Noise that is loud and quiet by turns, in blocks of ten seconds."""
    random = np.random.default_rng(seed)
    for _ in range(seconds // 10):
        level = np.repeat(random.uniform(0.001, 0.1, 20), RATE_HZ // 2)
        yield (level * random.standard_normal(level.size)).astype(np.float32)


def test_an_hour_of_sound_needs_8_kb_a_second():
    def kept(seconds):
        tracemalloc.start()
        sound = measured(talk_like(seconds))
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert sound.duration_ms == 1000 * seconds
        return held

    kept(10)  # what is made once: filters
    assert (kept(300) - kept(60)) / 240 < 8_000


def test_blocks_are_heard_like_the_whole():
    blocks = list(talk_like(130))
    whole, parts = measured(np.concatenate(blocks)), measured(iter(blocks))
    power = band_power(np.concatenate(blocks))
    assert (whole.static == parts.static).all()
    assert (whole.static == cepstra(power)[:, :13]).all()
    assert (whole.loud == parts.loud).all()
    assert (whole.loud == speech_mask(power)).all()
    assert (parts.levels.dbfs == Levels(np.concatenate(blocks)).dbfs).all()
    assert whole.peak == parts.peak == max(np.abs(block).max() for block in blocks)


# A part is held as a whole, a long one is made when it is asked for.
@pytest.mark.parametrize("seconds", [20, pytest.param(250, marks=pytest.mark.slow)])
def test_features_are_those_of_the_whole(seconds):
    mono = np.concatenate(list(talk_like(seconds)))
    sound = measured(mono)
    features = Features(sound.static, sound.loud)
    expected = normalised(cepstra(band_power(mono)), sound.loud)
    assert features.between(0, len(features)) == pytest.approx(expected, abs=2e-3)
    assert features.between(700, 900) == pytest.approx(expected[700:900], abs=2e-3)
    chosen = ~sound.loud
    found = features.moments(chosen)
    assert found.mean == pytest.approx(expected[chosen].mean(0), abs=2e-3)
    assert found.variance == pytest.approx(expected[chosen].var(0), rel=5e-3)


def test_a_sample_that_is_no_number_is_told():
    assert np.isnan(measured(np.array([0.1, np.nan, 0.2] * 400, np.float32)).peak)
