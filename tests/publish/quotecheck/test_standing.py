"""What an archive knows besides words: verdicts, withdrawals, approvals, releases, older versions."""

from __future__ import annotations

import pytest

from earwitness.desk import Desk
from earwitness.records.artefacts import EventType
from earwitness.records.judgement import Severity
from earwitness.records.review import Assessment, Confidence, Move, Standing, State, Verdict
from earwitness.records.signed import SignedRecord, body_of
from earwitness.store.catalog.signed import add_signed

CALL = """1
00:00:01,000 --> 00:00:04,000
Baker: We will meet at the mill on Monday. Bring the list.

2
00:00:05,000 --> 00:00:08,000
Baker: Thirty families have signed the letter.
"""
QUOTED = "“Thirty families have signed the letter,” says the baker.\n"
NOT_VERIFIED = "\nThe recording could not be independently verified.\n"


def codes(report) -> dict[str, Severity]:
    return {one.code: one.severity for one in report.findings}


def recording(archive) -> str:
    (row,) = archive.db.execute("select id from recording").fetchall()
    return row["id"]


def sign(archive, kind: str, fields: object) -> str:
    subject = recording(archive)
    with archive.writing() as w:
        seq = w.note(EventType.CREATION, [subject])
        at = "2026-07-01T10:00:00Z"
        one = SignedRecord("sig-1", kind, subject, body_of(fields), "O. Editor", at, "because")
        add_signed(w.db, one, seq)
    return subject


def test_a_verified_recording_needs_no_sentence_and_may_prove(archive_of, check):
    archive = archive_of({"call.srt": CALL})
    text = f"{QUOTED}\nThe call proves it.\n"
    assert {"Q20", "Q21"} <= set(codes(check(archive, text)))
    sign(archive, "assessment", Assessment(Verdict.VERIFIED, Confidence.HIGH))
    with Desk(archive) as desk:  # signed without its guards, it does not stand
        assert {"Q20", "Q21"} <= set(codes(check(archive, text, desk.standing(recording(archive)))))
        assert not {"Q20", "Q21"} & set(codes(check(archive, text, Standing(Verdict.VERIFIED))))


@pytest.mark.parametrize(
    "verdict", [Verdict.UNVERIFIED, Verdict.CONSISTENT, Verdict.PARTLY_VERIFIED]
)
def test_less_than_verified_has_to_be_said(archive_of, check, verdict):
    archive = archive_of({"call.srt": CALL})
    stands = Standing(verdict, parts="one line")
    assert codes(check(archive, QUOTED, stands))["Q21"] is Severity.ERROR
    assert "Q21" not in codes(check(archive, QUOTED + NOT_VERIFIED, stands))


def test_a_withdrawn_recording_may_not_be_quoted(archive_of, check):
    archive = archive_of({"call.srt": CALL})
    assert "Q36" not in codes(check(archive, QUOTED))
    sign(archive, "move", Move(State.PUBLISHED, State.WITHDRAWN, tombstone="Withdrawn."))
    assert codes(check(archive, QUOTED))["Q36"] is Severity.ERROR


def test_words_of_an_older_translation(archive_of, check):
    files = {
        "call.srt": "1\n00:00:01,000 --> 00:00:04,000\nПекарь: Встретимся у мельницы в понедельник.\n",
        "call.en.srt": "1\n00:00:01,000 --> 00:00:04,000\nLet us gather at the windmill on Monday.\n",
    }
    archive = archive_of(files)
    old = "“Let us gather at the windmill on Monday,” he says.\n"
    new = "“We shall meet by the mill on Monday,” he says.\n"
    assert codes(check(archive, old))["Q13"] is Severity.WARNING
    assert "Q36" not in codes(check(archive, old))
    files["call.en.srt"] = files["call.en.srt"].replace(
        "Let us gather at the windmill", "We shall meet by the mill"
    )
    archive = archive_of(files, approved_by="O. Editor")
    assert codes(check(archive, old))["Q36"] is Severity.ERROR
    assert not {"Q13", "Q36", "Q02"} & set(codes(check(archive, new)))


def test_words_without_times_cannot_be_played(archive_of, check):
    archive = archive_of({"call.txt": "Baker: Thirty families have signed the letter.\n"})
    report = check(archive, QUOTED)
    assert codes(report)["Q38"] is Severity.INFO
    assert report.quotations[0].as_heard
    assert "Q38" not in codes(
        check(
            archive_of({"other.srt": CALL.replace("Thirty", "Forty")}),
            QUOTED.replace("Thirty", "Forty"),
        )
    )


def test_a_number_that_the_translation_made_up(archive_of, check):
    archive = archive_of(
        {
            "call.srt": "1\n00:00:01,000 --> 00:00:04,000\nПекарь: Нас двенадцать человек в подвале.\n",
            "call.en.srt": "1\n00:00:01,000 --> 00:00:04,000\nThere are twenty of us in the cellar.\n",
        },
        approved_by="O. Editor",
    )
    report = check(archive, "“There are twenty of us in the cellar,” he says.\n")
    assert codes(report)["Q12"] is Severity.ERROR


RELEASED = {
    "en": ("“No, I am not afraid. Nobody will stop me,” she says.", "The recording was published by {}."),
    "ru": ("«Нет, я не боюсь. Никто меня не остановит», — говорит она.", "Запись опубликовала служба «{}»."),
    "uk": ("«Ні, я не боюся. Ніхто мене не зупинить», — каже вона.", "Запис оприлюднила служба «{}»."),
}  # fmt: skip
NAMES = {"en": "Surmach", "ru": "Сурмач", "uk": "Сурмач"}
PLAIN = {
    "en": "The recording could not be independently verified.",
    "ru": "Независимо подтвердить подлинность записи не удалось.",
    "uk": "Незалежно підтвердити справжність запису не вдалося.",
}


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_who_released_it_has_to_be_named(sample_archive, check, language):
    archive = sample_archive.archive
    quoted, released = RELEASED[language]
    silent = check(archive, f"{quoted}\n\n{PLAIN[language]}\n")
    assert codes(silent)["Q22"] is Severity.ERROR
    named = check(archive, f"{quoted}\n\n{released.format(NAMES[language])} {PLAIN[language]}\n")
    assert "Q22" not in codes(named)
