"""`earwitness private` on recordings and on files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

LINES = """1
00:00:01,000 --> 00:00:03,000
Мати: Тамара Козирева тут.

2
00:00:04,000 --> 00:00:06,000
Мати: Набери нуль шістдесят сім.

3
00:00:07,000 --> 00:00:09,000
Мати: Сто двадцять три сорок п'ять шістдесят сім.
"""
ENGLISH = LINES.split("\n\n", maxsplit=1)[0].replace(
    "Тамара Козирева тут", "Tamara Kozyreva is here"
)


@pytest.fixture
def own(cli, tmp_path) -> Path:
    """An archive with a call whose words, translation and file name hold private data."""
    pile, root = tmp_path / "pile", tmp_path / "archive"
    pile.mkdir()
    (pile / "Tamara_Kozyreva.uk.srt").write_text(LINES, encoding="utf-8")
    (pile / "Tamara_Kozyreva.en.srt").write_text(ENGLISH, encoding="utf-8")
    for arguments in (["new", root], ["add", pile, "-a", root], ["run", "-a", root]):
        cli(*arguments)
        assert cli.code == 0, cli.err
    return root


def recording(cli, root: Path) -> str:
    return cli.json("show", "-a", root)[0]["id"]


def test_words_translation_and_file_name_of_a_recording(cli, own):
    name = recording(cli, own)
    found = cli.json("private", name, "-a", own)
    assert cli.code == 1
    assert {one["where"] for one in found} >= {"original", "translation", "file name"}
    phones = [one for one in found if one["find"]["kind"] == "phone"]
    assert [one["position"] for one in phones] == [1, 2]
    assert phones[0]["start_ms"] == 4000


def test_sealed_names_of_files_are_told_and_not_printed(cli, own):
    sealed = [
        one
        for one in cli.json("private", recording(cli, own), "-a", own)
        if one["where"] == "file name"
    ]
    assert sealed
    assert all(one["find"]["surface"] == one["text"] == "" for one in sealed)
    assert all("Kozyreva" not in str(one) for one in sealed)
    out = cli("private", recording(cli, own), "--why", "-a", own)
    assert "(sealed)" in out
    assert "Tamara_" not in out


def test_only_some_kinds(cli, own):
    name = recording(cli, own)
    assert {
        one["find"]["kind"] for one in cli.json("private", name, "--kind", "phone", "-a", own)
    } == {"phone"}
    cli("private", name, "--kind", "iban", "-a", own)
    assert cli.code == 0
    cli("private", name, "--kind", "ship", "-a", own)
    assert cli.code == 2
    assert "One of: name" in cli.err


def test_a_file_needs_no_archive(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draft = tmp_path / "draft.md"
    draft.write_text(
        "# Draft\n\nThe mayor's wife, Tamara Kozyreva, lives there.\n", encoding="utf-8"
    )
    out = cli("private", draft, "--why")
    assert cli.code == 1
    assert "line 3" in out
    assert "Tamara Kozyreva" in out
    draft.write_text("# Draft\n\nTwenty people stood there.\n", encoding="utf-8")
    cli("private", draft)
    assert cli.code == 0
    assert "no proof that nothing is there" in cli.err


def test_what_hides_in_the_source_of_a_page_is_found(cli, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<p>All well.</p>\n<!-- ask Tamara Kozyreva, +7 912 345-67-89 -->\n", encoding="utf-8"
    )
    found = cli.json("private", page)
    assert {one["find"]["kind"] for one in found} == {"name", "phone"}
    assert cli.code == 1


def test_public_people_alone_are_no_finding(cli, own, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text("He met Volodymyr Zelenskyy and Galina Vesnova.\n", encoding="utf-8")
    cli("private", draft, "-a", own)
    assert cli.code == 1
    (own / "public_people.csv").write_text(
        "Vesnova,Galina,speaker of a ministry\n", encoding="utf-8"
    )
    out = cli("private", draft, "-a", own)
    assert cli.code == 0
    assert "public: Vesnova Galina" in out
    assert "2 public" in out


def test_a_row_that_cannot_be_read_is_named_and_the_others_count(cli, own, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text("He met Galina Vesnova.\n", encoding="utf-8")
    (own / "public_people.csv").write_text("x,y\nVesnova,Galina,speaker\n", encoding="utf-8")
    out = cli("private", draft, "-a", own)
    assert "public: Vesnova Galina" in out
    assert "public_people.csv, line 1" in cli.err


def test_a_broken_list_of_public_people_is_named(cli, own, tmp_path):
    (own / "public_people.csv").write_text('a,b,c\n"x', encoding="utf-8")
    cli("private", recording(cli, own), "-a", own)
    assert cli.code == 1
    assert "public_people.csv, line 2" in cli.err


def test_a_file_that_is_no_text(cli, tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\x00\x01\x02" * 50)
    cli("private", tmp_path / "x.bin")
    assert cli.code == 1
    assert "x.bin" in cli.err


def test_an_archive_that_is_read_only_is_enough(cli, own, tmp_path):
    copy = Path(shutil.copytree(own, tmp_path / "copy"))
    before = (copy / "catalog.db").read_bytes()
    cli("private", recording(cli, copy), "-a", copy)
    assert (copy / "catalog.db").read_bytes() == before
