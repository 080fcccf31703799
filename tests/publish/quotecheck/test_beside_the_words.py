"""Codes that ask what the archive holds besides words: rungs, codings, sealed words, files, pages, articles."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from earwitness.desk.told_of import told_of
from earwitness.publish.quotecheck.check import check_draft
from earwitness.publish.story import write_story
from earwitness.records.artefacts import EventType
from earwitness.records.corrections import Correction, CorrectionKind, Settlement
from earwitness.records.judgement import Severity
from earwitness.records.protection import RedactedStretch
from earwitness.records.review import Attribution, Rung
from earwitness.records.signed import SignedRecord, body_of
from earwitness.records.told import CodedCount, SpeakerKnown
from earwitness.records.words import (
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
)
from earwitness.store.catalog.publications import editions, latest_editions
from earwitness.store.catalog.signed import add_signed
from earwitness.store.catalog.words import add_transcript, add_translation, transcript
from earwitness.store.verify import verify

CALL = """1
00:00:01,000 --> 00:00:04,000
Baker: We will meet at the mill on Monday. Bring the list.

2
00:00:05,000 --> 00:00:08,000
Miller: No one will stop us there, I am sure.

3
00:00:09,000 --> 00:00:12,000
Baker: Thirty families have signed the letter.
"""
QUOTED = "“Thirty families have signed the letter,” he says.\n"
PLAIN = "\nThe recording could not be independently verified.\n"


@pytest.fixture
def ask(tmp_path):
    """ask(archive, text, **told): code to the findings on a draft with that text."""

    def check(archive, text, **told):
        draft = tmp_path / "draft.md"
        draft.write_text(text, encoding="utf-8")
        report = check_draft(archive, draft, replace(told_of(archive), **told))
        found = {}
        for one in report.findings:
            found.setdefault(one.code, []).append(one)
        return found

    return check


def only(archive) -> str:
    (row,) = archive.db.execute("select id from recording").fetchall()
    return row["id"]


def sign(archive, kind, fields, *, at="2026-07-01T10:00:00Z") -> str:
    subject = only(archive)
    identifier = f"sig-{kind}-{at}"
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [subject])
        one = SignedRecord(identifier, kind, subject, body_of(fields), "O. Editor", at, "because")
        add_signed(w.db, one, seq)
    return identifier


def on_rung(rung: Rung, role: str):
    return lambda _: (SpeakerKnown("Baker", rung, Attribution("Baker", rung, role)),)


def test_a_rung_decides_what_somebody_may_be_called(archive_of, ask):
    archive = archive_of({"call.srt": CALL})
    text = f"The mother of a soldier is heard.\n\n{QUOTED}{PLAIN}"
    for rung in (Rung.UNKNOWN, Rung.ROLE_BY_PUBLISHER, Rung.ROLE_BY_CONTENT, Rung.LINKED):
        (one,) = ask(archive, text, speakers=on_rung(rung, "the mother of a soldier"))["Q27"]
        assert one.severity is Severity.ERROR
        assert rung.value in one.reason
    for rung in (Rung.CONFIRMED_BY_CONTACT, Rung.CONFIRMED_INDEPENDENTLY):
        assert "Q27" not in ask(archive, text, speakers=on_rung(rung, "the mother of a soldier"))
        assert "Q27" in ask(archive, text, speakers=on_rung(rung, "a teacher"))
    hedged = text.replace("The mother", "A woman said to be the mother")
    assert "Q27" not in ask(archive, hedged)


def test_a_count_needs_two_coders_who_agree(archive_of, ask):
    archive = archive_of({"call.srt": CALL})
    text = f"{QUOTED}\n37 of the 120 calls mention hunger.\n{PLAIN}"

    def counted(alpha, coders=2):
        return lambda: (CodedCount("hunger", "Hunger", frozenset([37]), coders, alpha),)

    assert "Q39" not in ask(archive, text, counts=counted(0.82))
    assert "0.41" in ask(archive, text, counts=counted(0.41))["Q39"][0].reason
    assert "Q39" in ask(archive, text, counts=counted(None, 1))
    assert "Q39" in ask(archive, text.replace("37", "38"), counts=counted(0.82))


@pytest.mark.parametrize(
    "words",
    [
        "<!-- Topolia -->",
        "<!-- про Тополею -->",
        "[x](tOpOliA.html)",
        "Topolia was there, he says.",
    ],
)
def test_sealed_words_stand_nowhere_in_no_form(archive_of, ask, words):
    archive = archive_of({"call.srt": CALL})
    text = f"{QUOTED}\n{words}\n{PLAIN}"
    assert not {"Q30", "Q37"} & set(ask(archive, text))
    sign(archive, "redaction", RedactedStretch(0, 1000, words=("Тополя",)))
    found = ask(archive, text)
    errors = [one for code in ("Q30", "Q37") for one in found.get(code, ())]
    assert errors
    assert all(one.severity is Severity.ERROR and "Тополя" not in one.rule for one in errors)


def test_a_page_keeps_what_it_quotes_and_a_correction_lets_it_change(archive_of, ask, tmp_path):
    archive = archive_of({"call.srt": CALL})
    draft = tmp_path / "draft.md"
    draft.write_text(QUOTED + PLAIN, encoding="utf-8")
    assert "Q40" not in ask(archive, QUOTED + PLAIN)
    write_story(archive, draft, tmp_path / "page", told=told_of(archive))
    assert "Q40" not in ask(archive, QUOTED + PLAIN)
    assert "Q40" not in ask(archive, QUOTED.replace("have", "have <!-- all? -->") + PLAIN)
    changed = QUOTED.replace("Thirty families", "Families")
    (one,) = ask(archive, changed + PLAIN)["Q40"]
    assert one.severity is Severity.ERROR
    assert "Thirty families" in one.reason
    gone = "“We will meet at the mill on Monday,” he says.\n" + PLAIN
    assert "is gone" in ask(archive, gone)["Q40"][0].reason
    assert "Q40" not in ask(archive, f"{changed}\nCorrection: a number was left out.\n{PLAIN}")
    given = sign(archive, "correction", Correction(CorrectionKind.QUOTE, "", "Thirty", ""))
    sign(archive, "settlement", Settlement(given, accepted=True), at="2020-01-01T10:00:00Z")
    assert "Q40" in ask(archive, changed + PLAIN)  # accepted before the page was written
    sign(archive, "settlement", Settlement(given, accepted=True), at="2999-01-01T10:00:00Z")
    assert "Q40" not in ask(archive, changed + PLAIN)


def test_the_published_quotations_verify_and_survive_a_second_page(archive_of, tmp_path):
    archive = archive_of({"call.srt": CALL})
    draft = tmp_path / "draft.md"
    draft.write_text(QUOTED + PLAIN, encoding="utf-8")
    for _ in range(2):
        write_story(archive, draft, tmp_path / "page", told=told_of(archive))
    (edition,) = latest_editions(archive.db)
    first, second = editions(archive.db, edition.story)
    quoted = [[one.text for one in each.publication.quotations] for each in (first, second)]
    assert quoted[0] == quoted[1] == ["“Thirty families have signed the letter,”"]
    page = (tmp_path / "page" / "index.html").read_bytes()
    sums = {one.path: one.sha256 for one in second.publication.files}
    assert sums["index.html"] == hashlib.sha256(page).hexdigest()
    assert verify(archive).clean


BLOCK = "Baker says:\n\n> Thirty families\n> have signed the letter.\n"


def test_a_block_quotation_is_held_to_the_sound(archive_of, ask):
    archive = archive_of({"call.srt": CALL})
    assert not {"Q01", "Q02", "Q09", "Q19"} & set(ask(archive, BLOCK + PLAIN))
    assert "Q04" in ask(archive, BLOCK.replace("Thirty", "Forty") + PLAIN)
    assert "Q01" in ask(archive, "> They will burn the whole town tomorrow.\n" + PLAIN)
    assert "Q09" in ask(archive, BLOCK.replace("Baker", "Miller") + PLAIN)
    signed = "> No one will stop us there, I am sure.\n> — Baker\n"
    assert "Q09" in ask(archive, signed + PLAIN)
    assert "Q09" not in ask(archive, signed.replace("Baker", "Miller") + PLAIN)


def test_a_deck_is_held_to_the_sound_and_to_the_rules_for_headlines(archive_of, ask):
    archive = archive_of({"call.srt": CALL})
    text = f"---\ntitle: Mill\ndescription: {{}}\n---\n\n{QUOTED}{PLAIN}"
    assert "Q04" in ask(archive, text.format("“Forty families have signed the letter”"))
    found = ask(archive, text.format("Call proves it"))
    assert found["Q34"][0].words == "Call proves"
    assert not {"Q34", "Q20"} & set(ask(archive, text.format("A call about a letter")))


ARTICLE = """---
title: Letter
publisher: The Weir Gazette
language: en
---

# Letter

In a phone call published by the Surmach service, a man tells his brother about a letter.

“The ferryman will carry it across before dawn,” he says. “Nobody must see the lamp.”
"""


def test_words_that_only_an_article_has_are_the_articles(archive_of, ask):
    archive = archive_of({"letter.md": ARTICLE})
    text = f"“The ferryman will carry it across before dawn,” he says.\n{PLAIN}"
    found = ask(archive, text)
    assert "Q01" not in found
    (one,) = found["Q14"]
    assert one.severity is Severity.WARNING
    assert "The Weir Gazette" in one.reason
    assert "Q04" not in found
    assert "Q03" in ask(archive, text.replace("will carry", "will not carry"))
    assert "Q01" in ask(archive, f"“They have burnt the ferry and the mill,” he says.\n{PLAIN}")


SPOKEN = "Руки не доходят зашить дыры, а холод под рёбра лезет."
LITERAL = "The hands do not reach to sew up the holes, and the cold creeps under the ribs."
FREE = "Mending must wait; we freeze to the bone."


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def test_a_likeness_of_091_is_false_and_one_of_026_is_honest(archive_of, ask):
    """Likeness says nothing: a "not" costs a falsifier little, and a translator is free in every word."""
    truth = "I will not sign any of it until they give the boys the leave that was promised."
    false = "I will sign all of it, if they give the boys the leave that was promised."
    assert 0.89 <= likeness(truth, false) <= 0.93
    archive = archive_of({"call.srt": f"1\n00:00:01,000 --> 00:00:04,000\nBaker: {truth}\n"})
    found = ask(archive, f"“{false.rstrip('.')},” he says.\n{PLAIN}")
    assert found["Q03"][0].severity is Severity.ERROR
    assert 0.25 <= likeness(LITERAL, FREE) <= 0.28


def test_a_free_translation_is_judged_by_the_words_spoken_beside_it(archive_of, ask, tmp_path):
    archive = archive_of(
        {
            "call.srt": f"1\n00:00:01,000 --> 00:00:04,000\nПекарь: {SPOKEN}\n",
            "call.en.srt": f"1\n00:00:01,000 --> 00:00:04,000\nПекарь: {FREE}\n",
        },
        approved_by="O. Editor",
    )
    draft = tmp_path / "draft.md"
    draft.write_text(f"“{FREE.rstrip('.')},” he says.\n{PLAIN}", encoding="utf-8")
    report = check_draft(archive, draft, told_of(archive))
    assert report.clean
    assert report.quotations[0].heard.original == SPOKEN  # what a person compares it with
    # What no model-free check can do: another free translation, in no archive, is only not found.
    assert "Q01" in ask(
        archive, f"“There is no time to sew, and the frost bites,” he says.\n{PLAIN}"
    )


def test_without_a_desk_the_report_says_what_was_not_asked(archive_of, tmp_path):
    archive = archive_of({"call.srt": CALL})
    draft = tmp_path / "draft.md"
    draft.write_text(f"The mother of a soldier is heard.\n\n{QUOTED}{PLAIN}", encoding="utf-8")
    alone = check_draft(archive, draft)
    assert not {"Q26", "Q27", "Q30", "Q31", "Q33", "Q37"} & {one.code for one in alone.findings}
    assert "Q27" in alone.not_checked
    assert "no desk" not in check_draft(archive, draft, told_of(archive)).not_checked


def test_a_translation_out_of_a_translation(archive_of, ask):
    archive = archive_of(
        {
            "call.srt": "1\n00:00:01,000 --> 00:00:04,000\nПекарь: Встретимся у мельницы в понедельник.\n",
            "call.en.srt": "1\n00:00:01,000 --> 00:00:04,000\nLet us meet at the mill on Monday.\n",
        },
        approved_by="O. Editor",
    )
    text = f"“Let us meet at the mill on Monday,” he says.\n{PLAIN}"
    assert "Q14" not in ask(archive, text)
    assert "Q14" not in ask(archive, f"{text}\nTranslated from Russian by our desk.\n")
    assert "Q14" in ask(archive, f"{text}\nTranslated from Ukrainian by our desk.\n")
    # the transcript that the translation names as its source, in another language than is spoken
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [only(archive)])
        row = w.db.execute("select * from transcript").fetchone()
        own = transcript(w.db, row["id"])
        other = replace(
            own, id="trs-other", language="uk", rank=-1, origin=TranscriptOrigin.PUBLISHER_TEXT
        )
        line = Utterance(
            "utt-other", "trs-other", 0, "Зустрінемося біля млина в понеділок.", language="uk"
        )
        add_transcript(w.db, other, [line], seq)
        relay = Translation(
            "trl-other", only(archive), "trs-other", "en", TranslationOrigin.HUMAN, "N. N.",
            VersionStatus.APPROVED, 1000,
        )  # fmt: skip
        said = TranslationLine(0, "Let us meet at the mill on Monday.", 0, 0)
        add_translation(w.db, relay, [said], seq)
    found = ask(archive, text)
    assert "Q14" in found, list(found)
    assert found["Q14"][0].severity is Severity.WARNING


def test_a_file_that_is_not_the_redacted_one(released, tmp_path):
    archive, files = released
    data = (files / "R04.mp3").read_bytes()
    (tmp_path / "R04.mp3").write_bytes(data)
    (tmp_path / "other.mp3").write_bytes(b"something else")
    draft = tmp_path / "draft.md"

    def found(words: str) -> list[tuple[str, Severity]]:
        draft.write_text(
            f"“It will only get worse,” the man says.\n\n{words}\n{PLAIN}", encoding="utf-8"
        )
        report = check_draft(archive, draft, told_of(archive))
        return [(one.reason, one.severity) for one in report.findings if one.code == "Q35"]

    assert found("[listen](R04.mp3)") == []
    assert found("[listen](other.mp3)")[0][1] is Severity.WARNING
    assert found("[listen](missing.mp3)")[0][1] is Severity.WARNING
    assert found("[listen](../../../../etc/passwd.mp3)")[0][1] is Severity.WARNING
    assert found("[listen](https://surmach.example/R02.mp3)") == []
    assert found("![x](https://surmach.example/R02)") == []  # a page is no file


def test_a_redaction_asks_for_its_file(archive_of, ask, released, tmp_path):
    archive, files = released
    row = archive.db.execute(
        "select d.recording_id from rendition d where d.sha256 = ?",
        (hashlib.sha256((files / "R12.mp3").read_bytes()).hexdigest(),),
    ).fetchone()
    (tmp_path / "R12.mp3").write_bytes((files / "R12.mp3").read_bytes())
    (tmp_path / "R12-redacted.mp3").write_bytes(b"with a tone in it")
    text = (
        "“We handed over everything against a signature, a hundred and twenty boxes,” he says.\n\n"
        "[listen]({})\n" + PLAIN
    )
    assert "Q35" not in ask(archive, text.format("R12.mp3"))
    treated = hashlib.sha256(b"with a tone in it").hexdigest()
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [row["recording_id"]])
        body = body_of(RedactedStretch(0, 500, files=(treated,)))
        signed = SignedRecord(
            "sig-r12",
            "redaction",
            row["recording_id"],
            body,
            "O. Editor",
            "2026-07-01T10:00:00Z",
            "why",
        )
        add_signed(w.db, signed, seq)
    assert ask(archive, text.format("R12.mp3"))["Q35"][0].severity is Severity.ERROR
    assert "Q35" not in ask(archive, text.format("R12-redacted.mp3"))
