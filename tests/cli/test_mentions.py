"""`earwitness mentions` and `entity` on a small archive."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

BY = ("--by", "E. Marrow", "--because", "I listened")


@pytest.fixture
def own(filled, tmp_path) -> Path:
    """An archive of two calls by words and an article, to be written to."""
    return Path(shutil.copytree(filled, tmp_path / "own"))


def test_mentions_keep_their_words_with_rule_and_certainty(cli, own):
    out = cli("mentions", "call-1", "--why", "-a", own)
    assert cli.code == 0
    row = next(line for line in out.splitlines() if "call sign" in line)
    assert "Зима" in row
    assert "probable" in row
    assert "a noun that speaks" in row or "known from" in row


def test_only_some_kinds(cli, own):
    found = cli.json("mentions", "call-1", "--kind", "call-sign", "-a", own)
    assert {one["mention"]["kind"] for one in found} == {"call_sign"}
    cli("mentions", "call-1", "--kind", "phone", "-a", own)
    assert cli.code == 1
    cli("mentions", "call-1", "--kind", "ship", "-a", own)
    assert cli.code == 2
    assert "One of: person" in cli.err


@pytest.mark.parametrize(
    "name", ["Zima", "Zyma", "Зима", "Зимой", "Зими", "ЗИМУ", "зимою", "Zimoi"]
)
def test_a_name_is_found_in_any_script_and_case(cli, own, name):
    out = cli("entity", name, "-a", own)
    assert cli.code == 0
    assert "Зима питає, чи міст цілий" in out
    assert "Zima asks whether the bridge is intact" in out
    assert "Мы с Зимой так и не договорились" in out
    assert "several people may have it" in out


def test_nobody_of_that_name(cli, own):
    cli("entity", "Kedr", "-a", own)
    assert cli.code == 1
    assert "nobody and nothing here is called 'Kedr'" in cli.err


def test_a_person_joins_and_parts_and_nothing_is_overwritten(cli, own):
    entities = {one["entity"]["kind"]: one["entity"]["id"] for one in cli.json("entity", "-a", own)}
    sign, place = entities["call_sign"], entities["organisation"]
    cli("entity", "Zima", "--same-as", place, "-a", own)
    assert cli.code == 2  # nobody signs it
    cli("entity", "Zima", "--same-as", place, *BY, "-a", own)
    assert cli.code == 0, cli.err
    (joined,) = cli.json("entity", sign, "-a", own)
    assert [one["id"] for one in joined["same_as"]] == [place]
    cli("entity", "Zima", "--not-same-as", place, *BY, "-a", own)
    (parted,) = cli.json("entity", sign, "-a", own)
    assert parted["same_as"] == []
    assert [one["id"] for one in parted["apart"]] == [place]
    assert len(parted["links"]) == 2
    cli("verify", "-a", own)
    assert cli.code == 0, cli.err
    db = sqlite3.connect(own / "catalog.db")
    with pytest.raises(sqlite3.IntegrityError, match="none is changed"):
        db.execute("update entity_link set same = 1")
    db.close()


def test_a_changed_decision_is_named_by_verify(cli, own):
    entities = {one["entity"]["kind"]: one["entity"]["id"] for one in cli.json("entity", "-a", own)}
    cli("entity", "Zima", "--same-as", entities["organisation"], *BY, "-a", own)
    with sqlite3.connect(own / "catalog.db") as db:
        db.execute("drop trigger entity_link_stays")
        db.execute("update entity_link set made_by = 'somebody else'")
    db.close()
    assert "was changed" in cli("verify", "-a", own) + cli.err
    assert cli.code == 1


def test_a_mention_is_taken_out_and_stays_out(cli, own):
    (whole,) = cli.json("entity", "Zima", "-a", own)
    one = whole["lines"][0]["mention"]["id"]
    cli("entity", whole["entity"]["id"], "--not-here", one, *BY, "-a", own)
    assert cli.code == 0, cli.err
    (Path(own) / "gazetteer.csv").write_text("Зима,call_sign,,\n", encoding="utf-8")
    cli("run", "-a", own)  # everything is read again, by the desk's names
    both = cli.json("entity", "Зима", "-a", own)
    assert sorted(len(part["lines"]) for part in both) == [1, len(whole["lines"]) - 1]
    links = [line["link"] for part in both for line in part["lines"]]
    assert min(link["by"] for link in links) == "E. Marrow"


def test_running_again_reads_nothing_and_a_broken_gazetteer_is_named(cli, own):
    assert "Read" not in cli("run", "-a", own)
    (Path(own) / "gazetteer.csv").write_text("Кедр,ship,,\n", encoding="utf-8")
    out = cli("run", "-a", own)
    assert "gazetteer.csv, line 1: 'ship' is no kind of name" in out
    (Path(own) / "gazetteer.csv").write_text('"Кедр\n', encoding="utf-8")
    out = cli("run", "-a", own)
    assert "the gazetteer was not used" in out


def test_export_for_other_tools(cli, own):
    rows = [json.loads(line) for line in cli("entity", "--ftm", "-a", own).splitlines()]
    by_id = {one["id"]: one for one in rows}
    assert {one["schema"] for one in rows} >= {"Audio", "Mention", "Person"}
    for one in rows:
        if one["schema"] == "Mention":
            assert by_id[one["properties"]["resolved"][0]]["schema"] in {"Person", "Organization"}
            assert by_id[one["properties"]["document"][0]]["schema"] == "Audio"
        assert all(isinstance(value, list) for value in one["properties"].values())
    table = list(csv.DictReader(io.StringIO(cli("entity", "--csv", "-a", own))))
    assert {row["words"] for row in table} >= {"Зима", "Зимой"}
    assert all(row["link_reason"] for row in table)
    cli("entity", "--ftm", "--csv", "-a", own)
    assert cli.code == 2


def test_days_are_read_from_a_stated_day_and_only_then(cli, tmp_path):
    pile, root = tmp_path / "pile", tmp_path / "archive"
    pile.mkdir()
    said = "1\n00:00:01,000 --> 00:00:03,000\nА: Позавчера никого не было, отпуск на Пасху.\n"
    (pile / "call.ru.srt").write_text(said, encoding="utf-8")
    for arguments in (["new", root], ["add", pile, "-a", root], ["run", "-a", root]):
        cli(*arguments)
    out = cli("mentions", "call", "-a", root)
    assert "2025" not in out
    out = cli("mentions", "call", "--day", "2025-03-12", "-a", root)
    assert "2025-03-10 (“Позавчера”: counted from the stated day)" in out
    assert "2025-04-20" in out
    assert "nobody has proved that" in out
    found = cli.json("mentions", "call", "--day", "2025-03-12", "-a", root)
    days = [one["days"]["earliest"] for one in found if one["days"]]
    assert days == ["2025-03-10", "2025-04-20"]
    cli("mentions", "call", "--day", "12 March", "-a", root)
    assert cli.code == 2
