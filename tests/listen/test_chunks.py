from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.listen.chunks import explain_cut, quietest_ms, speech_chunks
from earwitness.listen.engines.scripted import ScriptedTranscriber
from earwitness.listen.transcribe import transcribe
from earwitness.records.timecode import Interval

LONGEST, GAP = 28_000, 2_000


def talk(pauses, duration_ms, seed=3):
    """Noise as loud as speech, much quieter in 400 ms from each of some moments."""
    sound = np.random.default_rng(seed).standard_normal(duration_ms * 16).astype(np.float32) * 0.2
    for start_ms in pauses:
        sound[start_ms * 16 : (start_ms + 400) * 16] *= 0.02
    return sound


def test_a_long_span_is_cut_in_its_pauses():
    sound = talk([9_000, 20_000, 41_000], 60_000)
    chunks = speech_chunks((Interval(0, 60_000),), LONGEST, GAP, sound)
    assert [chunk.start_ms for chunk in chunks[1:]] == [
        quietest_ms(sound, 14_000, 28_000),
        quietest_ms(sound, chunks[1].start_ms + 14_000, chunks[1].start_ms + 28_000),
    ]
    assert 20_000 <= chunks[1].start_ms <= 20_400
    assert 41_000 <= chunks[2].start_ms <= 41_400


def test_the_cut_is_explained():
    told = explain_cut(talk([20_000], 30_000), 14_000, 28_000)
    assert told.startswith("cut at 20")
    assert "dB quieter" in told
    assert "no sound" in explain_cut(np.zeros(0, np.float32), 0, 100)


def test_in_even_silence_the_cut_is_late():
    assert quietest_ms(np.zeros(16 * 30_000, np.float32), 14_000, 28_000) == 27_990


def test_without_speech_spans_all_is_cut_too():
    sound = talk([20_000], 45_000)

    class Listener(ScriptedTranscriber):
        def listen_to(self, mono, chunks):  # noqa: ARG002 (the protocol's)
            self.chunks = chunks
            return iter(())

    engine = Listener()
    transcribe(sound, None, engine)
    assert max(chunk.duration_ms for chunk in engine.chunks) <= LONGEST
    assert 20_000 <= engine.chunks[0].end_ms <= 20_400
    assert transcribe(np.zeros(0, np.float32), None, engine).segments == ()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 70_000)), max_size=8),
    st.booleans(),
)
def test_chunks_hold_all_speech_once_and_keep_the_limit(pairs, with_sound):
    spans, position = [], 0
    for gap, length in pairs:
        spans.append(Interval(position + gap, position + gap + length))
        position = spans[-1].end_ms
    sound = np.zeros(position * 16, np.float32) if with_sound else None
    chunks = speech_chunks(tuple(spans), LONGEST, GAP, sound)
    assert all(0 < chunk.duration_ms <= LONGEST for chunk in chunks)
    times = [time for chunk in chunks for time in (chunk.start_ms, chunk.end_ms)]
    assert times == sorted(times)
    for span in spans:
        assert sum(chunk.overlap_ms(span) for chunk in chunks) == span.duration_ms
