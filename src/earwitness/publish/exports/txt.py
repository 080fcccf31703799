"""Plain text: a head, then a line a line, with its time and voice as people write them."""

from __future__ import annotations

from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine, about
from earwitness.publish.exports.written import Written
from earwitness.records.timecode import format_ms
from earwitness.records.words import Timing

__all__ = ["place_words", "write_txt"]


def write_txt(sheet: Sheet) -> Written:
    """Write all lines; those without times stand in their order without one."""
    rows = [one_row(one) for one in about(sheet)]
    rows.append("")
    for line in sheet.lines:
        rows += _rows(line, sheet.beside_language)
    return Written(("\n".join(rows) + "\n").encode())


def _rows(line: SheetLine, beside_language: str) -> list[str]:
    place = place_words(line)
    voice = one_row(line.voice or "")
    parts = [f"[{place}]" if place else "", f"{voice}:" if voice else "", one_row(line.shown)]
    rows = [" ".join(part for part in parts if part)]
    if line.beside:
        rows.append(f"    {beside_language}: {one_row(line.beside)}")
    return rows


def place_words(line: SheetLine) -> str:
    """Where a line stands, as text; what is not exact says so; "" without times.

    >>> place_words(SheetLine("a", start_ms=1000, end_ms=2000, timing=Timing.WINDOW))
    'within 0:00:01.000 - 0:00:02.000'
    """
    if line.start_ms is None:
        return ""
    start = format_ms(line.start_ms)
    if line.end_ms is None:
        return start
    within = "within " if line.timing is Timing.WINDOW else ""
    return f"{within}{start} - {format_ms(line.end_ms)}"
