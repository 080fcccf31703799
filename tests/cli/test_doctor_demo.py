from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from earwitness.cli.parts import look_at_parts


def test_doctor_without_an_archive(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = cli.json("doctor")
    assert cli.code == 0
    names = {part["name"]: part["state"] for part in found["parts"]}
    assert names["decoding"] == "ok"
    assert names["archive"] == "not set"


def test_doctor_looks_at_the_archive(cli: Any, filled: Path) -> None:
    assert str(filled) in cli("doctor", "-a", filled)


def test_a_missing_part_is_named_with_its_cure(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    out = cli("doctor")
    assert cli.code == 1
    assert "search (needed)" in out
    assert "pip install" in out
    parts = {part.name: part.state for part in look_at_parts(None)}
    assert parts["search"] == "missing"
    assert parts["decoding"] == "ok"


def test_demo_needs_samples(cli: Any, tmp_path: Path) -> None:
    cli("demo", "--into", tmp_path / "demo", "--samples", tmp_path)
    assert cli.code == 2
    assert not (tmp_path / "demo").exists()


def test_demo_replaces_only_its_own(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    cli("demo", "--into", tmp_path)
    assert cli.code == 2
    assert (tmp_path / "mine.txt").is_file()


@pytest.mark.slow
def test_demo_goes_as_expected_twice(cli: Any, tmp_path: Path) -> None:
    into = tmp_path / "demo-archive"
    out = cli("demo", "--into", into)
    assert cli.code == 0, out
    assert "Everything went as expected." in out
    assert (tmp_path / "demo-page" / "index.html").is_file()
    assert cli.json("demo", "--into", into)["as_expected"] is True
