from __future__ import annotations

import json
import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from earwitness.cli import app

SRT_UK = """1
00:00:01,000 --> 00:00:03,000
Мати: Зима питає, чи міст цілий.

2
00:00:04,000 --> 00:00:06,000
Син: Двадцять людей стояли під штабом.
"""
SRT_EN = """1
00:00:01,000 --> 00:00:03,000
Мати: Zima asks whether the bridge is intact.

2
00:00:04,000 --> 00:00:06,000
Син: Twenty people stood outside the headquarters.
"""
SRT_RU = """1
00:00:00,500 --> 00:00:02,000
Командир: Мы с Зимой так и не договорились.
"""
ARTICLE = """# The bridge at Verbove

By A. Example, 3 July 2025

A phone call published by the Surmach monitoring service suggests that a bridge is gone.
A woman said to be the mother of a soldier speaks to her son Roma.

“Zima asks whether the bridge is intact,” she says. Roma's replies cannot be heard in the recording.
"""
CLEAN = (
    "# Draft\n\n“Twenty people stood outside the headquarters,” a man says. The recording could not be"
    " independently verified.\n"
)
FLAWED = "# Draft\n\n“Forty people stood outside the headquarters,” a man says.\n"


class Cli:
    """The command line in this process; ``code`` of the last call is kept."""

    def __init__(self) -> None:
        self.runner = CliRunner()
        self.code = 0
        self.out = ""
        self.err = ""

    def __call__(self, *arguments: str | Path) -> str:
        done = self.runner.invoke(app, [str(one) for one in arguments])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        self.code, self.out, self.err = done.exit_code, done.stdout, done.stderr
        return self.out

    def json(self, *arguments: str | Path) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.delenv("EARWITNESS_ARCHIVE", raising=False)
    monkeypatch.delenv("EARWITNESS_TRACEBACK", raising=False)
    return Cli()


@pytest.fixture(scope="session")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pile")
    (folder / "call-1.uk.srt").write_text(SRT_UK, encoding="utf-8")
    (folder / "call-1.en.srt").write_text(SRT_EN, encoding="utf-8")
    (folder / "call-2.ru.srt").write_text(SRT_RU, encoding="utf-8")
    (folder / "story.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "LICENSE").write_text("free", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, pile: Path) -> Path:
    """An archive with two recordings known by words and an article; for reading only."""
    root = tmp_path_factory.mktemp("filled") / "archive"
    cli = Cli()
    for arguments in (["new", root], ["add", pile, "-a", root], ["run", "-a", root]):
        cli(*arguments)
        assert cli.code == 0, cli.err
    return root


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    (tmp_path / "clean.md").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "flawed.md").write_text(FLAWED, encoding="utf-8")
    return tmp_path


@pytest.fixture
def tone() -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        rate = 8000
        values = [int(9000 * math.sin(2 * math.pi * 300 * n / rate)) for n in range(2 * rate)]
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(struct.pack(f"<{len(values)}h", *values))
        return path

    return make
