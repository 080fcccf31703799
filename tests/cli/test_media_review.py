from __future__ import annotations

import shutil
from pathlib import Path

from earwitness.desk import Desk
from earwitness.records.review import (
    Assessment,
    CheckResult,
    CheckRun,
    Confidence,
    Verdict,
)


def test_what_nobody_examined_has_no_review(cli, filled: Path) -> None:
    cli("review", "media", "call-1", "--by", "A Desk", "--on", "2026-05-04", "-a", filled)
    assert cli.code == 2
    assert "nobody has examined it" in cli.err
    assert cli.out == ""


def test_a_kind_of_manipulation_that_is_none(cli, filled: Path) -> None:
    call = ("review", "media", "call-1", "--by", "A Desk", "--on", "2026-05-04", "-a", filled)
    cli(*call, "--manipulation", "Fake")
    assert cli.code == 2
    assert "One of: EditedOrCroppedContent" in cli.err


def test_a_verdict_that_stands_is_said_in_the_words_of_schema_org(
    cli, filled: Path, tmp_path: Path
) -> None:
    root = tmp_path / "archive"
    shutil.copytree(filled, root)
    with Desk.open(root) as desk:
        for check in ("P3", "X4", "X5", "X6", "X7", "X8", "X9"):
            desk.answer_check(
                "call-1", CheckRun(check, CheckResult.PASS), by="A. Reed", because="for a test"
            )
        given = Assessment(Verdict.CONSISTENT, Confidence.MODERATE)
        desk.assess("call-1", given, by="E. Marrow", because="a sealed name stands here")
    found = cli.json(
        "review", "media", "call-1", "--by", "A Desk", "--on", "2026-05-04", "--body", "We asked.", "-a", root
    )  # fmt: skip
    assert cli.code == 0, cli.err
    assert found["mediaAuthenticityCategory"] == "OriginalMediaContent"
    assert found["reviewBody"] == "We asked."
    assert "sealed" not in cli.out
