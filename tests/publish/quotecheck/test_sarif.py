"""SARIF 2.1.0: what its schema requires, columns as editors count them, waivers as suppressions."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.desk import Desk
from earwitness.publish.draft import read_draft
from earwitness.publish.quotecheck.sarif import utf16_column
from tests.publish.docx_files import docx, p

CALL = """1
00:00:01,000 --> 00:00:04,000
Miller: Thirty families have signed the letter, I am sure of it.
"""
STORY = "\ufeffНе перевірено: the Mill channel could not verify it.\n\n😀 “Forty families have signed the letter, I am sure of it,” says the miller.\n"

# What the schema allows in the objects that we write, and what it requires (SARIF 2.1.0 errata 01, §3.13 to §3.58).
OBJECTS = {
    "log": ({"$schema", "version", "runs", "inlineExternalProperties", "properties"}, {"version", "runs"}),
    "run": ({"tool", "invocations", "columnKind", "artifacts", "results", "properties", "originalUriBaseIds",
             "newlineSequences"}, {"tool"}),
    "driver": ({"name", "version", "semanticVersion", "informationUri", "rules"}, {"name"}),
    "rule": ({"id", "name", "shortDescription", "fullDescription", "defaultConfiguration", "helpUri"}, {"id"}),
    "result": ({"ruleId", "ruleIndex", "level", "kind", "message", "locations", "fingerprints", "partialFingerprints",
                "suppressions", "properties", "guid"}, {"message"}),
    "location": ({"id", "physicalLocation", "logicalLocations", "message"}, set()),
    "physicalLocation": ({"artifactLocation", "region", "contextRegion"}, set()),
    "artifactLocation": ({"uri", "uriBaseId", "index"}, set()),
    "region": ({"startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength", "snippet"}, set()),
    "artifact": ({"location", "length", "hashes", "encoding", "mimeType"}, set()),
    "suppression": ({"kind", "status", "justification", "guid", "location", "properties"}, {"kind"}),
}  # fmt: skip


def holds(kind: str, value: dict) -> None:
    allowed, required = OBJECTS[kind]
    assert set(value) <= allowed
    assert required <= set(value)


def validate(document: dict) -> None:
    holds("log", document)
    assert document["version"] == "2.1.0"
    for run in document["runs"]:
        holds("run", run)
        holds("driver", run["tool"]["driver"])
        assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        assert all(one["executionSuccessful"] in (True, False) for one in run["invocations"])
        rules = run["tool"]["driver"]["rules"]
        for one in rules:
            holds("rule", one)
        assert len({one["id"] for one in rules}) == len(rules)
        for one in run["artifacts"]:
            holds("artifact", one)
        for one in run["results"]:
            result(one, rules)


def result(one: dict, rules: list[dict]) -> None:
    holds("result", one)
    assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    assert one["level"] in ("none", "note", "warning", "error")
    assert one["message"]["text"]
    assert all(isinstance(value, str) for value in one["partialFingerprints"].values())
    for location in one["locations"]:
        holds("location", location)
        holds("physicalLocation", location["physicalLocation"])
        holds("artifactLocation", location["physicalLocation"]["artifactLocation"])
        region = location["physicalLocation"].get("region")
        if region:
            holds("region", region)
            assert all(value >= 1 for name, value in region.items() if name != "snippet")
            assert region.get("endLine", region["startLine"]) >= region["startLine"]
    for suppression in one.get("suppressions", ()):
        holds("suppression", suppression)
        assert suppression["kind"] in ("inSource", "external")
        assert suppression["status"] in ("accepted", "underReview", "rejected")


@pytest.fixture
def desk(archive_of):
    return Desk(archive_of({"call.srt": CALL}))


def written(desk: Desk, draft: Path, data: str | bytes) -> dict:
    draft.write_bytes(data.encode() if isinstance(data, str) else data)
    document = json.loads(json.dumps(desk.sarif(desk.check(draft), draft)))
    validate(document)
    return document


def numbers(document: dict) -> list[dict]:
    return [one for one in document["runs"][0]["results"] if one["ruleId"] == "Q04"]


def test_columns_are_those_of_an_editor(desk, tmp_path):
    """The emoji is two code units, the byte order mark none, and the words are those of the region."""
    document = written(desk, tmp_path / "моя story.md", STORY)
    (one,) = numbers(document)
    region = one["locations"][0]["physicalLocation"]["region"]
    line = STORY.removeprefix("\ufeff").split("\n")[region["startLine"] - 1].encode("utf-16-le")
    low, high = (2 * (region[name] - 1) for name in ("startColumn", "endColumn"))
    assert line[low:high].decode("utf-16-le") == "Forty" == region["snippet"]["text"]
    address = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(address) == f"file://{tmp_path}/моя story.md"


def test_lines_are_counted_at_the_ends_that_the_run_names(desk, tmp_path):
    """A file of an old Mac has lines only for those who are told what ends them."""
    for end in ("\r\n", "\n", "\r"):
        document = written(desk, tmp_path / "a.md", STORY.replace("\n", end))
        (run,) = document["runs"]
        assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
        (one,) = numbers(document)
        assert one["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_fingerprints_stay_when_other_words_change(desk, tmp_path):
    first = numbers(written(desk, tmp_path / "a.md", STORY))
    moved = numbers(written(desk, tmp_path / "a.md", f"# Title\n\n{STORY[1:]}"))
    assert first[0]["partialFingerprints"] == moved[0]["partialFingerprints"]
    assert first[0]["locations"] != moved[0]["locations"]


def test_a_waiver_is_a_suppression(desk, tmp_path):
    draft = tmp_path / "a.md"
    draft.write_text(STORY, encoding="utf-8")
    desk.waive(draft, ["Q04@3"], by="Ida Marsh", because="the letter says forty")
    (one,) = numbers(written(desk, draft, STORY))
    assert [each["status"] for each in one["suppressions"]] == ["accepted"]
    assert "the letter says forty" in one["suppressions"][0]["justification"]


def test_a_document_has_logical_places_and_a_page_its_lines(desk, tmp_path):
    words = STORY.removeprefix("\ufeff").split("\n\n")
    document = written(desk, tmp_path / "a.docx", docx(p(words[0]) + p(words[1])))
    (one,) = numbers(document)
    location = one["locations"][0]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [{"name": "paragraph 2", "kind": "element"}]
    document = written(
        desk, tmp_path / "a.html", f"<article>\n<p>{words[0]}</p>\n<p>{words[1]}</p></article>"
    )
    (one,) = numbers(document)
    assert one["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="a😀é\n ", min_size=1, max_size=40), st.data())
def test_every_column_leads_back_to_its_character(tmp_path_factory, text, data):
    path = tmp_path_factory.mktemp("columns") / "a.md"
    path.write_bytes(text.encode())
    draft = read_draft(path)
    at = data.draw(st.integers(0, len(draft.text) - 1))
    line = draft.text.split("\n")[draft.line_of(at) - 1].encode("utf-16-le")
    before = line[: 2 * (utf16_column(draft, at) - 1)].decode("utf-16-le")
    assert len(before) == draft.column_of(at) - 1
