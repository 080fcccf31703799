"""`earwitness review` and `correct` as they are typed: answers, refusals with exit code 2, findings with 1."""

from __future__ import annotations

import json

import pytest

SIGNED = ("--by", "E. Marrow", "--because", "listened to it")
OTHER = ("--by", "I. Reed", "--because", "so did I")


@pytest.fixture
def rec(cli, tmp_path, monkeypatch):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.uk.srt").write_text(
        "1\n00:00:01,000 --> 00:00:03,000\nЗима питає, чи міст цілий.\n", encoding="utf-8"
    )
    monkeypatch.setenv("EARWITNESS_ARCHIVE", str(tmp_path / "archive"))
    cli("new", tmp_path / "archive")
    cli("add", pile)
    return json.loads(cli("show", "--json"))[0]["id"]


def test_show_says_what_is_open_and_what_may_be_said(cli, rec):
    out = cli("review", "show", rec)
    assert cli.code == 1
    assert "unexamined" in out
    assert "P3 has no answer" in out
    assert "не досліджували" in cli("review", "show", rec, "--language", "uk")


def test_answer_move_and_what_lapses(cli, rec):
    cli("review", "examine", rec)
    standing = json.loads(cli("review", "show", rec, "--json"))
    for check in ("P3", "P6"):
        cli("review", "answer", rec, check, "pass", "--seen", standing["revision"], *SIGNED)
        assert cli.code == 0
    cli("review", "answer", rec, "P3", "pass", "--seen", "0" * 12, *SIGNED)
    assert cli.code == 2
    assert "has changed since" in cli.err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("answer", "REC", "P1", "pass"), "computed"),
        (("answer", "REC", "X5", "maybe"), "not a result"),
        (("answer", "REC", "Y5", "pass"), "not a check"),
        (("assess", "REC", "verified"), "cannot be given"),
        (("assess", "REC", "genuine"), "not a verdict"),
        (("move", "REC", "published"), "the next state is preserved"),
        (("move", "REC", "gone"), "not a state"),
        (("attribute", "REC", "V1", "A9"), "not a rung"),
        (("attribute", "REC", "V1", "A1"), "which publication"),
        (("date", "REC", "last week", "--basis", "device"), "EDTF"),
        (("date", "REC", "2024", "--basis", "publisher_stated"), "cannot rest on"),
    ],
)
def test_what_is_refused_says_why_and_ends_with_2(cli, rec, typed, says):
    cli("review", *(rec if one == "REC" else one for one in typed), *SIGNED)
    assert cli.code == 2
    assert says in cli.err


def test_unsigned_is_refused(cli, rec):
    cli("review", "answer", rec, "X5", "pass", "--by", "E. Marrow")
    assert cli.code == 2
    assert "--because" in cli.err


def test_contradicting_dates_end_with_1_and_name_both(cli, rec):
    cli("review", "date", rec, "../2024-01-01", "--basis", "content_reference", *SIGNED)
    assert cli.code == 0
    cli("review", "date", rec, "2025/..", "--basis", "device", *SIGNED)
    assert cli.code == 1
    assert "../2024-01-01" in cli.err
    assert "2025-01-01/.." in cli.err


def test_checks_say_what_they_cannot_prove(cli):
    assert "does not prove" in cli("review", "checks", "X2", "--language", "ru")
    assert len(json.loads(cli("review", "checks", "--json"))) > 30


def test_correct_propose_settle_list(cli, rec):
    line = json.loads(cli("show", rec, "--json"))["words"][0]["lines"][0]["id"]
    cli("correct", rec, "--line", line, "--words", "Зима питає, чи цілий міст.", *SIGNED)
    assert cli.code == 0
    waiting = json.loads(cli("correct", rec, "--json"))
    assert cli.code == 1
    cli("correct", "--accept", waiting[0]["id"], *SIGNED)
    assert cli.code == 2
    assert "somebody else" in cli.err
    cli("correct", "--accept", waiting[0]["id"], *OTHER)
    assert cli.code == 0
    assert "чи цілий міст" in cli("show", rec)
    told = json.loads(cli("correct", rec, "--public", "--json"))
    assert [one["after"] for one in told] == ["Зима питає, чи цілий міст."]
    assert cli("verify")
    assert cli.code == 0


@pytest.mark.parametrize(
    "typed", [(), ("REC", "--accept", "sig-1"), ("REC", "--at", "5", "--words", "x", *SIGNED)]
)
def test_correct_called_wrongly(cli, rec, typed):
    cli("correct", *(rec if one == "REC" else one for one in typed))
    assert cli.code == 2
