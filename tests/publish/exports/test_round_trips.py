"""What is exported is read by our own readers as it was: the same lines, voices and times."""

from __future__ import annotations

import pytest

from earwitness.intake.transcripts.parsed import Line, ParsedTranscript
from earwitness.intake.transcripts.read import read_transcript
from earwitness.publish.exports.formats import FORMATS, export_sheet
from earwitness.publish.exports.sheet import Sheet
from earwitness.records.words import Timing, Word

READ_AS = {
    "srt": "srt",
    "vtt": "webvtt",
    "ttml": "ttml",
    "textgrid": "textgrid",
    "whisperx": "whisperx-json",
}


def read_back(sheet: Sheet, name: str) -> ParsedTranscript:
    content = export_sheet(sheet, name).content
    return read_transcript(content, name=f"call.{FORMATS[name].ending}")


def essence(line: Line) -> tuple[object, ...]:
    return line.text, line.voice, line.start_ms, line.end_ms, line.no_speech


CALL = [
    ("Зима питає, чи міст цілий.", "Мати", 1_000, 3_000, None),
    ("", None, 3_000, 3_500, "bleep"),
    ("Який міст?", "Син", 4_000, 6_000, None),
    ("Той, що за «школою» & <млином>.", "Мати", 4_000, 6_000, None),
    ("Двадцять людей стояли під штабом.", "Син", 7_005, 9_000, None),
    ("", None, 9_000, 10_000, "нерозбірливо"),
    ("Добре.", None, 11_000, 12_000, None),
]


@pytest.mark.parametrize("name", ["srt", "vtt", "ttml", "whisperx"])
def test_the_lines_come_back(name: str, call: Sheet) -> None:
    found = read_back(call, name)
    assert found.format == READ_AS[name]
    assert not found.problems
    assert [essence(one) for one in found.lines] == CALL


@pytest.mark.parametrize("name", ["srt", "vtt", "ttml"])
def test_lines_that_share_bounds_come_back_as_such(name: str, call: Sheet) -> None:
    found = read_back(call, name)
    assert [one.timing for one in found.lines[1:5]] == [
        Timing.EXACT,
        Timing.WINDOW,
        Timing.WINDOW,
        Timing.EXACT,
    ]


def test_a_textgrid_has_its_lines_by_tier(call: Sheet) -> None:
    found = read_back(call, "textgrid")
    assert found.format == "textgrid"
    within = {("Син (within)", "Який міст?"), ("Мати (within)", "Той, що за «школою» & <млином>.")}
    assert {
        (one.voice, one.text) for one in found.lines if "(within)" in (one.voice or "")
    } == within
    told = {(one.text, one.start_ms, one.end_ms, one.no_speech) for one in found.lines}
    assert told == {(text, start, end, kind) for text, _, start, end, kind in CALL}


def test_words_keep_their_times_and_scores(call: Sheet) -> None:
    found = read_back(call, "whisperx")
    assert found.language == "uk"
    assert found.lines[0].words == (
        Word("Зима", 1_000, 1_400, 0.9),
        Word("питає,", 1_500, 1_900, None),
    )


def test_a_title_comes_back_from_ttml(call: Sheet) -> None:
    found = read_back(call, "ttml")
    assert (found.title, found.language) == ("call-1", "uk")


def test_the_text_file_is_read_as_a_transcript(call: Sheet) -> None:
    found = read_back(call, "txt")
    told = [essence(one) for one in found.lines]
    assert ("Зима питає, чи міст цілий.", "Мати", 1_000, 3_000, None) in told
    assert ("Добре.", None, 11_000, 12_000, None) in told


@pytest.mark.parametrize("name", ["srt", "vtt", "ttml"])
def test_two_languages_share_the_times(name: str, bilingual: Sheet) -> None:
    found = read_back(bilingual, name)
    text = " ".join(one.text for one in found.lines if one.start_ms == 1_000)
    assert "Зима питає" in text
    assert "Zima asks whether the bridge is intact." in text
