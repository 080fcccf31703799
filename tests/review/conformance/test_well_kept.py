"""A recording about which everything is on record: rows can pass, and lapse when it changes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from earwitness.records.conformance import Result
from earwitness.work.run import run
from tests.review.conformance.conftest import RU, write_tone

PLAN = {
    "purpose": "who gave the order",
    "sources": ["handed over, source not stated"],
    "places": ["Zarichchia"],
    "period": "2031",
    "reader_languages": ["ru", "en"],
    "recipients": [{"name": "a court", "languages": ["en"]}],
    "review_days": 90,
    "procedure": "two readers",
    "jurisdictions": ["NL"],
    "gdpr_applies": "yes",
    "security_risks": "names of witnesses",
    "access_control": "two people",
    "cloud_use": "none",
    "approved_by": "I. Reed",
}
UNKNOWN = {"recovered_by": "unknown", "how": "unknown", "where": "unknown", "when": "unknown"}
MADE = {"tool": "hand", "tool_version": "none", "model_sha256": "none", "params": "none"}
MADE |= {"actor": "the publisher", "at": "unknown", "network": "none"}


@pytest.fixture
def kept(case, tmp_path):
    """Everything signed that can be signed before anything goes out."""
    plan = case.sign("plan", PLAN, of="archive")
    case.sign("plan-link", {"plan": plan.id}, of="archive")
    scheme = {"id": "topics", "version": "1", "extension_rule": "the desk adds one"}
    entries = [{"value": "orders", "description": "may hold an order"}]
    case.sign("scheme", {**scheme, "entries": entries}, of="archive")
    case.sign("label", {"scheme": "topics", "value": "orders"})
    material = {"material_class": "intercept", "forms": ["audio"], "has_voice": "yes"}
    case.sign("material", {**material, "voices": ["V1"]})
    case.sign("completeness", {"state": "complete", "basis": "their letter"})
    case.sign("contemporaneity", {"state": "contemporaneous"})
    case.sign("provenance", UNKNOWN)
    where = {"date": "2031-03-10", "time": "unknown", "place": "unknown"}
    case.sign("collection", {"way": "handed_over", **where})
    case.sign("dating", {"edtf": "2031-03", "basis": "content_reference"})
    step = {"at": "2031-03-10", "by": "E. Marrow", "channel": "e-mail", "reply": "none"}
    case.sign("effort", {"goal": "obtain_original", "steps": [step]})
    case.sign("decision", {"topic": "outside_plan"})  # when it was published is not known
    case.sign("relevance", {"state": "relevant", "procedure": "two readers"})
    case.sign("intelligibility", {"wholly": True})
    for text in (*case.texts(), *case.texts("translation")):
        case.sign("text-making", {"version": text, **MADE})
        case.sign("second-reader", {"version": text, "author": "the publisher"}, by="I. Reed")
    case.sign("item-review", {"opened": ["sound", "texts", "log"]}, by="I. Reed")
    for row in ("HALA-BP11.5", "HALA-BP12.7", "LEIDEN-D1.1", "LEIDEN-D1.5"):
        case.sign("row-answer", {"row": row, "answer": "yes", "evidence": ["note-14"]})
    for name in ("vault", "tapes"):
        folder = tmp_path / name
        shutil.copytree(case.desk.archive.root / "originals", folder / "originals")
        words = {"operator": "us", "access_control": "two keys", "encryption": "LUKS"}
        case.sign("location", {"id": name, **words, "storage": "apart, fire"}, of="archive")
        case.sign("replica", {"location": name, "folder": str(folder)}, of="archive")
    case.sign("restore-test", {"location": "vault", "folder": str(folder)}, of="archive")
    case.desk.verify()
    case.sign("hash-list")
    return case


def test_what_is_left_is_what_was_not_done(kept):
    (report,) = kept.desk.conform([kept.rec])
    # it was not heard by `run`, and nobody verified it yet
    assert [one.row for one in report.of(Result.FAIL)] == ["BERK-P4", "BERK-6ph"]
    assert report.of(Result.WARN) == []
    assert report.of(Result.NEEDS_PERSON) == []
    assert len(report.of(Result.PASS)) > 45


def test_before_a_transfer_people_are_asked_and_afterwards_it_holds(kept):
    copy = kept.copy("call.wav")
    kept.sign("decision", {"topic": "privacy_review"})
    kept.sign("decision", {"topic": "redaction_needed", "value": "no"})
    kept.sign("decision", {"topic": "transfer_without_consent", "value": "yes"})
    kept.sign("consent", {"voice": "V1", "act": "transfer", "state": "not_possible"})
    sheet = ["relevance", "probative_value", "reliability", "authenticity", "weight"]
    kept.sign("assessment-sheet", dict.fromkeys([*sheet, "prejudicial_effect"], "see the note"))
    kept.sign("row-answer", {"row": "BERK-P6", "answer": "yes", "evidence": ["O. Sokolova"]})
    sent = {"recipient": "a court", "accountability_body": True}
    kept.sign("transfer", {**sent, "files": [{"file": str(copy), "of": kept.sha256}]})
    kept.sign("hash-list")
    expected = {
        "HALA-BP5.1": "pass",
        "HALA-BP21.1": "pass",
        "HALA-BP21.2": "not_applicable",
        "HALA-BP21.4": "pass",
        "HALA-BP23.1": "not_applicable",
        "HALA-LF5.3": "pass",
        "BERK-P6": "pass",
        "LEIDEN-F1.1": "pass",
        "HALA-BP14.4": "pass",
    }
    assert {row: kept.result(row) for row in expected} == expected


@pytest.mark.parametrize("row", ["HALA-BP2.2", "HALA-BP11.10", "HALA-BP12.3", "LEIDEN-D1.1"])
def test_an_answer_lapses_when_the_recording_changes(kept, tmp_path, row):
    assert kept.result(row) == "pass"
    later = tmp_path / "again"
    later.mkdir()
    write_tone(later / "call.wav")
    (later / "call.ru.srt").write_text(RU.replace("двадцать", "тридцать"), encoding="utf-8")
    kept.add(later)
    assert kept.result(row) == "needs_person"


def test_periods_run_out(kept):
    later = datetime.now(UTC) + timedelta(days=91)
    (report,) = kept.desk.conform([kept.rec], now=later)
    failed = {one.row for one in report.of(Result.FAIL)}
    assert {"HALA-BP2.3", "HALA-BP14.1", "HALA-BP18.1", "BERK-P2"} <= failed


@pytest.mark.slow
def test_what_was_heard_is_known_to_decode(case):
    run(case.desk.archive)
    assert case.result("BERK-P4") == "pass"
