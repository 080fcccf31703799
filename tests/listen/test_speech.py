from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.discovery import SPEECH_GROUP, TRANSCRIBER_GROUP, engine_names, load_engine
from earwitness.listen.engines import silero
from earwitness.listen.engines.silero import SileroSpeech, find_weights
from earwitness.listen.speech import SpeechSettings, explain_window, merge_spans, speech_spans
from earwitness.records.timecode import Interval


@pytest.fixture(scope="module")
def engine():
    try:
        return SileroSpeech()
    except MissingEngine as missing:
        pytest.skip(str(missing))


def spans(pattern, **changes):
    levels = {".": 0.1, "~": 0.4, "#": 0.9}
    probabilities = np.array([levels[sign] for sign in pattern], dtype=np.float32)
    settings = SpeechSettings(**{"min_speech_ms": 0, "min_gap_ms": 0, "pad_ms": 0, **changes})
    found = speech_spans(probabilities, 32.0, len(pattern) * 32, settings)
    return [(span.start_ms // 32, span.end_ms // 32) for span in found]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("..##..", [(2, 4)]),
        ("..~~##~~..", [(4, 8)]),
        ("~~~~", []),
        ("##.##", [(0, 2), (3, 5)]),
        ("######", [(0, 6)]),
        ("", []),
    ],
)
def test_hysteresis(pattern, expected):
    assert spans(pattern) == expected


def test_short_speech_is_dropped_and_short_gaps_are_bridged():
    assert spans("#....", min_speech_ms=100) == []
    assert spans("####...####", min_gap_ms=100) == [(0, 11)]
    assert spans("####....####", min_gap_ms=100) == [(0, 4), (8, 12)]


def test_padding_takes_at_most_half_of_the_pause():
    assert spans("..##..##..", pad_ms=64) == [(0, 5), (5, 10)]


@given(
    st.lists(st.floats(0, 1, width=32), max_size=200),
    st.integers(0, 300),
    st.integers(0, 400),
    st.integers(0, 200),
)
def test_spans_lie_in_order_inside_the_recording(values, min_speech_ms, min_gap_ms, pad_ms):
    settings = SpeechSettings(min_speech_ms=min_speech_ms, min_gap_ms=min_gap_ms, pad_ms=pad_ms)
    found = speech_spans(np.array(values, np.float32), 32.0, len(values) * 32, settings)
    times = [time for span in found for time in (span.start_ms, span.end_ms)]
    assert times == sorted(times)
    assert all(0 <= time <= len(values) * 32 for time in times)


def test_the_rule_is_told():
    told = explain_window(0.4, speaking=True, settings=SpeechSettings())
    assert told == "0.40 is at least 0.35 after speech: speech goes on"


def test_union_of_sides():
    assert merge_spans([Interval(50, 60), Interval(0, 10), Interval(10, 20)]) == (
        Interval(0, 20),
        Interval(50, 60),
    )


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, 20000), max_size=6))
def test_block_lengths_do_not_change_the_engine(engine, cuts):
    sound = np.random.default_rng(5).standard_normal(20000).astype(np.float32) * 0.1
    one = engine.stream()
    expected = np.concatenate((one.feed(sound), one.finish()))
    other = engine.stream()
    places = [0, *sorted(cuts), sound.size]
    parts = [other.feed(sound[a:b]) for a, b in pairwise(places)]
    assert np.allclose(np.concatenate([*parts, other.finish()]), expected, atol=1e-5)
    assert expected.size == 40


def test_a_forked_stream_goes_on_from_the_same_state(engine):
    sound = np.random.default_rng(5).standard_normal(16000).astype(np.float32) * 0.1
    stream = engine.stream()
    stream.feed(sound[:9000])
    twin = stream.fork()
    assert np.array_equal(stream.feed(sound[9000:]), twin.feed(sound[9000:]))


def test_silence_is_no_speech(engine):
    assert engine.stream().feed(np.zeros(16000, np.float32)).max() < 0.35


@pytest.mark.real
@pytest.mark.parametrize(
    "name",
    ["ru/asterisk_core_ru/dir-intro.wav", "uk/asterisk_core_uk/dir-intro.wav", "en/jfk/jfk.flac"],
)
def test_speech_is_speech(engine, real, name):
    from earwitness.audio.decode import decode_blocks

    path = real / "audio" / name
    if not path.exists():
        pytest.skip(f"{name} is not there")
    stream = engine.stream()
    probabilities = np.concatenate([stream.feed(block.mono) for block in decode_blocks(path)])
    assert (probabilities > 0.5).mean() > 0.5


def test_missing_weights_name_the_command(monkeypatch):
    monkeypatch.setattr(silero.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingEngine, match=r"pip install --no-deps faster-whisper==1\.2\.1"):
        find_weights()


def test_broken_weights_are_a_missing_engine(tmp_path):
    path = tmp_path / "weights.onnx"
    path.write_bytes(b"not a model")
    with pytest.raises(MissingEngine, match="cannot be loaded"):
        SileroSpeech(path)


def test_engines_are_found_by_name():
    assert "silero" in engine_names(SPEECH_GROUP)
    assert "whisper" in engine_names(TRANSCRIBER_GROUP)
    # words from a script must not get into an archive by a line in its settings
    assert "scripted" not in engine_names(TRANSCRIBER_GROUP)
    with pytest.raises(UsageError, match=r"Choose one of: .*whisper"):
        load_engine(TRANSCRIBER_GROUP, "parrot")
