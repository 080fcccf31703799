"""An archive of the sample releases, made once, and copies of it to run, stop and kill."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from earwitness.audio.decode import decode_span
from earwitness.desk import Desk
from earwitness.store import custody, ledger
from earwitness.work.run import run

RELEASES = Path(__file__).parents[2] / "samples" / "releases"
QUERIES = ("зимой", "Zima", "міст", "headquarters", "сейф -мост", "команд~", '"по дорозі"')


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("taken_in") / "archive"
    with Desk.new(root) as desk:
        desk.take_in([RELEASES])
    return root


@pytest.fixture(scope="session")
def finished(taken_in, tmp_path_factory) -> SimpleNamespace:
    """The archive after a run that nobody disturbed, and how long a program takes for it."""
    root = tmp_path_factory.mktemp("finished") / "archive"
    shutil.copytree(taken_in, root)
    started = time.monotonic()
    done = subprocess.run(command("run", "--archive", str(root)), capture_output=True, check=False)
    seconds = time.monotonic() - started
    assert done.returncode == 1, done  # two of the samples are broken and are set aside
    return SimpleNamespace(root=root, seconds=seconds, state=state(root))


@pytest.fixture
def archive(taken_in, tmp_path) -> Path:
    return Path(shutil.copytree(taken_in, tmp_path / "archive"))


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "earwitness", *words]


def state(root: Path) -> SimpleNamespace:
    """What must be the same however often the work was interrupted."""
    with Desk.open(root) as desk:
        db = desk.archive.db
        heard = [tuple(row) for row in db.execute("select sha256, duration_ms, blob from heard")]
        aside = [(one["subject"], one["stage"], one["reason"]) for one in ledger.set_aside(db)]
        return SimpleNamespace(
            heard=sorted(heard),
            aside=sorted(aside),
            found={query: _found(desk, query) for query in QUERIES},
            stages=ledger.counts(db),
            figures=desk.figures(),
        )


def _found(desk: Desk, query: str) -> list[tuple]:
    lines = desk.find(query, limit=100).lines
    return sorted((one.kind, one.text, one.start_ms, round(one.score, 3)) for one in lines)


def creations(root: Path) -> Counter[str]:
    """Custody events that say that a file was heard, by file."""
    with Desk.open(root) as desk:
        events = [json.loads(line) for line in custody.lines(desk.archive.db)]
    return Counter(
        event["objects"][0]
        for event in events
        if event["event"] == "creation" and event["note"].startswith("heard:")
    )


def kill_at(words: list[str], moment_s: float) -> list[int]:
    """Start a program in a session of its own, kill it alone; who of its session lives on?"""
    program = subprocess.Popen(
        words, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with suppress(subprocess.TimeoutExpired):
        program.wait(moment_s)
    program.kill()
    program.wait()
    end_s = time.monotonic() + 10
    while (alive := session(program.pid)) and time.monotonic() < end_s:
        time.sleep(0.02)
    for stray in alive:
        os.kill(stray, signal.SIGKILL)
    return alive


def session(leader: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(place.parent.name))
    return found


def leftovers(root: Path) -> list[str]:
    """Half-written files of ours; the index keeps its own books in derived/search."""
    folders = [root / "derived" / ".drafts", root / "derived" / ".unpacked"]
    folders.append(root / "originals" / ".incoming")
    inside = [one for folder in folders if folder.is_dir() for one in folder.iterdir()]
    hidden = [
        one
        for one in (root / "derived").rglob(".*")
        if one not in folders and "search" not in one.relative_to(root / "derived").parts
    ]
    return [str(one) for one in [*inside, *hidden]]


@pytest.fixture(scope="session")
def whisper_model(tmp_path_factory) -> Path:
    pytest.importorskip("ctranslate2")
    place = Path(__file__).parents[1] / "listen" / "tiny_whisper.py"
    spec = importlib.util.spec_from_file_location("tiny_whisper", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build(tmp_path_factory.mktemp("whisper"))


@pytest.fixture
def two_calls(tmp_path) -> Path:
    """An archive with two short calls, nothing done yet."""
    root = tmp_path / "calls"
    with Desk.new(root) as desk:
        desk.take_in([RELEASES / "clips" / "call-01.ogg", RELEASES / "clips" / "call-04.wav"])
    return root


@pytest.fixture(scope="session")
def calls_once_heard(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("heard") / "calls"
    with Desk.new(root) as desk:
        desk.take_in([RELEASES / "clips" / "call-01.ogg", RELEASES / "clips" / "call-04.wav"])
        assert run(desk.archive).heard == 2
    return root


@pytest.fixture
def heard_calls(calls_once_heard, tmp_path) -> Path:
    """The two calls, heard; no engine has transcribed them."""
    return Path(shutil.copytree(calls_once_heard, tmp_path / "calls"))


def _line_archive(folder: Path) -> Path:
    given = folder / "line.wav"
    sound, rate_hz = decode_span(RELEASES / "clips" / "call-04.wav", 0, 4000)
    with wave.open(str(given), "w") as line:
        line.setparams((1, 2, rate_hz, 0, "NONE", ""))
        line.writeframes((sound[0] * 32767).astype("<i2").tobytes())
    root = folder / "line"
    with Desk.new(root) as desk:
        desk.take_in([given])
    return root


@pytest.fixture
def one_line(tmp_path) -> Path:
    """An archive with one file in which somebody speaks for a few seconds."""
    return _line_archive(tmp_path)


@pytest.fixture(scope="session")
def line_once_heard(tmp_path_factory) -> Path:
    root = _line_archive(tmp_path_factory.mktemp("heard"))
    with Desk.open(root) as desk:
        assert run(desk.archive).heard == 1
    return root


@pytest.fixture
def heard_line(line_once_heard, tmp_path) -> Path:
    """The one line, heard; no engine has transcribed it."""
    return Path(shutil.copytree(line_once_heard, tmp_path / "line"))


@pytest.fixture
def moments() -> Callable[[float, int], list[float]]:
    def draw(longest_s: float, count: int) -> list[float]:
        chance = random.Random(20)
        return [chance.uniform(0.05, longest_s) for _ in range(count)]

    return draw


@pytest.fixture
def work() -> SimpleNamespace:
    return SimpleNamespace(
        command=command,
        state=state,
        creations=creations,
        kill_at=kill_at,
        leftovers=leftovers,
        session=session,
        run=run,
        releases=RELEASES,
    )
