"""DOCX: a paragraph a line with its time code as text, the other language in italics below.

The least that OOXML asks for (ECMA-376): styles, document, core properties. Entries are stored, with the earliest
date that zip knows, so that the same words give the same bytes everywhere.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine, about
from earwitness.publish.exports.txt import place_words
from earwitness.publish.exports.written import Written

__all__ = ["write_docx"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = "http://www.w3.org/XML/1998/namespace"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DC = "http://purl.org/dc/elements/1.1/"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = (1980, 1, 1, 0, 0, 0)

_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>
"""
_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>
"""
_DOCUMENT_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>
"""
_STYLES = f"""{_HEAD}<w:styles xmlns:w="{_W}">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
<w:pPr><w:spacing w:after="80"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="About"><w:name w:val="About"/><w:basedOn w:val="Normal"/>
<w:rPr><w:color w:val="555555"/><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Line"><w:name w:val="Line"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Translation"><w:name w:val="Translation"/>
<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="567"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Time"><w:name w:val="Time"/>
<w:rPr><w:color w:val="555555"/><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Voice"><w:name w:val="Voice"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>
"""


def write_docx(sheet: Sheet) -> Written:
    """Write all lines; those without times stand in their order without a time code."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES.encode()),
            ("_rels/.rels", _RELATIONS.encode()),
            ("word/document.xml", _document(sheet)),
            ("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS.encode()),
            ("word/styles.xml", _STYLES.encode()),
            ("docProps/core.xml", _core(sheet)),
        ):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = 0
            package.writestr(entry, content)
    return Written(out.getvalue())


def _document(sheet: Sheet) -> bytes:
    root = etree.Element(f"{{{_W}}}document", nsmap={"w": _W})
    body = etree.SubElement(root, f"{{{_W}}}body")
    _paragraph(body, "Title", [("", sheet.title or sheet.recording_id, "")])
    for text in about(sheet):
        _paragraph(body, "About", [("", text, "")])
    for line in sheet.lines:
        _line(body, line, sheet)
    return _bytes(root)


def _line(body: etree._Element, line: SheetLine, sheet: Sheet) -> None:
    place = place_words(line)
    runs = [("Time", f"[{place}] ", "")] if place else []
    if line.voice:
        runs.append(("Voice", f"{one_row(line.voice)}: ", ""))
    _paragraph(body, "Line", [*runs, ("", line.shown, sheet.language)])
    if line.beside:
        _paragraph(body, "Translation", [("", line.beside, sheet.beside_language)])


def _paragraph(body: etree._Element, style: str, runs: list[tuple[str, str, str]]) -> None:
    """One paragraph; a run is (character style, text, language), each may be ""."""
    paragraph = etree.SubElement(body, f"{{{_W}}}p")
    _value(etree.SubElement(paragraph, f"{{{_W}}}pPr"), "pStyle", style)
    for run_style, text, language in runs:
        run = etree.SubElement(paragraph, f"{{{_W}}}r")
        if run_style or language:
            properties = etree.SubElement(run, f"{{{_W}}}rPr")
            if run_style:
                _value(properties, "rStyle", run_style)
            if language not in ("", "und"):
                _value(properties, "lang", language)
        written = etree.SubElement(run, f"{{{_W}}}t")
        written.set(f"{{{_XML}}}space", "preserve")
        written.text = one_row(text) + (" " if text.endswith(" ") else "")


def _value(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, f"{{{_W}}}{name}").set(f"{{{_W}}}val", value)


def _core(sheet: Sheet) -> bytes:
    space = f"{_PACKAGE}/metadata/core-properties"
    root = etree.Element(f"{{{space}}}coreProperties", nsmap={"cp": space, "dc": _DC})
    for name, text in (
        ("title", sheet.title or sheet.recording_id),
        ("creator", "Earwitness"),
        ("identifier", sheet.recording_id),
        ("description", ". ".join(about(sheet))),
    ):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = one_row(text)
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
