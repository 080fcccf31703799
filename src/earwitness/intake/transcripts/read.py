"""Which transcript is this? By what it holds first, and by its name second."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from earwitness.errors import EarwitnessError, OverLimit, UnsupportedInput
from earwitness.intake.transcripts.otr import is_otr, read_otr
from earwitness.intake.transcripts.parsed import ParsedTranscript, Problem
from earwitness.intake.transcripts.plain import read_plain, weigh_plain
from earwitness.intake.transcripts.sbv import is_sbv_timing, read_sbv
from earwitness.intake.transcripts.slots import is_slot_header, read_slots
from earwitness.intake.transcripts.srt import is_srt_timing, read_srt
from earwitness.intake.transcripts.textgrid import is_textgrid, read_textgrid
from earwitness.intake.transcripts.ttml import read_ttml
from earwitness.intake.transcripts.webvtt import read_webvtt
from earwitness.intake.transcripts.whisper_json import read_whisper_json
from earwitness.text.encoding import decode_text
from earwitness.text.json_reading import read_json

__all__ = ["MAX_LINES", "explain_format", "read_transcript"]

MAX_LINES = 500_000
_LOOKED_AT = 400  # rows: a header may be long, but times come early
_WEIGHED = 20_000  # rows: a transcript shows itself before that
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*(?:[\"{\]\[]|-?[0-9.]+\s*,))")
_XML = re.compile(r"\s*<(?:\?xml\b|!--|!DOCTYPE\b|(?:\w{1,20}:)?tt[\s>])")
_PROSE = "has no speaker labels and no times; looks like prose"


@dataclass(frozen=True, slots=True)
class _Choice:
    """A reader and why it is the one; ``note`` is told to the reader of the transcript too."""

    format: str
    read: Callable[..., ParsedTranscript]
    why: str
    note: str = ""


_BY_EXTENSION: dict[str, tuple[str, Callable[..., ParsedTranscript]]] = {
    "srt": ("srt", read_srt),
    "vtt": ("webvtt", read_webvtt),
    "sbv": ("sbv", read_sbv),
    "json": ("whisper-json", read_whisper_json),
    "otr": ("otr", read_otr),
    "textgrid": ("textgrid", read_textgrid),
    "ttml": ("ttml", read_ttml),
    "dfxp": ("ttml", read_ttml),
    "itt": ("ttml", read_ttml),
}


def read_transcript(data: bytes, *, name: str) -> ParsedTranscript:
    """Read a transcript of any known format.

    The content decides; the extension only where the content does not, so that a WebVTT saved as
    ``.txt`` is read and a ``.srt`` without times is refused as SRT.

    Args:
        data: the file's bytes, in any encoding `decode_text` knows.
        name: the file's name, for its extension and for messages.

    Raises:
        OverLimit: over 64 MB, or over `MAX_LINES` lines.
        UnsupportedInput: no transcript: prose, or JSON or XML of another kind.
        MalformedInput: does not follow its own format.
        HostileInput: XML that declares entities.
    """
    text = _decode(data, name)
    choice = _choose(text, name)
    found = choice.read(text, where=name)
    if not choice.note:
        return found
    return replace(found, problems=(Problem(None, choice.note), *found.problems))


def explain_format(data: bytes, name: str) -> str:
    """Say as which format `read_transcript` reads this, and why; a refusal is told, not raised.

    >>> explain_format(b"WEBVTT", "talk.txt")
    'webvtt: the first line is WEBVTT'
    """
    told = ""
    try:
        text = _decode(data, name)
        choice = _choose(text, name)
        told = f"{choice.format}: {choice.why}" + (f" ({choice.note})" if choice.note else "")
        choice.read(text, where=name)
    except EarwitnessError as error:
        return f"{told}; refused: {error}" if told else f"refused: {error}"
    return told


def _decode(data: bytes, name: str) -> str:
    text = decode_text(data, where=name).text
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        raise OverLimit(f"{lines:,} lines; at most {MAX_LINES:,} are read", where=name)
    return text


def _choose(text: str, name: str) -> _Choice:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    choice = _by_content(text, extension, name)
    if choice is not None:
        return choice
    if extension in _BY_EXTENSION:
        known, read = _BY_EXTENSION[extension]
        return _Choice(known, read, f"nothing in the text tells; the name ends in .{extension}")
    evidence = weigh_plain("\n".join(text.split("\n", _WEIGHED)[:_WEIGHED]))
    counts = (
        f"{evidence.labelled} labels, {evidence.timed} times and {evidence.dashed} turn dashes"
        f" in {evidence.total} paragraphs"
    )
    if not evidence.is_transcript:
        raise UnsupportedInput(
            _PROSE if not evidence.labelled + evidence.timed else f"looks like prose: {counts}",
            where=name,
            do="Take it in as an article, or force it to be read as plain text",
        )
    return _Choice("text", read_plain, counts)


def _by_content(text: str, extension: str, name: str) -> _Choice | None:
    if text.lstrip()[:13].lower() == "[script info]":
        raise UnsupportedInput(
            "is SubStation Alpha (.ass/.ssa), not read here", where=name, do="Export it as SRT"
        )
    if text.startswith("WEBVTT"):
        return _Choice("webvtt", read_webvtt, "the first line is WEBVTT")
    if is_textgrid(text):
        return _Choice("textgrid", read_textgrid, "the first line names a Praat TextGrid")
    if _JSON.match(text):
        if is_otr(read_json(text, where=name)):
            return _Choice("otr", read_otr, "JSON with 'text' and 'media', as oTranscribe writes")
        return _Choice("whisper-json", read_whisper_json, "the text is JSON")
    if _XML.match(text):
        return _Choice("ttml", read_ttml, "the text is XML")
    return _by_rows(text, extension)


def _by_rows(text: str, extension: str) -> _Choice | None:
    rows = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    for number, row in enumerate(rows, start=1):
        if is_slot_header(row):
            return _Choice("slots", read_slots, f"line {number} is a slot header")
        if is_srt_timing(row):
            note = "named .vtt, but has no WEBVTT header; read as SRT" if extension == "vtt" else ""
            return _Choice("srt", read_srt, f"line {number} is 'start --> end'", note)
        if is_sbv_timing(row):
            return _Choice("sbv", read_sbv, f"line {number} is 'start,end'")
    return None
