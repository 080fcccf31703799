from __future__ import annotations

import contextlib
import json

import pytest

from earwitness.errors import EarwitnessError, OverLimit, UnsupportedInput
from earwitness.intake.transcripts import read as module
from earwitness.intake.transcripts.read import MAX_LINES, explain_format, read_transcript

SRT = "1\n00:00:01,000 --> 00:00:02,000\nДобрий ранок, Ґалю\n"


@pytest.mark.parametrize(
    ("text", "name", "format_name"),
    [
        (SRT, "x.srt", "srt"),
        (SRT, "x.txt", "srt"),
        (SRT, "x.vtt", "srt"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nтак", "x.srt", "webvtt"),
        ('{"segments": [{"start": 0, "end": 1, "text": "да"}]}', "x", "whisper-json"),
        ('[{"start": 0, "end": 1, "text": "да"}]', "x.txt", "whisper-json"),
        ('{"text": "<p>да</p>", "media": ""}', "x.otr", "otr"),
        ("0:00:01.000,0:00:02.000\nYes", "x.sbv", "sbv"),
        ('<tt><body><p begin="1s">Yes</p></body></tt>', "x.xml", "ttml"),
        (
            'File type = "ooTextFile"\nObject class = "TextGrid"\n0\n1\n<exists>\n0\n',
            "x",
            "textgrid",
        ),
        ("######## START OF 1.MP3 (0 - 30s) ########\n- да", "x.txt", "slots"),
        ("[00:00:01.000 --> 00:00:03.000]  Hello.", "x.txt", "text"),
        ("{00:00:01} Так.", "x.txt", "text"),
        ("Мати: Так.\nСин: Ні.", "x.txt", "text"),
    ],
)
def test_content_decides(text: str, name: str, format_name: str) -> None:
    data = text.encode()
    found = read_transcript(data, name=name)
    assert found.format == format_name
    assert explain_format(data, name).startswith(format_name)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-16", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    words = "Добрий ранок, Ганно. Чи ти чуєш мене сьогодні? Їдемо додому ввечері, чекай."
    text = SRT.replace("Добрий ранок, Ґалю", words)
    assert read_transcript(text.encode(encoding), name="x.srt").lines[0].text == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Просто розповідь про зиму.\n\nІ ще одна.", "story.txt"),
        ('{"status": "ok"}', "x.json"),
        ("[Script Info]\nTitle: x", "x.ass"),
        ('<?xml version="1.0"?><feed/>', "x.xml"),
    ],
)
def test_what_is_no_transcript_is_refused(text: str, name: str) -> None:
    with pytest.raises(UnsupportedInput):
        read_transcript(text.encode(), name=name)
    assert "refused: " in explain_format(text.encode(), name)


def test_prose_says_so() -> None:
    with pytest.raises(UnsupportedInput, match="looks like prose"):
        read_transcript(b"Just a story.", name="story.txt")


def test_limits() -> None:
    with pytest.raises(OverLimit):
        read_transcript(b"\n" * MAX_LINES, name="x.srt")
    with pytest.raises(OverLimit):
        read_transcript(b" " * (64 * 1024 * 1024 + 1), name="x.srt")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        b"\xff\xfe\x00",
        b"WEBVTT",
        SRT.encode()[:20],
        json.dumps({"segments": 5}).encode(),
    ],
)
@pytest.mark.parametrize("name", ["", "x.srt", "x.vtt", "x.json", "x.otr", "x.TextGrid", "x.ttml"])
def test_fragments_of_any_name_never_crash(data: bytes, name: str) -> None:
    with contextlib.suppress(EarwitnessError):
        read_transcript(data, name=name)


def test_public_names() -> None:
    assert module.__all__ == sorted(module.__all__)
