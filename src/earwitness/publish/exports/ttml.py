"""TTML (``.ttml``, W3C): a paragraph a cue, voices as agents, another language in a span of its own."""

from __future__ import annotations

from lxml import etree

from earwitness.publish.exports.clock import clock
from earwitness.publish.exports.cues import Cue, cues_of
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine, about
from earwitness.publish.exports.written import Written

__all__ = ["write_ttml"]

_TT = "http://www.w3.org/ns/ttml"
_TTM = "http://www.w3.org/ns/ttml#metadata"
_XML = "http://www.w3.org/XML/1998/namespace"
_BETWEEN = "\n      "  # paragraphs; inside one, white space would be shown


def write_ttml(sheet: Sheet) -> Written:
    """Write the cues.

    Raises:
        NotInArchive: no line has times.
    """
    found = cues_of(sheet)
    spaces = {None: _TT, "ttm": _TTM}
    root = etree.Element(f"{{{_TT}}}tt", nsmap=spaces)  # type: ignore[arg-type]  # lxml-stubs know no default namespace
    root.set(f"{{{_XML}}}lang", sheet.language)
    head = etree.SubElement(root, f"{{{_TT}}}head")
    metadata = etree.SubElement(head, f"{{{_TT}}}metadata")
    _said(metadata, "title", sheet.title or sheet.recording_id)
    _said(metadata, "desc", ". ".join([*about(sheet), *found.notes]))
    voices = dict.fromkeys(
        voice for cue in found.cues for line in cue.lines if (voice := one_row(line.voice or ""))
    )
    agents = {voice: f"voice-{number}" for number, voice in enumerate(voices, start=1)}
    for voice, name in agents.items():
        agent = etree.SubElement(metadata, f"{{{_TTM}}}agent", type="other")
        agent.set(f"{{{_XML}}}id", name)
        etree.SubElement(agent, f"{{{_TTM}}}name", type="alias").text = voice
    body = etree.SubElement(etree.SubElement(root, f"{{{_TT}}}body"), f"{{{_TT}}}div")
    etree.indent(root)
    body.text = _BETWEEN
    for cue in found.cues:
        _paragraph(body, cue, agents, sheet.beside_language)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Written(content + b"\n", found.left_out)


def _said(metadata: etree._Element, name: str, text: str) -> None:
    etree.SubElement(metadata, f"{{{_TTM}}}{name}").text = one_row(text)


def _paragraph(
    body: etree._Element, cue: Cue, agents: dict[str, str], beside_language: str
) -> None:
    times = {"begin": clock(cue.start_ms), "end": clock(cue.end_ms)}
    paragraph = etree.SubElement(body, f"{{{_TT}}}p", times)
    paragraph.tail = _BETWEEN
    voice = one_row(cue.lines[0].voice or "")
    alone = len(cue.lines) == 1
    if alone and voice:
        paragraph.set(f"{{{_TTM}}}agent", agents[voice])
    for number, line in enumerate(cue.lines):
        if number:
            etree.SubElement(paragraph, f"{{{_TT}}}br")
        _line(paragraph, line, beside_language, labelled=not alone)


def _line(
    paragraph: etree._Element, line: SheetLine, beside_language: str, *, labelled: bool
) -> None:
    voice = one_row(line.voice or "")
    before = (f"{voice}: " if voice else "- ") if labelled else ""
    etree.SubElement(paragraph, f"{{{_TT}}}span").text = before + one_row(line.shown)
    beside = one_row(line.beside)
    if beside:
        etree.SubElement(paragraph, f"{{{_TT}}}br")
        other = etree.SubElement(paragraph, f"{{{_TT}}}span")
        other.set(f"{{{_XML}}}lang", beside_language)
        other.text = beside
