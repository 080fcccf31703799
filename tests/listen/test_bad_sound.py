"""Sound without speech, and models that are damaged, for every engine on this machine."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.hearing import hear
from earwitness.listen.transcribe import TranscribeSettings, transcribe
from earwitness.records.timecode import Interval

HERE = Path(__file__)


def module(name):
    spec = importlib.util.spec_from_file_location(name, HERE.with_name(f"{name}.py"))
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A model folder for each engine that has one."""
    for name in ("faster_whisper", "onnx_asr", "pocketsphinx"):
        pytest.importorskip(name)
    root = tmp_path_factory.mktemp("folders")
    tiny = module("tiny_onnx")
    return {
        "whisper": module("tiny_whisper").build(root / "whisper"),
        "gigaam": tiny.gigaam(root / "gigaam"),
        "t-one": tiny.t_one(root / "t-one"),
    }


@pytest.fixture(params=["whisper", "gigaam", "t-one", "pocketsphinx"])
def engine(request, folders):
    folder = str(folders.get(request.param, ""))
    name = request.param if request.param in ("whisper", "pocketsphinx") else "onnx-asr"
    return load_transcriber(name, EngineRequest(folder, "ru" if folder else "en"))


def music(seconds):
    """Chords of plucked strings with overtones, one every half second."""
    times = np.arange(seconds * 16_000) / 16_000
    sound = np.zeros(times.size, np.float32)
    for beat in range(seconds * 2):
        since = times - beat / 2
        strike = np.where(since >= 0, np.exp(-4 * np.clip(since, 0, None)), 0)
        for step in ((0, 4, 7), (5, 9, 12), (7, 11, 14))[beat % 3]:
            tone = 220 * 2 ** (step / 12)
            for overtone in (1, 2, 3):
                sound += 0.06 / overtone * strike * np.sin(2 * np.pi * tone * overtone * since)
    return sound


@pytest.mark.parametrize("kind", ["silence", "music"])
def test_where_nobody_speaks_there_are_no_words(engine, sounds, tmp_path, kind):
    mono = np.zeros(8 * 16_000, np.float32) if kind == "silence" else music(8)
    heard = hear(sounds.wav(tmp_path / f"{kind}.wav", mono)).hearing
    speech = next(one.spans for one in heard.speech if one.channel is None)
    made = transcribe(mono, speech, engine, TranscribeSettings(languages=("ru",)))
    assert made.kept == ()


def test_no_sound_at_all(engine):
    nothing = np.zeros(0, np.float32)
    assert transcribe(nothing, None, engine).segments == ()
    assert list(engine.listen_to(nothing, [Interval(0, 1000)])) == []


@pytest.mark.parametrize("name", ["whisper", "gigaam", "t-one"])
def test_a_model_that_was_cut_off_is_a_sentence(folders, tmp_path, name):
    folder = Path(shutil.copytree(folders[name], tmp_path / name))
    weights = max((one for one in folder.iterdir()), key=lambda one: one.stat().st_size)
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    kind = "whisper" if name == "whisper" else "onnx-asr"

    def listen():
        made = load_transcriber(kind, EngineRequest(str(folder), "ru"))
        return list(made.listen_to(np.ones(16_000, np.float32) * 0.1, [Interval(0, 1000)]))

    with pytest.raises((MissingEngine, UsageError)) as caught:
        listen()
    assert caught.value.where == str(folder)
    assert "Traceback" not in str(caught.value)
