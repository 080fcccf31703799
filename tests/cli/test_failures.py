from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from earwitness.cli.printing import clean


def test_unexpected_errors_leave_a_report_and_one_line(
    cli: Any, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("earwitness.store.figures.figures", broken)
    cli("status", "-a", filled)
    assert cli.code == 1
    assert cli.err.count("\n") == 1
    report = Path(cli.err.split("report it with ")[1].strip())
    assert "KeyError: 'lost'" in report.read_text(encoding="utf-8")
    report.unlink()
    monkeypatch.setenv("EARWITNESS_TRACEBACK", "1")
    with pytest.raises(KeyError):
        cli("status", "-a", filled)


def test_a_place_that_cannot_be_written_is_one_sentence(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    cli("new", tmp_path / "file" / "archive")
    assert cli.code == 1
    assert cli.err.count("\n") == 1


def test_a_reader_that_has_enough_ends_it_quietly(filled: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "earwitness", "find", "Zima", "-a", str(filled)],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 141
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def test_a_poor_terminal_shows_numbers_for_letters(filled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "earwitness", "find", "Zima", "-a", str(filled)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert b"\\u0417" in done.stdout


def test_control_characters_from_files_cannot_act() -> None:
    assert clean("a\x1b[31m\u202eb\x00") == "a�[31m�b�"
    assert clean("Київ, Ёлка\tодна") == "Київ, Ёлка одна"
