"""Findings that somebody answers for: bound to their words and to what is heard, by name, and taken back by name."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from earwitness.desk import Desk
from earwitness.errors import NotInArchive, UsageError
from earwitness.records.waivers import HARM_TO_PEOPLE
from earwitness.store.catalog.signed import signed_of_kind
from earwitness.store.verify import verify

CALL = """1
00:00:01,000 --> 00:00:04,000
Baker: We will meet at the mill on Monday. Bring the list.

2
00:00:05,000 --> 00:00:08,000
Miller: Thirty families have signed the letter, I am sure of it.
"""
STORY = (
    "A recording published by the Mill channel, a side in the quarrel, could not be independently verified.\n\n"
    "“Forty families have signed the letter, I am sure of it,” says the miller.\n"
)


@pytest.fixture
def desk(archive_of):
    return Desk(archive_of({"call.srt": CALL}))


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


def errors(desk, draft) -> list[str]:
    return [one.code for one in desk.check(draft).errors]


def waive(desk, draft, target="Q04@3", by="Ida Marsh", because="the letter says forty"):
    return desk.waive(draft, [target], by=by, because=because)


def test_a_waived_error_does_not_block_and_is_told(desk, draft):
    assert errors(desk, draft) == ["Q04"]
    ((finding, record, enough),) = waive(desk, draft)
    assert (finding.code, record.by, enough) == ("Q04", "Ida Marsh", True)
    report = desk.check(draft)
    assert report.clean
    assert [report.waived_by(one) for one in report.findings if one.code == "Q04"] == [
        ("Ida Marsh",)
    ]
    assert "Q04" in [one.code for one in report.findings], "it is still told"


def test_a_waiver_is_a_signed_record_of_the_custody_chain(desk, draft):
    waive(desk, draft)
    (record,) = signed_of_kind(desk.archive.db, "waiver")
    body = json.loads(record.body)
    assert (body["code"], body["words"], body["draft"]) == ("Q04", "Forty", "story.md")
    assert "Thirty" in body["reason"]
    assert "families have signed" in body["original"]
    assert record.reason == "the letter says forty"
    assert verify(desk.archive).clean


@pytest.mark.parametrize(
    "changed",
    [
        STORY.replace("Forty", "Fifty"),
        STORY.replace("I am sure of it", "I am sure of that"),
        STORY.replace("says the miller", "says the miller, laughing"),
    ],
)
def test_a_waiver_lapses_with_the_words(desk, draft, changed):
    waive(desk, draft)
    draft.write_text(changed, encoding="utf-8")
    assert "Q04" in errors(desk, draft)


def test_a_waiver_holds_when_the_rest_of_the_story_changes(desk, draft):
    waive(desk, draft)
    draft.write_text(f"# A letter\n\n{STORY}\nAnd then they left.\n", encoding="utf-8")
    assert errors(desk, draft) == []


def test_a_waiver_lapses_with_what_is_heard(desk, draft):
    report = desk.check(draft)
    (one,) = [one for one in report.findings if one.code == "Q04"]
    for other in (
        replace(one, reason=one.reason.replace("Thirty", "Twenty")),
        replace(one, heard=replace(one.heard, original="other words")),
        replace(one, heard=replace(one.heard, recording_id="rec-other")),
    ):
        assert report.fingerprint(other) != report.fingerprint(one)
    assert report.fingerprint(replace(one, line=99, start=one.start)) == report.fingerprint(one)


def test_a_waiver_needs_a_name_and_a_reason(desk, draft):
    with pytest.raises(UsageError, match="--by"):
        waive(desk, draft, by=" ")
    with pytest.raises(UsageError, match="--because"):
        waive(desk, draft, because="")
    assert errors(desk, draft) == ["Q04"]


def test_a_target_names_one_finding_or_none(desk, draft):
    with pytest.raises(UsageError, match="no finding Q04@9"):
        waive(desk, draft, "Q04@9")
    with pytest.raises(UsageError, match="names no finding"):
        waive(desk, draft, "Q04")
    twice = STORY + "\n“Fifty families have signed the letter, I am sure of it,” says the miller.\n"
    draft.write_text(twice.replace(".\n\n“Fifty", ". “Fifty"), encoding="utf-8")
    with pytest.raises(UsageError, match="names 2 findings"):
        waive(desk, draft, "Q04@3")
    report = desk.check(draft)
    second = [one for one in report.findings if one.code == "Q04"][1]
    waive(desk, draft, f"q04@{report.fingerprint(second)[:8]}")
    assert [one.words for one in desk.check(draft).errors if one.code == "Q04"] == ["Forty"]


def test_nothing_is_waived_when_one_of_the_targets_is_wrong(desk, draft):
    with pytest.raises(UsageError):
        desk.waive(draft, ["Q04@3", "Q09@99"], by="Ida Marsh", because="both")
    assert desk.waivers() == []


def test_taking_back_is_a_record_of_its_own(desk, draft):
    ((_, record, _),) = waive(desk, draft)
    desk.take_back_waiver(record.id, by="Petro Lis", because="the letter says thirty")
    assert errors(desk, draft) == ["Q04"]
    (given,) = desk.waivers()
    assert given.taken_back
    assert given.record == record, "what was signed stays as it was"
    with pytest.raises(UsageError, match="taken back before"):
        desk.take_back_waiver(record.id, by="Petro Lis", because="again")
    with pytest.raises(NotInArchive):
        desk.take_back_waiver("sig-nothing", by="Petro Lis", because="none")
    waive(desk, draft)
    assert errors(desk, draft) == []


def test_harm_to_people_needs_two_different_people(desk, draft):
    draft.write_text(
        STORY.replace("Forty", "Thirty") + "\nWrite to ida.marsh@example.org about it.\n"
    )
    assert errors(desk, draft) == ["Q30"]
    ((_, _, enough),) = waive(desk, draft, "Q30@5")
    assert not enough
    assert errors(desk, draft) == ["Q30"]
    with pytest.raises(UsageError, match="already"):
        waive(desk, draft, "Q30@5", by="ida  MARSH")
    ((_, _, enough),) = waive(desk, draft, "Q30@5", by="Petro Lis")
    assert enough
    assert errors(desk, draft) == []
    assert {"Q30", "Q31", "Q35", "Q37"} == HARM_TO_PEOPLE


def test_a_waived_draft_is_published(desk, draft, tmp_path):
    with pytest.raises(UsageError, match="1 errors"):
        desk.story(draft, tmp_path / "page")
    waive(desk, draft)
    assert desk.story(draft, tmp_path / "page").page.is_file()
