"""`earwitness sources`, `decide` and `timeline` on small archives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from earwitness.cli.timeline import hours_words

BY = ("--by", "E. Marrow", "--because", "I listened")


@pytest.fixture
def own(filled, tmp_path) -> Path:
    """An archive of two calls by words and an article, to be written to."""
    return Path(shutil.copytree(filled, tmp_path / "own"))


def names(cli, root) -> tuple[str, str]:
    rows = cli.json("show", "-a", root)
    by_words = [row["id"] for row in rows if row["basis"] == "words"]
    return by_words[0], by_words[1]


def test_the_line_the_label_and_what_counts_zero(cli, own):
    out = cli("sources", "call-1", "-a", own)
    assert cli.code == 0
    assert "recordings 1" in out
    assert ": independent 1" in out
    assert "Counts zero" in out
    assert "translation: into en" in out
    assert "suggested, not confirmed: 1 of 1 quotations" in out
    assert "earwitness decide quotes rec-" in out


def test_the_next_command_can_be_typed(cli, own):
    out = cli("sources", "call-1", "-a", own)
    line = next(line for line in out.splitlines() if "decide quotes " in line)
    _, _, kind, described, recording = line.split()[:5]
    cli("decide", kind, described, recording, *BY, "-a", own)
    assert cli.code == 0, cli.err
    again = cli("sources", "call-1", "-a", own)
    assert "suggested" not in again
    assert "decided by E. Marrow" in again


def test_two_calls_are_one_source_until_a_person_decides(cli, own):
    one, two = names(cli, own)
    found = cli.json("sources", one, two, "-a", own)
    assert found["graph"]["vector"]["independent"] == 1
    assert found["graph"]["vector"]["at_most"] == 2
    known = {one: ("first-hand", "HUR"), two: ("told by Petrov", "SBU")}
    for need in found["graph"]["needs"]:
        words = need["command"].split()[1:]
        origin, name = known[words[2]]
        given = {"ORIGIN": origin, "NAME": name, "YYYY-MM-DD": "2025-06-20"}
        cli(*(given.get(word, word) for word in words), *BY, "-a", own)
        assert cli.code == 0, cli.err
    out = cli("sources", one, two, "-a", own)
    assert "independent 2" in out
    assert "corroborated" in out
    cli("decide", "speakers-unknown", one, two, *BY, "-a", own)
    assert "independent 1" in cli("sources", one, two, "-a", own)
    assert (
        len(cli.json("decide", "-a", own)) == 7
    )  # two pairs, two roots, two collectors, taken back
    assert "speakers-unknown" in cli("decide", "-a", own)
    assert "Everything is as recorded" in cli("verify", "-a", own)


def test_the_graph_for_graphviz(cli, own):
    out = cli("sources", *names(cli, own), "--claim", "the bridge", "--dot", "-a", own)
    assert out.startswith("graph sources {\n")
    assert out.count("{") == out.count("}")
    assert "style=dashed" in out
    cli("sources", "call-1", "--dot", "--json", "-a", own)
    assert cli.code == 2


def test_a_claim_and_a_date_that_is_none(cli, own):
    out = cli("sources", "call-1", "--claim", "Zima asks whether the bridge is intact", "-a", own)
    assert "100% of the claim's words" in out
    cli("sources", "call-1", "--public-since", "soon", "-a", own)
    assert cli.code == 2
    cli("sources", "nothing", "-a", own)
    assert cli.code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("decide", "guess", "call-1", "call-2"), 2),
        (("decide", "root", "call-1"), 2),
        (("decide", "root", "call-1", "first-hand"), 2),
        (("decide", "root", "call-9", "first-hand", *BY), 1),
        (("decide", "collector", "nobody", "HUR", *BY), 1),
        (("decide", "role", "app-000000000", "visual", *BY), 1),
        (("decide", "root", "call-1", "unknown", *BY), 0),
    ],
)
def test_exit_codes_of_decide(cli, own, arguments, code):
    cli(*arguments, "-a", own)
    assert cli.code == code, cli.err
    assert "Traceback" not in cli.err


def test_the_timeline_of_a_call_that_only_an_article_knows(cli, filled):
    rows = cli.json("show", "-a", filled)
    described = next(row["id"] for row in rows if row["basis"] == "described")
    out = cli("timeline", described, "-a", filled)
    assert "article" in out
    found = cli.json("timeline", described, "-a", filled)
    assert [one["kind"] for one in found["entries"]] == ["article"]
    assert found["first"] in ("", found["entries"][0]["appearance_id"])


def test_a_suggested_article_is_no_first_appearance(cli, filled):
    out = cli("timeline", "call-1", "-a", filled)
    assert cli.code == 1
    assert "no dated public appearance is known" in out
    assert "(suggested)" in out


def test_hours_in_words():
    assert hours_words(None, None) == "not known"
    assert hours_words(None, 2) == "+2.0 or less"
    assert hours_words(3.25, 3.25) == "+3.2"
