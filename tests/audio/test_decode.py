from __future__ import annotations

import contextlib
import struct

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.audio.decode import DecodeSettings, decode_blocks, decode_span
from earwitness.errors import BrokenMedia, EarwitnessError, OverLimit, UsageError

FORMATS = [".wav", ".flac", ".mp3", ".opus", ".m4a"]


@pytest.fixture(scope="module")
def files(tmp_path_factory, sounds):
    folder = tmp_path_factory.mktemp("decode")
    sound = sounds.join(sounds.sine(400, 2000), sounds.noise(1500), sounds.sine(900, 2500))
    made = {ext: sounds.encode(folder / f"call{ext}", sound) for ext in FORMATS[1:]}
    made[".wav"] = sounds.wav(folder / "call.wav", sound)
    return made


def whole(path, **changes):
    blocks = decode_blocks(path, DecodeSettings(**changes))
    samples = np.concatenate([block.samples for block in blocks], axis=1)
    return samples, blocks.report


@pytest.mark.parametrize("ext", FORMATS)
def test_length_and_pitch_survive(files, ext):
    samples, report = whole(files[ext])
    assert report.decoded_ms == pytest.approx(6000, abs=30)
    spectrum = np.abs(np.fft.rfft(samples[0, 8000:24000]))
    assert spectrum.argmax() == pytest.approx(400, abs=2)
    assert (report.channels_in, report.channels_kept, report.rate_hz, report.notes) == (
        1,
        1,
        16000,
        (),
    )


@pytest.mark.parametrize("ext", FORMATS)
@pytest.mark.parametrize(
    ("start_ms", "end_ms"), [(0, 700), (1234, 1235), (3777, 5001), (5500, 9000)]
)
def test_a_span_is_the_whole_decode_cut_there(files, ext, start_ms, end_ms):
    samples, _ = whole(files[ext])
    span, rate_hz = decode_span(files[ext], start_ms, end_ms)
    assert rate_hz == 16000
    assert np.array_equal(span, samples[:, start_ms * 16 : end_ms * 16])


@pytest.mark.parametrize("ext", [".mp3", ".opus"])
def test_block_length_does_not_change_the_samples(files, ext):
    assert np.array_equal(whole(files[ext], block_s=1)[0], whole(files[ext], block_s=30)[0])


def test_blocks_follow_each_other(files):
    position = 0
    for block in decode_blocks(files[".mp3"], DecodeSettings(block_s=2)):
        assert block.start_sample == position
        position += block.mono.size


def test_a_16_bit_file_decodes_bit_for_bit(tmp_path, sounds):
    sound = sounds.noise(500)
    samples, _ = whole(sounds.wav(tmp_path / "call.wav", sound))
    assert np.array_equal(
        np.rint(samples[0] * 32768), np.clip(np.rint(sound * 32768), -32768, 32767)
    )


def test_the_file_keeps_its_own_rate_when_asked(tmp_path, sounds):
    path = sounds.wav(tmp_path / "call.wav", sounds.sine(440, 500, rate_hz=8000), 8000)
    samples, report = whole(path, rate_hz=None)
    assert (samples.shape, report.rate_hz) == ((1, 4000), 8000)


def test_two_sides_are_kept(tmp_path, sounds):
    sides = np.stack((sounds.sine(440, 800), sounds.noise(800)))
    samples, report = whole(sounds.wav(tmp_path / "call.wav", sides))
    assert samples.shape == (2, 12800)
    assert not report.dual_mono


def test_dual_mono_is_noticed(tmp_path, sounds):
    both = np.stack((sounds.noise(800), sounds.noise(800)))
    _, report = whole(sounds.wav(tmp_path / "call.wav", both))
    assert report.dual_mono
    assert "both channels carry the same sound" in report.notes


def test_channels_that_cancel_do_not_vanish(tmp_path, sounds):
    sound = sounds.sine(440, 800)
    path = sounds.wav(tmp_path / "call.wav", np.stack((sound, -sound)))
    blocks = decode_blocks(path)
    assert np.abs(next(blocks).mono).max() > 0.4
    assert any("cancel" in note for note in blocks.report.notes)


def test_three_to_eight_channels_are_mixed_and_said(tmp_path, sounds):
    samples, report = whole(
        sounds.wav(tmp_path / "call.wav", np.stack([sounds.sine(440, 300)] * 4))
    )
    assert samples.shape[0] == report.channels_kept == 1
    assert "4 channels were mixed to one" in report.notes


def test_64_channels_are_refused(tmp_path, sounds):
    path = sounds.wav(tmp_path / "call.wav", np.zeros((64, 160), np.float32))
    with pytest.raises(OverLimit, match="64 channels; up to 8"):
        list(decode_blocks(path))


def test_twelve_hours_by_the_header_are_refused_before_decoding(tmp_path, sounds):
    path = sounds.encode(tmp_path / "call.flac", sounds.silence(500))
    content = bytearray(path.read_bytes())
    # STREAMINFO: 36 bits of total samples end at byte 26
    total = 12 * 3600 * 16000
    content[21] = (content[21] & 0xF0) | (total >> 32)
    content[22:26] = struct.pack(">I", total & 0xFFFFFFFF)
    path.write_bytes(content)
    with pytest.raises(OverLimit) as refused:
        whole(path, max_duration_ms=3_600_000)
    assert "12:00:00" in str(refused.value)
    assert "max_duration_ms" in str(refused.value)


def test_a_header_that_lies_does_not_help(tmp_path, sounds):
    path = tmp_path / "call.ulaw"
    path.write_bytes(bytes(8000 * 4))
    with pytest.raises(OverLimit):
        whole(path, max_duration_ms=3000)


@pytest.mark.parametrize("ext", FORMATS)
def test_a_truncated_file_is_taken_in_part_or_refused(files, tmp_path, ext):
    content = files[ext].read_bytes()
    path = tmp_path / f"cut{ext}"
    path.write_bytes(content[: len(content) // 2])
    if ext == ".m4a":  # its index stands at the end
        with pytest.raises(BrokenMedia, match="cut short"):
            whole(path)
        return
    _, report = whole(path)
    assert 1500 < report.decoded_ms < 4500


def test_damage_in_the_middle_is_skipped_and_time_stays(files, tmp_path):
    content = bytearray(files[".mp3"].read_bytes())
    middle = len(content) // 3
    content[middle : middle + 3000] = bytes(3000)
    path = tmp_path / "hurt.mp3"
    path.write_bytes(content)
    samples, _ = whole(path)
    assert samples.shape[1] == pytest.approx(6 * 16000, abs=16 * 700)


def test_a_track_that_starts_late_starts_late(tmp_path, sounds):
    path = tmp_path / "call.mkv"
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=25, width=32, height=32, pix_fmt="yuv420p")
        audio = out.add_stream("flac", rate=16000, layout="mono", format="s16")
        for number in range(25):
            picture = av.VideoFrame.from_ndarray(np.zeros((48, 32), np.uint8), format="yuv420p")
            picture.pts = number
            out.mux(video.encode(picture))
        out.mux(video.encode(None))
        sound = av.AudioFrame.from_ndarray(
            np.full((1, 4000), 8000, np.int16), format="s16", layout="mono"
        )
        sound.sample_rate, sound.pts = 16000, 8000
        out.mux(audio.encode(sound))
        out.mux(audio.encode(None))
    samples, report = whole(path)
    assert report.filled_ms == 500
    assert np.flatnonzero(samples[0] > 0.1)[0] == pytest.approx(8000, abs=16)
    assert any("silence" in note for note in report.notes)


def test_a_span_behind_the_end_is_an_error_and_not_nothing(files):
    with pytest.raises(UsageError, match="ends before"):
        decode_span(files[".wav"], 7000, 8000)
    with pytest.raises(UsageError):
        decode_span(files[".wav"], 500, 500)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    position=st.floats(0, 1), junk=st.binary(min_size=1, max_size=200), ext=st.sampled_from(FORMATS)
)
def test_damage_anywhere_never_crashes(files, tmp_path, position, junk, ext):
    content = bytearray(files[ext].read_bytes())
    start = int(position * len(content))
    content[start : start + len(junk)] = junk
    path = tmp_path / f"hurt{ext}"
    path.write_bytes(content)
    with contextlib.suppress(EarwitnessError):
        samples, report = whole(path)
        assert samples.shape[1] <= 16000 * 60 or report.filled_ms
