from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import msgspec
import numpy as np
import pytest

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.engines.scripted import ScriptedTranscriber
from earwitness.listen.engines.whisper import WhisperSettings, WhisperTranscriber
from earwitness.listen.heard import HeardSegment, HeardWord
from earwitness.listen.transcribe import TranscribeSettings, transcribe
from earwitness.records.timecode import Interval

FAST = WhisperSettings(languages=("ru",), beam_size=1, temperatures=(0.0,), threads=1)
SCRIPT = (
    HeardSegment(0, 2000, "Липа, я Клён, как слышно?", "ru"),
    HeardSegment(2500, 4000, "Слышу тебя, Клён, выходим через час.", "ru"),
    HeardSegment(6000, 30000, "Субтитры сделал Пётр Тестовый", "ru"),
)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    pytest.importorskip("faster_whisper")
    spec = importlib.util.spec_from_file_location(
        "tiny_whisper", Path(__file__).with_name("tiny_whisper.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build(tmp_path_factory.mktemp("whisper"))


def test_a_script_is_judged():
    sound = np.zeros(16 * 30000, np.float32)
    told = []
    found = transcribe(
        sound, None, ScriptedTranscriber(SCRIPT), TranscribeSettings(languages=("ru",)), told.append
    )
    assert [segment.text for segment in found.kept] == [SCRIPT[0].text, SCRIPT[1].text]
    assert [one.verdict.rule for one in found.held] == ["credit_line"]
    assert told == [2000, 4000, 30000]


def test_credits_behind_speech_are_parted_from_it():
    text = "Липа, я Клён, выходим. Продолжение следует..."
    pieces = text.split()
    words = tuple(HeardWord(n * 500, n * 500 + 400, one, 0.5) for n, one in enumerate(pieces))
    for given in ((), words):
        script = ScriptedTranscriber([HeardSegment(0, 30_000, text, "ru", given)])
        sound = np.zeros(16 * 30_000, np.float32)
        spoken, tail = transcribe(sound, None, script, TranscribeSettings(("ru",))).segments
        assert (spoken.segment.text, spoken.verdict.kept) == ("Липа, я Клён, выходим.", True)
        assert (tail.segment.text, tail.verdict.rule) == ("Продолжение следует...", "credit_line")
        assert not tail.verdict.kept
    assert (spoken.segment.end_ms, tail.segment.start_ms) == (1900, 2000)
    assert [word.text for word in tail.segment.words] == ["Продолжение", "следует..."]


@pytest.mark.parametrize(
    "text",
    [
        "Продолжение следует тому плану, о котором говорили.",
        "Я сказал им вчера на совещании у командира, что продолжение следует.",
        "Выходим через час.",
    ],
)
def test_what_is_said_is_not_parted(text):
    script = ScriptedTranscriber([HeardSegment(0, 5_000, text, "ru")])
    made = transcribe(np.zeros(16 * 5_000, np.float32), None, script, TranscribeSettings(("ru",)))
    assert [one.text for one in made.kept] == [text]


def test_only_speech_is_listened_to():
    sound = np.zeros(16 * 30000, np.float32)
    found = transcribe(sound, (Interval(0, 2200),), ScriptedTranscriber(SCRIPT))
    assert len(found.segments) == 1
    assert transcribe(sound, (), ScriptedTranscriber(SCRIPT)).segments == ()


def test_the_digest_follows_the_settings():
    assert (
        ScriptedTranscriber(SCRIPT).settings_digest
        != ScriptedTranscriber(SCRIPT[:1]).settings_digest
    )


def test_the_real_adapter_keeps_its_contract(model, sounds):
    engine = WhisperTranscriber(model, FAST)
    chunks = (Interval(1000, 4000), Interval(6000, 7000))
    found = list(engine.listen_to(sounds.noise(8000), chunks))
    assert found
    for segment in found:
        assert segment.language == "ru"
        assert segment.text
        assert any(
            chunk.start_ms <= segment.start_ms <= segment.end_ms <= chunk.end_ms for chunk in chunks
        )
        assert segment.words
        for word in segment.words:
            assert segment.start_ms <= word.start_ms <= word.end_ms <= segment.end_ms
            assert 0 <= word.probability <= 1
    assert found == list(engine.listen_to(sounds.noise(8000), chunks))


def test_language_is_chosen_among_those_expected(model, sounds):
    settings = WhisperSettings(languages=("de", "uk"), beam_size=1, temperatures=(0.0,), threads=1)
    found = list(
        WhisperTranscriber(model, settings).listen_to(sounds.noise(2000), [Interval(0, 2000)])
    )
    assert {segment.language for segment in found} <= {"uk", "de"}


def test_nonsense_of_the_model_goes_through_the_guard(model, sounds):
    found = transcribe(
        sounds.noise(3000),
        None,
        WhisperTranscriber(model, FAST),
        TranscribeSettings(languages=("ru", "uk")),
    )
    assert found.engine == "whisper"
    assert found.segments
    assert found.kept == ()


def test_version_and_digest_name_model_and_settings(model):
    one, other = WhisperTranscriber(model, FAST), WhisperTranscriber(model, WhisperSettings())
    assert one.version == other.version
    assert "faster-whisper" in one.version
    assert one.settings_digest != other.settings_digest


def test_engines_are_made_from_settings_without_loading_their_model(model, tmp_path):
    engine = load_transcriber("whisper", EngineRequest(str(model), "uk-x-surzhyk"))
    assert "_model" not in vars(engine)
    other = load_transcriber("whisper", EngineRequest(str(model)))
    assert engine.settings_digest != other.settings_digest
    script = tmp_path / "script.json"
    script.write_bytes(msgspec.json.encode(SCRIPT))
    scripted = ScriptedTranscriber.from_settings(EngineRequest(str(script)))
    assert scripted.settings_digest == ScriptedTranscriber(SCRIPT).settings_digest
    for name, there in (("whisper", "nowhere"), ("scripted", ""), ("parrot", "")):
        with pytest.raises(UsageError):
            load_transcriber(name, EngineRequest(there))


def test_hints_reach_whisper_and_change_the_digest(model, sounds):
    plain, hinted = (WhisperTranscriber(model, FAST, hints) for hints in ((), ("w9", "w9", "w9")))
    assert plain.settings_digest != hinted.settings_digest
    assert "3 hints" in hinted.described
    sound, chunk = sounds.noise(3000), [Interval(0, 3000)]
    scores = [next(one.listen_to(sound, chunk)).avg_logprob for one in (plain, hinted)]
    assert scores[0] != scores[1]  # the decoder saw other tokens before its own


def test_hints_go_through_the_request(model):
    request = EngineRequest(str(model), "ru", ("Берёза", "Клён"))
    hinted = load_transcriber("whisper", request).settings_digest
    assert hinted != load_transcriber("whisper", EngineRequest(str(model), "ru")).settings_digest


def test_a_missing_model_is_never_downloaded(tmp_path, monkeypatch):
    def no_network(*_):
        raise AssertionError("tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    with pytest.raises(UsageError, match="not a Whisper model folder"):
        WhisperTranscriber(tmp_path / "large-v3")
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    engine = WhisperTranscriber(tmp_path)
    with pytest.raises(MissingEngine, match="cannot be loaded"):
        next(engine.listen_to(np.zeros(16000, np.float32), [Interval(0, 1000)]))
