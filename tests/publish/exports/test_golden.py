"""The files that each format gives for one call, byte for byte.

After a change that is meant: ``EARWITNESS_GOLDEN=write pytest tests/publish/exports/test_golden.py``, then read the diff.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from earwitness.publish.exports.formats import FORMATS, export_sheet
from earwitness.publish.exports.sheet import Sheet

GOLDEN = Path(__file__).parent / "golden"


def held_to(name: str, content: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("EARWITNESS_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    assert content == path.read_bytes(), path


@pytest.mark.parametrize("name", [one for one in FORMATS if one != "docx"])
def test_one_language(name: str, call: Sheet) -> None:
    held_to(f"call.{FORMATS[name].ending}", export_sheet(call, name).content)


@pytest.mark.parametrize("name", [n for n, one in FORMATS.items() if one.bilingual and n != "docx"])
def test_two_languages(name: str, bilingual: Sheet) -> None:
    held_to(f"bilingual.{FORMATS[name].ending}", export_sheet(bilingual, name).content)


@pytest.mark.parametrize("which", ["call", "bilingual"])
def test_the_document_in_a_docx(which: str, request: pytest.FixtureRequest) -> None:
    content = export_sheet(request.getfixturevalue(which), "docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        held_to(f"{which}.document.xml", package.read("word/document.xml"))


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_same_words_give_the_same_bytes(name: str, call: Sheet) -> None:
    assert export_sheet(call, name) == export_sheet(call, name)


@pytest.mark.parametrize("name", [n for n, one in FORMATS.items() if one.names_version])
def test_a_file_says_whose_words_it_holds_and_that_nobody_looked_at_them(
    name: str, call: Sheet
) -> None:
    content = export_sheet(call, name).content
    if name == "docx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    text = content.decode("utf-8-sig")
    assert call.recording_id in text
    assert call.versions[0].id in text
    assert "draft" in text
