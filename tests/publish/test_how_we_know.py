"""What a page says of a recording follows what stands: verdict and date, and no more when they lapse."""

from __future__ import annotations

import pytest

from earwitness.desk import Desk
from earwitness.publish.how_we_know import how_we_know
from earwitness.publish.quotecheck.check import check_draft
from earwitness.publish.wording import wording
from earwitness.records.review import (
    Assessment,
    CheckResult,
    CheckRun,
    Confidence,
    DateBound,
    Route,
    Standing,
    Verdict,
)
from earwitness.records.told import Told
from earwitness.review.gates.catalogue import catalogue
from earwitness.work.run import run

SRT = "1\n00:00:01,000 --> 00:00:03,000\nМам, нас осталось двадцать человек.\n"
DRAFT = "# Звонок\n\n«Мам, нас осталось двадцать человек», — говорит он.\n"
TOOK_IN = {"by": "E. Marrow", "because": "listened"}
REVIEWER = {"by": "I. Reed", "because": "received and read"}


@pytest.fixture
def desk(tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.ru.srt").write_text(SRT, encoding="utf-8")
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        run(desk.archive)
        yield desk


@pytest.fixture
def rec(desk):
    return desk.recordings()[0].id


def told(desk, rec, language="en"):
    known = how_we_know(desk.archive.db, rec, wording(language), frozenset(), desk.standing(rec))
    return " ".join(known.sentences)


def examined(desk, rec, **results):
    for name, one in catalogue().items():
        if one.for_persons and name[0] in "PX":
            run_ = CheckRun(name, CheckResult(results.get(name, "pass")))
            desk.answer_check(rec, run_, **TOOK_IN)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "disqualifies it"), ("ru", "не позволяет считать"), ("uk", "не дає вважати")],
)
def test_a_verdict_against_it_is_said_and_falls_with_its_ground(desk, rec, language, words):
    assert words not in told(desk, rec, language)
    examined(desk, rec, X7="fail")
    desk.assess(rec, Assessment(Verdict.NOT_CREDIBLE, Confidence.MODERATE), **REVIEWER)
    assert words in told(desk, rec, language)
    desk.answer_check(rec, CheckRun("X7", CheckResult.PASS), **TOOK_IN)
    assert words not in told(desk, rec, language)


def test_a_person_s_date_is_not_called_the_day_of_an_appearance(desk, rec):
    assert "the day we received it" in told(desk, rec)
    desk.bound_date(rec, DateBound("../2023-01-01", "content_reference"), **REVIEWER)
    out = told(desk, rec)
    assert "it was not after 2023-01-01" in out
    assert "received" not in out
    assert "first known appearance" not in out
    desk.bound_date(rec, DateBound("2024/..", "device"), **REVIEWER)
    assert "contradicts itself" in told(desk, rec)


def test_the_search_knows_a_new_date_after_the_next_run(desk, rec):
    desk.bound_date(rec, DateBound("2022-05-01/2022-05-03", "court"), **REVIEWER)
    run(desk.archive)
    (line,) = desk.find("двадцать").lines
    assert line.date.edtf == "2022-05-01/2022-05-03"


def test_only_a_verdict_that_stands_lets_a_story_say_so(desk, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    nothing = {one.code for one in check_draft(desk.archive, draft).findings}
    verified = Standing(Verdict.VERIFIED, routes=(Route.CONTACT, Route.EVENT_MATCH))
    stands = {
        one.code for one in check_draft(desk.archive, draft, Told(lambda _: verified)).findings
    }
    assert "Q21" in nothing - stands
    assert "Q21" in {one.code for one in desk.check(draft).findings}
