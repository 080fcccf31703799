"""What both the hearing and the voices hear: through mains hum, at the edges, and on two alike channels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from earwitness.audio.decode import decode_blocks
from earwitness.errors import MissingEngine
from earwitness.listen.ear import Ear
from earwitness.listen.engines.silero import SileroSpeech
from earwitness.listen.hearing import hear
from earwitness.listen.speech import SpeechSettings
from earwitness.listen.voices.hearing_voices import find_voices

SAMPLES = Path(__file__).parents[2] / "samples"
PLAIN = SpeechSettings(pad_ms=0)


@pytest.fixture(scope="module")
def engine():
    try:
        return SileroSpeech()
    except MissingEngine as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def call():
    """One voice of the samples over a telephone line with its hum; mono at 16 kHz, its words."""
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    media = next(one for one in truth["media"] if one["path"].endswith("call-03.m4a"))
    recording = truth["recordings"][media["recordings"][0]]
    path = SAMPLES / "releases" / media["path"]
    mono = np.concatenate([block.mono for block in decode_blocks(path)])
    words = [(start, end) for line in recording["lines"] for _, start, end in line["words"]]
    return path, mono, words


def share_heard(spans, words):
    inside = sum(
        max(0, min(b, one.end_ms) - max(a, one.start_ms)) for a, b in words for one in spans
    )
    return inside / sum(b - a for a, b in words)


def test_words_are_heard_through_the_hum_of_the_line(engine, call, sounds, tmp_path):
    _, mono, words = call
    seconds = np.arange(mono.size) / 16_000
    hum = sum(0.003 * np.sin(2 * np.pi * hz * seconds) for hz in (50, 100, 150))
    path = sounds.wav(tmp_path / "hum.wav", (mono + hum).astype(np.float32))
    assert share_heard(hear(path).hearing.speech[0].spans, words) > 0.95


def test_the_hearing_and_the_voices_hear_the_same_speech(engine, call):
    path, _, words = call
    spans = hear(path).hearing.speech[0].spans
    turns = [one.interval for one in find_voices(path).turns]
    assert share_heard(turns, words) == pytest.approx(share_heard(spans, words), abs=0.03)


def test_no_turn_lasts_through_the_pause_after_it(engine, call):
    path, _, words = call
    starts, ends = np.array(words).T
    late = []
    for one in find_voices(path).turns:
        within = ends[(starts < one.interval.end_ms) & (ends > one.interval.start_ms)]
        late.append(one.interval.end_ms - within.max())
    assert np.median(late) < 30


def test_lengths_of_blocks_change_nothing(engine, call):
    _, mono, _ = call
    mono = mono[: 12 * 16_000]
    whole, parts = Ear(engine), Ear(engine)
    whole.feed(mono)
    for part in np.split(mono, [100, 101, 5000, 33_333, 150_000]):
        parts.feed(part)
    assert whole.spans(12_000, PLAIN) == parts.spans(12_000, PLAIN) != ()


def test_a_channel_that_is_alike_at_first_is_heard_as_if_alone(engine, call):
    _, mono, _ = call
    left = mono[: 20 * 16_000]
    right = left.copy()
    right[10 * 16_000 :] = np.roll(left, 7 * 16_000)[10 * 16_000 :] * 0.5
    ears, alone = (Ear(engine), Ear(engine)), Ear(engine)
    for start in range(0, left.size, 16_000):
        here = slice(start, start + 16_000)
        ears[0].feed(left[here])
        ears[1].feed_beside(right[here], ears[0])
        alone.feed(right[here])
    first, second, expected = (one.spans(20_000, PLAIN) for one in (*ears, alone))
    assert second == expected
    assert first != second
