from __future__ import annotations

import pytest

from earwitness.intake.transcripts.parsed import ParsedTranscript, Timing
from earwitness.intake.transcripts.plain import read_plain, weigh_plain


def voiced(found: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(line.voice, line.text) for line in found.lines]


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        ("Мати: Ти де?\nСин: Удома.\nЧекаю.", ["Мати", "Син"]),
        ("Мать: Ты где?\nСын: Дома.\nЖду.", ["Мать", "Сын"]),
        ("Mother: Where?\nSon: Home.\nWaiting.", ["Mother", "Son"]),
        ("SPEAKER_00: Так\nSPEAKER_01: Ні.\nСлово", ["SPEAKER_00", "SPEAKER_01"]),
        ("- Так\n-- Ні.\nСлово", ["1", "2"]),
        ("- Так\n- Ні.\nСлово", [None, None]),
        ("— Да.\n— Нет.\nСлово", [None, None]),
    ],
)
def test_voices(text: str, voices: list[str | None]) -> None:
    found = read_plain(text)
    assert [line.voice for line in found.lines] == voices
    assert found.lines[1].text.count(" ") == 1, "the last row continues the turn"


def test_a_single_capitalised_word_is_believed_only_when_it_comes_back() -> None:
    prose = "Перша розповідь.\n\nКиїв: погода гарна.\n\nДруга розповідь.\n\nТретя."
    assert all(line.voice is None for line in read_plain(prose).lines)


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01] так\n[00:00:05] ні",
        "(0:00:01) так\n(0:00:05) ні",
        "{00:00:01} так\n{00:00:05} ні",
        "[00.01] так\n[00.05] ні",
        "[00:01] так [00:05] ні",
        "0:01\nтак\n0:05\nні",
        "0:01 так\n0:05 ні",
    ],
)
def test_start_marks(text: str) -> None:
    lines = read_plain(text).lines
    assert [(line.text, line.start_ms, line.timing) for line in lines] == [
        ("так", 1000, Timing.START),
        ("ні", 5000, Timing.START),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01.000 --> 00:00:03.000]  да",
        "[00:01.000 --> 00:03.000] да",
        "00:00:01.000 --> 00:00:03 да",
        "[0:01 - 0:03] да",
    ],
)
def test_stretches(text: str) -> None:
    (line,) = read_plain(text).lines
    assert (line.text, line.start_ms, line.end_ms, line.timing) == ("да", 1000, 3000, Timing.EXACT)


@pytest.mark.parametrize(
    "text",
    [
        "Speaker 1  0:12\nHello.\n\nSpeaker 2  0:15\nHi.",
        "0:12 Speaker 1\nHello.\n\n0:15 Speaker 2\nHi.",
        "Speaker 1 (00:12):\nHello.\nSpeaker 2 (00:15): Hi.",
        "[00:12] Speaker 1: Hello.\n[00:15] Speaker 2: Hi.",
    ],
)
def test_times_beside_labels(text: str) -> None:
    found = read_plain(text)
    assert voiced(found) == [("Speaker 1", "Hello."), ("Speaker 2", "Hi.")]
    assert [line.start_ms for line in found.lines] == [12_000, 15_000]


def test_marks_at_the_end_of_paragraphs_close_them() -> None:
    found = read_plain("Ведуча: Почнімо. #00:00:05-0#\nГість: Так. #00:00:09-5#")
    assert [(line.start_ms, line.end_ms, line.timing) for line in found.lines] == [
        (0, 5000, Timing.WINDOW),
        (5000, 9500, Timing.WINDOW),
    ]


def test_turns_below_one_mark_lie_before_the_next() -> None:
    found = read_plain("[00:10]\n- Ты где?\n- Дома.\n[00:20]\n- Хорошо.\n- Да.")
    assert [(line.start_ms, line.end_ms, line.timing) for line in found.lines] == [
        (10_000, None, Timing.START),
        (10_000, 20_000, Timing.WINDOW),
        (20_000, None, Timing.START),
        (None, None, Timing.NONE),
    ]


def test_a_clock_time_in_speech_is_no_mark() -> None:
    found = read_plain("Мать: Когда?\nСын: Завтра.\n10:30 выезжаем.\nМать: Хорошо.")
    assert all(line.timing is Timing.NONE for line in found.lines)
    assert "10:30" in found.lines[1].text


def test_no_speech_and_problems() -> None:
    found = read_plain("Мати: [нерозбірливо]\n[музика]\nСин: Так.\n[00:09] \n[00:05] Ні.")
    assert [(line.voice, line.no_speech) for line in found.lines[:2]] == [
        ("Мати", "нерозбірливо"),
        (None, "музика"),
    ]
    assert [problem.line for problem in found.problems] == [4]


def test_times_that_go_back_are_told() -> None:
    assert read_plain("[00:09] так\n[00:05] ні").problems[0].line == 2


def test_paragraphs_and_flat_files() -> None:
    assert [line.text for line in read_plain("один\nдва\n\nтри").lines] == ["один два", "три"]
    assert [line.text for line in read_plain("один\nдва\nтри").lines] == ["один", "два", "три"]
    assert read_plain("").lines == ()


def test_evidence() -> None:
    assert weigh_plain("Мати: Так.\nСин: Ні.").is_transcript
    assert weigh_plain("— Да.\n— Нет.\n— Ну.").is_transcript
    assert not weigh_plain("Просто розповідь.\n\nЩе одна.").is_transcript
    assert not weigh_plain("").is_transcript
