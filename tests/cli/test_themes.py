"""`earwitness themes` on a small archive: codebook, coding, counts with alpha."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def own(filled, tmp_path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "own"))


def test_the_codebook_is_listed_and_printed(cli, own):
    out = cli("themes", "-a", own)
    assert "barrier_troops" in out
    assert cli("themes", "--codebook", "-a", own).startswith("code,name,parent,definition")
    assert 'xmlns="urn:QDA-XML:codebook:1.0"' in cli("themes", "--qdc", "-a", own)
    rows = cli.json("themes", "-a", own)
    assert {"code", "name", "parent", "definition", "suggested", "coded"} == set(rows[0])


def test_one_coder_is_called_one_coder(cli, own):
    cli("themes", "--counts", "-a", own)
    assert cli.code == 1
    assert "nothing was coded" in cli.err
    cli("themes", "code", "call-1", "1", "losses", "--by", "A", "-a", own)
    assert cli.code == 0, cli.err
    out = cli("themes", "--counts", "-a", own)
    assert "one coder (A); alpha not computed" in out


def test_two_coders_have_an_alpha_with_its_lines(cli, own):
    cli("themes", "code", "call-1", "0,1", "losses", "--by", "A", "-a", own)
    cli("themes", "code", "call-1", "0", "losses", "--by", "B", "-a", own)
    for coder in "AB":
        for name in ("call-1", "call-2"):
            cli("themes", "read", name, "--by", coder, "-a", own)
    found = cli.json("themes", "--counts", "-a", own)
    losses = next(one for one in found["counts"]["codes"] if one["code"] == "losses")
    # lines: (1, 1), (1, 0), (0, 0): by hand, 1 - (2/6) / (2*3*3/(6*5)) = 1 - 0.3333/0.6
    assert losses["alpha"]["value"] == pytest.approx(1 - (2 / 6) / (18 / 30))
    assert (losses["alpha"]["units"], losses["both"]) == (3, 1)
    assert losses["lines"] == {"A": 2, "B": 1}
    out = cli("themes", "--counts", "-a", own)
    assert "alpha 0.444 on 3 lines by A, B; do not publish this count: below 0.667" in out
    assert "Lines judged: A 3, B 3" in out


def test_lines_that_one_coder_did_not_judge_are_missing_not_disagreement(cli, own):
    cli("themes", "code", "call-1", "0", "losses", "--by", "A", "-a", own)
    cli("themes", "uncode", "call-1", "1", "losses", "--by", "A", "-a", own)
    cli("themes", "code", "call-1", "0", "losses", "--by", "B", "-a", own)
    found = cli.json("themes", "--counts", "-a", own)
    losses = next(one for one in found["counts"]["codes"] if one["code"] == "losses")
    assert losses["alpha"]["units"] == 1
    assert losses["alpha"]["value"] is None
    assert "nothing varies" in found["in_words"]["losses"]


def test_a_later_mark_holds_and_nothing_is_overwritten(cli, own):
    cli("themes", "code", "call-1", "0", "losses", "--by", "A", "-a", own)
    cli(
        "themes", "uncode", "call-1", "0", "losses", "--by", "A", "--because", "misheard", "-a", own
    )
    (row,) = [one for one in cli.json("themes", "call-1", "-a", own) if one["line"] == 0]
    assert row["coded"] == {}
    db = sqlite3.connect(own / "catalog.db")
    assert db.execute("select count(*) from coding").fetchone() == (2,)
    for change in ("update coding set coder = 'x'", "delete from coding"):
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(change)
    db.close()
    cli("verify", "-a", own)
    assert cli.code == 0, cli.err


def test_a_changed_mark_is_named_by_verify(cli, own):
    cli("themes", "code", "call-1", "0", "losses", "--by", "A", "-a", own)
    with sqlite3.connect(own / "catalog.db") as db:
        db.execute("drop trigger coding_stays")
        db.execute("update coding set coder = 'somebody else'")
    db.close()
    assert "was changed" in cli("verify", "-a", own) + cli.err
    assert cli.code == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("code", "call-1", "0", "losses"), "needs --by"),
        (("code", "call-1", "0", "weather", "--by", "A"), "is no code"),
        (("code", "call-1", "99", "losses", "--by", "A"), "has no line 99"),
        (("code", "call-1", "first", "losses", "--by", "A"), "is no list of lines"),
        (("code", "call-1", "--by", "A"), "needs more after it"),
        (("call-1", "what"), "is nothing to do"),
        (("call-1", "--counts"), "exclude one another"),
        (("take", "none.qdc", "--by", "A"), "needs --because"),
    ],
)
def test_wrong_calls(cli, own, call, said):
    cli("themes", *call, "-a", own)
    assert cli.code == 2
    assert said in cli.err


def test_lines_are_numbered_with_what_is_suggested_and_coded(cli, own):
    (own / "codebook.csv").write_text(
        "code,name,ru,uk,en\nhq,Headquarters,штаб,штаб,headquarters\n", "utf-8"
    )
    cli("run", "-a", own)
    cli("themes", "code", "call-1", "1", "hq", "--by", "A", "-a", own)
    out = cli("themes", "call-1", "-a", own)
    assert "suggested by rules: hq" in out
    assert "A: hq" in out


def test_a_codebook_of_another_program_is_taken_in_and_the_old_one_kept(cli, own, tmp_path):
    theirs = tmp_path / "theirs.qdc"
    theirs.write_text(cli("themes", "--qdc", "-a", own), encoding="utf-8")
    (own / "codebook.csv").write_text("code,name\nhq,Headquarters\n", "utf-8")
    cli("themes", "take", theirs, "--by", "A", "--because", "agreed", "-a", own)
    assert cli.code == 0, cli.err
    assert len(list(own.glob("codebook.until-*.csv"))) == 1
    assert {one["code"] for one in cli.json("themes", "-a", own)} >= {"unpaid", "losses"}
    theirs.write_text("<!DOCTYPE a><a/>", encoding="utf-8")
    cli("themes", "take", theirs, "--by", "A", "--because", "agreed", "-a", own)
    assert cli.code != 0
    assert "document type" in cli.err
    assert len(list(own.glob("codebook.until-*.csv"))) == 1


def test_a_broken_codebook_is_named_with_its_line(cli, own):
    (own / "codebook.csv").write_text("code,name\nhq,Headquarters\nhq,Again\n", "utf-8")
    cli("themes", "-a", own)
    assert cli.code != 0
    assert "line 3: the code 'hq' stands here twice" in cli.err
