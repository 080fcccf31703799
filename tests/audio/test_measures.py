from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.clips import cut, write_clip
from earwitness.audio.levels import ClippingMeter, LevelMeter, noise_floor_dbfs
from earwitness.audio.peaks import peaks_from_extremes, peaks_json
from earwitness.audio.tones import ToneMeter, explain_tone
from earwitness.audio.windows import Windows
from earwitness.errors import UsageError
from earwitness.records.timecode import Interval


def tones_of(*parts):
    meter = ToneMeter(16000)
    meter.feed(np.concatenate(parts))
    return meter.tones()


def levels_of(samples):
    meter = LevelMeter(16000)
    meter.feed(np.atleast_2d(samples))
    return meter.finish()


@settings(max_examples=30, deadline=None)
@given(cuts=st.lists(st.integers(0, 5000), max_size=8))
def test_block_lengths_change_no_measure(cuts):
    sound = np.random.default_rng(3).standard_normal((1, 5000)).astype(np.float32)
    places = [0, *sorted(cuts), 5000]
    windows = Windows(512)
    parts = [windows.feed(sound[:, a:b]) for a, b in pairwise(places)]
    assert np.array_equal(
        np.concatenate(parts, axis=1).reshape(1, -1), sound[:, : 5000 // 512 * 512]
    )


def test_level_of_a_full_scale_sine_is_minus_three(sounds):
    (found,) = levels_of(sounds.sine(1000, 1000, amplitude=1.0))
    assert found.frame_dbfs == pytest.approx(-3.01, abs=0.02)
    assert found.peak_dbfs == pytest.approx(0, abs=0.02)


def test_offset_and_noise_floor(sounds):
    sound = sounds.join(sounds.noise(1000, amplitude=0.001), sounds.sine(300, 3000)) + np.float32(
        0.01
    )
    (found,) = levels_of(sound)
    assert found.dc_offset == pytest.approx(0.01, abs=0.001)
    assert noise_floor_dbfs(levels_of(sound - np.float32(0.01))[0].frame_dbfs) == pytest.approx(
        -60, abs=2
    )


def test_digital_silence_is_zeros_or_a_constant_but_not_quiet_noise(sounds):
    constant = np.full(16000, 0.2, np.float32)
    (found,) = levels_of(
        sounds.join(
            sounds.noise(1000),
            sounds.silence(1000),
            sounds.noise(500),
            constant,
            sounds.noise(1000, amplitude=0.0005),
        )
    )
    assert found.still == (Interval(1000, 2000), Interval(2500, 3500))


def test_clipping_at_full_scale_and_below(sounds):
    loud = np.clip(sounds.sine(300, 1000, rate_hz=8000, amplitude=2.0), -1, 1)
    limited = np.clip(sounds.sine(300, 1000, rate_hz=8000, amplitude=0.9), -0.5, 0.5)
    for sound in (loud, limited):
        meter = ClippingMeter(8000)
        meter.feed(np.concatenate((sounds.silence(500, rate_hz=8000), sound))[None, :])
        (found,) = meter.finish()[0]
        assert (found.start_ms, found.end_ms) == (500, 1500)
        assert found.samples > 100


@pytest.mark.parametrize("freq_hz", [50, 300, 1000])
def test_a_clean_loud_tone_is_not_clipped(sounds, freq_hz):
    sound = np.rint(sounds.sine(freq_hz, 1000, rate_hz=48000, amplitude=0.7) * 32768) / 32768
    meter = ClippingMeter(48000)
    meter.feed(sound[None, :].astype(np.float32))
    assert meter.finish() == {}


def test_a_bleep_in_noise_is_found_where_it_is(sounds):
    (bleep,) = tones_of(sounds.noise(1000), sounds.sine(1000, 600), sounds.noise(1000))
    assert bleep.kind == "bleep"
    assert bleep.start_ms == pytest.approx(1000, abs=40)
    assert bleep.end_ms == pytest.approx(1600, abs=40)
    assert bleep.freq_hz == pytest.approx(1000, abs=3)


def test_tones_of_the_telephone_line(sounds):
    dial, ring = tones_of(sounds.sine(425, 4000), sounds.silence(1000), sounds.sine(425, 1000))
    assert (dial.kind, ring.kind) == ("dial", "ring")


def test_keys_are_read(sounds):
    pressed = [("1", 697, 1209), ("5", 770, 1336), ("#", 941, 1477)]
    parts = []
    for _, low_hz, high_hz in pressed:
        parts += [
            sounds.sine(low_hz, 150, amplitude=0.3) + sounds.sine(high_hz, 150, amplitude=0.3),
            sounds.silence(150),
        ]
    found = tones_of(*parts)
    assert [span.detail for span in found] == [f"key {key}" for key, _, _ in pressed]
    assert {span.kind for span in found} == {"dtmf"}


def test_noise_sweeps_and_short_beeps_are_no_tones(sounds):
    t = np.arange(32000) / 16000
    sweep = np.sin(2 * np.pi * (300 * t + 400 * t * t)).astype(np.float32)
    assert (
        tones_of(
            sounds.noise(2000),
            sweep,
            sounds.silence(100),
            sounds.sine(1000, 60),
            sounds.silence(500),
        )
        == ()
    )


def test_the_rule_is_told():
    assert explain_tone(425, 1000)[0] == "ring"
    assert explain_tone(2000, 1000) == ("tone", "steady, at no known place")


def test_a_telephone_band_is_recognised(sounds):
    noise = sounds.noise(3000)
    spectrum = np.fft.rfft(noise)
    hz = np.fft.rfftfreq(noise.size, 1 / 16000)
    narrow = np.fft.irfft(np.where((hz > 300) & (hz < 3400), spectrum, 0)).astype(np.float32)
    for sound, telephone, upper_hz in ((narrow, True, 3400), (noise, False, 8000)):
        meter = ToneMeter(16000)
        meter.feed(sound)
        band = meter.band(48000)
        assert band.telephone is telephone
        assert band.upper_hz == pytest.approx(upper_hz, abs=120)


def test_peaks_follow_the_format(sounds):
    sides = np.stack((sounds.sine(100, 1000, amplitude=1.0), sounds.silence(1000)))
    meter = LevelMeter(16000)
    meter.feed(sides)
    meter.finish()
    peaks = peaks_from_extremes(*meter.extremes(), 16000)
    written = json.loads(peaks_json(peaks))
    assert {key: written[key] for key in ("version", "channels", "sample_rate", "samples_per_pixel", "bits", "length")} == {
        "version": 2, "channels": 2, "sample_rate": 16000, "samples_per_pixel": 320, "bits": 8, "length": 50,
    }  # fmt: skip
    assert len(written["data"]) == 2 * 2 * 50
    assert written["data"][:4] == [-127, 127, 0, 0]


@pytest.mark.parametrize("ext", [".wav", ".flac"])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_clip_comes_back_bit_for_bit_and_says_nothing_else(tmp_path, sounds, ext, channels):
    source = sounds.wav(
        tmp_path / "call.wav", np.stack([sounds.noise(1000, seed=s) for s in range(channels)])
    )
    clip, rate_hz = cut(source, 250, 750)
    target = tmp_path / f"clip{ext}"
    write_clip(clip, rate_hz, target)
    again, _ = cut(target, 0, 500)
    assert np.array_equal(again, clip)
    content = target.read_bytes()
    assert b"Lavf" not in content
    assert b"reference" not in content


def test_a_clip_needs_a_known_extension_and_samples(tmp_path, sounds):
    with pytest.raises(UsageError):
        write_clip(sounds.noise(100)[None, :], 16000, tmp_path / "clip.mp3")
    with pytest.raises(UsageError):
        write_clip(np.zeros((1, 0), np.float32), 16000, tmp_path / "clip.wav")
