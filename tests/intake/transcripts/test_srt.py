from __future__ import annotations

import pysubs2
import pytest

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.parsed import Timing
from earwitness.intake.transcripts.srt import read_srt


def test_a_clean_file() -> None:
    found = read_srt(
        "1\n00:00:01,000 --> 00:00:02,500\nДобрий ранок,\nМаріє.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nGood morning.\n"
    )
    assert [line.text for line in found.lines] == ["Добрий ранок, Маріє.", "Good morning."]
    assert [(line.start_ms, line.end_ms) for line in found.lines] == [(1000, 2500), (3000, 4000)]
    assert found.format == "srt"
    assert found.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01.000 --> 00:00:02.000\nПривет\n00:00:03.000 --> 00:00:04.000\nПока",  # bare
        "1\n00:01,000 --> 00:02,000\nПривет\n2\n00:03,000 --> 00:04,000\nПока",  # no hours
        "1\n0:00:01,0 -> 0:00:02,0\nПривет\n\n\n\n2\n0:00:03 --> 0:00:04\n\n\nПока\n\n",
        (
            "7\n00: 00: 01, 000 -> 00: 00: 02, 000\n{\\an8}<i>Привет</i>\n"
            '8\n00:00:03,000 --> 00:00:04,000 X1:1 X2:2 Y1:3 Y2:4\n<font color="red">Пока</font>'
        ),
    ],
)
def test_tolerates(text: str) -> None:
    found = read_srt(text)
    assert [line.text for line in found.lines] == ["Привет", "Пока"]
    assert [line.start_ms for line in found.lines] == [1000, 3000]


def test_a_cue_that_is_a_number_stays() -> None:
    found = read_srt("1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7")
    assert [line.text for line in found.lines] == ["42", "7"]
    unindexed = read_srt("00:00:01,000 --> 00:00:02,000\n42\n00:00:03,000 --> 00:00:04,000\nТак")
    assert [line.text for line in unindexed.lines] == ["42", "Так"]


def test_voices_that_share_a_cue_only_know_its_window() -> None:
    found = read_srt(
        "1\n00:00:01,000 --> 00:00:05,000\n- Ты где?\n- Дома.\n\n"
        "2\n00:00:06,000 --> 00:00:07,000\nМати: Чекай.\n\n"
        "3\n00:00:08,000 --> 00:00:09,000\n[Ганна] Чую\n[шум]\n"
    )
    assert [line.timing for line in found.lines[:3]] == [
        Timing.WINDOW,
        Timing.WINDOW,
        Timing.EXACT,
    ]
    assert [line.voice for line in found.lines] == [None, None, "Мати", "Ганна"]


def test_a_cue_that_is_only_a_sound() -> None:
    (line,) = read_srt("1\n00:00:01,000 --> 00:00:05,000\n[нерозбірливо]").lines
    assert (line.text, line.no_speech) == ("", "нерозбірливо")


def test_times_that_cannot_be_are_told_with_their_line() -> None:
    found = read_srt(
        "1\n00:00:05,000 --> 00:00:04,000\nодин\n\n"
        "2\n-00:00:01,000 --> 00:00:04,000\nдва\n\n"
        "3\n00:00:0x,000 --> 00:00:04,000\nтри\n\n"
        "4\n00:00:03,000 --> 00:00:09,000\nчетыре\n\n"
        "5\n00:00:08,000 --> 00:00:10,000\nпять\n"
    )
    assert [line.timing for line in found.lines] == [
        Timing.START,
        Timing.NONE,
        Timing.NONE,
        Timing.EXACT,
        Timing.EXACT,
    ]
    assert [problem.line for problem in found.problems] == [2, 6, 10, 18]


def test_cues_without_times_or_text_are_told() -> None:
    found = read_srt(
        "intro\n\n1\n00:00:01,000 --> 00:00:02,000\nтак\n\n2\nні\n\n3\nможе\n\n"
        "4\n00:00:05,000 --> 00:00:06,000\n\n"
    )
    assert [(line.text, line.timing) for line in found.lines] == [
        ("так", Timing.EXACT),
        ("ні", Timing.NONE),
        ("може", Timing.NONE),
    ]
    assert [problem.line for problem in found.problems] == [1, 7, 10, 14]


def test_many_cues_without_times_take_no_recursion() -> None:
    body = "".join(f"\n{number}\nслово\n" for number in range(2, 5000))
    found = read_srt(f"1\n00:00:01,000 --> 00:00:02,000\nслово\n{body}")
    assert len(found.lines) == 4999


@pytest.mark.parametrize(("text", "line"), [("", 1), ("\n\nпросто текст", 3), ("1\n2\n3", 1)])
def test_no_cue_at_all_is_refused(text: str, line: int) -> None:
    with pytest.raises(MalformedInput) as refused:
        read_srt(text, where="clip.srt")
    assert (refused.value.line, refused.value.where) == (line, "clip.srt")


def test_agrees_with_pysubs2() -> None:
    text = "".join(
        f"{n}\n00:00:{n:02d},250 --> 00:00:{n:02d},900\nстрока {n}\nвторая\n\n"
        for n in range(1, 40)
    )
    ours = [(line.start_ms, line.end_ms, line.text) for line in read_srt(text).lines]
    theirs = pysubs2.SSAFile.from_string(text, "srt")
    assert ours == [(e.start, e.end, e.plaintext.replace("\n", " ")) for e in theirs]
