from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.channel_pair import ChannelPairMeter
from earwitness.audio.decode import decode_blocks
from earwitness.review.checks.channels import channel_layout

RATE_HZ = 8000


def talk(seed, seconds=12):
    random = np.random.default_rng(seed)
    sound = 0.1 * random.standard_normal(seconds * RATE_HZ)
    return (sound * np.repeat(random.random(seconds * 4) > 0.4, RATE_HZ // 4)).astype(np.float32)


def answer_for(left, right, channels=2):
    meter = ChannelPairMeter(RATE_HZ)
    both = np.stack((left, right)).astype(np.float32)
    for start in range(0, both.shape[1], 10_000):
        meter.feed(both[:, start : start + 10_000])
    return channel_layout(channels, meter.finish())


def hiss(seed):
    return (1e-4 * np.random.default_rng(seed).standard_normal(12 * RATE_HZ)).astype(np.float32)


def late(sound, samples):
    return np.concatenate((np.zeros(samples, np.float32), sound[:-samples]))


A, B = talk(1), talk(2)


@pytest.mark.parametrize(
    ("left", "right", "kind", "result"),
    [
        (A, A, "identical", "pass"),
        (A, 0.5 * A, "identical", "pass"),
        (A, -A, "inverted", "inconclusive"),
        (A + hiss(3), B + hiss(4), "two sides", "pass"),
        (A, np.zeros_like(A), "one is silent", "inconclusive"),
        (np.zeros_like(A), A, "one is silent", "inconclusive"),
        (A + hiss(3), late(A, 800) + hiss(4), "one late", "inconclusive"),
        (A + 0.7 * B, B + 0.7 * A, "partly shared", "inconclusive"),
    ],
)
def test_how_channels_are_related(left, right, kind, result):
    answer = answer_for(left, right)
    assert (answer.evidence[0].kind, answer.result) == (kind, result)


def test_the_delay_and_the_late_channel_are_named():
    assert "Channel 2 is the other one, 100.0 ms late" in answer_for(A, late(A, 800)).reason
    assert "Channel 1 is the other one, 100.0 ms late" in answer_for(late(A, 800), A).reason


def test_the_silent_channel_is_named():
    assert "Channel 2 is silent" in answer_for(A, np.zeros_like(A)).reason
    assert "Channel 1 is silent" in answer_for(np.zeros_like(A), A).reason


def test_one_channel_needs_no_measure_and_two_do():
    assert channel_layout(1, None).result == "pass"
    assert channel_layout(2, None).result == "not_possible"
    assert channel_layout(0, None).result == "not_possible"


def test_silence_on_both_and_more_channels():
    still = np.zeros(RATE_HZ, np.float32)
    assert answer_for(still, still).result == "not_possible"
    assert answer_for(A, B, channels=6).result == "inconclusive"


@settings(max_examples=25, deadline=None)
@given(
    gains=st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)),
    which=st.sampled_from(["same", "other", "late"]),
)
def test_gain_changes_no_layout(gains, which):
    right = {"same": A, "other": B, "late": late(A, 400)}[which]
    plain = answer_for(A, right)
    louder = answer_for(gains[0] * A, gains[1] * right)
    assert louder.evidence[0].kind == plain.evidence[0].kind


@settings(max_examples=25, deadline=None)
@given(length=st.integers(0, 3000), seed=st.integers(0, 99))
def test_short_and_empty_sound_is_answered(length, seed):
    random = np.random.default_rng(seed)
    answer = answer_for(random.standard_normal(length), random.standard_normal(length))
    assert answer.result in ("pass", "inconclusive", "not_possible")


def test_samples_with_a_side_on_each_channel():
    """R04 of the samples has two channels with a side each."""
    path = Path(__file__).resolve().parents[3] / "samples" / "releases" / "clips" / "call-04.wav"
    meter = ChannelPairMeter(16_000)
    for block in decode_blocks(path):
        meter.feed(block.samples)
    answer = channel_layout(2, meter.finish())
    assert (answer.result, answer.evidence[0].kind) == ("pass", "two sides")
