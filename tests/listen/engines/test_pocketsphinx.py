"""PocketSphinx on the weights in its wheel: the one engine that hears real speech in any test run."""

from __future__ import annotations

import numpy as np
import pytest

from earwitness.errors import UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.engines.pocketsphinx import PocketSphinxTranscriber
from earwitness.listen.transcribe import TranscribeSettings, transcribe
from earwitness.records.timecode import Interval

pytest.importorskip("pocketsphinx")


@pytest.fixture(scope="module")
def engine():
    return PocketSphinxTranscriber()


def test_silence_and_no_sound_give_no_words(engine, no_network):
    assert list(engine.listen_to(np.zeros(32_000, np.float32), [Interval(0, 2000)])) == []
    assert list(engine.listen_to(np.zeros(0, np.float32), [Interval(0, 2000)])) == []
    assert list(engine.listen_to(np.zeros(100, np.float32), [Interval(0, 6)])) == []


def test_another_language_is_refused():
    with pytest.raises(UsageError, match="hears English only"):
        load_transcriber("pocketsphinx", EngineRequest(language="ru"))
    assert load_transcriber("pocketsphinx", EngineRequest(language="en-GB")).name == "pocketsphinx"


def test_segments_lie_in_their_chunks_and_repeat(engine, two_bursts, no_network):
    chunks = [Interval(500, 2500), Interval(3500, 5800)]
    found = list(engine.listen_to(two_bursts, chunks))
    for segment in found:
        assert segment.language == "en"
        assert any(c.start_ms <= segment.start_ms <= segment.end_ms <= c.end_ms for c in chunks)
        assert all(0 <= word.probability <= 1 for word in segment.words)
    assert found == list(engine.listen_to(two_bursts, chunks))


def test_a_foreign_script_is_expected(engine, two_bursts):
    made = transcribe(two_bursts, None, engine, TranscribeSettings(languages=("ru",)))
    assert made.kept == ()


@pytest.mark.real
def test_real_english_is_heard(engine, real, no_network):
    from earwitness.audio.decode import decode_blocks

    path = real / "audio" / "en" / "jfk" / "jfk.flac"
    if not path.exists():
        pytest.skip("jfk.flac is not there")
    sound = np.concatenate([block.mono for block in decode_blocks(path)])
    made = transcribe(sound, None, engine, TranscribeSettings(languages=("en",)))
    words = {word for one in made.kept for word in one.text.split()}
    assert {"not", "what", "your", "country", "can", "do", "for", "you"} <= words
