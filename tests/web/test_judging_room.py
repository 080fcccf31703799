"""Judging over the web: what is asked, what is missing, what is signed."""

from __future__ import annotations

import time

import pytest

from earwitness.desk import Desk
from earwitness.review.gates.catalogue import catalogue
from earwitness.web.wording import LANGUAGES

SCRIPT = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def call(reader) -> str:
    """A recording with sound and words."""
    with Desk.open(reader.house.root) as desk:
        row = desk.archive.db.execute(
            "select t.recording_id from transcript t join rendition r using (recording_id)"
            " join heard h on h.sha256 = r.sha256 order by t.rowid limit 1"
        ).fetchone()
    return str(row[0])


def sign(writer, call: str, what: str, **form: str):
    return writer.send(f"/recordings/{call}/judge/{what}", **form)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_check_is_asked_with_what_it_cannot_prove(reader, call, language):
    page = reader.page(f"/recordings/{call}/judge", **{"Accept-Language": language})
    said = page.xpath("//main")[0].text_content()
    for one in catalogue().values():
        assert one.question[language] in said
        assert one.cannot in said
    asked = page.xpath("//form/input[@name='check']/@value")
    assert {one for one in asked if "." not in one} == {
        one.id for one in catalogue().values() if one.for_persons
    }
    assert not any(word in said for word in ("verdict_", "result_", "route_"))


def test_an_answer_is_kept_with_its_evidence_and_lapses_with_the_recording(writer, call):
    address = f"/recordings/{call}/judge"
    seen = writer.page(address).xpath("//input[@name='seen']/@value")[0]
    form = {"check": "P3", "result": "pass", "evidence": f"note-14\n{SCRIPT}", "seen": seen}
    assert sign(writer, call, "answer", **form, reason=f"their channel {SCRIPT}").status_code == 303
    card = writer.page(address).get_element_by_id("answer-P3")
    assert [one.text for one in card.xpath(".//code")] == ["note-14", SCRIPT]
    assert f"their channel {SCRIPT}" in card.text_content()
    assert "E. Marrow" in card.text_content()
    stale = sign(
        writer, call, "answer", **{**form, "seen": "sha256:" + "0" * 64}, reason="typed long"
    )
    assert stale.status_code == 400
    assert "changed since" in stale.text
    assert "typed long</textarea>" in stale.text


@pytest.mark.parametrize(
    ("what", "form", "told"),
    [
        ("answer", {"check": "P3", "result": "lies", "reason": "x"}, "no such answer"),
        ("answer", {"check": "Z9", "result": "pass", "reason": "x"}, "is not a check"),
        ("answer", {"check": "P1", "result": "pass", "reason": "x"}, "is computed"),
        ("answer", {"check": "P3", "result": "pass", "reason": " "}, "needs a reason"),
        ("move", {"to": "traced", "reason": "x"}, "the next state is preserved"),
        ("move", {"to": "preserved", "reason": "x"}, "P3 has no answer"),
        ("move", {"to": "duplicate_of", "of": "rec-none", "reason": "x"}, "no recording is called"),
        ("move", {"to": "moon", "reason": "x"}, "no such answer, state"),
        ("assess", {"verdict": "verified", "confidence": "high", "reason": "x"}, "cannot be given"),
        ("assess", {"verdict": "true", "confidence": "high", "reason": "x"}, "no such answer"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_missing(
    reader, call, monkeypatch, what, form, told
):
    monkeypatch.setattr(reader.house, "by_name", "E. Marrow")
    answer = sign(reader, call, what, **form)  # refused: nothing is written
    assert answer.status_code == 400
    assert told in answer.text


def test_a_machine_computes_a_person_answers_and_the_recording_moves_on(writer, call):
    address = f"/recordings/{call}/judge"
    assert sign(writer, call, "examine").status_code == 303
    for _ in range(600):
        if writer.client.get("/intake/progress.json").json()["finished"]:
            break
        time.sleep(0.1)
    page = writer.page(address)
    assert not page.xpath("//p[@role='alert']")
    assert page.get_element_by_id("answer-P1").xpath(".//span[contains(@class, 'result-pass')]")
    with Desk.open(writer.house.root) as desk:
        persons = [
            one.id
            for one in catalogue().values()
            if one.gate == "preserved"
            and one.for_persons
            and one.id not in desk.situation(call).answers
        ]
    for one in persons:
        assert (
            sign(writer, call, "answer", check=one, result="pass", reason="looked").status_code
            == 303
        )
    moved = sign(writer, call, "move", to="preserved", reason="all of P1 to P6")
    assert moved.status_code == 303, moved.text
    with Desk.open(writer.house.root) as desk:
        assert desk.situation(call).state == "preserved"
    assert sign(writer, call, "approve", reason="heard all of it").status_code == 303
    assert "approved by: E. Marrow" in writer.page(address).text_content()
    assert sign(writer, call, "approve", reason="again").status_code == 400
