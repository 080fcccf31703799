"""Runs that find nothing new, are stopped, meet items that crash, or change their settings."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import wave
from contextlib import closing
from pathlib import Path

import pytest

from earwitness.audio.isolation import Isolated
from earwitness.desk import Desk
from earwitness.errors import ArchiveBusy, BrokenMedia, EarwitnessError, OverLimit
from earwitness.records.artefacts import EventType
from earwitness.records.words import TranscriptOrigin
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import recordings
from earwitness.store.catalog.words import transcripts, utterances
from earwitness.work.run import run

_LONG_MINUTES = 12


def settings(root: Path, text: str) -> None:
    (root / "earwitness.toml").write_text(text, encoding="utf-8")


def run_in(root: Path, **options):
    with Archive(root) as archive:
        return run(archive, **options)


def test_a_second_run_does_nothing(two_calls):
    first = run_in(two_calls)
    assert (first.heard, first.transcribed, first.indexed) == (2, 0, 2)
    with Archive(two_calls) as archive:
        before = archive.db.execute("select count(*) from custody").fetchone()[0]
        second = run(archive)
        after = archive.db.execute("select count(*) from custody").fetchone()[0]
    assert second.nothing_to_do
    assert not second.set_aside
    assert not second.notes
    assert before == after


def test_progress_is_told(two_calls):
    told = []
    report = run_in(two_calls, told=told.append)
    heard = [one for one in told if one.stage == "hear"]
    assert heard[-1].done == heard[-1].total == report.heard + len(report.set_aside)
    assert heard[-1].heard_ms == report.heard_ms
    assert all(one.bytes_done <= one.bytes_total for one in heard)


def test_ctrl_c_stops_soon_says_so_and_the_next_run_goes_on(two_calls, work, tmp_path):
    archive, long = two_calls, _long_file(tmp_path / "long.wav")
    with Desk.open(archive) as desk:
        desk.take_in([long])
    program = subprocess.Popen(
        work.command("run", "--workers", "1", "--archive", str(archive)),
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _wait_until_at_work(archive)
    program.send_signal(signal.SIGINT)
    _, told = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "stopped" in told
    assert "Traceback" not in told
    _wait_until_alone(work, program.pid)
    with Desk.open(archive) as desk:
        counts = ledger.counts(desk.archive.db)["hear"]
        assert counts.todo > 0
        assert counts.leased == 0
        assert _minutes(desk) < _LONG_MINUTES  # the long file was not waited for
        assert not run(desk.archive).stopped
        assert desk.verify().clean
        assert _minutes(desk) > _LONG_MINUTES
    assert set(work.creations(archive).values()) == {1}


def _long_file(place: Path) -> Path:
    """Noise for so long that it is in hand for seconds, also on a fast machine."""
    with wave.open(str(place), "w") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        minute = random.Random(1).randbytes(2 * 16_000 * 60)
        for _ in range(_LONG_MINUTES):
            out.writeframes(minute)
    return place


def _wait_until_alone(work, leader: int) -> None:
    """Until no process of a program that ended is left; the kernel takes a moment to reap them."""
    end_s = time.monotonic() + 10
    while work.session(leader) and time.monotonic() < end_s:
        time.sleep(0.02)
    assert work.session(leader) == []


def _minutes(desk: Desk) -> float:
    return desk.figures().minutes


def _wait_until_at_work(root: Path) -> None:
    """Until the second file is in hand: then the children are up and decode."""
    end_s = time.monotonic() + 30
    with closing(sqlite3.connect(f"file:{root}/catalog.db?mode=ro", uri=True)) as db:
        while time.monotonic() < end_s:
            if db.execute("select count(*) from heard").fetchone()[0] > 1:
                return
            time.sleep(0.005)
    raise AssertionError("nothing was heard in 30 s")


def work_off(archive: Archive, tasks: dict) -> list[str]:
    """What a run does with each item, with our own functions in the child's place."""
    with archive.writing() as w:
        keys = [ledger.TaskKey(name, "try", "1", "") for name in tasks]
        ledger.add(w.db, keys)
    tried = []
    with Isolated() as child:
        while (lease := ledger.claim(archive.db, ["try"], "test", 60)) is not None:
            tried.append(lease.key.subject)
            function, arguments, patience_s = tasks[lease.key.subject]
            try:
                child.call(function, *arguments, deadline_s=patience_s)
            except EarwitnessError as error:
                ledger.fail(archive.db, lease, error, final=False)
                continue
            with archive.writing() as w:
                seq = w.note(EventType.CREATION, [lease.key.subject])
                assert ledger.finish(w.db, lease, None, seq)
    return tried


def test_an_item_that_kills_its_child_is_set_aside_and_the_rest_goes_on(two_calls):
    with Archive(two_calls) as archive:
        tasks = {
            "one": (os.getpid, (), 20),
            "deadly": (os.abort, (), 20),
            "two": (os.getpid, (), 20),
        }
        tried = work_off(archive, tasks)
        assert tried == ["one", *["deadly"] * ledger.MAX_ATTEMPTS, "two"]
        aside = ledger.set_aside(archive.db)
        assert [row["subject"] for row in aside] == ["deadly"]
        assert aside[0]["reason_kind"] == BrokenMedia.__name__
        assert "SIGABRT" in aside[0]["reason"]
        assert ledger.counts(archive.db)["try"].done == 2


def test_an_item_that_hangs_is_stopped_at_its_deadline(two_calls):
    with Archive(two_calls) as archive:
        work_off(archive, {"slow": (time.sleep, (60,), 0.3), "one": (os.getpid, (), 20)})
        aside = ledger.set_aside(archive.db)
        assert [row["reason_kind"] for row in aside] == [OverLimit.__name__]
        assert "took longer" in aside[0]["reason"]
        assert ledger.counts(archive.db)["try"].done == 1


def test_one_run_at_a_time(two_calls):
    with (
        Archive(two_calls) as one,
        Archive(two_calls) as other,
        one.alone("run"),
        pytest.raises(ArchiveBusy, match=f"process {os.getpid()}"),
    ):
        run(other)
    assert run_in(two_calls).heard == 2


def test_what_a_killed_run_left_half_written_is_removed(two_calls, work):
    drafts = two_calls / "derived" / ".drafts"
    drafts.mkdir()
    (drafts / "half").write_bytes(b"{")
    run_in(two_calls)
    assert work.leftovers(two_calls) == []


def test_the_search_index_is_made_again(finished, work, tmp_path):
    archive = Path(shutil.copytree(finished.root, tmp_path / "archive"))
    before = work.state(archive)
    for place in (archive / "derived" / "search").iterdir():
        # A file in its place, not in its bytes: cutting one that a reader has mapped is a SIGBUS.
        place.unlink()
        place.write_bytes(b"damaged")
    report = run_in(archive, rebuild_search=True)
    assert report.heard == 0
    assert report.indexed == before.stages["index"].done
    assert work.state(archive).found == before.found


def test_an_engine_of_the_settings_transcribes(heard_line, whisper_model):
    whisper = f'[transcribe]\nengine = "whisper"\nmodel = "{whisper_model}"\nlanguage = "ru"\n'
    settings(heard_line, whisper)
    report = run_in(heard_line)
    assert (report.heard, report.transcribed, report.notes) == (0, 1, ())
    with Archive(heard_line) as archive:
        (recording,) = recordings(archive.db)
        (version,) = transcripts(archive.db, recording.id)
        spoken = utterances(archive.db, version.id)
    assert version.origin is TranscriptOrigin.MACHINE
    assert version.maker.startswith("whisper faster-whisper ")
    assert "model " in version.maker
    assert spoken
    # a model with random weights says nonsense, and the guard knows
    assert report.held_back == sum(one.held_back != "" for one in spoken) > 0
    assert run_in(heard_line).nothing_to_do


def test_changed_settings_do_only_their_own_stage_again(heard_line, whisper_model):
    engine = f'[transcribe]\nengine = "whisper"\nmodel = "{whisper_model}"\n'
    settings(heard_line, engine)
    assert run_in(heard_line).transcribed == 1
    settings(heard_line, engine + 'language = "ru"\n')
    again = run_in(heard_line)
    assert (again.heard, again.transcribed) == (0, 1)
    settings(heard_line, engine + 'language = "ru"\n[hearing]\nsilence_dbfs = -50.0\n')
    again = run_in(heard_line)
    assert (again.heard, again.transcribed) == (1, 0)


def test_a_limit_that_was_raised_takes_back_what_was_set_aside(two_calls):
    settings(two_calls, "[hearing]\nmax_duration_ms = 1000\n")
    aside = run_in(two_calls).set_aside
    assert [one.kind for one in aside] == ["OverLimit", "OverLimit"]
    assert "max_duration_ms" in aside[0].reason
    settings(two_calls, "")
    report = run_in(two_calls)
    assert (report.heard, report.set_aside) == (2, ())


@pytest.mark.parametrize(
    ("engine", "model", "said"),
    [
        ("whisper", "/nowhere/large-v3", "not a Whisper model folder"),
        ("parrot", "", "no engine is called 'parrot'"),
    ],
)
def test_an_engine_that_cannot_be_is_one_note(heard_calls, engine, model, said):
    settings(heard_calls, f'[transcribe]\nengine = "{engine}"\nmodel = "{model}"\n')
    report = run_in(heard_calls)
    assert (report.heard, report.transcribed, report.indexed) == (0, 0, 0)
    assert len(report.notes) == 1
    assert said in report.notes[0]
    assert report.set_aside == ()


def test_a_library_that_is_not_installed_is_one_note(heard_calls, whisper_model, monkeypatch):
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    settings(heard_calls, f'[transcribe]\nengine = "whisper"\nmodel = "{whisper_model}"\n')
    report = run_in(heard_calls)
    assert (report.heard, report.transcribed, report.set_aside) == (0, 0, ())
    (note,) = report.notes
    assert "ctranslate2 is not installed" in note
    assert "pip install" in note


def test_a_model_that_does_not_load_ends_its_stage_and_sets_nothing_aside(heard_calls, tmp_path):
    pytest.importorskip("ctranslate2")
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    settings(heard_calls, f'[transcribe]\nengine = "whisper"\nmodel = "{tmp_path}"\n')
    report = run_in(heard_calls)
    assert (report.heard, report.transcribed, report.set_aside) == (0, 0, ())
    (note,) = report.notes
    assert "cannot be loaded" in note
    with Archive(heard_calls) as archive:
        assert ledger.counts(archive.db)["transcribe"].todo == 2


def test_the_program_itself_never_loads_a_model(heard_line, whisper_model):
    settings(heard_line, f'[transcribe]\nengine = "whisper"\nmodel = "{whisper_model}"\n')
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from earwitness.store.archive import Archive\nfrom earwitness.work.run import run\n"
        "if __name__ == '__main__':\n"
        "    with Archive(Path(sys.argv[1])) as archive:\n"
        "        print(run(archive).transcribed)\n"
        "    print(sorted({'ctranslate2', 'faster_whisper', 'onnxruntime', 'av'} & set(sys.modules)))\n"
    )
    place = heard_line.parent / "run_it.py"
    place.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(place), str(heard_line)], capture_output=True, text=True, check=True
    )
    transcribed, loaded = done.stdout.split("\n", 1)
    assert transcribed == "1"
    assert "ctranslate2" not in loaded
    assert "faster_whisper" not in loaded
