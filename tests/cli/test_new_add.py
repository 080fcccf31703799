from __future__ import annotations

from pathlib import Path
from typing import Any


def test_new_twice_is_misuse(cli: Any, tmp_path: Path) -> None:
    assert cli.json("new", tmp_path / "a")["archive"] == str(tmp_path / "a")
    cli("new", tmp_path / "a")
    assert cli.code == 2
    assert "is an archive already" in cli.err


def test_add_says_what_is_new_and_twice_is_nothing_new(
    cli: Any, tmp_path: Path, pile: Path
) -> None:
    root = tmp_path / "a"
    cli("new", root)
    out = cli("add", pile, "--archive", root)
    assert cli.code == 0
    assert "Taken from 5 files" in out
    assert "LICENSE" in out
    out = cli("add", pile, "--archive", root)
    assert cli.code == 0
    assert "Nothing new: everything was in the archive before." in out


def test_add_names_refusals_with_their_line(cli: Any, tmp_path: Path) -> None:
    root = tmp_path / "a"
    cli("new", root)
    (tmp_path / "bad.json").write_text('{"segments": [\n{"start": 1,,}', encoding="utf-8")
    out = cli("add", tmp_path / "bad.json", tmp_path / "absent.srt", "-a", root)
    assert cli.code == 1
    assert "bad.json, line 2" in out
    assert "absent.srt: is not there" in out


def test_add_as_json(cli: Any, tmp_path: Path, pile: Path) -> None:
    cli("new", tmp_path / "a")
    done = cli.json("add", pile, "-a", tmp_path / "a")
    assert done["files"] == 5
    assert done["refused"] == []
    assert done["new"]["transcripts"] == 2
    assert [one["path"] for one in done["unread"]] == ["LICENSE"]


def test_add_without_paths_is_misuse(cli: Any) -> None:
    cli("add")
    assert cli.code == 2


def test_add_as_takes_only_what_it_knows(cli: Any, pile: Path) -> None:
    cli("add", pile, "--as", "poem")
    assert cli.code == 2


def test_explain_says_what_decides(cli: Any, pile: Path) -> None:
    out = cli("explain", pile / "call-1.uk.srt", pile / "LICENSE")
    assert cli.code == 1
    assert "words (named .srt)" in out
    assert "not taken" in out
    assert cli.json("explain", pile / "story.md")[0]["kind"] == "article"
    assert cli.code == 0


def test_files_nobody_reads_are_grouped_by_reason(cli: Any, tmp_path: Path) -> None:
    cli("new", tmp_path / "a")
    pile = tmp_path / "pile"
    pile.mkdir()
    for number in range(5):
        (pile / f"{number}.json").write_text(f'{{"key{number}": 1}}', encoding="utf-8")
    out = cli("add", pile, "-a", tmp_path / "a")
    assert cli.code == 0
    assert "Not read here: 5 files" in out
    assert "0.json, 1.json, 2.json, …" in out
    assert "4.json" in cli("add", pile, "-a", tmp_path / "a", "--verbose")
