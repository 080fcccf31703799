"""Other people's programs read what we write."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import docx
import pympi
import pysubs2
import pytest
import webvtt
from lxml import etree
from praatio import textgrid

from earwitness.publish.exports.formats import export_sheet
from earwitness.publish.exports.sheet import Sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def path_of(tmp_path: Path):
    def write(sheet: Sheet, name: str, ending: str) -> str:
        path = tmp_path / f"call.{ending}"
        path.write_bytes(export_sheet(sheet, name).content)
        return str(path)

    return write


def test_pysubs2_reads_srt(call: Sheet) -> None:
    found = pysubs2.SSAFile.from_string(export_sheet(call, "srt").content.decode())
    assert [(one.start, one.end) for one in found] == [
        (1_000, 3_000), (3_000, 3_500), (4_000, 6_000), (7_005, 9_000), (9_000, 10_000), (11_000, 12_000),
    ]  # fmt: skip
    assert found[2].plaintext == "Син: Який міст?\nМати: Той, що за «школою» & <млином>."


def test_pysubs2_reads_whisperx(call: Sheet) -> None:
    found = pysubs2.load_from_whisper(json.loads(export_sheet(call, "whisperx").content))
    assert found[0].text == "Зима питає, чи міст цілий."
    assert (found[4].start, found[4].end) == (7_005, 9_000)


def test_webvtt_py_reads_webvtt(call: Sheet) -> None:
    found = webvtt.from_string(export_sheet(call, "vtt").content.decode())
    assert [one.start for one in found][:3] == ["00:00:01.000", "00:00:03.000", "00:00:04.000"]
    assert found[0].voice == "Мати"
    assert found[0].text == "Зима питає, чи міст цілий."


def test_praatio_reads_textgrids(bilingual: Sheet, path_of) -> None:
    found = textgrid.openTextgrid(
        path_of(bilingual, "textgrid", "TextGrid"), includeEmptyIntervals=False
    )
    assert found.tierNames[:3] == ("about", "Мати", "Мати [en]")
    assert found.maxTimestamp == 20.0
    spoken = found.getTier("Мати").entries[0]
    assert (spoken.start, spoken.end, spoken.label) == (1.0, 3.0, "Зима питає, чи міст цілий.")
    assert found.getTier("Мати [en]").entries[0].label == "Zima asks whether the bridge is intact."
    assert "rec-7k3m9q2xb" in found.getTier("about").entries[0].label


def test_pympi_reads_eaf(bilingual: Sheet, path_of) -> None:
    found = pympi.Elan.Eaf(path_of(bilingual, "eaf", "eaf"))
    assert found.get_annotation_data_for_tier("Мати") == [
        (1_000, 3_000, "Зима питає, чи міст цілий.")
    ]
    below = found.get_ref_annotation_data_for_tier("Мати [en]")
    assert [(one[0], one[1], one[2]) for one in below] == [
        (1_000, 3_000, "Zima asks whether the bridge is intact.")
    ]
    assert found.get_parameters_for_tier("Мати [en]")["PARENT_REF"] == "Мати"
    assert (
        found.get_parameters_for_linguistic_type("translation")["CONSTRAINTS"]
        == "Symbolic_Association"
    )


def test_rttm_has_ten_columns_in_order_of_time(call: Sheet) -> None:
    rows = [one.split() for one in export_sheet(call, "rttm").content.decode().splitlines()]
    assert rows == [
        [
            "SPEAKER",
            call.recording_id,
            "1",
            "1.000",
            "2.000",
            "<NA>",
            "<NA>",
            "Мати",
            "<NA>",
            "<NA>",
        ]
    ]


def test_the_csv_module_reads_the_table(call: Sheet) -> None:
    text = export_sheet(call, "csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[3]["text"] == "Той, що за «школою» & <млином>."
    assert (rows[1]["mark"], rows[1]["text"]) == ("bleep", "")
    assert (rows[7]["start_ms"], rows[7]["timing"]) == ("", "none")


def test_a_docx_is_a_whole_package(bilingual: Sheet) -> None:
    """All parts are named, all named parts are there, and every one is well-formed."""
    content = export_sheet(bilingual, "docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        parts = {name: etree.fromstring(package.read(name)) for name in names}
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    stated = {one.get("PartName", "").lstrip("/") for one in parts["[Content_Types].xml"]} - {""}
    assert stated <= set(names)
    assert {one.get("Target") for one in parts["_rels/.rels"]} <= set(names)
    used = {
        one.get(f"{W}val") for one in parts["word/document.xml"].iter(f"{W}pStyle", f"{W}rStyle")
    }
    known = {one.get(f"{W}styleId") for one in parts["word/styles.xml"].iter(f"{W}style")}
    assert used <= known
    paragraphs = ["".join(one.itertext()) for one in parts["word/document.xml"].iter(f"{W}p")]
    assert "[0:00:01.000 - 0:00:03.000] Мати: Зима питає, чи міст цілий." in paragraphs
    assert "Zima asks whether the bridge is intact." in paragraphs
    assert "Син: А цього ніхто не чув." in paragraphs


def test_python_docx_reads_it(bilingual: Sheet, path_of) -> None:
    found = docx.Document(path_of(bilingual, "docx", "docx"))
    told = [(one.style.name, one.text) for one in found.paragraphs]
    assert ("Line", "[0:00:01.000 - 0:00:03.000] Мати: Зима питає, чи міст цілий.") in told
    assert ("Translation", "Zima asks whether the bridge is intact.") in told
    assert any(style == "About" and "NOT REVIEWED" in text for style, text in told)
    assert found.core_properties.identifier == bilingual.recording_id
