from __future__ import annotations

import pytest
import webvtt

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.parsed import Timing, Word
from earwitness.intake.transcripts.rolling import RollingCue, explain_rolling
from earwitness.intake.transcripts.webvtt import read_webvtt

HEAD = "WEBVTT\n\n"


def test_blocks_that_are_no_cues_are_passed_over() -> None:
    found = read_webvtt(
        "WEBVTT - розмова\nKind: captions\nLanguage: uk\n\nNOTE не мова\n\nSTYLE\n::cue{}\n\n"
        "REGION\nid:r\n\nперша\n00:01.000 --> 00:02.000 align:start\nТак\n\n"
        "01:00:00.000-->01:00:01.500\nНі\n"
    )
    assert [(line.text, line.start_ms, line.end_ms) for line in found.lines] == [
        ("Так", 1000, 2000),
        ("Ні", 3_600_000, 3_601_500),
    ]
    assert (found.language, found.problems) == ("uk", ())


def test_voices_languages_entities_and_classes() -> None:
    found = read_webvtt(
        HEAD + "00:01.000 --> 00:05.000\n<v.loud Ганна Коваль>Хто &lt;там&gt;?</v>\n"
        "<v Петро><c.red>Я</c> &amp; <lang en>my friend</lang>\n"
    )
    assert [(line.voice, line.text, line.language) for line in found.lines] == [
        ("Ганна Коваль", "Хто <там>?", None),
        ("Петро", "Я &", None),
        ("Петро", "my friend", "en"),
    ]
    assert {line.timing for line in found.lines} == {Timing.WINDOW}


def test_word_stamps() -> None:
    (line,) = read_webvtt(
        HEAD + "00:01.000 --> 00:04.000\nЯ <00:02.000><c>тебе</c> <00:03.000>добре чую"
    ).lines
    assert line.text == "Я тебе добре чую"
    assert line.words == (Word("Я", 1000, 2000), Word("тебе", 2000, 3000))


def test_rolling_captions_are_read_once() -> None:
    found = read_webvtt(
        HEAD
        + "00:01.000 --> 00:02.000 align:start position:0%\n \nпервая<00:01.500><c> фраза</c>\n\n"
        "00:02.000 --> 00:02.010 align:start position:0%\nпервая фраза\n \n\n"
        "00:02.010 --> 00:03.000 align:start position:0%\nпервая фраза\nвторая<00:02.500><c> тут</c>\n\n"
        "00:03.000 --> 00:03.010 align:start position:0%\nвторая тут\n \n\n"
    )
    assert [line.text for line in found.lines] == ["первая фраза", "вторая тут"]
    assert "rolling" in found.problems[-1].what


def test_people_may_say_yes_twice() -> None:
    found = read_webvtt(
        HEAD + "".join(f"00:0{n}.000 --> 00:0{n + 1}.000\nТак\n\n" for n in range(5))
    )
    assert len(found.lines) == 5
    cues = [RollingCue(n, n + 1, ("Так",)) for n in range(0, 90_000, 30_000)]
    assert explain_rolling(cues).startswith("not rolling")


def test_times_off_the_standard_keep_their_words() -> None:
    found = read_webvtt(
        "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n"
        "00:01,000 --> 00:02,000\nкома\n\n00:03.000 --> 00:02.000\nназад\n\nзагублене\n"
    )
    assert [(line.text, line.timing) for line in found.lines] == [
        ("кома", Timing.NONE),
        ("назад", Timing.START),
    ]
    assert [problem.line for problem in found.problems] == [2, 4, 7, 10]


def test_an_open_bracket_swallows_nothing() -> None:
    found = read_webvtt(HEAD + "00:01.000 --> 00:02.000\nменше < ніж треба")
    assert found.lines[0].text == "менше < ніж треба"
    assert "'<'" in found.problems[0].what


@pytest.mark.parametrize("text", ["", "WEBVTTX\n", "\nWEBVTT\n", "1\n00:01.000 --> 00:02.000\nх"])
def test_no_header_is_refused(text: str) -> None:
    with pytest.raises(MalformedInput) as refused:
        read_webvtt(text)
    assert refused.value.line == 1


def test_agrees_with_webvtt_py() -> None:
    text = HEAD + "".join(
        f"id {n}\n00:{n:02d}.250 --> 00:{n:02d}.900\nряд {n}\nдва\n\n" for n in range(40)
    )
    ours = [line.text for line in read_webvtt(text).lines]
    assert ours == [cue.text.replace("\n", " ") for cue in webvtt.WebVTT.from_string(text)]
