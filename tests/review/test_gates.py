"""States, verdicts and rungs: the whole way of a recording, and each refusal with its reason."""

from __future__ import annotations

import sqlite3

import pytest

from earwitness.desk import Desk
from earwitness.errors import NotInArchive, UsageError
from earwitness.intake.translation_file import TranslationBy
from earwitness.records.review import (
    Assessment,
    Attribution,
    CheckResult,
    CheckRun,
    Confidence,
    DateBound,
    Move,
    Route,
    Rung,
    State,
    Verdict,
)
from earwitness.review.gates.catalogue import catalogue, check_named
from earwitness.review.gates.ladder import standing_rung
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.store.catalog.words import best_transcript, utterances
from earwitness.store.item_revision import Part, item_revision

SRT = "1\n00:00:01,000 --> 00:00:03,000\nМам, нас осталось двадцать.\n"
WHY = {"because": "looked at it"}
TOOK_IN, REVIEWER, THIRD = "E. Marrow", "I. Reed", "O. Sokolova"


@pytest.fixture
def desk(tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.ru.srt").write_text(SRT, encoding="utf-8")
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        yield desk


@pytest.fixture
def rec(desk):
    return desk.recordings()[0].id


def answer(desk, rec, check, result="pass", by=TOOK_IN, **more):
    run = CheckRun(check, CheckResult(result), **more)
    return desk.answer_check(rec, run, by=by, **WHY)


def answer_gate(desk, rec, gate, by=TOOK_IN):
    for one in catalogue().values():
        if one.gate is gate and one.for_persons:
            answer(desk, rec, one.id, by=by)


def go(desk, rec, to, **fields):
    return desk.move(rec, to, Move(State.INTAKE, to, **fields), by=TOOK_IN, **WHY)


def assess(desk, rec, verdict, by=REVIEWER, **more):
    given = Assessment(verdict, Confidence.MODERATE, **more)
    return desk.assess(rec, given, by=by, because="rationale")


def examined(desk, rec):
    desk.examine(rec)
    for gate in (State.PRESERVED, State.TRACED, State.TRANSCRIBED, State.EXAMINED):
        answer_gate(desk, rec, gate)
        go(desk, rec, gate)


class TestTheWholeWay:
    def test_from_intake_to_withdrawn(self, desk, rec):
        examined(desk, rec)
        assess(desk, rec, Verdict.UNVERIFIED)
        go(desk, rec, State.ASSESSED)
        answer_gate(desk, rec, State.CLEARED)
        with pytest.raises(UsageError, match="0 of 2 people"):
            go(desk, rec, State.CLEARED)
        desk.approve(rec, by=REVIEWER, **WHY)
        with pytest.raises(UsageError, match="approved this already"):
            desk.approve(rec, by="i.  reed", **WHY)
        desk.approve(rec, by=THIRD, **WHY)
        go(desk, rec, State.CLEARED)
        go(desk, rec, State.PUBLISHED)
        with pytest.raises(UsageError, match="corrected or withdrawn"):
            go(desk, rec, State.INTAKE)
        with pytest.raises(UsageError, match="tombstone"):
            go(desk, rec, State.WITHDRAWN)
        go(desk, rec, State.WITHDRAWN, tombstone="Taken down on 3 May.")
        assert desk.situation(rec).state is State.WITHDRAWN
        assert desk.verify().differences == ()

    def test_every_step_is_an_event_of_the_chain_and_undo_is_another(self, desk, rec):
        desk.examine(rec)
        answer_gate(desk, rec, State.PRESERVED)
        before = desk.verify().events
        go(desk, rec, State.PRESERVED)
        go(desk, rec, State.INTAKE)
        assert desk.verify().events >= before + 2
        assert desk.situation(rec).state is State.INTAKE

    def test_nothing_skips_preservation(self, desk, rec):
        desk.examine(rec)
        for state in (State.TRACED, State.EXAMINED, State.PUBLISHED):
            with pytest.raises(UsageError, match="the next state is preserved"):
                go(desk, rec, state)

    def test_quarantine_leads_back_no_further_than_it_had_come(self, desk, rec):
        desk.examine(rec)
        answer_gate(desk, rec, State.PRESERVED)
        go(desk, rec, State.PRESERVED)
        go(desk, rec, State.QUARANTINED)
        with pytest.raises(UsageError, match="only come to preserved"):
            go(desk, rec, State.TRACED)
        go(desk, rec, State.PRESERVED)

    def test_a_duplicate_is_of_something_else(self, desk, rec):
        with pytest.raises(NotInArchive):
            go(desk, rec, State.DUPLICATE, of="rec-000000000")
        with pytest.raises(UsageError, match="no duplicate of itself"):
            go(desk, rec, State.DUPLICATE, of=rec)


class TestVerdicts:
    def test_not_by_who_took_it_in(self, desk, rec):
        examined(desk, rec)
        with pytest.raises(UsageError, match="took it in"):
            assess(desk, rec, Verdict.UNVERIFIED, by="e. marrow")

    def test_nor_by_one_whose_answer_lies_under_another_s(self, desk, rec):
        examined(desk, rec)
        answer(desk, rec, "P3", by=REVIEWER)
        answer(desk, rec, "P3", by=THIRD)
        with pytest.raises(UsageError, match="took it in"):
            assess(desk, rec, Verdict.UNVERIFIED, by=REVIEWER)

    def test_verified_needs_a_copy_of_the_bytes(self, desk, rec):
        examined(desk, rec)
        for route in ("contact", "event_match"):
            answer(desk, rec, f"X10.{route}", independent=True, evidence=("note",))
        with pytest.raises(UsageError, match="evidentiary copy"):
            assess(desk, rec, Verdict.VERIFIED)  # only words are here
        with pytest.raises(UsageError, match="which part"):
            assess(desk, rec, Verdict.PARTLY_VERIFIED)
        assess(desk, rec, Verdict.PARTLY_VERIFIED, parts="the mother was reached")

    def test_it_lapses_when_the_words_change(self, desk, rec, tmp_path):
        examined(desk, rec)
        assess(desk, rec, Verdict.CONSISTENT)
        assert standing_verdict(desk.situation(rec))[0] is Verdict.CONSISTENT
        english = tmp_path / "call.en.srt"
        english.write_text(
            SRT.replace("Мам, нас осталось двадцать.", "Mum, twenty of us are left.")
        )
        desk.take_in_translation(rec, english, TranslationBy("en", "O. Sokolova"))
        verdict, missing = standing_verdict(desk.situation(rec))
        assert verdict is Verdict.UNEXAMINED
        assert any("X6 has no answer" in line for line in missing)

    def test_a_machine_s_find_is_no_verdict(self, desk, rec):
        examined(desk, rec)
        with pytest.raises(UsageError, match="no person heard a cut"):
            assess(desk, rec, Verdict.EDITED)
        answer(desk, rec, "X2", "fail")
        assess(desk, rec, Verdict.EDITED)

    def test_fabricated_needs_positive_proof(self, desk, rec):
        examined(desk, rec)
        answer(desk, rec, "X9", "fail")
        with pytest.raises(UsageError, match="positive proof"):
            assess(desk, rec, Verdict.FABRICATED)
        answer(desk, rec, "X10.contact", "fail", independent=True, evidence=("studio log",))
        assess(desk, rec, Verdict.FABRICATED)


class TestAnswers:
    def test_what_is_computed_is_not_answered(self, desk, rec):
        with pytest.raises(UsageError, match="computed"):
            answer(desk, rec, "P1")

    def test_a_route_that_supports_only_is_never_independent(self, desk, rec):
        with pytest.raises(UsageError, match="cannot be independent"):
            answer(desk, rec, "X10.signal", independent=True, evidence=("note",))
        with pytest.raises(UsageError, match="no evidence"):
            answer(desk, rec, "X10.contact", independent=True)

    def test_an_item_that_changed_since_it_was_looked_at(self, desk, rec):
        run = CheckRun("X5", CheckResult.PASS)
        seen = item_revision(desk.archive.db, rec)
        desk.answer_check(rec, run, by=TOOK_IN, seen=seen[:20], **WHY)
        with pytest.raises(UsageError, match="has changed since"):
            desk.answer_check(rec, run, by=TOOK_IN, seen="sha256:" + "0" * 64, **WHY)

    def test_unsigned_or_without_a_reason(self, desk, rec):
        for by, because in (("", "why"), ("me", " ")):
            with pytest.raises(UsageError, match="--b"):
                desk.answer_check(rec, CheckRun("X5", CheckResult.PASS), by=by, because=because)

    def test_taken_back_it_does_not_stand(self, desk, rec):
        one = answer(desk, rec, "X5")
        desk.take_back(one.id, by=REVIEWER, because="the wrong recording")
        assert desk.situation(rec).result("X5") is CheckResult.NOT_DONE

    def test_no_such_check(self):
        with pytest.raises(UsageError, match="is not a check"):
            check_named("X99")


class TestLadder:
    def test_each_rung_asks_for_its_ground(self, desk, rec):
        for rung, needs in (
            (Rung.ROLE_BY_PUBLISHER, "which publication"),
            (Rung.ROLE_BY_CONTENT, "line of the transcript"),
            (Rung.NAME_IN_CALL, "the name"),
            (Rung.LINKED, "one of the routes"),
            (Rung.CONFIRMED_BY_CONTACT, "X10.contact"),
            (Rung.CONFIRMED_INDEPENDENTLY, "two routes"),
        ):
            with pytest.raises(UsageError, match=needs):
                desk.attribute(rec, Attribution("V1", rung, role="mother"), by=REVIEWER, **WHY)

    def test_what_is_named_is_this_recording_s(self, tmp_path):
        pile = tmp_path / "pile"
        pile.mkdir()
        (pile / "call.ru.srt").write_text(SRT.replace("Мам", "Роман: Мам"), "utf-8")
        with Desk.new(tmp_path / "archive") as desk:
            desk.take_in([pile])
            rec = desk.recordings()[0].id
            line = utterances(desk.archive.db, best_transcript(desk.archive.db, rec).id)[0]
            assert line.voice == "Роман"
            content = Rung.ROLE_BY_CONTENT
            for given, problem in (
                (Attribution("V9", content, "son", line=line.id), "no voice of it"),
                (Attribution("Роман", content, "son", line="utt-000000000"), "no line"),
                (
                    Attribution("Роман", Rung.ROLE_BY_PUBLISHER, "son", appearance="app-000000000"),
                    "did not appear",
                ),
            ):
                with pytest.raises(NotInArchive, match=problem):
                    desk.attribute(rec, given, by=REVIEWER, **WHY)
            good = Attribution("Роман", content, "son", line=line.id)
            desk.attribute(rec, good, by=REVIEWER, **WHY)
            assert standing_rung("Роман", desk.situation(rec))[0] is content

    def test_it_falls_when_its_route_does(self, desk, rec):
        contact = answer(desk, rec, "X10.contact", independent=True, evidence=("note",))
        given = Attribution("V1", Rung.CONFIRMED_BY_CONTACT, "mother", routes=(Route.CONTACT,))
        desk.attribute(rec, given, by=REVIEWER, **WHY)
        assert standing_rung("V1", desk.situation(rec))[0] is Rung.CONFIRMED_BY_CONTACT
        desk.take_back(contact.id, by=REVIEWER, because="another woman")
        assert standing_rung("V1", desk.situation(rec))[0] is Rung.UNKNOWN


class TestDates:
    def test_contradictory_bounds_are_kept_shown_and_not_resolved(self, desk, rec):
        early = DateBound("../2024-01-01", "content_reference")
        late = DateBound("2025-01-01/..", "device")
        desk.bound_date(rec, early, by=REVIEWER, **WHY)
        found = desk.bound_date(rec, late, by=REVIEWER, **WHY)
        assert len(found.contradictions) == 1
        assert found.date.earliest is None

    @pytest.mark.parametrize(
        ("edtf", "basis"),
        [("yesterday", "device"), ("../..", "device"), ("2024", "publisher_stated"), ("2024", "")],
    )
    def test_refused_with_a_reason(self, desk, rec, edtf, basis):
        with pytest.raises(UsageError):
            desk.bound_date(rec, DateBound(edtf, basis), by=REVIEWER, **WHY)

    def test_tomorrow_is_easter_suggests_days_and_changes_nothing(self, tmp_path):
        pile = tmp_path / "pile"
        pile.mkdir()
        (pile / "call.ru.srt").write_text(SRT.replace("Мам,", "Завтра Пасха, мам,"), "utf-8")
        with Desk.new(tmp_path / "archive") as desk:
            desk.take_in([pile])
            rec = desk.recordings()[0].id
            before = desk.recorded(rec)
            (hint,) = desk.date_hints(rec)
            assert {"2025-04-19", "2024-05-04", "2024-03-30"} <= set(map(str, hint.days))
            assert desk.recorded(rec) == before
            given = DateBound("2025-04-19", "content_reference", (hint.line,))
            found = desk.bound_date(rec, given, by=REVIEWER, because=hint.reason)
            assert found.date.edtf == "2025-04-19"


class TestRevisions:
    def test_parts_lapse_apart_from_each_other(self, desk, rec):
        db = desk.archive.db
        whole = {item_revision(db, rec, (part,)) for part in Part}
        assert len(whole) == len(Part)
        assert item_revision(db, rec, (Part.WORDS, Part.SOUND)) == item_revision(
            db, rec, (Part.SOUND, Part.WORDS)
        )


def test_private_data_is_for_a_person_to_decide(tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "call.ru.srt").write_text(SRT.replace("двадцать", "+7 912 345-67-89"), "utf-8")
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([pile])
        rec = desk.recordings()[0].id
        found = {one.run.check: one for one in desk.examine(rec)}
        assert found["C3"].run.result is CheckResult.FAIL
        assert "phone" in found["C3"].reason
        assert "912" not in found["C3"].reason
        answer(desk, rec, "C3", by=REVIEWER)
        assert desk.situation(rec).result("C3") is CheckResult.PASS


def test_every_check_says_what_it_cannot_prove_and_asks_in_three_languages():
    for one in catalogue().values():
        assert set(one.question) == {"en", "ru", "uk"}
        assert one.cannot.endswith(".")


def test_a_signed_record_edited_by_another_tool_is_named(desk, rec):
    one = answer(desk, rec, "X5")
    db = desk.archive.db
    with pytest.raises(sqlite3.DatabaseError, match="none is changed"):
        db.execute("update signed set made_by = 'somebody'")
    db.execute("drop trigger signed_stays")
    db.execute("update signed set made_by = 'somebody' where id = ?", (one.id,))
    assert [found.where for found in desk.verify().differences] == [f"signed record {one.id}"]
