from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from earwitness.work.progress import RunReport


def test_status_before_and_after_the_run(cli: Any, tmp_path: Path, pile: Path) -> None:
    root = tmp_path / "a"
    cli("new", root)
    assert "Nothing was added yet" in cli("status", "-a", root)
    cli("add", pile, "-a", root)
    assert "not in the search yet: earwitness run --archive" in cli("status", "-a", root)
    cli("run", "-a", root)
    assert cli.code == 0
    assert "Nothing waits." in cli("status", "-a", root)
    assert "Nothing to do" in cli("run", "-a", root)
    assert cli.code == 0


def test_status_as_json(cli: Any, filled: Path) -> None:
    found = cli.json("status", "-a", filled)
    assert found["figures"]["recordings_by_words"] == 2
    assert found["work"]["index"]["done"] >= 2
    assert found["waiting"] == []


def test_set_aside_items_are_named_and_exit_1(cli: Any, tmp_path: Path) -> None:
    root = tmp_path / "a"
    cli("new", root)
    (tmp_path / "empty.mp3").write_bytes(b"")
    cli("add", tmp_path / "empty.mp3", "-a", root)
    out = cli("run", "-a", root)
    assert cli.code == 1
    assert "empty.mp3 (hear)" in out
    assert cli.json("run", "-a", root)["set_aside"][0]["names"] == ["empty.mp3"]
    assert "empty.mp3 (hear)" in cli("status", "-a", root)
    assert cli.code == 0


def test_a_stopped_run_says_how_to_go_on(
    cli: Any, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = RunReport(1, 60_000, 0, 0, 0, (), (), 1.0, stopped=True)
    monkeypatch.setattr("earwitness.work.run.run", lambda *_, **__: stopped)
    cli("run", "-a", filled)
    assert cli.code == 1
    assert "goes on where it was" in cli.err


def test_verify_names_what_differs(cli: Any, tmp_path: Path, pile: Path) -> None:
    root = tmp_path / "a"
    cli("new", root)
    cli("add", pile, "-a", root)
    assert "Everything is as recorded." in cli("verify", "-a", root)
    assert cli.code == 0
    one = next(path for path in (root / "originals").rglob("*") if path.is_file())
    one.chmod(0o644)
    one.write_bytes(one.read_bytes() + b"x")
    out = cli("verify", "-a", root)
    assert cli.code == 1
    assert "DIFFERS" in out
    assert one.name[:16] in out
    assert "expected" in out
    assert cli.json("verify", "-a", root)["checked"]["differences"]


def test_workers_must_be_sensible(cli: Any, filled: Path) -> None:
    cli("run", "--workers", "0", "-a", filled)
    assert cli.code == 2
