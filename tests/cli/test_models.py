from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def tiny():
    pytest.importorskip("onnx")
    place = Path(__file__).parents[1] / "listen" / "tiny_onnx.py"
    spec = importlib.util.spec_from_file_location("tiny_onnx", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def models(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    monkeypatch.setenv("EARWITNESS_MODELS", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def test_where_it_is_and_that_nothing_is_there(cli, models):
    assert cli("models", "where").strip() == str(models)
    assert cli.code == 0
    assert cli("models", "where", "--models", "/mnt/m").strip() == "/mnt/m"
    assert "No models in" in cli("models", "list")
    assert cli.code == 0


def test_the_settings_of_the_archive_name_the_folder(cli, tmp_path, monkeypatch):
    monkeypatch.delenv("EARWITNESS_MODELS", raising=False)
    cli("new", tmp_path / "a")
    (tmp_path / "a" / "earwitness.toml").write_text('[transcribe]\nmodels = "m"\n')
    assert cli("models", "where", "-a", tmp_path / "a").strip() == str(tmp_path / "a" / "m")
    (tmp_path / "a" / "earwitness.toml").write_text("[transcribe]\nmodel_s = 1\n")
    cli("models", "where", "-a", tmp_path / "a")
    assert cli.code == 2
    assert "has no setting 'model_s'" in cli.err


def test_what_was_copied_by_hand_is_listed(cli, models, tiny):
    tiny.t_one(models / "from-usb")
    out = cli("models", "list")
    assert cli.code == 0
    for word in ("from-usb", "T-one", "onnx-asr", "ru", "whole"):
        assert word in out
    (models / "from-usb" / "model.onnx").write_bytes(b"")
    assert "from-usb: model.onnx is empty" in cli("models", "list")
    assert cli.code == 1
    (models / "from-usb" / "model.onnx").unlink()
    (models / "half").mkdir()
    (models / "half" / "model.bin").write_bytes(b"x")
    found = {one["name"]: one for one in cli.json("models", "list")["models"]}
    assert found["half"]["engine"] == "whisper"
    assert found["half"]["missing"] == ["config.json", "tokenizer.json", "vocabulary.*"]
    assert not found["half"]["complete"]


def test_why_an_engine_is_taken(cli, models, tiny):
    pytest.importorskip("onnx_asr")
    tiny.t_one(models / "t-one")
    out = cli("models", "why", "--language", "ru", "--band", "telephone")
    assert cli.code == 0
    assert "ru, telephone band:" in out
    assert f"t-one in {models / 't-one'}: chosen" in out
    assert "nothing is transcribed" in cli("models", "why", "--language", "uk")
    assert cli.code == 1
    told = cli.json("models", "why", "--language", "ru")
    assert told["bands"]["wide"]["taken"]


def test_get_fetches_once_and_says_from_where(cli, models, tiny, tmp_path, local_server):
    source = tiny.t_one(tmp_path / "hub")
    files = {one.name: one.read_bytes() for one in source.iterdir()}
    listing = [
        {"type": "file", "path": name, "size": len(content), "oid": "",
         "lfs": {"oid": hashlib.sha256(content).hexdigest()}}
        for name, content in files.items()
    ]  # fmt: skip

    def answer(asked, _):
        if asked.path.startswith("/api/"):
            return 200, {}, json.dumps(listing).encode()
        return 200, {}, files[asked.path.rpartition("/")[2]]

    local_server.answer = answer
    fetch = ("models", "get", "t-one", "--from", local_server.address)
    assert f"Would be fetched to {models / 't-one'}" in cli(*fetch, "--dry-run")
    assert not models.exists()
    assert f"t-one is here now: {models / 't-one'}" in cli(*fetch)
    assert f"asking {local_server.address} for the files of t-one" in cli.err
    assert "model.onnx" in cli.err
    assert "100 %" in cli.err
    before = len(local_server.asked)
    assert "is here already" in cli(*fetch)
    assert (cli.code, len(local_server.asked)) == (0, before)
    assert cli.json("models", "list")["models"][0]["complete"]
    shutil.rmtree(models)
    local_server.answer = lambda *_: (503, {}, b"")
    cli(*fetch)
    assert cli.code == 1
    assert "answers 503" in cli.err
    assert "Traceback" not in cli.err
    assert not models.exists()


def test_wrong_calls(cli, models):
    cli("models", "get", "parrot")
    assert cli.code == 2
    assert "no model is called 'parrot'" in cli.err
    cli("models", "get")
    assert cli.code == 2
    cli("models", "why", "--band", "long wave")
    assert cli.code == 2
    cli("models", "get", "t-one", "--from", "http://127.0.0.1:1")
    assert cli.code == 1
    assert "no network" in cli.err


def test_a_run_whose_server_fails_ends_with_1_and_says_why(cli, tone, tmp_path, local_server):
    local_server.answer = lambda *_: (404, {}, b"")
    cli("new", tmp_path / "a")
    cli("add", tone(tmp_path / "tone.wav"), "-a", tmp_path / "a")
    (tmp_path / "a" / "earwitness.toml").write_text(
        f'[hearing]\nspeech_engine = "none"\n[transcribe]\nengine = "server"\n'
        f'server = "{local_server.address}"\n'
    )
    out = cli("run", "-a", tmp_path / "a")
    assert cli.code == 1
    assert "the stage 'transcribe' was given up" in out
    assert "answers 404" in out
    assert "Nothing was done." in cli("run", "-a", tmp_path / "a")
    assert cli.code == 1
    assert cli.json("run", "-a", tmp_path / "a")["given_up"] == ["transcribe"]
