from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.engines.onnx_asr import OnnxAsrTranscriber
from earwitness.listen.transcribe import TranscribeSettings, transcribe
from earwitness.records.timecode import Interval


@pytest.fixture(params=["gigaam", "t_one"])
def model(request, tiny_onnx, tmp_path):
    return getattr(tiny_onnx, request.param)(tmp_path / request.param)


def test_the_real_adapter_keeps_its_contract(model, two_bursts, no_network):
    engine = OnnxAsrTranscriber(model)
    chunk = Interval(500, 5800)
    found = list(engine.listen_to(two_bursts, [chunk]))
    assert [round(one.start_ms, -3) for one in found] == [1000, 4000]
    assert [round(one.end_ms, -3) for one in found] == [2000, 5000]
    for segment in found:
        assert segment.language == "ru"
        assert segment.text == " ".join(word.text for word in segment.words)
        assert segment.avg_logprob < 0
        assert chunk.start_ms <= segment.start_ms < segment.end_ms <= chunk.end_ms
        for word in segment.words:
            assert segment.start_ms <= word.start_ms <= word.end_ms <= segment.end_ms
            assert 0 <= word.probability <= 1
    assert found == list(engine.listen_to(two_bursts, [chunk]))


def test_no_sound_short_sound_and_silence_give_no_words(model, two_bursts):
    engine = OnnxAsrTranscriber(model)
    assert list(engine.listen_to(np.zeros(0, np.float32), [Interval(0, 1000)])) == []
    assert list(engine.listen_to(np.zeros(48_000, np.float32), [Interval(0, 3000)])) == []
    assert list(engine.listen_to(two_bursts, [Interval(0, 5)])) == []
    for segment in engine.listen_to(two_bursts, [Interval(1000, 1060)]):
        assert segment.end_ms <= 1060


def test_words_where_nobody_speaks_are_held(model, two_bursts):
    nobody = (Interval(2500, 3500),)
    heard = transcribe(two_bursts, None, OnnxAsrTranscriber(model))
    assert heard.kept
    held = transcribe(two_bursts, nobody, OnnxAsrTranscriber(model))
    assert held.kept == ()
    assert "language ru" in heard.engine_settings


def test_music_is_held_back_or_empty(model, sounds):
    chords = sum(sounds.sine(tone, 4000) for tone in (220, 277, 330, 440)) / 4
    made = transcribe(chords, (), OnnxAsrTranscriber(model), TranscribeSettings(("ru",)))
    assert made.segments == ()  # speech activity hears nobody: nothing is listened to


def test_version_and_digest_name_model_and_language(model):
    engine = load_transcriber("onnx-asr", EngineRequest(str(model)))
    assert engine.version.startswith("onnx-asr 0.12")
    assert "_model" not in vars(engine)
    other = load_transcriber("onnx-asr", EngineRequest(str(model), "uk"))
    assert engine.settings_digest != other.settings_digest
    assert "language uk" in other.described


def test_the_smaller_files_are_taken_where_they_are_the_only_ones(tiny_onnx, two_bursts, tmp_path):
    whole = tiny_onnx.gigaam(tmp_path / "whole")
    small = tiny_onnx.gigaam(tmp_path / "small", ending=".int8.onnx")
    engine = OnnxAsrTranscriber(small)
    assert "int8 precision" in engine.described
    chunk = [Interval(0, 6000)]
    expected = list(OnnxAsrTranscriber(whole).listen_to(two_bursts, chunk))
    assert list(engine.listen_to(two_bursts, chunk)) == expected


def test_an_absent_or_foreign_folder_is_named(tmp_path, no_network):
    with pytest.raises(UsageError, match="is not a model folder"):
        OnnxAsrTranscriber(tmp_path / "gigaam-v3-ctc")
    with pytest.raises(UsageError, match="holds no model that onnx-asr loads"):
        OnnxAsrTranscriber(tmp_path)


def test_missing_and_cut_off_files_are_named(model):
    weights = next(model.glob("*.onnx"))
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-100])
    with pytest.raises(UsageError, match=rf"{weights.name} is cut off: \d+ bytes were to be there"):
        OnnxAsrTranscriber(model)
    weights.write_bytes(b"")
    with pytest.raises(UsageError, match=f"{weights.name} is empty"):
        OnnxAsrTranscriber(model)
    weights.write_bytes(b"<!DOCTYPE html><p>not found</p>")
    with pytest.raises(UsageError, match="is not an ONNX file"):
        OnnxAsrTranscriber(model)
    weights.write_bytes(whole)
    (model / "config.json").write_text("{")
    with pytest.raises(UsageError, match=r"config\.json is not JSON"):
        OnnxAsrTranscriber(model)
    (model / "config.json").unlink()
    with pytest.raises(UsageError, match=r"config\.json is missing"):
        OnnxAsrTranscriber(model)


def test_damage_inside_is_said_when_it_is_met(model, two_bursts, no_network):
    weights = next(model.glob("*.onnx"))
    broken = bytearray(weights.read_bytes())
    broken[200:260] = b"\xff" * 60
    weights.write_bytes(bytes(broken))
    with pytest.raises((MissingEngine, UsageError), match=r"cannot be loaded|fails|damaged|cut"):
        list(OnnxAsrTranscriber(model).listen_to(two_bursts, [Interval(0, 6000)]))


def test_files_that_do_not_belong_together(tiny_onnx, two_bursts, tmp_path):
    folder = tiny_onnx.gigaam(tmp_path / "mixed")
    (folder / "v3_vocab.txt").write_text("▁ 0\nа 1\n<blk> 2\n", encoding="utf-8")
    with pytest.raises(MissingEngine, match="model fails over sound"):
        list(OnnxAsrTranscriber(folder).listen_to(two_bursts, [Interval(0, 6000)]))
    other = tiny_onnx.t_one(tmp_path / "other")
    shutil.copy(folder / "v3_ctc.onnx", other / "model.onnx")
    with pytest.raises(MissingEngine, match="model cannot be loaded"):
        list(OnnxAsrTranscriber(other).listen_to(two_bursts, [Interval(0, 6000)]))
    config = json.loads((other / "config.json").read_text())
    del config["pad_token_id"]
    (other / "config.json").write_text(json.dumps(config))
    tiny_onnx.t_one(tmp_path / "third")
    shutil.copy(tmp_path / "third" / "model.onnx", other / "model.onnx")
    with pytest.raises(MissingEngine, match="KeyError"):
        list(OnnxAsrTranscriber(other).listen_to(two_bursts, [Interval(0, 6000)]))


@pytest.mark.parametrize("extra", ["onnx-asr", "pocketsphinx", "whisper"])
def test_without_its_extra_it_says_what_to_install(extra, model, tmp_path):
    """In a program that cannot see the libraries, as after an install without extras."""
    (tmp_path / "whisper").mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / "whisper" / name).write_bytes(b"{}")
    folder = {"onnx-asr": model, "whisper": tmp_path / "whisper"}.get(extra, "")
    code = (
        "import sys\n"
        "hidden = {'onnx_asr', 'pocketsphinx', 'ctranslate2'}\n"
        "class Hide:\n"
        "    def __init__(self, finder): self.finder = finder\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in hidden: return None\n"
        "        return self.finder.find_spec(name, path, target)\n"
        "sys.meta_path[:] = [Hide(one) for one in sys.meta_path]\n"
        "from earwitness.errors import MissingEngine\n"
        "from earwitness.listen.asking import EngineRequest\n"
        "from earwitness.listen.discovery import load_transcriber\n"
        "try:\n"
        f"    load_transcriber({extra!r}, EngineRequest({str(folder)!r}))\n"
        "except MissingEngine as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert f"pip install 'earwitness[{extra}]'" in done.stdout
