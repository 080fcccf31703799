"""The page of a checked draft: every finding and quotation is on it, for the desk and safe to open."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import UsageError
from earwitness.publish.check_page import write_check_page
from earwitness.publish.check_wording import check_wording
from earwitness.publish.marked_text import Mark, marked_html
from earwitness.publish.quotecheck.check import check_draft
from earwitness.publish.quotecheck.findings import NAMES

DRAFTS = Path(__file__).resolve().parents[2] / "samples" / "drafts"


@pytest.fixture(scope="module")
def pages(sample_archive, tmp_path_factory):
    """language: (report, page as a tree, its text, folder)."""
    made = {}
    for language in ("en", "ru", "uk"):
        into = tmp_path_factory.mktemp("pages") / language
        report = check_draft(sample_archive.archive, DRAFTS / f"flawed.{language}.md")
        write_check_page(sample_archive.archive, report, into)
        text = (into / "index.html").read_text(encoding="utf-8")
        made[language] = report, lxml.html.document_fromstring(text.encode()), text, into
    return made


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_finding_has_its_card_and_its_words(pages, language):
    report, root, _, _ = pages[language]
    cards = root.xpath("//*[contains(@class, 'card ')]")
    assert [one.get("data-code") for one in sorted(cards, key=lambda c: int(c.get("id")[1:]))] == [
        one.code for one in report.findings
    ]
    for number, finding in enumerate(report.findings, 1):
        (card,) = root.xpath(f"//*[@id='f{number}']")
        assert finding.reason in " ".join(card.text_content().split())
        assert len(root.xpath(f"//*[@id='w{number}']")) == 1
    assert root.get("lang") == language


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_quotation_that_has_times_can_be_played(pages, language):
    report, root, _, into = pages[language]
    timed = {
        (one.heard.recording_id, one.heard.interval)
        for one in report.quotations
        if one.heard and one.heard.interval
    }
    clips = {one.get("src") for one in root.xpath("//audio")}
    assert len(clips) >= len(timed) > 0
    for clip in clips:
        assert (into / clip).read_bytes()[:4] == b"fLaC"


def test_it_says_that_it_is_for_the_desk_and_calls_nobody(pages):
    _, root, text, _ = pages["en"]
    assert "do not publish it" in root.xpath("//*[@role='note']")[0].text_content()
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_the_folder_of_a_story_is_left_alone(pages, sample_archive, tmp_path):
    report = pages["en"][0]
    story = tmp_path / "story"
    story.mkdir()
    (story / ".earwitness-story").write_text("x")
    with pytest.raises(UsageError, match="did not write"):
        write_check_page(sample_archive.archive, report, story)
    write_check_page(sample_archive.archive, report, tmp_path / "again")
    write_check_page(sample_archive.archive, report, tmp_path / "again")
    (tmp_path / "again" / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="did not write"):
        write_check_page(sample_archive.archive, report, tmp_path / "again")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["again", "story"]


def test_markup_of_a_draft_is_shown_as_text(archive_of, tmp_path):
    draft = tmp_path / "a.md"
    draft.write_text("<script>alert(1)</script> He said “words that nobody said <b>at all</b>”.\n")
    archive = archive_of({"call.txt": "Baker: We will meet at the mill on Monday.\n"})
    write_check_page(archive, check_draft(archive, draft), tmp_path / "page")
    root = lxml.html.parse(str(tmp_path / "page" / "index.html"))
    assert len(root.xpath("//script")) == 1
    assert root.xpath("//b") == []


def test_every_code_has_a_name_in_three_languages():
    for language in ("en", "ru", "uk"):
        say = check_wording(language)
        names = [say.say(code) for code in NAMES]
        assert len(set(names)) == len(names)
    assert {frozenset(check_wording(one).sentences) for one in ("en", "ru", "uk")} == {
        frozenset(check_wording("en").sentences)
    }


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="ab <&>\n“”", min_size=1, max_size=40),
    st.lists(
        st.tuples(
            st.integers(0, 45), st.integers(0, 20), st.sampled_from(["error", "quotation", "info"])
        ),
        max_size=6,
    ),
)
def test_marks_change_no_word_and_every_finding_is_linked_once(text, given_marks):
    marks = [
        Mark(
            10 + min(a, len(text)),
            10 + min(a + b, len(text)),
            weight,
            number if weight != "quotation" else 0,
        )
        for number, (a, b, weight) in enumerate(given_marks, 1)
    ]
    html = marked_html(text, 10, marks)
    root = lxml.html.fragment_fromstring(f"<div>x{html}x</div>")
    numbers = [one.text for one in root.xpath("//a")]
    assert sorted(numbers) == sorted(str(one.number) for one in marks if one.number)
    for link in root.xpath("//a"):
        link.text = ""
    assert root.text_content() == f"x{text}x"
    ids = root.xpath("//@id")
    assert sorted(ids) == sorted(f"w{one.number}" for one in marks if one.number)
