from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("query", ["зимой", "Зимою", "Zima", "zyma"])
def test_any_form_and_script_finds_both_languages(cli: Any, filled: Path, query: str) -> None:
    found = cli.json("find", query, "-a", filled, "--in", "words")
    assert cli.code == 0
    assert {one["language"] for one in found["hits"]} == {"uk", "ru"}


def test_a_hit_shows_everything_needed_to_judge_it(cli: Any, filled: Path) -> None:
    out = cli("find", "headquarters", "-a", filled)
    assert "Двадцять людей стояли під штабом." in out
    assert "en: Twenty people stood outside the headquarters." in out
    assert "Син" in out
    assert "0:00:04.000-0:00:06.000" in out
    assert "not after" in out


def test_exclusions_are_not_options(cli: Any, filled: Path) -> None:
    with_bridge = cli.json("find", "Zima", "-a", filled, "--in", "words")["total"]
    without = cli.json("find", "Zima", "-bridge", "-a", filled, "--in", "words")
    assert cli.code == 0
    assert without["query"] == "Zima -bridge"
    assert without["total"] == with_bridge - 1


def test_an_argument_with_spaces_is_a_phrase(cli: Any, filled: Path) -> None:
    assert cli.json("find", "міст цілий", "-a", filled)["query"] == '"міст цілий"'
    cli("find", "цілий міст", "-a", filled)
    assert cli.code == 1


def test_no_hits_is_exit_1_with_a_reason(cli: Any, filled: Path) -> None:
    assert cli("find", "немаєтакогослова", "-a", filled) == ""
    assert cli.code == 1
    cli("find", "Zima", "--source", "Nobody", "-a", filled)
    assert cli.code == 1
    assert "no source is called 'Nobody'" in cli.err
    assert cli.json("find", "немаєтакогослова", "-a", filled)["hits"] == []
    assert cli.code == 1


def test_marked_words_are_the_ones_meant(cli: Any, filled: Path) -> None:
    found = cli.json("find", "Zima", "-a", filled, "--language", "ru")
    (hit,) = found["hits"]
    assert [hit["text"][start:end] for start, end in hit["marked"]] == ["Зимой"]


def test_limit_and_dates(cli: Any, filled: Path) -> None:
    assert len(cli.json("find", "Zima", "--limit", "1", "-a", filled)["hits"]) == 1
    cli("find", "Zima", "--since", "2025", "--until", "2024", "-a", filled)
    assert cli.code == 2
    cli("find", "Zima", "--since", "17.06.2025", "-a", filled)
    assert cli.code == 2
    assert "2025-06-17" in cli.err
    cli("find", "Zima", "--limit", "0", "-a", filled)
    assert cli.code == 2


def test_only_exclusions_is_misuse(cli: Any, filled: Path) -> None:
    cli("find", "-a", filled, "-bridge")
    assert cli.code == 2


def test_plain_output_has_no_escapes(cli: Any, filled: Path) -> None:
    assert "\x1b" not in cli("find", "Zima", "-a", filled)
    assert "\x1b" not in cli("show", "-a", filled)
