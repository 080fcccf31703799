"""Runs with each engine, with `auto`, and with a server; what reaches the network and what does not."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import msgspec
import numpy as np
import pytest

from earwitness.desk import Desk
from earwitness.listen.transcribe import MachineTranscript
from earwitness.records.words import TranscriptOrigin
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import recordings
from earwitness.store.catalog.words import transcripts, utterances
from earwitness.work.run import run

ANSWER = {
    "language": "english",
    "text": "Birch, this is Oak. Thanks for watching!",
    "segments": [
        {"start": 0.1, "end": 1.0, "text": "Birch, this is Oak.", "avg_logprob": -0.2},
        {"start": 1.0, "end": 2.0, "text": "Thanks for watching!", "avg_logprob": -0.9},
    ],
}


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    pytest.importorskip("onnx_asr")
    place = Path(__file__).parents[1] / "listen" / "tiny_onnx.py"
    spec = importlib.util.spec_from_file_location("tiny_onnx", place)
    tiny = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tiny)
    folder = tmp_path_factory.mktemp("models")
    tiny.t_one(folder / "t-one")
    tiny.gigaam(folder / "gigaam")
    return folder


def settings(root: Path, **values) -> None:
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    (root / "earwitness.toml").write_text("\n".join(["[transcribe]", *lines]), encoding="utf-8")


def run_in(root: Path, **options):
    with Archive(root) as archive:
        return run(archive, **options)


def machines(root: Path) -> list[tuple[str, list[str]]]:
    """The maker and the words of each machine version in an archive."""
    with Archive(root) as archive:
        return [
            (version.maker or "", [one.text for one in utterances(archive.db, version.id)])
            for recording in recordings(archive.db)
            for version in transcripts(archive.db, recording.id)
            if version.origin is TranscriptOrigin.MACHINE and version.format == "engine"
        ]


@pytest.fixture
def both_bands(heard_line, tmp_path) -> Path:
    """An archive with a line of a telephone call and a sound of wide band."""
    wide = tmp_path / "wide.wav"
    with wave.open(str(wide), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        noise = np.random.default_rng(2).standard_normal(32_000) * 3000
        out.writeframes(noise.astype("<i2").tobytes())
    with Desk.open(heard_line) as desk:
        desk.take_in([wide])
    return heard_line


def test_auto_takes_the_model_of_the_band(both_bands, models):
    settings(both_bands, engine="auto", language="ru", models=str(models))
    report = run_in(both_bands)
    assert (report.heard, report.transcribed, report.notes) == (1, 2, ())
    with Archive(both_bands) as archive:
        done = {
            row["subject"]: row["version"]
            for row in archive.db.execute("select * from work where stage = 'transcribe'")
        }
        taken = {}
        for row in archive.db.execute("select sha256, blob from heard"):
            hearing = msgspec.json.decode(archive.derived.read(row["blob"]))
            taken[hearing["band"]["telephone"]] = done[row["sha256"]]
    assert "t-one" in taken[True]
    assert "gigaam-v3-ctc" in taken[False]
    assert run_in(both_bands).nothing_to_do


def test_auto_with_a_model_for_one_band_only_says_so(both_bands, models, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "t-one").symlink_to(models / "t-one")
    order = '[transcribe]\nengine = "auto"\nlanguage = "ru"\n'
    order += f'models = "{tmp_path / "models"}"\n[transcribe.order]\n"ru wide" = ["whisper"]\n'
    (both_bands / "earwitness.toml").write_text(order, encoding="utf-8")
    report = run_in(both_bands)
    assert (report.heard, report.transcribed) == (1, 1)
    assert report.notes[0].startswith("nothing is transcribed of wide sound: ")
    assert all("t-one" in maker for maker, _ in machines(both_bands))


def test_scores_and_settings_are_kept_with_the_words(heard_line, models):
    settings(heard_line, engine="onnx-asr", model="gigaam", language="ru", models=str(models))
    assert run_in(heard_line).transcribed == 1
    with Archive(heard_line) as archive:
        row = archive.db.execute("select blob from work where stage = 'transcribe'").fetchone()
        made = msgspec.json.decode(archive.derived.read(row["blob"]), type=MachineTranscript)
    assert made.engine == "onnx-asr"
    assert made.engine_settings == "language ru, full precision"
    assert all(one.segment.language == "ru" for one in made.segments)
    assert all(one.segment.avg_logprob < 0 for one in made.segments)


def test_a_server_gets_sound_and_its_words_are_judged(heard_line, local_server, monkeypatch):
    monkeypatch.setenv("DESK_KEY", "secret-7")
    local_server.answer = lambda *_: (200, {}, json.dumps(ANSWER).encode())
    settings(heard_line, engine="server", server=local_server.address, server_key_env="DESK_KEY")
    report = run_in(heard_line)
    assert (report.transcribed, report.notes, report.set_aside) == (1, (), ())
    assert report.held_back >= 1
    ((maker, words),) = machines(heard_line)
    assert maker.startswith(f"server whisper-1 at {local_server.address} ")
    assert "Birch, this is Oak." in words
    assert {one.headers["Authorization"] for one in local_server.asked} == {"Bearer secret-7"}
    assert not list((heard_line / "derived" / ".drafts").iterdir())
    for path in heard_line.rglob("*"):
        assert not path.is_file() or b"secret-7" not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {}, b"<html>hello</html>"), "not JSON"),
        ((404, {}, b""), "answers 404"),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), "answers 302"),
    ],
)
def test_a_server_that_is_none_ends_the_stage(heard_calls, local_server, answer, said):
    local_server.answer = lambda *_: answer
    settings(heard_calls, engine="server", server=local_server.address)
    report = run_in(heard_calls)
    assert (report.heard, report.transcribed, report.set_aside) == (0, 0, ())
    assert report.given_up == ("transcribe",)
    assert len(report.notes) == 1
    assert said in report.notes[0]
    assert len(local_server.asked) == 1
    assert machines(heard_calls) == []
    with Archive(heard_calls) as archive:
        assert ledger.counts(archive.db)["transcribe"].todo == 2
    local_server.answer = lambda *_: (200, {}, json.dumps(ANSWER).encode())
    assert run_in(heard_calls).transcribed == 2


def test_a_server_never_gets_a_file_and_nothing_of_a_broken_one(heard_line, local_server, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF\xff\xff\xff\x7fWAVEfmt " + bytes(range(256)) * 40)
    with Desk.open(heard_line) as desk:
        desk.take_in([broken])
        names = [
            path.read_bytes()[:4000]
            for path in (heard_line / "originals").rglob("*")
            if path.is_file()
        ]
    local_server.answer = lambda *_: (200, {}, json.dumps(ANSWER).encode())
    settings(heard_line, engine="server", server=local_server.address)
    report = run_in(heard_line)
    assert report.transcribed == 1
    assert {one.names for one in report.set_aside} == {("broken.wav",)}
    for asked in local_server.asked:
        assert b"line.wav" not in asked.body
        assert not any(content[44:1000] in asked.body for content in names)


def test_a_server_that_hangs_ends_the_stage(heard_calls, local_server):
    def hang(_, handler):
        handler.connection.settimeout(5)
        handler.connection.recv(1)

    local_server.answer = hang
    settings(heard_calls, engine="server", server=local_server.address, server_timeout_s=0.5)
    report = run_in(heard_calls)
    assert (report.transcribed, report.set_aside) == (0, ())
    assert "gave no answer within 0.5 s" in report.notes[0]
    assert machines(heard_calls) == []


def test_a_server_that_fails_over_items_is_not_asked_for_ever(heard_calls, local_server):
    local_server.answer = lambda *_: (500, {}, b'{"error": "out of memory"}')
    settings(heard_calls, engine="server", server=local_server.address)
    report = run_in(heard_calls)
    assert report.transcribed == 0
    assert "was given up" in report.notes[0]
    assert "answers 500" in report.notes[0]
    assert len(local_server.asked) == 3
    assert machines(heard_calls) == []


NO_SOCKETS = """
import socket, sys
from pathlib import Path

def refuse(*arguments, **_):
    raise SystemExit(f"REACHED OUT: {arguments}")

socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.create_connection = refuse
sys.addaudithook(lambda event, _: refuse(event) if event in ("socket.connect", "socket.getaddrinfo") else None)

from earwitness.store.archive import Archive
from earwitness.work.run import run

if __name__ == "__main__":
    with Archive(Path(sys.argv[1])) as archive:
        report = run(archive)
        print(report.transcribed, report.notes, report.set_aside)
"""


@pytest.mark.parametrize("engine", ["onnx-asr", "whisper", "pocketsphinx"])
def test_nothing_reaches_out_in_a_run(one_line, models, whisper_model, tmp_path, engine):
    """In the run and, as its children start with the same program, in them."""
    model = {"onnx-asr": str(models / "t-one"), "whisper": str(whisper_model)}.get(engine, "")
    settings(one_line, engine=engine, model=model, language="ru" if model else "en")
    program = tmp_path / "program.py"
    program.write_text(NO_SOCKETS, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
    done = subprocess.run(
        [sys.executable, str(program), str(one_line)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert "REACHED OUT" not in done.stdout + done.stderr
    assert (done.returncode, done.stdout.strip()) == (0, "1 () ()"), done.stderr
