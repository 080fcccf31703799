"""Suspected cuts, through the two public doors: the meter of cues and the check."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.cut_cues import CUES, CutCueMeter
from earwitness.records.timecode import Interval
from earwitness.review.checks.cut_score import load_model
from earwitness.review.checks.cuts import suspected_cuts

RATE_HZ = 16_000


def cues_of(sound, known=(), blocks=()):
    meter = CutCueMeter()
    for a, b in pairwise([0, *sorted(blocks), len(sound)]):
        meter.feed(np.asarray(sound[a:b], dtype=np.float32))
    return meter.finish(known)


def noise(seconds, dbfs=-50.0, seed=1):
    drawn = np.random.default_rng(seed).standard_normal(int(seconds * RATE_HZ))
    return (drawn * 10 ** (dbfs / 20)).astype(np.float32)


def hum(seconds, dbfs=-55.0, hz=50.0):
    t_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    wave = np.sin(2 * np.pi * hz * t_s) + 0.5 * np.sin(2 * np.pi * 3 * hz * t_s + 1)
    return (wave * 10 ** (dbfs / 20)).astype(np.float32)


def words(seconds, seed=2):
    """Bursts of noise in a voice's band with slow edges: loud and silent in turn, as talk is."""
    random = np.random.default_rng(seed)
    out = np.zeros(int(seconds * RATE_HZ), np.float32)
    at = RATE_HZ // 2
    while at < out.size - RATE_HZ:
        length = int(random.uniform(0.2, 0.5) * RATE_HZ)
        out[at : at + length] += 0.05 * random.standard_normal(length) * np.hanning(length)
        at += length + int(random.uniform(0.2, 0.8) * RATE_HZ)
    return out


def places(answer, kind=None):
    return [
        (one.interval.start_ms + one.interval.end_ms) // 2
        for one in answer.evidence
        if one.interval is not None and kind in (None, one.kind)
    ]


def near(found, ms, within=100):
    return any(abs(one - ms) <= within for one in found)


@pytest.mark.parametrize("length", [0, 1, 7, 159, 320, 5000, 15_999])
def test_less_than_a_second_cannot_be_checked(length):
    answer = suspected_cuts(cues_of(np.full(length, 0.1, np.float32)))
    assert answer.result == "not_possible"
    assert answer.evidence == ()


def test_silence_cannot_be_checked():
    answer = suspected_cuts(cues_of(np.zeros(5 * RATE_HZ, np.float32)))
    assert (answer.result, "only silence" in answer.reason) == ("not_possible", True)


@pytest.mark.parametrize("hz", [50.0, 440.0, 1000.0, 3000.0])
def test_a_steady_tone_is_not_cut(hz):
    t_s = np.arange(20 * RATE_HZ) / RATE_HZ
    answer = suspected_cuts(cues_of((0.3 * np.sin(2 * np.pi * hz * t_s)).astype(np.float32)))
    assert (answer.result, answer.evidence) == ("pass", ())


def test_a_clean_cut_at_the_rate_of_the_telephone_is_a_place_to_listen():
    """Noise in a telephone band, cut without a fade: the step reaches the bands that the line left empty."""
    whole = soxr.resample(noise(30, -40), RATE_HZ, 6000)
    sound = soxr.resample(whole, 6000, 8000).astype(np.float32) + noise(15, -100)
    at = 14 * 8000
    cut = np.concatenate((sound[:at], sound[at + 9001 :]))
    meter = CutCueMeter(8000)
    meter.feed(cut)
    assert near(places(suspected_cuts(meter.finish())), 14_000)
    untouched = CutCueMeter(8000)
    untouched.feed(sound)
    assert suspected_cuts(untouched.finish()).evidence == ()


def test_other_rates_are_refused():
    with pytest.raises(ValueError, match="44100"):
        CutCueMeter(44_100)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), dbfs=st.floats(-70, -15), seconds=st.integers(5, 30))
def test_steady_noise_is_not_cut(seed, dbfs, seconds):
    assert suspected_cuts(cues_of(noise(seconds, dbfs, seed))).evidence == ()


def test_talk_over_a_steady_line_is_not_cut():
    answer = suspected_cuts(cues_of(words(60) + noise(60) + hum(60)))
    assert answer.evidence == ()
    assert answer.result == "pass"


def test_hum_that_does_not_run_on_is_a_place_to_listen():
    sound = words(30) + hum(30) + noise(30, -60)
    at = 14 * RATE_HZ
    cut = np.concatenate((sound[:at], sound[at + RATE_HZ + 107 :]))
    answer = suspected_cuts(cues_of(cut))
    assert near(places(answer, "phase"), 14_000)
    assert answer.result == "inconclusive"


def test_hum_that_is_cut_by_whole_periods_runs_on():
    """The limit of the cue: nothing breaks, so nothing is named."""
    sound = hum(30) + noise(30, -60)
    at = 14 * RATE_HZ
    cut = np.concatenate((sound[:at], sound[at + RATE_HZ :]))
    assert not near(places(suspected_cuts(cues_of(cut)), "phase"), 14_000)


def test_another_background_is_a_place_to_listen():
    first, second = words(15) + noise(15, -55), words(15, 7) + noise(15, -38, 5)
    answer = suspected_cuts(cues_of(np.concatenate((first, second))))
    assert near(places(answer, "noise floor"), 15_000, 200)


def test_digital_silence_within_the_sound_is_a_place_to_listen():
    sound = words(20) + noise(20)
    sound[8 * RATE_HZ : 9 * RATE_HZ] = 0
    answer = suspected_cuts(cues_of(sound))
    (silence,) = [one for one in answer.evidence if one.kind == "silence"]
    assert abs(silence.interval.start_ms - 8000) <= 40
    assert abs(silence.interval.end_ms - 9000) <= 40


def test_sound_that_is_gated_in_every_pause_says_so_once():
    sound = noise(60)
    for second in range(1, 59, 2):
        sound[second * RATE_HZ : second * RATE_HZ + RATE_HZ // 3] = 0
    kinds = [one.kind for one in suspected_cuts(cues_of(sound)).evidence]
    assert "silence" not in kinds
    assert kinds.count("gated") == 1


def test_silence_before_and_after_the_sound_is_no_cut():
    still = np.zeros(RATE_HZ, np.float32)
    answer = suspected_cuts(cues_of(np.concatenate((still, noise(20), still))))
    assert [one for one in answer.evidence if one.kind == "silence"] == []


def test_what_covers_the_sound_is_no_cut_when_it_is_named():
    sound = words(20) + noise(20)
    start, end = 8 * RATE_HZ, 9 * RATE_HZ
    sound[start:end] = 0.25 * np.sin(2 * np.pi * 1000 * np.arange(end - start) / RATE_HZ)
    told = suspected_cuts(cues_of(sound, [Interval(8000, 9000)]))
    assert told.evidence == ()
    assert near(places(suspected_cuts(cues_of(sound))), 8000, 300)


@settings(max_examples=10, deadline=None)
@given(blocks=st.lists(st.integers(1, 30 * RATE_HZ - 1), max_size=6, unique=True))
def test_block_lengths_change_nothing(blocks):
    sound = words(30) + noise(30) + hum(30)
    whole, cut = cues_of(sound), cues_of(sound, blocks=blocks)
    assert np.allclose(whole.values, cut.values, rtol=1e-3, atol=1e-3)
    assert suspected_cuts(whole) == suspected_cuts(cut)


@settings(max_examples=10, deadline=None)
@given(gain_db=st.floats(-20, 12))
def test_gain_changes_no_place(gain_db):
    sound = np.concatenate((words(15) + noise(15, -55), words(15, 7) + noise(15, -40, 5)))
    plain = suspected_cuts(cues_of(sound))
    louder = suspected_cuts(cues_of(sound * np.float32(10 ** (gain_db / 20))))
    assert [(one.kind, one.interval) for one in plain.evidence] == [
        (one.kind, one.interval) for one in louder.evidence
    ]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 1000),
    length=st.integers(0, 4 * RATE_HZ),
    kind=st.sampled_from(["noise", "steps", "impulses", "offset", "full scale"]),
)
def test_no_sound_gives_what_is_no_number(seed, length, kind):
    random = np.random.default_rng(seed)
    sound = {
        "noise": lambda: random.standard_normal(length),
        "steps": lambda: np.repeat(random.uniform(-1, 1, length // 400 + 1), 400)[:length],
        "impulses": lambda: (random.random(length) < 0.001) * 1.0,
        "offset": lambda: np.full(length, 0.5),
        "full scale": lambda: np.sign(random.standard_normal(length)),
    }[kind]()
    cues = cues_of(sound.astype(np.float32))
    assert cues.values.shape[1:] == (len(CUES),)
    assert np.isfinite(cues.values).all()
    assert (cues.values >= 0).all()
    answer = suspected_cuts(cues)
    for one in answer.evidence:
        assert one.score is None or 0 <= one.score <= 1
        assert one.interval is None or one.interval.end_ms <= cues.duration_ms


def test_a_finding_is_a_place_to_listen_with_its_figures():
    sound = np.concatenate((words(15) + noise(15, -55), words(15, 7) + noise(15, -38, 5)))
    answer = suspected_cuts(cues_of(sound))
    assert answer.evidence
    for one in answer.evidence:
        assert one.says.startswith("a place to listen")
        assert one.explain[0].startswith("margin ")
        assert any(cue in line for cue in CUES for line in one.explain[1:])
        assert 0.5 <= one.score <= 1
        assert one.per_hour <= 7
    assert not any(
        word in answer.reason.lower() for word in ("forged", "fake", "genuine", "edited")
    )


def test_a_stronger_finding_is_rarer():
    model = load_model()
    rates = [model.per_hour(margin) for margin in np.linspace(-5, 30, 80)]
    assert all(a >= b > 0 for a, b in pairwise(rates))
    assert model.per_hour(model.threshold) == pytest.approx(6, rel=0.3)
