"""CSV for spreadsheets: a row a line; UTF-8 with the mark that Excel wants; cells that would run are text."""

from __future__ import annotations

import csv
import io

from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.exports.written import Written
from earwitness.records.timecode import format_ms

__all__ = ["write_csv"]

_COLUMNS = (
    "recording", "line", "start", "end", "start_ms", "end_ms", "timing", "voice", "mark", "language", "text",
    "beside_language", "beside", "score", "version", "status", "beside_version", "beside_status",
)  # fmt: skip


def write_csv(sheet: Sheet) -> Written:
    """Write all lines. A cell that a spreadsheet would take for a formula begins with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in sheet.lines:
        writer.writerow([_harmless(one_row(cell)) for cell in _cells(sheet, line)])
    return Written(("\ufeff" + out.getvalue()).encode())


def _cells(sheet: Sheet, line: SheetLine) -> list[str]:
    versions = [(one.id, one.status.value) for one in sheet.versions]
    versions += [("", "")] * (2 - len(versions))
    return [
        sheet.recording_id,
        _number(line.position),
        "" if line.start_ms is None else format_ms(line.start_ms),
        "" if line.end_ms is None else format_ms(line.end_ms),
        _number(line.start_ms),
        _number(line.end_ms),
        line.timing.value,
        line.voice or "",
        line.mark,
        sheet.language,
        line.text,
        sheet.beside_language if line.beside else "",
        line.beside,
        "" if line.score is None else f"{line.score:.3f}",
        *versions[0],
        *versions[1],
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
