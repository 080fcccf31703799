"""oTranscribe, Praat, YouTube SBV and TTML."""

from __future__ import annotations

import json
from fractions import Fraction

import pysubs2
import pytest

from earwitness.errors import HostileInput, MalformedInput, UnsupportedInput
from earwitness.intake.transcripts.otr import read_otr
from earwitness.intake.transcripts.parsed import Timing, Word
from earwitness.intake.transcripts.sbv import read_sbv
from earwitness.intake.transcripts.textgrid import read_textgrid
from earwitness.intake.transcripts.ttml import read_ttml
from earwitness.intake.transcripts.ttml_times import FrameRates, read_ttml_time

LONG_GRID = '''File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.5
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Ганна"
        xmin = 0
        xmax = 2.5
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.25
            text = "каже ""так"""
        intervals [2]:
            xmin = 1.25
            xmax = 2.5
            text = ""
    item [2]:
        class = "TextTier"
        name = "beats"
        xmin = 0
        xmax = 2.5
        points: size = 1
        points [1]:
            number = 1
            mark = "x"
'''
SHORT_GRID = (
    'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n2.5\n<exists>\n1\n'
    '"IntervalTier"\n"Ганна"\n0\n2.5\n1\n0\n1.25\n"каже ""так"""\n'
)


def test_otr() -> None:
    page = (
        '<p><span class="timestamp" data-timestamp="1.5">00:01</span> Ганна: Чуєш &amp; бачиш?</p>'
        '<p><b>Так</b>.<br />Далі <span class="timestamp" data-timestamp="4">00:04</span></p><p>кінець</p>'
    )
    found = read_otr(json.dumps({"text": page, "media": "demo.mp3", "media-time": 1}))
    assert [(line.voice, line.text, line.start_ms) for line in found.lines] == [
        ("Ганна", "Чуєш & бачиш?", 1500),
        (None, "Так.", None),
        (None, "Далі", None),
        (None, "кінець", 4000),
    ]
    assert (found.title, found.lines[0].timing) == ("demo.mp3", Timing.START)


def test_otr_refuses_other_json() -> None:
    with pytest.raises(UnsupportedInput):
        read_otr('{"text": "x"}')


@pytest.mark.parametrize("text", [LONG_GRID, SHORT_GRID])
def test_textgrid(text: str) -> None:
    (line,) = read_textgrid(text).lines
    assert (line.voice, line.text, line.start_ms, line.end_ms) == ("Ганна", 'каже "так"', 0, 1250)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        SHORT_GRID[:-20],
        SHORT_GRID.replace("2.5\n1\n0", "2.5\n999999999\n0"),
        SHORT_GRID.replace("\n1\n0\n", "\nx\n"),
    ],
)
def test_broken_textgrid_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(MalformedInput) as refused:
        read_textgrid(text)
    assert refused.value.line


def test_sbv() -> None:
    found = read_sbv(
        "0:00:01.000,0:00:02.500\nДобрий\nдень\n\n0:00:03.f00,0:00:04.000\nчас\n\nсам\n"
    )
    assert [(line.text, line.end_ms) for line in found.lines] == [
        ("Добрий день", 2500),
        ("час", None),
        ("сам", None),
    ]
    assert [problem.line for problem in found.problems] == [5, 8]
    with pytest.raises(MalformedInput):
        read_sbv("текст")


def test_ttml() -> None:
    found = read_ttml(
        '<?xml version="1.0" encoding="utf-16"?><tt xmlns="http://www.w3.org/ns/ttml" xml:lang="uk"'
        ' xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><ttm:title>Демо</ttm:title>'
        '<ttm:agent xml:id="a"><ttm:name>Ганна</ttm:name></ttm:agent></head><body><div begin="10s">'
        '<p begin="1s" end="2.5s" ttm:agent="a">Добрий<br/>день</p>'
        '<p begin="3s" dur="1s"><span begin="0s" end="0.5s">так</span> <span begin="0.5s" end="1s">само</span></p>'
        '<p begin="bad">- Хто?<br/>- Я.</p></div></body></tt>'
    )
    assert (found.title, found.language) == ("Демо", "uk")
    assert [(line.voice, line.text, line.start_ms, line.end_ms) for line in found.lines[:2]] == [
        ("Ганна", "Добрий день", 11_000, 12_500),
        (None, "так само", 13_000, 14_000),
    ]
    assert found.lines[1].words == (
        Word("так", 13_000, 13_500),
        Word("само", 13_500, 14_000),
    )
    assert [line.text for line in found.lines[2:]] == ["Хто?", "Я."]
    assert "is no time" in found.problems[0].what


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('<!DOCTYPE tt [<!ENTITY a "b">]><tt>&a;</tt>', HostileInput),
        ("<tt><p></tt>", MalformedInput),
        ("<html/>", UnsupportedInput),
        ("<tt>" + "<div>" * 5000, MalformedInput),
    ],
)
def test_ttml_refusals(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_ttml(text)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("01:02:03.5", 3_723_500),
        ("00:00:01:12", 1500),
        ("24f", 1000),
        ("10t", 100),
        ("1.5m", 90_000),
        ("2h", 7_200_000),
        ("7ms", 7),
        ("x", None),
        ("", None),
    ],
)
def test_ttml_times(text: str, ms: int | None) -> None:
    assert read_ttml_time(text, FrameRates(Fraction(24), Fraction(100))) == ms


def test_ttml_agrees_with_pysubs2() -> None:
    body = "".join(
        f'<p begin="00:00:{n:02d}.250" end="00:00:{n:02d}.750">ряд {n}</p>' for n in range(30)
    )
    text = f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{body}</div></body></tt>'
    ours = [(line.start_ms, line.end_ms, line.text) for line in read_ttml(text).lines]
    assert ours == [
        (e.start, e.end, e.plaintext) for e in pysubs2.SSAFile.from_string(text, "ttml")
    ]
