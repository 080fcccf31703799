"""Whatever is said: no format breaks, no time goes backwards, nothing that is said acts in the file."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pympi
import pysubs2
import pytest
import webvtt
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from praatio import textgrid

from earwitness.errors import NotInArchive
from earwitness.intake.transcripts.read import read_transcript
from earwitness.publish.exports.cues import cues_of
from earwitness.publish.exports.formats import FORMATS, export_sheet
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine, SourceVersion
from earwitness.records.words import Timing, VersionStatus

HOSTILE = (
    "00:00:01,000 --> 00:00:02,000", "-->", "<v Mallory>", "</v>", "&amp;", "&", "<i>", "{\\an8}", "\\N",
    '"', '""', "]]>", "<!-- -->", "\n\n7\n", "\r", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\u2066", "\u200f",
    "\ufeff", "\ufffe", "👩🏽‍🚀", "اللغة", "=1+1", "NOTE", "WEBVTT", "ї", "[bleep]", ";", "\t", "1",
)  # fmt: skip
words = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), max_size=4).map(" ".join)
said = words.filter(lambda text: bool(one_row(text)))
label = st.none() | st.sampled_from(["Мати", "V1"]) | words
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WORDS = SourceVersion("trs-7k3m9q2xb", "original", "uk", "asr", "m", VersionStatus.DRAFT)
ENGLISH = SourceVersion("trl-7k3m9q2xb", "translation", "en", "human", "n", VersionStatus.DRAFT)
careful = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def lines(draw: st.DrawFn, text=said, voice=label, *, exact: bool = False) -> SheetLine:
    start = draw(st.integers(0, 20_000))
    end = start + draw(st.integers(1 if exact else 0, 9_000))
    timing = Timing.EXACT if exact else draw(st.sampled_from(list(Timing)))
    fields = {"text": draw(text), "voice": draw(voice), "timing": timing, "position": 0}
    if timing is not Timing.NONE:
        fields["start_ms"] = start
        fields["end_ms"] = None if timing is Timing.START else end
    if draw(st.booleans()) and not exact:
        fields["beside"] = draw(words)
    return SheetLine(**fields)


def of(*given: SheetLine, title: str = "", both: bool = False) -> Sheet:
    kept = given if both else (replace(one, beside="") for one in given)
    return Sheet(
        "rec-7k3m9q2xb", title, "uk", tuple(kept), (WORDS, ENGLISH) if both else (WORDS,),
        beside_language="en" if both else "", duration_ms=20_000,
    )  # fmt: skip


def in_turn(count: int, text=said, voice=label):
    """Lines with exact times that do not overlap."""

    def place(found: list[SheetLine]) -> list[SheetLine]:
        return [
            SheetLine(one.text, one.voice, 3_000 * n, 3_000 * n + 2_500, Timing.EXACT, position=n)
            for n, one in enumerate(found)
        ]

    made = st.lists(lines(text, voice, exact=True), min_size=1, max_size=count)
    return made.map(place)


@careful
@given(found=st.lists(lines(), max_size=6), title=words, both=st.booleans())
def test_nothing_breaks_any_format(found: list[SheetLine], title: str, *, both: bool) -> None:
    for name, form in FORMATS.items():
        if both and not form.bilingual:
            continue
        try:
            content = export_sheet(of(*found, title=title, both=both), name).content
        except NotInArchive:
            assert name == "rttm" or not any(one.start_ms is not None for one in found)
            continue
        if name == "docx":
            package = zipfile.ZipFile(io.BytesIO(content))
            content = b"".join(package.read(one) for one in package.namelist())
        text = content.decode("utf-8-sig")
        assert not set(BIDI) & set(text)
        assert not any(ord(one) < 32 and one not in "\n\r" for one in text)


@careful
@given(st.lists(lines(), min_size=1, max_size=8))
def test_times_never_go_backwards(found: list[SheetLine]) -> None:
    assume(any(one.start_ms is not None for one in found))
    cues = cues_of(of(*found)).cues
    assert all(one.start_ms < one.end_ms for one in cues)
    assert [one.start_ms for one in cues] == sorted(one.start_ms for one in cues)
    timed = sum(one.start_ms is not None for one in found)
    assert sum(len(one.lines) for one in cues) == timed


@careful
@given(in_turn(4))
def test_srt_has_as_many_cues_as_lines_for_everybody(found: list[SheetLine]) -> None:
    text = export_sheet(of(*found), "srt").content.decode()
    theirs = pysubs2.SSAFile.from_string(text, format_="srt")
    times = [(one.start_ms, one.end_ms) for one in found]
    assert [(one.start, one.end) for one in theirs] == times
    ours = read_transcript(text.encode(), name="call.srt")
    assert {(one.start_ms, one.end_ms) for one in ours.lines} <= set(times)
    for line, cue in zip(found, theirs, strict=True):
        assert cue.text.replace("\\N", " ").count("{") == 0
        assert len(one_row(cue.plaintext)) >= len(one_row(line.shown)) // 2


@careful
@given(in_turn(4, voice=st.just("Мати")))
def test_webvtt_gives_back_every_sign(found: list[SheetLine]) -> None:
    text = export_sheet(of(*found), "vtt").content.decode()
    ours = read_transcript(text.encode(), name="call.vtt")
    told = [one for one in ours.lines if not one.no_speech]
    spoken = {one_row(one.text) for one in found}
    assert {one.text for one in told} <= spoken
    assert all(one.voice == "Мати" for one in told)
    assert len(ours.lines) == len(found)
    theirs = webvtt.from_string(text)
    assert len(theirs.captions) == len(found)
    assert all(one.voice == "Мати" for one in theirs)


@careful
@given(in_turn(4, voice=st.just("Мати")))
def test_ttml_gives_back_every_sign(found: list[SheetLine]) -> None:
    content = export_sheet(of(*found), "ttml").content
    spans = etree.fromstring(content).findall(".//{http://www.w3.org/ns/ttml}p/*")
    assert [one.text for one in spans] == [one_row(one.text) for one in found]
    ours = read_transcript(content, name="call.ttml")
    times = [(one.start_ms, one.end_ms, "Мати") for one in found]
    assert [(one.start_ms, one.end_ms, one.voice) for one in ours.lines] == times


@careful
@given(found=st.lists(lines(), min_size=1, max_size=6), both=st.booleans())
def test_tiers_hold_for_praat_and_elan(found: list[SheetLine], *, both: bool) -> None:
    # praatio cuts a file at these words, also inside quotes; Praat does not.
    said_by = " ".join(f"{one.text} {one.voice} {one.beside}" for one in found)
    assume(not re.search(r"(?:item|intervals|points) ?\[", said_by))
    assume(any(one.start_ms is not None for one in found))
    given_sheet = of(*found, both=both)
    with tempfile.TemporaryDirectory() as folder:
        grid, eaf = Path(folder) / "a.TextGrid", Path(folder) / "a.eaf"
        grid.write_bytes(export_sheet(given_sheet, "textgrid").content)
        eaf.write_bytes(export_sheet(given_sheet, "eaf").content)
        praat = textgrid.openTextgrid(str(grid), includeEmptyIntervals=False)
        elan = pympi.Elan.Eaf(str(eaf))
    words_of = {
        name: [
            (round(e.start * 1000), round(e.end * 1000), e.label)
            for e in praat.getTier(name).entries
        ]
        for name in praat.tierNames
        if name != "about" and " [en]" not in name
    }
    for name, entries in words_of.items():
        assert all(a[1] <= b[0] for a, b in pairwise(entries))
        assert sorted(one[:3] for one in elan.get_annotation_data_for_tier(name)) == entries
    ours = read_transcript(export_sheet(given_sheet, "textgrid").content, name="a.TextGrid")
    assert len(ours.lines) >= sum(len(one) for one in words_of.values())


@careful
@given(st.lists(lines(), min_size=1, max_size=6))
def test_json_keeps_every_character(found: list[SheetLine]) -> None:
    document = json.loads(export_sheet(of(*found), "json").content)
    assert [one["text"] for one in document["lines"]] == [one.text for one in found]
    assert [one["voice"] for one in document["lines"]] == [one.voice for one in found]


@careful
@given(st.lists(lines(), min_size=1, max_size=6))
def test_no_cell_of_the_table_runs(found: list[SheetLine]) -> None:
    text = export_sheet(of(*found), "csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(found) + 1
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row if cell)


@pytest.mark.parametrize(
    "name", [one for one in FORMATS if one not in ("txt", "docx", "csv", "json")]
)
def test_without_times_a_format_that_needs_them_says_so(name: str) -> None:
    with pytest.raises(NotInArchive) as told:
        export_sheet(of(SheetLine("Так.", position=0)), name)
    assert told.value.do
