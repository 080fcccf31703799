from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.cepstra import (
    CEPSTRA_RATE_HZ,
    FRAME_MS,
    CepstraSettings,
    band_power,
    cepstra,
    log_energy,
)

PLAIN = CepstraSettings(over_subtraction=0.0, noise_left=0.0, floor_db=300.0)
LIFTER = 1 + 11 * np.sin(np.pi * np.arange(13) / 22)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 3000))
def test_there_is_a_frame_for_every_window_that_fits(size):
    sound = np.random.default_rng(size).standard_normal(size).astype(np.float32)
    expected = 0 if size < 200 else 1 + (size - 200) // 80
    power = band_power(sound)
    assert power.shape == (expected, 26)
    assert cepstra(power).shape == (expected, 39)
    assert log_energy(power).shape == (expected,)


@pytest.mark.parametrize("at_ms", [102, 250, 617, 845])
def test_frames_are_centred_half_a_window_after_their_place(at_ms):
    sound = np.zeros(CEPSTRA_RATE_HZ, np.float32)
    sound[at_ms * CEPSTRA_RATE_HZ // 1000] = 1.0
    level = band_power(sound).sum(axis=1)
    centres_ms = FRAME_MS * np.arange(len(level)) + 12.5
    heard = level > level.max() * 1e-4
    assert np.abs(centres_ms[heard] - at_ms).max() <= 12.5
    assert abs(centres_ms[np.argmax(level)] - at_ms) <= FRAME_MS / 2 + 0.5


def test_a_long_sound_is_measured_in_parts_without_seams():
    sound = np.random.default_rng(1).standard_normal(62 * CEPSTRA_RATE_HZ).astype(np.float32)
    seam = 6000
    around = sound[(seam - 3) * 80 : (seam + 6) * 80]
    # pre-emphasis knows no sample before the first of a part
    assert band_power(sound)[seam - 2 : seam + 2] == pytest.approx(
        band_power(around)[1:5], rel=1e-4
    )


def test_a_tone_is_loudest_in_its_band(sounds):
    loudest = [
        int(np.argmax(band_power(sounds.sine(hz, 200, rate_hz=CEPSTRA_RATE_HZ)).mean(axis=0)))
        for hz in (300, 700, 1500, 3000)
    ]
    assert loudest == sorted(set(loudest))
    assert loudest[0] <= 1
    assert loudest[-1] >= 21


def test_twice_the_amplitude_is_six_decibels(sounds):
    sound = sounds.noise(500, rate_hz=CEPSTRA_RATE_HZ)
    louder = log_energy(band_power(2 * sound)) - log_energy(band_power(sound))
    assert louder == pytest.approx(6.02, abs=0.01)


@pytest.mark.parametrize("value", [0.0, 0.5, 1e-20])
def test_silence_gives_finite_cepstra(value):
    found = cepstra(band_power(np.full(4000, value, np.float32)))
    assert np.isfinite(found).all()
    assert np.ptp(found[5:], axis=0).max() < 1e-2


def cosines():
    """The matrix from log power to coefficients, read off by one band at a time."""
    rows = np.exp(np.eye(26, dtype=np.float32))
    return np.array([cepstra(row[None], PLAIN)[0, :13] for row in rows]) / LIFTER


def test_the_transform_is_orthonormal_up_to_its_lifter():
    matrix = cosines()
    assert matrix.T @ matrix == pytest.approx(np.eye(13), abs=1e-4)
    assert matrix[:, 0] == pytest.approx(np.full(26, np.sqrt(1 / 26)), abs=1e-4)


@pytest.mark.parametrize("slope", [-0.2, 0.0, 0.3])
def test_differences_are_the_slope_a_frame(slope):
    rows = np.exp(slope * np.arange(30)[:, None] * np.ones(26)).astype(np.float32)
    found = cepstra(rows, PLAIN)
    inner = slice(5, 25)
    assert found[inner, 13] == pytest.approx(slope * np.sqrt(26), abs=1e-2)
    assert found[inner, 14:] == pytest.approx(0, abs=1e-2)


def test_loudness_moves_nothing_but_the_zeroth_coefficient(sounds):
    power = band_power(sounds.noise(800, rate_hz=CEPSTRA_RATE_HZ, amplitude=0.05))
    apart = cepstra(100 * power) - cepstra(power)
    assert apart[:, 0] == pytest.approx(np.log(100) * np.sqrt(26), abs=1e-2)
    assert np.abs(apart[:, 1:]).max() < 1e-2


def test_steady_noise_is_taken_off():
    random = np.random.default_rng(5)
    level = np.full(16_000, 0.01)
    level[6000:10_000] = 0.05
    power = band_power((level * random.standard_normal(16_000)).astype(np.float32))

    def contrast(found):
        return found[85:115, 0].mean() - found[10:60, 0].mean()

    left_in = CepstraSettings(over_subtraction=0.0)
    assert contrast(cepstra(power)) > 1.1 * contrast(cepstra(power, left_in)) > 0
