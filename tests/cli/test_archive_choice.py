from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_no_archive_is_misuse_with_the_way_out(cli: Any) -> None:
    cli("status")
    assert cli.code == 2
    assert "earwitness new" in cli.err
    assert cli.out == ""


def test_the_only_archive_inside_is_used_and_named(cli: Any, pile: Path) -> None:
    cli("new", "a")
    cli("add", pile)
    assert cli.code == 0
    assert "archive: a" in cli.err


def test_several_archives_inside_are_refused_by_name(cli: Any) -> None:
    cli("new", "a")
    cli("new", "b")
    cli("status")
    assert cli.code == 2
    assert "a, b" in cli.err


def test_the_current_folder_comes_before_what_is_inside(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("new", "a")
    cli("new", "b")
    monkeypatch.chdir("a")
    cli("status")
    assert cli.code == 0


def test_the_environment_names_it_and_the_option_wins(
    cli: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cli("new", "a")
    cli("new", "b")
    monkeypatch.setenv("EARWITNESS_ARCHIVE", str(tmp_path / "a"))
    assert cli.json("status")["archive"] == str(tmp_path / "a")
    assert cli.json("status", "--archive", "b")["archive"] == str(tmp_path / "b")


def test_a_named_folder_that_is_no_archive_is_misuse(cli: Any) -> None:
    cli("find", "x", "--archive", "nowhere")
    assert cli.code == 2
    assert "nowhere: is not an archive" in cli.err
