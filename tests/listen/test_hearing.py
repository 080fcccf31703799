from __future__ import annotations

import msgspec
import numpy as np
import pytest

from earwitness.errors import BrokenMedia, OverLimit
from earwitness.listen.hearing import Hearing, HearingSettings, hear

MUTE = HearingSettings(speech_engine="none")


@pytest.fixture(scope="module")
def call(tmp_path_factory, sounds):
    """Noise, a bleep, digital silence, dial tone on both sides; the right side only hums."""
    left = sounds.join(
        sounds.noise(1000),
        sounds.sine(1000, 500),
        sounds.noise(500),
        sounds.silence(1500),
        sounds.sine(425, 3500),
    )
    right = sounds.noise(7000, amplitude=0.0005, seed=2)
    folder = tmp_path_factory.mktemp("hearing")
    return sounds.wav(folder / "mono.wav", left), sounds.wav(
        folder / "stereo.wav", np.stack((left, right))
    )


def marks(hearing, kind):
    return [
        (mark.start_ms, mark.end_ms, mark.channel) for mark in hearing.marks if mark.kind == kind
    ]


def test_one_pass_finds_what_is_there(call):
    hearing = hear(call[0], MUTE).hearing
    assert hearing.duration_ms == 7000
    assert marks(hearing, "digital_silence") == [(2000, 3500, None)]
    ((start_ms, end_ms, _),) = marks(hearing, "bleep")
    assert (start_ms, end_ms) == (pytest.approx(1000, abs=40), pytest.approx(1500, abs=40))
    assert len(marks(hearing, "dial")) == 1
    assert [mark.start_ms for mark in hearing.marks] == sorted(
        mark.start_ms for mark in hearing.marks
    )


def test_marks_of_one_side_name_it(call):
    hearing = hear(call[1], MUTE).hearing
    assert (2000, 3500, 0) in marks(hearing, "digital_silence")
    assert (0, 7000, 1) in marks(hearing, "silence")
    assert [level.channel for level in hearing.levels] == [0, 1]


def test_without_an_engine_it_says_so(call):
    hearing = hear(call[0], MUTE).hearing
    assert hearing.speech_state == "not_measured"
    assert hearing.speech == ()
    assert any("speech activity was not measured" in note for note in hearing.notes)
    assert hearing.levels[0].snr_db is None


def test_a_hearing_goes_to_json_and_back(call):
    hearing = hear(call[0]).hearing
    assert msgspec.json.decode(msgspec.json.encode(hearing), type=Hearing) == hearing
    assert {"earwitness.hearing", "av", "soxr"} <= {maker.name for maker in hearing.makers}


def test_peaks_and_progress(call):
    told = []
    heard = hear(call[1], MUTE, told.append)
    assert (heard.peaks.channels, heard.peaks.length) == (2, 350)
    assert told == [7000]


def test_dual_mono_is_heard_once(tmp_path, sounds):
    sound = sounds.noise(1500)
    hearing = hear(sounds.wav(tmp_path / "call.wav", np.stack((sound, sound)))).hearing
    assert hearing.dual_mono
    assert [one.channel for one in hearing.speech] == [None]


def test_the_limit_names_its_setting(call):
    with pytest.raises(OverLimit, match="max_duration_ms"):
        hear(call[0], HearingSettings(speech_engine="none", max_duration_ms=5000))


def test_a_text_is_refused(tmp_path):
    path = tmp_path / "call.mp3"
    path.write_text("Позывний Клен, прийом")
    with pytest.raises(BrokenMedia):
        hear(path, MUTE)


@pytest.mark.real
@pytest.mark.slow
def test_every_real_sound_is_heard_or_refused_in_words(real):
    refused = {}
    for path in sorted((real / "audio").rglob("*")):
        if path.is_file():
            try:
                assert hear(path).hearing.duration_ms > 0
            except BrokenMedia as error:
                refused[path.name] = error.what
    sound = {
        name: what
        for name, what in refused.items()
        if name.endswith((".wav", ".mp3", ".ogg", ".opus", ".flac", ".m4a"))
    }
    assert sound == {
        "empty_mono.wav": "is a WAV header with no samples",
        "incorrect_sampling_freq.wav": "is a WAV header with no samples",
        "notsound.wav": "is not a media file: it starts with plain text",
    }
