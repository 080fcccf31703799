"""`earwitness claims` on a small archive."""

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


def claims_of(cli, own, name="call-1", *more) -> list[dict]:
    return [one["claim"] for one in cli.json("claims", name, *more, "-a", own)["claims"]]


def test_claims_are_shown_with_words_mood_root_and_translation(cli, own):
    out = cli("claims", "call-1", "--why", "-a", own)
    assert cli.code == 0, cli.err
    assert "Двадцять людей стояли під штабом." in out
    assert "en: Twenty people stood outside the headquarters." in out
    assert "asserted (possible); knowledge: unknown" in out
    assert "quantity “Двадцять" in out
    assert "reported speech" in out
    assert "verb of speech: “питає”, said by “Зима”" in out


def test_words_and_places_are_those_of_the_line(cli, own):
    lines = {0: "Зима питає, чи міст цілий.", 1: "Двадцять людей стояли під штабом."}
    for one in claims_of(cli, own):
        spans = [
            *one["spans"],
            *filter(None, (v for v in one["said"].values() if isinstance(v, dict))),
        ]
        assert spans
        for span in spans:
            assert lines[span["position"]][span["start"] : span["end"]] == span["words"]


def test_parts_link_to_mentions_by_their_place(cli, own):
    lines = cli.json("claims", "call-1", "-a", own)["claims"]
    named = {(one["part"], one["entity_name"]) for line in lines for one in line["mentions"]}
    assert ("told_by", "Зима") in named


def test_only_some(cli, own):
    found = claims_of(cli, own, "call-1", "--modality", "reported-speech")
    assert {one["modality"] for one in found} == {"reported_speech"}
    cli("claims", "call-1", "--modality", "wish", "-a", own)
    assert cli.code == 1
    cli("claims", "call-1", "--modality", "dream", "-a", own)
    assert cli.code == 2
    assert "One of: asserted" in cli.err
    cli("claims", "call-1", "--knowledge", "dream", "-a", own)
    assert "is no knowledge root" in cli.err


def test_a_person_confirms_changes_and_rejects_and_nothing_is_overwritten(cli, own):
    first = claims_of(cli, own)[0]
    cli("claims", "confirm", first["id"], "-a", own)
    assert cli.code == 2  # nobody signs it
    cli("claims", "confirm", first["id"], "--modality", "hedged", "--theme", "losses",
        "--part", "actor=міст", "--part", "told_by=", *BY, "-a", own)  # fmt: skip
    assert cli.code == 0, cli.err
    made = claims_of(cli, own)[0]
    assert (made["modality"], made["themes"], made["status"]) == ("hedged", ["losses"], "reviewed")
    assert made["said"]["actor"]["words"] == "міст"
    assert made["said"]["told_by"] is None
    assert made["by_person"]
    cli("claims", "reject", first["id"], *BY, "-a", own)
    assert first["id"] not in [one["id"] for one in claims_of(cli, own)]
    history = cli.json("claims", "history", first["id"], "-a", own)
    assert [one["status"] for one in history] == ["extracted", "reviewed", "rejected"]
    assert [one["by_person"] for one in history] == [False, True, True]
    cli("verify", "-a", own)
    assert cli.code == 0, cli.err
    db = sqlite3.connect(own / "catalog.db")
    for change in (
        "update claim_revision set made_by = 'x'",
        "delete from claim",
        "delete from claim_revision",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(change)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):  # a machine judges nothing
        db.execute(
            "insert into claim_revision select claim_id, 99, 'corroborated', modality, knowledge, certainty,"
            " sentence, said, themes, rules, made_by, 0, because, at, digest, custody_seq"
            " from claim_revision limit 1"
        )
    db.close()


def test_nothing_is_judged_that_nobody_reviewed(cli, own):
    first = claims_of(cli, own)[0]["id"]
    cli("claims", "confirm", first, "--status", "corroborated", *BY, "-a", own)
    assert cli.code == 2
    assert "cannot become corroborated" in cli.err
    cli("claims", "confirm", first, *BY, "-a", own)
    cli("claims", "confirm", first, "--status", "single-source", *BY, "-a", own)
    assert cli.code == 0, cli.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--part", "actor=Петро"), "does not stand in the line"),
        (("--part", "colour=міст"), "is no part of a claim"),
        (("--theme", "weather"), "is no code"),
    ],
)
def test_what_cannot_be_meant_is_refused(cli, own, more, said):
    first = claims_of(cli, own)[0]["id"]
    cli("claims", "confirm", first, *more, *BY, "-a", own)
    assert cli.code == 2
    assert said in cli.err
    assert len(cli.json("claims", "history", first, "-a", own)) == 1


def test_a_claim_is_added_from_words_that_stand_there(cli, own):
    cli(
        "claims", "add", "call-1", "--words", "міст цілий", "--modality", "asserted", *BY, "-a", own
    )
    assert cli.code == 0, cli.err
    added = [one for one in claims_of(cli, own) if one["suggested_by"] == "person"]
    assert [one["spans"][0]["words"] for one in added] == ["міст цілий"]
    cli("claims", "add", "call-1", "--words", "міст цілий", *BY, "-a", own)
    assert cli.code == 2
    cli("claims", "add", "call-1", "--words", "мосту немає", *BY, "-a", own)
    assert "do not stand" in cli.err
    cli("verify", "-a", own)
    assert cli.code == 0


def test_a_changed_decision_is_named_by_verify(cli, own):
    first = claims_of(cli, own)[0]["id"]
    cli("claims", "confirm", first, *BY, "-a", own)
    with sqlite3.connect(own / "catalog.db") as db:
        db.execute("drop trigger claim_revision_stays")
        db.execute("update claim_revision set modality = 'joke_possible' where by_person = 1")
    db.close()
    assert "was changed" in cli("verify", "-a", own) + cli.err
    assert cli.code == 1


def test_reading_again_leaves_a_persons_word_on_top(cli, own):
    assert "claimed" not in cli("run", "-a", own)  # nothing is new
    first, second = claims_of(cli, own)[:2]
    cli("claims", "confirm", first["id"], "--modality", "hedged", *BY, "-a", own)
    (own / "codebook.csv").write_text(
        "code,name,ru,uk,en\nhq,Headquarters,штаб,штаб,headquarters\n", "utf-8"
    )
    assert "what is claimed" in cli("run", "-a", own)
    again = {one["id"]: one for one in claims_of(cli, own)}
    assert again[first["id"]]["modality"] == "hedged"
    assert again[first["id"]]["by_person"]
    assert again[second["id"]]["themes"] == ["hq"]
    assert again[second["id"]]["revision"] == 2


def test_a_broken_codebook_stops_no_run_and_is_named_with_its_line(cli, own):
    (own / "codebook.csv").write_text("code,name\nhq,Headquarters\nHQ 2,Again\n", "utf-8")
    out = cli("run", "-a", own)
    assert cli.code == 0
    assert "codebook.csv, line 3: 'HQ 2' cannot be a code" in out


def test_claims_of_an_article_only_and_the_publishers_statements_apart(cli, tmp_path):
    (tmp_path / "story.md").write_text(
        "# A call\n\nIn a call published by the Surmach service, a woman said to be the mother of a soldier"
        " speaks to her son Roma.\n\n“They say the commander sold the aid,” she says. Roma's replies cannot"
        " be heard.\n",
        encoding="utf-8",
    )
    cli("new", tmp_path / "a")
    cli("add", tmp_path / "story.md", "-a", tmp_path / "a")
    cli("run", "-a", tmp_path / "a")
    (recording,) = [one["id"] for one in cli.json("show", "-a", tmp_path / "a")]
    found = cli.json("claims", recording, "-a", tmp_path / "a")
    (claim,) = [one["claim"] for one in found["claims"]]
    assert (claim["modality"], claim["knowledge"], claim["said_by"]) == (
        "reported_speech",
        "rumour",
        "she",
    )
    assert claim["themes"] == ["aid_stolen"]
    assert any("mother of a soldier" in one for one in found["publishers_state"])
    assert not any("mother" in claim[key] for key in ("sentence", "said_by"))


def test_export_for_other_tools(cli, own):
    rows = [json.loads(line) for line in cli("claims", "--ftm", "-a", own).splitlines()]
    by_id = {one["id"]: one for one in rows}
    assert {one["schema"] for one in rows} == {"Audio", "Note"}
    for one in rows:
        assert all(isinstance(value, list) and value for value in one["properties"].values())
        if one["schema"] == "Note":
            assert by_id[one["properties"]["entity"][0]]["schema"] == "Audio"
            assert "not that it is so" in one["properties"]["notes"][0]
    table = list(csv.DictReader(io.StringIO(cli("claims", "--csv", "-a", own))))
    assert {row["modality"] for row in table} >= {"asserted", "reported_speech"}
    assert all(row["rules"] for row in table)
    cli("claims", "--ftm", "--csv", "-a", own)
    assert cli.code == 2
    assert "how they are said" in cli("claims", "-a", own)
