from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
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


def test_a_waived_error_is_exit_0_and_is_told(cli: Any, filled: Path, drafts: Path) -> None:
    draft = drafts / "flawed.md"
    cli("check", draft, "-a", filled, "--waive", "Q04@3")
    assert cli.code == 2
    assert "--by" in cli.err
    signed = ("--by", "I. Marsh", "--because", "it was forty")
    report = cli.json("check", draft, "-a", filled)
    for one in [*report["quotations"][0]["findings"], *report["others"]]:
        if one["severity"] == "error":
            cli(
                "check",
                draft,
                "-a",
                filled,
                "--waive",
                f"{one['code']}@{one['fingerprint']}",
                *signed,
            )
    out = cli("check", draft, "-a", filled)
    assert cli.code == 0, out
    assert "waived by I. Marsh" in out
    assert "waived." in out
    (first, *_) = cli.json("check", "--waivers", "-a", filled)
    assert (first["by"], first["reason"], first["taken_back"]) == (
        "I. Marsh",
        "it was forty",
        False,
    )
    cli(
        "check",
        "--take-back",
        first["id"],
        "-a",
        filled,
        "--by",
        "P. Lis",
        "--because",
        "it was twenty",
    )
    assert cli.code == 0
    cli("check", draft, "-a", filled)
    assert cli.code == 1


def test_check_called_wrongly(cli: Any, filled: Path, drafts: Path) -> None:
    cli("check", "-a", filled)
    assert (cli.code, "which draft" in cli.err) == (2, True)
    cli("check", drafts / "clean.md", "-a", filled, "--watch", "--json")
    assert cli.code == 2
    cli(
        "check",
        drafts / "clean.md",
        "-a",
        filled,
        "--waive",
        "Q99@1",
        "--by",
        "a",
        "--because",
        "b",
    )
    assert (cli.code, "no finding" in cli.err) == (2, True)
    cli("check", drafts / "clean.md", "-a", filled, "--page", drafts)
    assert (cli.code, "Choose a new folder" in cli.err) == (2, True)


def test_a_draft_without_quotations_is_told_so(cli: Any, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.md").write_text("# A day\n\nNothing happened.\n", encoding="utf-8")
    out = cli("check", tmp_path / "plain.md", "-a", filled)
    assert cli.code == 0
    assert "No quotation in this draft was compared" in out


def test_watching_checks_at_each_save_and_ends_cleanly(filled: Path, drafts: Path) -> None:
    draft = drafts / "flawed.md"
    command = [
        sys.executable,
        "-m",
        "earwitness",
        "check",
        str(draft),
        "-a",
        str(filled),
        "--watch",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        first = list(_until_checked(child.stdout))
        assert first[0] == f"{draft}: checking"
        assert any(one.startswith(f"{draft}:3:2: error Q04 ") for one in first)
        new = draft.with_suffix(".new")
        new.write_text((drafts / "clean.md").read_text(encoding="utf-8"), encoding="utf-8")
        new.replace(draft)  # as editors save
        second = list(_until_checked(child.stdout))
        assert not any(": error " in one for one in second)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=30)
    assert child.returncode == 0, told
    assert "watching ended" in told
    assert "Traceback" not in told


def _until_checked(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line.rstrip("\n")
        if ": checked" in line:
            return
