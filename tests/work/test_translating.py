"""The stage that translates, in whole runs: local models without network, servers good and bad."""

from __future__ import annotations

import importlib.util
import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from earwitness.audio.isolation import Isolated, IsolationSettings
from earwitness.desk import Desk
from earwitness.errors import BadAnswer, BrokenMedia, UsageError
from earwitness.intake.translation_file import TranslationBy
from earwitness.records.artefacts import EventType
from earwitness.records.words import TranslationOrigin, VersionStatus
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    hold_back,
    translation_lines,
    translations,
    utterances,
)
from earwitness.understand.translate import TranslateSettings, TranslatorChoice
from earwitness.work.in_child import translate_texts
from earwitness.work.run import run
from earwitness.work.translating import translate_now

SRT = """1
00:00:01,000 --> 00:00:03,000
Мати: Зима питає, чи міст цілий.

2
00:00:04,000 --> 00:00:06,000
Син: [нерозбірливо]

3
00:00:07,000 --> 00:00:09,000
Син: Двадцять людей стояли під штабом, я сам бачив.

4
00:00:10,000 --> 00:00:12,000
Мати: Дякую за перегляд!
"""
HUMAN = """Zima asks whether the bridge is intact.
Twenty people stood outside the headquarters, I saw it myself.
"""


def load(name: str) -> ModuleType:
    place = Path(__file__).parents[1] / "understand" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    pytest.importorskip("ctranslate2")
    pytest.importorskip("sentencepiece")
    return load("tiny_translators").nllb(tmp_path_factory.mktemp("model") / "nllb")


@pytest.fixture
def server():
    made = load("chat_server").Server()
    yield made
    made.close()


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "call.uk.srt").write_text(SRT, encoding="utf-8")
    root = tmp_path / "archive"
    with Desk.new(root) as desk:
        desk.take_in([tmp_path / "call.uk.srt"])
    return root


def settings(root: Path, **keys: str) -> None:
    rows = [f"{name} = {json.dumps(value)}" for name, value in keys.items()]
    (root / "earwitness.toml").write_text("[translate]\n" + "\n".join(rows), encoding="utf-8")


def run_in(root: Path, **options):
    with Archive(root) as archive:
        return run(archive, **options)


def known(archive: Archive):
    (name,) = [one["id"] for one in archive.db.execute("select id from recording")]
    return name, translations(archive.db, name)


def hold_the_credit_line(root: Path) -> None:
    with Archive(root) as archive, archive.writing() as w:
        name, _ = known(archive)
        last = utterances(archive.db, best_transcript(archive.db, name).id)[-1]
        hold_back(
            w.db, last.id, "credit_line", "a credit", "test", w.note(EventType.VALIDATION, [name])
        )


def test_a_run_translates_with_a_local_model_once(root, model):
    settings(root, engine="ctranslate2", model=str(model))
    hold_the_credit_line(root)
    first, second = run_in(root), run_in(root)
    assert first.translated == 1
    assert not first.notes
    assert second.nothing_to_do
    with Archive(root) as archive:
        name, (made,) = known(archive)
        assert (made.origin, made.status) == (TranslationOrigin.MACHINE, VersionStatus.DRAFT)
        assert made.maker.startswith("ctranslate2 4")
        assert "NLLB model" in made.maker
        lines = translation_lines(archive.db, made.id)
        # the side that was not heard and the line held back are not translated
        assert [(one.first, one.last) for one in lines] == [(0, 0), (2, 2)]
        assert lines[0].start_ms == 1000
        assert made.transcript_id == best_transcript(archive.db, name).id
    with Desk.open(root) as desk:
        assert desk.verify().clean


def test_another_model_makes_another_draft_and_the_first_one_stays(root, model, server):
    settings(root, engine="ctranslate2", model=str(model))
    run_in(root)
    settings(root, engine="server", model="small", address=server.address)
    report = run_in(root)
    assert report.translated == 1
    assert report.notes == (f"lines of transcripts were sent to {server.address}",)
    with Archive(root) as archive:
        _, made = known(archive)
        assert len(made) == 2
        assert made[0].maker.startswith("server small at 127.0.0.1")


def test_the_glossary_goes_to_the_server_and_a_change_of_it_asks_again(root, server):
    settings(root, engine="server", model="small", address=server.address)
    (root / "glossary.csv").write_text("Зима,Zyma,callsign\nсейф,safe,\n", encoding="utf-8")
    run_in(root)
    rules = server.asked[0]["messages"][0]["content"]
    assert "Зима = Zyma" in rules
    assert "сейф" not in rules  # stands in none of the lines
    assert run_in(root).nothing_to_do
    (root / "glossary.csv").write_text("Зима,Winter,\n", encoding="utf-8")
    run_in(root)
    assert len(server.asked) == 2


def test_people_come_first_and_machines_do_not_repeat_them(root, model, tmp_path):
    (tmp_path / "human.txt").write_text(HUMAN, encoding="utf-8")
    hold_the_credit_line(root)
    with Desk.open(root) as desk:
        name = desk.recordings()[0].id
        by = TranslationBy("en", "A. Translator", approved_by="B. Editor")
        taken = desk.take_in_translation(name, tmp_path / "human.txt", by)
        assert (taken.lines, taken.placed, taken.rendered) == (2, 2, 2)
    settings(root, engine="ctranslate2", model=str(model))
    assert run_in(root).translated == 0
    with Archive(root) as archive:
        # asked for by name, a machine's draft comes later and is not shown
        choice = TranslateSettings("ctranslate2", str(model))
        (done,) = translate_now(archive, [name], ["en"], choice)
        assert done.translation_id
        assert len(translations(archive.db, name)) == 2
        best = best_translations(archive.db, name)["en"]
        assert best.maker == "A. Translator"
        assert best.status is VersionStatus.APPROVED
        (again,) = translate_now(archive, [name], ["en"], choice)
        assert again.known


def test_nonsense_is_asked_for_three_times_and_kept_never(root, server):
    server.content = "I am only a language model."
    settings(root, engine="server", model="small", address=server.address)
    report = run_in(root)
    (aside,) = report.set_aside
    assert aside.kind == "BadAnswer"
    assert "is not the lines asked for" in aside.reason
    assert len(server.asked) == ledger.MAX_ATTEMPTS
    with Archive(root) as archive:
        assert known(archive)[1] == []
    server.content = None
    assert run_in(root, again=True).translated == 1


@pytest.mark.parametrize("trouble", ["500", "gone"])
def test_a_server_that_fails_ends_the_stage_and_the_work_waits(root, server, trouble):
    settings(root, engine="server", model="small", address=server.address)
    server.status, server.body = 500, b"out of memory"
    if trouble == "gone":
        server.close()
    report = run_in(root)
    assert report.translated == 0
    assert "the stage 'translate' was given up" in report.notes[0]
    with Archive(root) as archive:
        assert ledger.counts(archive.db)["translate"].todo == 1
        assert known(archive)[1] == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"engine": "parrot"}, "no translation engine is called 'parrot'"),
        ({"engine": "ctranslate2", "model": "/nowhere"}, "not a translation model folder"),
        ({"engine": "server", "model": "small"}, "no address of a server"),
    ],
)
def test_a_wrong_engine_is_a_note_and_the_rest_of_the_run_goes_on(root, keys, said):
    settings(root, **keys)
    report = run_in(root)
    assert said in report.notes[0]
    assert report.indexed == 1


def test_a_wrong_setting_is_named_before_any_work(root):
    settings(root, engin="server")
    with pytest.raises(UsageError, match=r"\[translate\] has no setting 'engin'"):
        run_in(root)


def test_the_child_of_a_local_model_cannot_open_sockets(model):
    with Isolated(IsolationSettings()) as child:
        choice = TranslatorChoice("ctranslate2", str(model))
        made = child.call(translate_texts, choice, ["мы стоим"], "ru", "en", deadline_s=60)
        assert len(made) == 1
        with pytest.raises(BrokenMedia, match="no network"):
            child.call(socket.create_connection, ("127.0.0.1", 9), deadline_s=10)


def test_an_answer_in_the_wrong_language_is_not_kept(root, server):
    server.content = (
        "1. Вибачте, я не можу це перекласти зараз\n2. бо тут дуже гучно\n3. і нічого не чути"
    )
    settings(root, engine="server", model="small", address=server.address)
    with Archive(root) as archive:
        name, _ = known(archive)
        choice = TranslateSettings("server", "small", server.address)
        (done,) = translate_now(archive, [name], ["en"], choice)
        assert done.translation_id is None
        assert "answered in uk, not in en" in done.why
        assert known(archive)[1] == []
        assert BadAnswer.__name__ not in done.why


def test_ctrl_c_does_not_wait_for_a_hanging_server(root, server):
    server.drip_s = 0.5  # a byte now and then: minutes for one answer
    settings(root, engine="server", model="small", address=server.address)
    program = subprocess.Popen(
        [sys.executable, "-m", "earwitness", "run", "--archive", str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end_s = time.monotonic() + 60
    while not server.asked and time.monotonic() < end_s:
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, told = program.communicate(timeout=20)
    assert program.returncode == 1
    assert "stopped" in told
    with Archive(root) as archive:
        assert ledger.counts(archive.db)["translate"].todo == 1
        assert known(archive)[1] == []
