from __future__ import annotations

import stat
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def sounding(cli: Any, tmp_path: Path, tone: Callable[[Path], Path]) -> Path:
    root = tmp_path / "a"
    cli("new", root)
    cli("add", tone(tmp_path / "tone.wav"), "-a", root)
    return root


def _name(cli: Any, root: Path) -> str:
    return str(cli.json("show", "-a", root)[0]["id"])


def test_a_clip_is_written_sample_for_sample(cli: Any, sounding: Path, tmp_path: Path) -> None:
    out = tmp_path / "clip.wav"
    cli("play", _name(cli, sounding), "--from", "0.5", "--to", "1", "--out", out, "-a", sounding)
    assert cli.code == 0, cli.err
    with wave.open(str(out)) as clip:
        assert clip.getnframes() == 4000


def test_without_a_player_the_path_is_printed(
    cli: Any, sounding: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    out = cli("play", _name(cli, sounding), "--to", "0.5", "-a", sounding)
    assert cli.code == 0
    assert Path(out.strip()).is_file()
    assert "no player works here" in cli.err


def test_the_first_player_that_works_is_used(
    cli: Any, sounding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name, code in (("pw-play", 1), ("aplay", 0)):
        player = bin_folder / name
        player.write_text(f"#!/bin/sh\nexit {code}\n")
        player.chmod(player.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(bin_folder))
    done = cli.json("play", _name(cli, sounding), "--to", "0.5", "-a", sounding)
    assert done["played_with"] == "aplay"
    assert done["file"] is None
    assert "pw-play could not play it" in cli.err


@pytest.mark.parametrize(
    "times",
    [
        ["--from", "soon"],
        ["--from", "2", "--to", "1"],
        ["--from", "1"],  # its length is not known before the first run
        ["--from", "900", "--to", "901"],
        ["--out", "clip.wma"],
    ],
)
def test_wrong_times_are_misuse(cli: Any, sounding: Path, times: list[str]) -> None:
    cli("play", _name(cli, sounding), *times, "-a", sounding)
    assert cli.code == 2
    assert cli.err.count("\n") == 1


def test_words_without_sound_cannot_be_played(cli: Any, filled: Path) -> None:
    cli("play", _name(cli, filled), "-a", filled)
    assert cli.code == 1
    assert "has no sound here" in cli.err
