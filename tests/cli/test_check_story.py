from __future__ import annotations

from pathlib import Path
from typing import Any


def test_a_clean_draft_passes(cli: Any, filled: Path, drafts: Path) -> None:
    out = cli("check", drafts / "clean.md", "-a", filled)
    assert cli.code == 0, out
    assert "1 quotation: 1 as heard; " in out
    assert "warning Q13 unapproved translation" in out
    assert "Not checked" in out


def test_a_flawed_draft_is_exit_1_with_place_and_words(
    cli: Any, filled: Path, drafts: Path
) -> None:
    out = cli("check", drafts / "flawed.md", "-a", filled)
    assert cli.code == 1
    assert "line 3:" in out
    assert "error Q04 number" in out
    assert "heard: Двадцять людей стояли під штабом." in out
    assert f"--archive {filled}" in out
    assert "rule:" not in out
    assert "rule:" in cli("check", drafts / "flawed.md", "-a", filled, "--explain")


def test_check_as_json(cli: Any, filled: Path, drafts: Path) -> None:
    report = cli.json("check", drafts / "flawed.md", "-a", filled)
    assert cli.code == 1
    assert report["clean"] is False
    (quotation,) = report["quotations"]
    assert quotation["findings"][0]["code"] == "Q04"
    assert quotation["heard"]["interval"] == {"start_ms": 4000, "end_ms": 6000}


def test_absent_and_unreadable_drafts(cli: Any, filled: Path, tmp_path: Path) -> None:
    cli("check", tmp_path / "absent.md", "-a", filled)
    assert cli.code == 2
    (tmp_path / "draft.docx").write_bytes(b"PK")
    cli("check", tmp_path / "draft.docx", "-a", filled)
    assert cli.code == 1
    assert "is a broken .docx file" in cli.err
    assert "Save it again in your editor." in cli.err
    (tmp_path / "draft.odt").write_bytes(b"PK")
    cli("check", tmp_path / "draft.odt", "-a", filled)
    assert cli.code == 1
    assert ".odt" in cli.err


def test_story_of_a_clean_draft(cli: Any, filled: Path, drafts: Path) -> None:
    out = cli("story", drafts / "clean.md", "--out", drafts / "page", "-a", filled)
    assert cli.code == 0
    assert (drafts / "page" / "index.html").is_file()
    assert "file://" in out
    assert "without sound" in out


def test_story_of_a_flawed_draft_is_not_written(cli: Any, filled: Path, drafts: Path) -> None:
    cli("story", drafts / "flawed.md", "--out", drafts / "page", "-a", filled)
    assert cli.code == 1
    assert not (drafts / "page").exists()
    assert "earwitness check" in cli.err
    done = cli.json("story", drafts / "flawed.md", "--out", drafts / "page", "-a", filled)
    assert done["page"] is None


def test_story_never_replaces_what_it_did_not_write(cli: Any, filled: Path, drafts: Path) -> None:
    cli("story", drafts / "clean.md", "--out", drafts, "-a", filled)
    assert cli.code == 2
    assert (drafts / "flawed.md").is_file()
