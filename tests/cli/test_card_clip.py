from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def test_a_card_of_a_draft_and_of_a_line(cli: Any, filled: Path, drafts: Path) -> None:
    out = cli("card", drafts / "clean.md", drafts / "card.png", "--quotation", "1", "-a", filled)
    assert cli.code == 0, cli.err
    assert "card.alt.txt" in out
    assert (drafts / "card.png").read_bytes().startswith(b"\x89PNG")
    told = (drafts / "card.alt.txt").read_text(encoding="utf-8")
    assert "“Twenty people stood outside the headquarters”" in told
    assert "Not independently verified" in told
    heard = cli.json("check", drafts / "clean.md", "-a", filled)["quotations"][0]["heard"]
    rec = heard["recording_id"]
    done = cli.json("card", rec, drafts / "line.svg", "--line", "1", "-a", filled)
    assert cli.code == 0
    assert done["says"]["words"].startswith("«")
    assert (drafts / "line.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_card_says_what_is_wrong(cli: Any, filled: Path, drafts: Path) -> None:
    into = drafts / "card.png"
    cli("card", drafts / "flawed.md", into, "--quotation", "1", "-a", filled)
    assert cli.code == 2
    assert "error" in cli.err
    for wrong in (
        ["nowhere", into, "--line", "1"],
        [drafts / "clean.md", into, "--quotation", "9"],
        [drafts / "clean.md", into],
        [drafts / "clean.md", into, "--quotation", "1", "--line", "1"],
        [drafts / "clean.md", drafts / "card.gif", "--quotation", "1"],
        [drafts / "clean.md", into, "--quotation", "1", "--shape", "round"],
        [drafts / "clean.md", into, "--from", "5", "--to", "4"],
        [drafts / "clean.md", into, "--from", "x", "--to", "4"],
    ):
        cli("card", *wrong, "-a", filled)
        assert cli.code in (1, 2), wrong
        assert cli.err.startswith("earwitness:"), wrong
    assert not into.exists()


def test_a_clip_says_what_is_wrong(cli: Any, filled: Path, drafts: Path) -> None:
    heard = cli.json("check", drafts / "clean.md", "-a", filled)["quotations"][0]["heard"]
    rec = heard["recording_id"]
    for wrong, code in (
        ([rec, drafts / "a.mp4"], 2),
        ([rec, drafts / "a.avi", "--from", "1", "--to", "3"], 2),
        ([rec, drafts / "a.mp4", "--from", "1", "--to", "3", "--subtitles", "en,uk,ru"], 2),
        ([rec, drafts / "a.mp4", "--from", "1", "--to", "3", "--subtitles", ","], 2),
        ([rec, drafts / "a.mp4", "--from", "1", "--to", "5", "--subtitles", "de"], 1),
        ([rec, drafts / "a.mp4", "--from", "4", "--to", "6"], 1),  # words, and no sound
        (["nowhere", drafts / "a.mp4", "--from", "1", "--to", "3"], 1),
    ):
        cli("clip", *wrong, "-a", filled)
        assert cli.code == code, (wrong, cli.err)
        assert cli.err.startswith("earwitness:")
    assert not (drafts / "a.mp4").exists()


def test_versions_and_readers_files(cli: Any, filled: Path, drafts: Path) -> None:
    page, draft = drafts / "page", drafts / "clean.md"
    first = cli.json(
        "story", draft, "--out", page, "-a", filled, "--corrections-to", "desk@example.org",
        "--by", "I. Reed", "--because", "cleared",
    )  # fmt: skip
    assert cli.code == 0, cli.err
    assert first["version"] == 1
    again = cli.json("story", draft, "--out", page, "-a", filled)
    assert (again["story"], again["version"]) == (first["story"], 2)
    cli("story", draft, "--out", page, "-a", filled, "--corrections-to", "a@b\r\nBcc: c@d.example")
    assert cli.code == 2
    cli("story", draft, "--out", page, "-a", filled, "--by", "I. Reed")
    assert cli.code == 2
    cli("story", "--withdrawn", "--out", page, "-a", filled)
    assert cli.code == 2
    assert "withdrawn" in cli.err
    cli("story", "--out", page, "-a", filled)
    assert cli.code == 2

    selector = {"type": "TextQuoteSelector", "exact": "headquarters"}
    body = {
        "target": {"source": first["story"], "selector": selector},
        "body": {"value": "the school"},
        "correction": {"format": 1, "version": 2, "kind": "fact"},
    }
    (drafts / "good.json").write_text(json.dumps(body), encoding="utf-8")
    (drafts / "bad.json").write_text("{", encoding="utf-8")
    done = cli.json("correct", "take", drafts / "good.json", drafts / "bad.json", "-a", filled)
    assert cli.code == 1
    assert [one["quotation"] for one in done["taken"]] == ["1"]
    assert [Path(one["file"]).name for one in done["refused"]] == ["bad.json"]
    out = cli("correct", "take", drafts / "good.json", "-a", filled)
    assert cli.code == 0
    assert "Here already" in out
    cli("correct", "take", "-a", filled)
    assert cli.code == 2
    cli("correct", first["story"], "-a", filled)
    assert cli.code == 0
    cli("correct", "pub-000000000", "-a", filled)
    assert cli.code == 1
