"""The formats there are, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from earwitness.errors import UsageError
from earwitness.publish.exports.csv_table import write_csv
from earwitness.publish.exports.docx import write_docx
from earwitness.publish.exports.eaf import write_eaf
from earwitness.publish.exports.json_document import write_json
from earwitness.publish.exports.rttm import write_rttm
from earwitness.publish.exports.sheet import Sheet, no_words
from earwitness.publish.exports.srt import write_srt
from earwitness.publish.exports.textgrid import write_textgrid
from earwitness.publish.exports.ttml import write_ttml
from earwitness.publish.exports.txt import write_txt
from earwitness.publish.exports.webvtt import write_webvtt
from earwitness.publish.exports.whisperx import write_whisperx
from earwitness.publish.exports.written import Written

__all__ = ["FORMATS", "Format", "export_sheet", "format_named"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of other programs.

    Attributes:
        ending: of its files, without a point before it.
        write: a sheet in, bytes out.
        bilingual: whether it has a place for another language beside the words.
        names_version: whether the file itself says whose words these are and whether they are reviewed.
        text: whether it may be shown on a terminal.
        needs_words: whether it says nothing without words.
    """

    name: str
    ending: str
    write: Callable[[Sheet], Written]
    bilingual: bool = True
    names_version: bool = True
    text: bool = True
    needs_words: bool = True


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("srt", "srt", write_srt, names_version=False),
        Format("vtt", "vtt", write_webvtt),
        Format("ttml", "ttml", write_ttml),
        Format("docx", "docx", write_docx, text=False),
        Format("txt", "txt", write_txt),
        Format("csv", "csv", write_csv),
        Format("json", "json", write_json),
        Format("textgrid", "TextGrid", write_textgrid),
        Format("eaf", "eaf", write_eaf),
        Format("rttm", "rttm", write_rttm, bilingual=False, names_version=False, needs_words=False),
        Format("whisperx", "whisperx.json", write_whisperx, bilingual=False),
    )
}


def format_named(name: str, *, both: bool = False) -> Format:
    """The format of that name.

    Args:
        both: whether it must have a place for another language.

    Raises:
        UsageError: none, or it has no such place.
    """
    found = FORMATS.get(name.lower())
    if found is None:
        raise UsageError(f"'{name}' is no format", do=f"One of: {', '.join(FORMATS)}")
    if both and not found.bilingual:
        able = ", ".join(one.name for one in FORMATS.values() if one.bilingual)
        raise UsageError(f"{found.name} has no place for two languages", do=f"One of: {able}")
    return found


def export_sheet(sheet: Sheet, name: str) -> Written:
    """Write a sheet in a format; ``left_out`` has what the sheet itself leaves out as well.

    Raises:
        UsageError: no such format, or it has no place for two languages.
        NotInArchive: nothing of the sheet can stand in it.
    """
    chosen = format_named(name, both=bool(sheet.beside_language))
    if chosen.needs_words and not sheet.versions:
        raise no_words(sheet.recording_id)
    written = chosen.write(sheet)
    return replace(written, left_out=(*sheet.left_out, *written.left_out))
