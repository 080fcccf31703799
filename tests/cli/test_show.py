from __future__ import annotations

from pathlib import Path
from typing import Any


def _recording(cli: Any, filled: Path, language: str) -> str:
    rows = cli.json("show", "-a", filled)
    return str(next(row["id"] for row in rows if row["language"] == language))


def test_list_names_every_recording(cli: Any, filled: Path) -> None:
    out = cli("show", "-a", filled)
    rows = cli.json("show", "-a", filled)
    assert {row["basis"] for row in rows} >= {"words"}
    assert all(row["id"] in out for row in rows)


def test_a_recording_with_words_and_translation(cli: Any, filled: Path) -> None:
    out = cli("show", _recording(cli, filled, "uk"), "-a", filled)
    assert "Мати: Зима питає, чи міст цілий." in out
    assert "en: Zima asks whether the bridge is intact." in out
    assert "Versions" in out
    assert "rank" in out


def test_language_leaves_other_translations_out(cli: Any, filled: Path) -> None:
    out = cli("show", _recording(cli, filled, "uk"), "--language", "ru", "-a", filled)
    assert "Зима питає" in out
    assert "intact" not in out


def test_the_start_of_an_identifier_is_enough(cli: Any, filled: Path) -> None:
    whole = _recording(cli, filled, "ru")
    found = cli.json("show", whole[4:10], "-a", filled)
    assert found["recording"]["id"] == whole
    assert found["words"][0]["lines"][0]["voice"] == "Командир"


def test_unknown_names_are_exit_1(cli: Any, filled: Path) -> None:
    for name in ("rec-000000000x", "no such title", "app-000000000"):
        cli("show", name, "-a", filled)
        assert cli.code == 1
        assert cli.err.count("\n") == 1


def test_an_article_shows_quotations_and_statements(cli: Any, filled: Path) -> None:
    rows = cli.json("show", "-a", filled)
    described = next(row["id"] for row in rows if row["basis"] == "described")
    app = cli.json("show", described, "-a", filled)["appearances"][0]["id"]
    out = cli("show", app, "-a", filled)
    assert "Zima asks whether the bridge is intact" in out
    assert cli.json("show", app, "-a", filled)["quotations"]


def test_slang_stands_beside_the_words_with_its_source(cli: Any, tmp_path: Path) -> None:
    pile, root = tmp_path / "pile", tmp_path / "archive"
    pile.mkdir()
    said = "1\n00:00:01,000 --> 00:00:03,000\nА: Троих двухсотых вывезли.\n"
    (pile / "call.ru.srt").write_text(said, encoding="utf-8")
    for arguments in (["new", root], ["add", pile, "-a", root], ["run", "-a", root]):
        cli(*arguments)
    name = _recording(cli, root, "ru")
    out = cli("show", name, "-a", root)
    assert "Троих двухсотых вывезли." in out
    assert "двухсотый: killed; a dead soldier (https://" in out
    (root / "slang.csv").write_text(
        "вывезти,ru,,to sell,told by E. Marrow\nx,,,,\n", encoding="utf-8"
    )
    out = cli("show", name, "-a", root)
    assert "вывезти: to sell (told by E. Marrow)" in out
    assert "slang.csv, line 2" in cli.err
    found = cli.json("show", name, "-a", root)
    assert [one["uses"][0][0] for one in found["slang"]] == ["двухсотых", "вывезли"]
