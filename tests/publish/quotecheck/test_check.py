"""Whole drafts against small archives, and the planted errors of the samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from earwitness.publish.quotecheck.check import Caution
from earwitness.records.judgement import Severity

DRAFTS = Path(__file__).resolve().parents[3] / "samples" / "drafts"
CHECKED = {"Q01", "Q02", "Q03", "Q04", "Q09", "Q10"}
PLANTED = CHECKED | {"Q05", "Q11", "Q20", "Q21", "Q25", "Q34"}

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


def found(report) -> list[tuple[str, Severity]]:
    """Findings about quoted words and speakers; other codes have tests of their own."""
    return [(one.code, one.severity) for one in report.findings if one.code in CHECKED]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_every_planted_error_is_found_at_its_line(sample_archive, language):
    draft = f"flawed.{language}.md"
    report = sample_archive.desk.check(DRAFTS / draft)
    have = {(one.line, one.code) for one in report.findings}
    planted = {
        (error["line"], error["code"])
        for error in sample_archive.truth["draft_errors"]
        if error["draft"] == draft and error["code"] in PLANTED
    }
    assert len(planted) >= 6
    assert planted <= have
    assert not report.clean


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_a_clean_draft_has_no_error(sample_archive, language):
    report = sample_archive.desk.check(DRAFTS / f"clean.{language}.md")
    assert [one for one in report.findings if one.severity is Severity.ERROR] == []
    assert report.clean


def test_clean_quotations_are_found_in_their_lines(sample_archive):
    """At the recording and the second that truth.json names; whole lines where words have no times."""
    for language in ("en", "ru", "uk"):
        draft = f"clean.{language}.md"
        report = sample_archive.desk.check(DRAFTS / draft)
        at_line = {(one.line, one.text.strip(" ,.")): one for one in report.quotations}
        for true in sample_archive.truth["clean_quotes"]:
            if true["draft"] != draft:
                continue
            key = (true["line"], true["words"].strip(" ,."))
            if key not in at_line and len(true["words"].split()) < 4:
                continue  # a phrase of three words in a heading may be a name
            one = at_line[key]
            assert one.heard is not None
            assert one.heard.recording_id in sample_archive.recordings[true["recording"]]
            lines = sample_archive.truth["recordings"][true["recording"]]["lines"]
            stretch = [line for line in lines if line["line"] in true["lines"]]
            assert one.heard.interval is not None
            assert one.heard.interval.start_ms >= stretch[0]["start_ms"] - 150
            assert one.heard.interval.end_ms <= stretch[-1]["end_ms"] + 150


def test_everyone_will_is_not_no_one_will(archive_of, check):
    archive = archive_of({"call.srt": CALL})
    report = check(archive, "“Everyone will stop us there, I am sure,” says the miller.\n")
    assert found(report) == [("Q03", Severity.ERROR)]
    (finding,) = [one for one in report.findings if one.code in CHECKED]
    assert finding.words == "Everyone"
    assert "no one" in finding.reason.lower()


def test_the_place_of_a_finding_is_exact(archive_of, check):
    archive = archive_of({"call.srt": CALL})
    text = "# A letter\n\nOn Friday:\n\n“Forty families have signed the letter,” says the baker.\n"
    report = check(archive, text)
    (finding,) = [one for one in report.findings if one.code in CHECKED]
    assert (finding.code, finding.line, finding.words) == ("Q04", 5, "Forty")
    assert text[finding.start : finding.end] == "Forty"
    assert finding.heard is not None


def test_one_quotation_over_two_voices(archive_of, check):
    archive = archive_of({"call.srt": CALL})
    report = check(archive, "“Bring the list. No one will stop us there,” says the baker.\n")
    assert ("Q09", Severity.ERROR) in found(report)
    heard = report.quotations[0].heard
    assert heard is not None
    assert (heard.first, heard.last) == (0, 1)
    assert heard.interval is not None
    assert (heard.interval.start_ms, heard.interval.end_ms) == (1000, 8000)


def test_a_quotation_over_two_lines_of_one_voice(archive_of, check):
    archive = archive_of({"call.srt": CALL.replace("Miller:", "Baker:")})
    report = check(archive, "“Bring the list. No one will stop us there,” says the baker.\n")
    assert found(report) == []


def test_the_narrator_inside_a_quotation_is_not_quoted(archive_of, check):
    archive = archive_of({"call.txt": "Пекарь: Мы встретимся у мельницы. Принеси список писем.\n"})
    text = "«Мы встретимся у мельницы, — сказал пекарь. — Принеси список писем».\n"
    assert found(check(archive, text)) == []


def test_words_in_another_language_than_the_draft(archive_of, check):
    archive = archive_of({"call.txt": "Пекарь: Двадцать пять человек не боятся мельника.\n"})
    text = "He put it in Russian: «25 человек не боятся мельника», says the baker of the town.\n"
    assert found(check(archive, text)) == []
    wrong = text.replace("не боятся", "боятся")
    assert found(check(archive, wrong)) == [("Q03", Severity.ERROR)]


def test_lines_in_two_languages(archive_of, check):
    words = "Пекарь: Двадцать человек подписали письмо вчера.\nМірошник: Двадцять людей підписали листа сьогодні.\n"
    archive = archive_of({"call.txt": words})
    text = "«Двадцять людей підписали листа сьогодні», — каже мірошник у розмові.\n"
    assert found(check(archive, text)) == []


def test_nested_marks_and_headings(archive_of, check):
    archive = archive_of({"call.srt": CALL.replace("the mill", "the ‘Old Mill’")})
    text = (
        "# “Thirty families have signed the letter”\n\n"
        "“We will meet at the ‘Old Mill’ on Monday,” says the baker.\n"
    )
    report = check(archive, text)
    assert found(report) == []
    assert len(report.quotations) == 2


@pytest.mark.parametrize("text", ["No quotation at all here.\n", "# A heading only\n"])
def test_drafts_without_quotations(archive_of, check, text):
    report = check(archive_of({"call.srt": CALL}), text)
    assert report.quotations == ()
    assert report.clean


def test_a_word_spoken_is_checked_and_a_name_in_marks_is_not(archive_of, check):
    archive = archive_of({"call.txt": "Пекарь: Завтра. Мы встретимся у мельницы.\n"})
    report = check(archive, "Газета «Зяблик» пишет. «Никогда», — говорит пекарь.\n")
    assert [one.text for one in report.quotations] == ["Никогда"]
    assert [code for code, _ in found(report)] == ["Q01"]


def test_of_two_recordings_with_the_same_words_the_one_quoted_before_is_taken(archive_of, check):
    other = CALL.replace("Thirty families have signed the letter", "The geese are gone for good")
    archive = archive_of({"a/one.srt": CALL, "b/two.srt": other})
    text = "“{}” says the baker.\n\n“We will meet at the mill on Monday,” says the baker.\n"
    for words in ("Thirty families have signed the letter,", "The geese are gone for good,"):
        first, second = check(archive, text.format(words)).quotations
        assert first.heard is not None
        assert second.heard is not None
        assert first.heard.recording_id == second.heard.recording_id


def test_of_two_recordings_with_the_same_words_the_choice_is_steady(archive_of, check):
    archive = archive_of({"a/one.srt": CALL, "b/two.srt": CALL})
    text = "“We will meet at the mill on Monday,” says the baker.\n"
    chosen = {check(archive, text).quotations[0].heard.recording_id for _ in range(3)}
    first = archive.db.execute("select id from recording order by rowid").fetchone()["id"]
    assert chosen == {first}


def test_what_a_machine_wrote_is_said(archive_of, check):
    machine = (
        '{"segments": [{"start": 1.0, "end": 4.0, "text": "We will meet at the mill on Monday."}],'
        ' "language": "en"}'
    )
    archive = archive_of({"call.json": machine})
    (one,) = check(archive, "“We will meet at the mill on Monday,” she says.\n").quotations
    assert Caution.MACHINE_TRANSCRIPT in one.cautions
    assert "machine" in one.note


def test_a_translation_nobody_approved_is_said_and_its_whole_line_played(archive_of, check):
    files = {
        "call.srt": "1\n00:00:01,000 --> 00:00:04,000\nПекарь: Встретимся у мельницы. Не опаздывай.\n",
        "call.en.srt": "1\n00:00:01,000 --> 00:00:04,000\nLet us meet at the mill. Do not be late.\n",
    }
    (one,) = check(archive_of(files), "“Let us meet at the mill,” he says.\n").quotations
    assert one.cautions == (Caution.UNAPPROVED_TRANSLATION, Caution.WHOLE_LINE)
    assert one.translated_into == "en"
    assert one.heard is not None
    assert not one.heard.exact
    assert one.heard.language == "ru"


def test_times_of_another_version_must_have_the_first_and_last_word(archive_of, check):
    """The corrected words have no word times; the machine's have, but for the first word."""
    machine = (
        '{"language": "en", "segments": [{"start": 0.5, "end": 4.0, "text": "Yes yes meet at the mill",'
        ' "words": [{"word": "yes", "start": 1.4, "end": 1.8}, {"word": "meet", "start": 2.0, "end": 2.4},'
        ' {"word": "at", "start": 2.5, "end": 2.6}, {"word": "the", "start": 2.7, "end": 2.8},'
        ' {"word": "mill", "start": 3.0, "end": 3.9}]}]}'
    )
    corrected = "1\n00:00:00,500 --> 00:00:04,000\nTomorrow, yes, meet at the mill.\n"
    archive = archive_of({"call/raw.json": machine, "call/x.srt": corrected})
    text = "“{},” he says.\n"
    (inner,) = check(archive, text.format("yes, meet at the mill")).quotations
    (outer,) = check(archive, text.format("Tomorrow, yes, meet at the mill")).quotations
    assert inner.heard is not None
    assert inner.heard.exact
    assert (inner.heard.interval.start_ms, inner.heard.interval.end_ms) == (1400, 3900)
    assert outer.heard is not None
    assert not outer.heard.exact
    assert (outer.heard.interval.start_ms, outer.heard.interval.end_ms) == (500, 4000)


def test_a_quotation_too_long_to_be_one(archive_of, check):
    archive = archive_of({"call.srt": CALL})
    report = check(archive, "“" + "we will meet at the mill " * 800 + "” she says.\n")
    assert [code for code, _ in found(report)] == ["Q01"]


@pytest.mark.slow
def test_sixty_quotations_against_two_hundred_recordings(archive_of, check):
    line = "{}\n00:00:{:02d},000 --> 00:00:{:02d},500\nBaker: On day {} the mill number {} ground {} sacks of rye for house {}.\n\n"
    files = {
        f"{n}/call.srt": "".join(
            line.format(k + 1, k, k, n, k, n * 31 + k, k * 7) for k in range(40)
        )
        for n in range(200)
    }
    archive = archive_of(files)
    quotations = "".join(
        f"“On day {n * 3} the mill number {n % 40} ground {n * 3 * 31 + n % 40} sacks of rye,” says the baker.\n\n"
        for n in range(60)
    )
    report = check(archive, quotations)
    assert found(report) == []
    assert len({one.heard.recording_id for one in report.quotations}) == 60
