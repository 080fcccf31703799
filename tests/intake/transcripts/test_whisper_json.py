from __future__ import annotations

import json
import math

import pytest

from earwitness.errors import MalformedInput, UnsupportedInput
from earwitness.intake.transcripts.parsed import ParsedTranscript, Timing, Word
from earwitness.intake.transcripts.whisper_json import read_whisper_json


def read(value: object) -> ParsedTranscript:
    return read_whisper_json(json.dumps(value))


def test_openai_whisper() -> None:
    found = read(
        {
            "text": " Прийом. Чую.",
            "language": "uk",
            "task": "transcribe",
            "segments": [
                {
                    "id": 0,
                    "start": 0.0,
                    "end": 1.5,
                    "text": " Прийом.",
                    "avg_logprob": -0.5,
                    "no_speech_prob": 0.1,
                },
                {
                    "id": 1,
                    "start": 1.5,
                    "end": 2.25,
                    "text": " Чую.",
                    "avg_logprob": -0.1,
                    "no_speech_prob": 0.9,
                },
            ],
        }
    )
    assert (found.format, found.language, found.task) == ("whisper-json", "uk", "transcribe")
    assert [(line.text, line.start_ms, line.end_ms) for line in found.lines] == [
        ("Прийом.", 0, 1500),
        ("Чую.", 1500, 2250),
    ]
    assert found.lines[0].score == pytest.approx(math.exp(-0.5))
    assert [problem.what for problem in found.problems] == [
        "segment 2: the maker's no-speech probability is 0.90"
    ]


def test_whisperx_leaves_digits_untimed() -> None:
    found = read(
        {
            "segments": [
                {
                    "start": 1.0,
                    "end": 2.0,
                    "text": " дом 12",
                    "speaker": "SPEAKER_01",
                    "words": [
                        {
                            "word": "дом",
                            "start": 1.0,
                            "end": 1.4,
                            "score": 0.75,
                            "speaker": "SPEAKER_01",
                        },
                        {"word": "12"},
                    ],
                }
            ],
            "word_segments": [],
        }
    )
    (line,) = found.lines
    assert found.format == "whisperx-json"
    assert (line.text, line.voice) == ("дом 12", "SPEAKER_01")
    assert line.words == (Word("дом", 1000, 1400, 0.75),)
    assert "1 of its words have no times" in found.problems[0].what


def test_whispercpp() -> None:
    found = read(
        {
            "model": {"type": "base"},
            "params": {"model": "models/ggml-base.bin", "language": "ru", "translate": True},
            "result": {"language": "ru"},
            "transcription": [
                {
                    "timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"},
                    "offsets": {"from": 0, "to": 2500},
                    "text": " Слышу",
                },
                {"timestamps": {"from": "00:00:02,500", "to": "00:00:03,000"}, "text": " тебя"},
            ],
        }
    )
    assert (found.format, found.maker, found.task, found.language) == (
        "whispercpp-json",
        "ggml-base.bin",
        "translate",
        "ru",
    )
    assert [(line.start_ms, line.end_ms) for line in found.lines] == [(0, 2500), (2500, 3000)]


def test_datashare_and_bare_lists() -> None:
    piece = {"text": "Over", "start_s": 1, "end_s": 2, "speaker": "A", "confidence": 0.5}
    for value in ([piece], {"transcripts": [piece]}, {"segments": [piece]}):
        found = read(value)
        assert found.format == "datashare-json"
        assert (found.lines[0].end_ms, found.lines[0].score, found.lines[0].voice) == (
            2000,
            0.5,
            "A",
        )
    words = read(
        {
            "text": "a b",
            "words": [{"word": "a", "start": 0, "end": 1}, {"word": "b", "start": 1, "end": 2}],
        }
    )
    assert words.lines[0].end_ms == 2000


def test_impossible_times_are_told() -> None:
    found = read_whisper_json(
        '{"language": "russian", "segments": ['
        '{"start": 5, "end": 6, "text": "a"}, {"start": NaN, "end": 3, "text": "b"},'
        '{"start": -1, "end": 3, "text": "c"}, {"start": 4, "end": 3, "text": "d"},'
        '{"start": 1e400, "end": 3, "text": "e"}, {"text": 5}, 7, {"start": 0, "end": 1, "text": "f"}]}'
    )
    assert found.language == "ru"
    assert [line.timing for line in found.lines] == [
        Timing.EXACT,
        Timing.NONE,
        Timing.NONE,
        Timing.START,
        Timing.NONE,
        Timing.EXACT,
    ]
    told = " ".join(problem.what for problem in found.problems)
    assert all(f"segment {n}:" in told for n in range(2, 9))


def test_words_by_several_speakers_are_told() -> None:
    words = [
        {"word": "a", "start": 0, "end": 1, "speaker": "A"},
        {"word": "b", "start": 1, "end": 2, "speaker": "B"},
    ]
    found = read([{"text": "a b", "start": 0, "end": 2, "words": words}])
    assert found.lines[0].voice is None
    assert "several speakers" in found.problems[0].what


@pytest.mark.parametrize(
    ("value", "named"),
    [({"results": 1, "status": 2}, "results, status"), ([{"a": 1}], "a"), ([], "none"), (5, "int")],
)
def test_other_json_is_refused_by_its_keys(value: object, named: str) -> None:
    with pytest.raises(UnsupportedInput, match=named):
        read(value)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": 1, "a": 2}'])
def test_broken_json_is_refused(text: str) -> None:
    with pytest.raises(MalformedInput):
        read_whisper_json(text)
