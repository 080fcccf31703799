"""Sheets made by hand: what an archive gives, without one."""

from __future__ import annotations

import pytest

from earwitness.publish.exports.sheet import Sheet, SheetLine, SourceVersion
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoiceTurn
from earwitness.records.words import Timing, VersionStatus, Word

WORDS = SourceVersion(
    "trs-7k3m9q2xb", "original", "uk", "publisher_subtitles", "", VersionStatus.DRAFT
)
ENGLISH = SourceVersion(
    "trl-4k2tzqw90", "translation", "en", "human", "Ada Marrow", VersionStatus.APPROVED
)


def line(text: str, start_ms: int | None = None, end_ms: int | None = None, **more) -> SheetLine:
    timing = Timing.NONE if start_ms is None else Timing.START if end_ms is None else Timing.EXACT
    more.setdefault("timing", timing)
    return SheetLine(text, start_ms=start_ms, end_ms=end_ms, **more)


def sheet(*lines: SheetLine, **more) -> Sheet:
    fields = {"title": "call-1", "language": "uk", "versions": (WORDS,), "duration_ms": 20_000}
    return Sheet("rec-7k3m9q2xb", lines=tuple(lines), **(fields | more))


CALL = (
    line(
        "Зима питає, чи міст цілий.", 1_000, 3_000, voice="Мати",
        beside="Zima asks whether the bridge is intact.", position=0, score=0.9,
        words=(Word("Зима", 1_000, 1_400, 0.9), Word("питає,", 1_500, 1_900)),
    ),
    line("", 3_000, 3_500, mark="bleep"),
    line("Який міст?", 4_000, 6_000, voice="Син", timing=Timing.WINDOW, position=1, beside="Which bridge?"),
    line("Той, що за «школою» & <млином>.", 4_000, 6_000, voice="Мати", timing=Timing.WINDOW, position=2),
    line("Двадцять людей стояли під штабом.", 7_005, voice="Син", position=3),
    line("", 9_000, 10_000, mark="нерозбірливо", position=4),
    line("Добре.", 11_000, 12_000, position=5, beside="All right."),
    line("А цього ніхто не чув.", position=6, voice="Син"),
)  # fmt: skip


@pytest.fixture
def call() -> Sheet:
    """One language; a window, a start without an end, marks, a line without times."""
    plain = (
        SheetLine(*(getattr(one, f) if f != "beside" else "" for f in SheetLine.__slots__))
        for one in CALL
    )
    return sheet(
        *plain,
        turns=(VoiceTurn("V1", Interval(1_000, 3_100)), VoiceTurn("V2", Interval(3_900, 9_000), 1)),
        turns_by="voices 1",
        left_out=("1 line held back: an engine wrote what was probably not said",),
    )


@pytest.fixture
def bilingual() -> Sheet:
    """The same with English beside it."""
    return sheet(*CALL, versions=(WORDS, ENGLISH), beside_language="en")
