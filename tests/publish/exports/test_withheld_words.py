"""Of a line that is partly withheld, words with times of their own outside of it stay; nothing else does."""

from __future__ import annotations

import pytest

from earwitness.publish.exports.sheet import SheetLine
from earwitness.publish.exports.withheld import turns_outside, with_marks, without_redacted
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoiceTurn
from earwitness.records.words import Timing, Word

GONE = Span(Interval(1_000, 2_000), SpanKind.REDACTED, "redaction")
WORDS = (
    Word("Тут", 0, 400),
    Word("Зинаида,", 900, 1_300),
    Word("опять", 1_400, 2_100),
    Word("была.", 2_200, 2_600),
)
LINE = SheetLine(
    "Тут Зинаида, опять была.",
    "Мать",
    0,
    2_600,
    Timing.EXACT,
    beside="Zinaida came again",
    words=WORDS,
)


def only(line, spans=(GONE,), voices=frozenset()):
    (made,) = without_redacted([line], spans, voices)
    return made


def test_words_outside_stay_and_the_translation_goes():
    made = only(LINE)
    assert made.text == "Тут [redacted] была."
    assert made.beside == "[redacted]"
    assert [word.text for word in made.words] == ["Тут", "была."]
    assert with_marks([made], [GONE]) == [made]  # it says so itself


@pytest.mark.parametrize(
    "words",
    [(), WORDS[:2], (*WORDS[:3], Word("была тогда.", 2_200, 2_600))],
    ids=["none", "some", "others"],
)
def test_without_times_of_all_its_words_nothing_of_a_line_stays(words):
    made = only(SheetLine(LINE.text, "Мать", 0, 2_600, Timing.EXACT, beside="x", words=words))
    assert (made.text, made.beside, made.words, made.mark) == ("", "", (), "redacted")


def test_edges_of_a_withheld_line_tell_nothing_of_its_length():
    made = only(SheetLine("Зинаида", "Мать", 1_130, 1_490, Timing.EXACT))
    assert (made.start_ms, made.end_ms) == (1_000, 2_000)


def test_a_voice_is_withheld_wherever_its_lines_are():
    made = only(SheetLine("слово", "Мать", 9_000, 9_500, Timing.EXACT), (), frozenset({"Мать"}))
    assert (made.text, made.mark) == ("", "redacted")


def test_turns_tell_nothing_of_a_withheld_stretch():
    turns = [VoiceTurn("V1", Interval(500, 2_500)), VoiceTurn("V2", Interval(1_200, 1_800))]
    made = turns_outside(turns, [GONE])
    assert [(one.voice, one.interval) for one in made] == [
        ("V1", Interval(500, 1_000)),
        ("V1", Interval(2_000, 2_500)),
    ]
