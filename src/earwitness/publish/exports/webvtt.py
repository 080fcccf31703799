"""WebVTT (``.vtt``), as the W3C has it: voices as ``<v>``, another language as ``<lang>``, notes as NOTE."""

from __future__ import annotations

from earwitness.publish.exports.clock import clock
from earwitness.publish.exports.cues import Cue, cues_of
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine, about
from earwitness.publish.exports.written import Written

__all__ = ["write_webvtt"]


def write_webvtt(sheet: Sheet) -> Written:
    """Write the cues.

    Raises:
        NotInArchive: no line has times.
    """
    found = cues_of(sheet)
    said = [*about(sheet), *found.notes]
    note = "\n".join(["NOTE", *(_escaped(one) for one in said)])
    blocks = [
        _block(number, cue, sheet.beside_language) for number, cue in enumerate(found.cues, start=1)
    ]
    return Written(("\n\n".join(["WEBVTT", note, *blocks]) + "\n").encode(), found.left_out)


def _block(number: int, cue: Cue, beside_language: str) -> str:
    times = f"{clock(cue.start_ms)} --> {clock(cue.end_ms)}"
    rows = [row for line in cue.lines for row in _rows(line, beside_language)]
    return "\n".join([str(number), times, *rows])


def _rows(line: SheetLine, beside_language: str) -> list[str]:
    voice = _escaped(line.voice or "")
    rows = [_escaped(line.shown)]
    if line.beside:
        rows.append(f"<lang {beside_language}>{_escaped(line.beside)}</lang>")
    if voice:
        rows[0] = f"<v {voice}>{rows[0]}"
        rows[-1] += "</v>"
    return rows


def _escaped(text: str) -> str:
    """Without ``>`` there is no tag and no arrow."""
    return one_row(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
