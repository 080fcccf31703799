from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.band_edges import BandEdgeMeter
from earwitness.audio.container import probe
from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.records.timecode import Interval
from earwitness.review.checks.covered import covered_spans
from earwitness.review.checks.generations import file_generations

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "releases"


def facts_of(path):
    meters = {}

    def tap(native):
        meter = meters.setdefault(native.rate_hz, BandEdgeMeter(native.rate_hz))
        meter.feed(native.samples.mean(axis=0))

    blocks = SoundBlocks(path, DecodeSettings(), tap=tap)
    for _ in blocks:
        pass
    return probe(path), blocks.report, next(iter(meters.values())).finish()


def bands_of(sound, rate_hz):
    meter = BandEdgeMeter(rate_hz)
    meter.feed(np.asarray(sound, dtype=np.float32))
    return meter.finish()


def hiss(seconds, rate_hz, seed=1):
    return 0.1 * np.random.default_rng(seed).standard_normal(seconds * rate_hz)


def through(sound, rate_hz, narrow_hz):
    return soxr.resample(soxr.resample(sound, rate_hz, narrow_hz), narrow_hz, rate_hz)


@pytest.mark.parametrize("name", ["clips/call-09.mp3", "clips/call-03.m4a", "clips/call-01.ogg"])
def test_a_telephone_band_shows_in_a_wider_file(name):
    """Made at 8 kHz, released as MP3 and AAC at 16 kHz and as Opus at 48 kHz."""
    found = file_generations(*facts_of(SAMPLES / name))
    assert found.result == "inconclusive"
    assert any("as a telephone leaves it" in one.says for one in found.evidence), found.evidence


def test_an_intact_file_at_its_own_band_shows_nothing():
    found = file_generations(*facts_of(SAMPLES / "clips" / "call-04.wav"))
    assert (found.result, found.evidence) == ("pass", ())
    assert "no sign" in found.reason


def test_nothing_measured_is_not_possible():
    assert file_generations(None, None, None).result == "not_possible"


def test_a_file_that_changes_its_format_was_not_written_in_one_go():
    headers, report, bands = facts_of(SAMPLES / "clips" / "call-04.wav")
    joined = replace(report, notes=("the sound format changes 2 times within the file",))
    answer = file_generations(headers, joined, bands)
    assert answer.result == "fail"
    assert "not written in one go" in answer.reason


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"declared_ms": 90_000}, "length"), ({"filled_ms": 240}, "gaps")],
)
def test_what_decoding_met_is_evidence(change, kind):
    headers, report, bands = facts_of(SAMPLES / "clips" / "call-04.wav")
    answer = file_generations(headers, replace(report, **change), bands)
    assert answer.result == "inconclusive"
    assert kind in [one.kind for one in answer.evidence]


@pytest.mark.parametrize(
    ("narrow_hz", "rate_hz"), [(8000, 16_000), (8000, 48_000), (16_000, 44_100)]
)
def test_an_edge_stands_where_the_narrow_generation_ended(narrow_hz, rate_hz):
    bands = bands_of(through(hiss(20, rate_hz), rate_hz, narrow_hz), rate_hz)
    assert len(bands.edges) == 1
    assert abs(bands.edges[0].hz - narrow_hz / 2) < 400
    assert bands.edges[0].drop_db > 40


def test_noise_up_to_the_end_has_no_edge():
    for rate_hz in (8000, 16_000, 44_100):
        assert bands_of(hiss(10, rate_hz), rate_hz).edges == ()


def test_a_band_that_changes_is_a_place_to_listen():
    wide, rate_hz = hiss(30, 16_000), 16_000
    sound = np.concatenate((through(wide, rate_hz, 8000), wide))
    bands = bands_of(sound, rate_hz)
    assert [top > 6000 for _, top in bands.sections] == [False, True]
    headers, report, _ = facts_of(SAMPLES / "clips" / "call-04.wav")
    (change,) = [
        one
        for one in file_generations(headers, report, bands).evidence
        if one.kind == "band change"
    ]
    assert abs(change.interval.start_ms - 30_000) < 6000
    assert change.says.startswith("a place to listen")


@settings(max_examples=30, deadline=None)
@given(
    length=st.integers(0, 40_000),
    rate_hz=st.sampled_from([8000, 11_025, 16_000, 48_000]),
    kind=st.sampled_from(["silence", "noise", "constant", "impulse"]),
)
def test_any_sound_has_edges_within_its_band(length, rate_hz, kind):
    sound = {
        "silence": np.zeros(length),
        "noise": np.random.default_rng(length).standard_normal(length) * 0.1,
        "constant": np.full(length, 0.5),
        "impulse": (np.arange(length) == length // 2) * 1.0,
    }[kind]
    bands = bands_of(sound, rate_hz)
    assert all(0 < edge.hz <= rate_hz // 2 and np.isfinite(edge.drop_db) for edge in bands.edges)
    assert all(0 < top <= rate_hz // 2 for _, top in bands.sections)


def test_what_covers_the_sound_is_listed_in_order_of_time():
    marks = [
        ("clipping", Interval(5000, 6000)),
        ("bleep", Interval(1000, 1500)),
        ("ring", Interval(0, 900)),
        ("digital_silence", Interval(8000, 9000)),
    ]
    answer = covered_spans(marks)
    assert answer.result == "inconclusive"
    assert [one.kind for one in answer.evidence] == ["bleep", "clipping", "digital silence"]
    assert answer.evidence[0].interval == Interval(1000, 1500)


def test_nothing_covered_and_nothing_heard_are_two_answers():
    assert covered_spans([("ring", Interval(0, 900))]).result == "pass"
    assert covered_spans(None).result == "not_possible"
