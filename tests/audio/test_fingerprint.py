"""Fingerprints through their public functions: what changes a code, and what does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.fingerprint import (
    BITS,
    CODE_STEP,
    VOID,
    codes_of,
    packed,
    projections,
    soft_signs,
    sound_projections,
)

RATE = 8000


def babble(seconds: float, seed: int = 1) -> np.ndarray:
    """Bursts of filtered noise: as lively as speech, and no two seeds alike."""
    draw = np.random.default_rng(seed)
    count = int(seconds * RATE)
    sound = np.zeros(count)
    at = 0
    while at < count:
        length = int(draw.uniform(0.05, 0.3) * RATE)
        burst = draw.standard_normal(length)
        hz = np.fft.rfftfreq(length, 1 / RATE)
        centre, width = draw.uniform(300, 3200), draw.uniform(100, 800)
        shaped = np.fft.irfft(np.fft.rfft(burst) * np.exp(-(((hz - centre) / width) ** 2)), length)
        sound[at : at + length] = (shaped * np.hanning(length))[: count - at]
        at += length + int(draw.uniform(0, 0.05) * RATE)
    return (0.2 * sound / np.abs(sound).max()).astype(np.float32)


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Share of equal bits."""
    count = min(len(one), len(other))
    return 1 - float(np.bitwise_count(one[:count] ^ other[:count]).mean()) / BITS


def test_a_code_every_40_ms():
    assert len(projections(babble(10))) == 1 + (80_000 - 512) // 80 - 46
    assert abs(len(codes_of(babble(10))) - 10 * 25) < 20
    assert projections(babble(2)).shape[1] == BITS


@pytest.mark.parametrize("count", [0, 1, 511, 4000])
def test_a_sound_shorter_than_half_a_second_has_no_code(count):
    assert len(codes_of(np.zeros(count, np.float32))) == 0
    assert list(sound_projections([np.zeros(count, np.float32)])) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=12), st.sampled_from([1, CODE_STEP]))
def test_blocks_give_what_the_whole_gives(lengths, step):
    sound = babble(sum(lengths) / RATE + 0.01)[: sum(lengths)]
    blocks = np.split(sound, np.cumsum(lengths)[:-1])
    parts = list(sound_projections(blocks, step))
    streamed = np.concatenate(parts) if parts else np.zeros((0, BITS), np.float32)
    whole = projections(sound, step)
    assert streamed.shape == whole.shape
    assert np.allclose(streamed, whole, atol=1e-3)


def test_a_long_sound_in_blocks_gives_what_the_whole_gives():
    sound = babble(300)
    streamed = np.concatenate(list(sound_projections(np.array_split(sound, 9), CODE_STEP)))
    assert np.allclose(streamed, projections(sound, CODE_STEP), atol=1e-3)


def test_gain_and_an_equaliser_change_little_and_another_sound_everything():
    sound = babble(20)
    codes = codes_of(sound)
    assert alike(codes, codes_of(sound * np.float32(0.1))) > 0.99
    tilted = np.convolve(sound, [1, -0.7], "same").astype(np.float32)
    assert alike(codes, codes_of(tilted)) > 0.85
    assert 0.4 < alike(codes, codes_of(babble(20, seed=2))) < 0.6


def test_noise_ten_decibels_below_leaves_most_bits():
    sound = babble(20)
    noise = np.random.default_rng(3).standard_normal(len(sound)) * np.sqrt(np.mean(sound**2) / 10)
    assert alike(codes_of(sound), codes_of((sound + noise).astype(np.float32))) > 0.75


@pytest.mark.parametrize("hz", [0, 440, 1000])
def test_silence_and_steady_tones_tell_nothing(hz):
    t = np.arange(5 * RATE) / RATE
    steady = (0.3 * np.sin(2 * np.pi * hz * t)).astype(np.float32)
    assert (codes_of(steady) == VOID).all()
    assert not soft_signs(projections(steady)).any()


def test_bits_are_signs_and_certainty_is_theirs():
    projected = projections(babble(5), CODE_STEP)
    soft = soft_signs(projected)
    bits = (packed(projected)[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    telling = soft != 0
    assert ((soft > 0) == bits.astype(bool))[telling].all()
    assert np.abs(soft).max() <= 127
