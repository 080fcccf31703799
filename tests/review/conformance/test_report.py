"""The report as people read it: its wording, its sums, its page."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from earwitness.errors import UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.conformance import Result, Standard
from earwitness.review.conformance.checking import rows_asked
from earwitness.review.conformance.page import page_of
from earwitness.review.conformance.profile import profile, read_profile
from earwitness.review.conformance.report import MEANING, MOMENTS, line_of
from earwitness.store.signing import Signature, sign

FORBIDDEN = re.compile(
    r"complian|court-?admissible|\d\s*%|per ?cent|certif(?!icate)", re.IGNORECASE
)


def test_each_summary_adds_up(case):
    (report,) = case.desk.conform([case.rec])
    for standard, scorable in (("hala", 57), ("leiden", 20), ("berkeley", 21)):
        sentence = report.summaries[standard]
        assert sentence.startswith(f"Of the {scorable} scorable")
        counts = sentence.partition(". ")[0].partition(", ")[2]
        assert sum(map(int, re.findall(r"\d+", counts))) == scorable
    assert "14 of the 57 are inferred" in report.summaries["hala"]
    assert "11 of the 29 Hala practices are not covered" in report.summaries["hala"]


def test_the_wording_claims_nothing(case):
    (report,) = case.desk.conform([case.rec])
    words = [MEANING, *report.summaries.values(), *map(line_of, report.results)]
    words.append(
        re.sub(r"<style>.*?</style>", "", page_of([report], rows_asked()), flags=re.DOTALL)
    )
    for one in words:
        assert not FORBIDDEN.search(one), FORBIDDEN.search(one)


def test_a_row_that_was_inferred_says_so(case):
    inferred = case.row("HALA-BP18.1")
    assert line_of(inferred).endswith("(inferred, not read in the standard)")
    assert "inferred" not in line_of(case.row("HALA-BP14.3"))


def test_every_row_that_asks_a_person_has_its_moment_or_stands_alone():
    people = {one.id for one in profile().rows if one.check == "H"}
    asked = {row for rows in MOMENTS.values() for row in rows}
    assert asked == people


def test_rows_of_one_text_only(case):
    (report,) = case.desk.conform([case.rec], Standard.LEIDEN)
    assert len(report.results) == 25
    assert list(report.summaries) == ["leiden"]


def test_a_row_that_is_not_known(case):
    with pytest.raises(UsageError, match="no row is called"):
        case.desk.conform([case.rec], rows=["HALA-BP99"])


def test_rows_may_be_named_by_their_beginning(case):
    (report,) = case.desk.conform([case.rec], rows=["HALA-BP15"])
    assert [one.row for one in report.results] == [f"HALA-BP15.{n}" for n in range(1, 8)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"profile": "x", "rows": [{"id": "HALA-1"}]}',
        b'{"profile": "x", "rows": [{"id": "OTHER-1", "basis": "R"}]}',
    ],
)
def test_what_is_no_profile(data):
    with pytest.raises(UsageError, match="no conformance profile"):
        read_profile(data)


class Outline(HTMLParser):
    """Headings, and what the page would load."""

    def __init__(self):
        super().__init__()
        self.levels, self.loads, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.loads += [named[one] for one in ("src", "srcset", "action") if one in named]
        if "href" in named and not named["href"].startswith("#"):
            self.loads.append(named["href"])
        if "id" in named:
            self.ids.append(named["id"])


def test_the_page_loads_nothing_and_has_one_outline(case, tmp_path):
    case.sign("provenance", {"how": "<script>alert(1)</script>", "statement": "<img src=x>"})
    case.sign("dating", {"edtf": "2023-03-14"})
    reports = case.desk.conform([case.rec])
    into = tmp_path / "report.html"
    case.desk.conformance_page(reports, [], None, into)
    page = into.read_text(encoding="utf-8")
    outline = Outline()
    outline.feed(page)
    assert outline.loads == []
    assert outline.levels[:2] == [1, 2]
    assert all(b - a <= 1 for a, b in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert "<script" not in page
    for row in reports[0].results:
        assert row.row in page


def test_a_page_has_to_have_a_place(case, tmp_path):
    reports = case.desk.conform([case.rec])
    with pytest.raises(UsageError, match="no place for a page"):
        case.desk.conformance_page(reports, [], None, tmp_path / "nowhere" / "report.html")


def test_results_have_one_shape(case):
    found = case.row("HALA-BP14.3")
    assert found.result is Result.PASS
    assert found.profile == "hala-leiden-berkeley/0.1"
    assert found.evidence[0] == case.sha256
    assert found.evidence[1].startswith("event:")


def test_a_page_that_the_program_wrote_is_no_secret(case):
    """The chain shows a page; without a release on record nobody can say that nothing went out."""
    assert case.result("BERK-155x") == "not_applicable"
    with case.desk.archive.writing() as w:
        w.note(EventType.DISSEMINATION, [case.rec, "0" * 64], note="story page written")
    assert case.result("BERK-155x") == "warn"
    assert case.result("HALA-BP5.1") == "needs_person"
    assert case.row("BERK-155x").evidence[0].startswith("event:")


def test_records_that_cannot_be_read_are_named(case):
    @dataclasses.dataclass
    class Other:
        goal: int = 3

    made = sign(case.desk.archive, "effort", case.rec, Other(), Signature("x", "another program"))
    (report,) = case.desk.conform([case.rec], rows=["BERK-167"])
    assert report.unread == (made.id,)
    assert made.id in page_of([report], rows_asked())
