"""Transcripts in slots: a recording cut into half-minute files, each with a header and its text.

The layout of Radio-Analyzer, in which released radio intercepts were transcribed and corrected::

    Model: whisper-large-v2 Task: transcribe
    ###START OF ORIGINAL TRANSCRIPTION FROM FILE name###
    ######## START OF 000001.MP3 (0:00:00 - 0:00:30s) ########
    - turn of one voice
    -- turn of another
    xxxxxxxxxxxxxxxxxxxx
    Bemerkung: notes of the translator, not speech
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.line_times import LineTimes, settle_times
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem, Timing
from earwitness.intake.transcripts.plain_entries import (
    Entry,
    dash_voices,
    gather_entries,
    survey_rows,
)
from earwitness.intake.transcripts.turns import Turn, make_line
from earwitness.records.timecode import parse_timecode

__all__ = ["is_slot_header", "read_slots"]

_SLOT = re.compile(r"#{4,}\s*START OF (.{1,200}?)\s*\(([^()]{1,60})\)\s*#{4,}\s*")
_TITLE = re.compile(r"#{2,}\s*START OF (.{1,80}?) FROM FILE (.{1,200}?)\s*#{2,}\s*")
_MODEL = re.compile(r"Model:\s*(\S{1,200})(?:\s+Task:\s*(\w{1,40})(?:\s+([\w-]{1,60}))?)?\s*")
_BOUNDS = re.compile(r"([0-9:.]{1,12})\s*s?\s*[-–—]\s*([0-9:.]{1,12})\s*s?")
_RULE = re.compile(r"\s*[xX]{16,}\s*")
_NOTES_HEAD = re.compile(
    r"\*?\s*(?:Bemerkung(?:en)?|Anmerkung(?:en)?|Примечани[ея]|Приміт(?:ка|ки)|Notes?|Remarks?)"
    r"\s*(?:\([^()]{0,40}\)\s*)?:\s*",
)
_LANGUAGES = {"russian": "ru", "ukrainian": "uk", "english": "en", "german": "de"}


@dataclass(slots=True)
class _Slot:
    row: int
    times: LineTimes
    rows: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    slots: list[_Slot] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    maker: str | None = None
    task: str | None = None
    language: str | None = None
    title: str | None = None
    in_notes: bool = False


def is_slot_header(row: str) -> bool:
    """Whether a row is ``######## START OF … (0:00:00 - 0:00:30s) ########`` or the title row."""
    return _SLOT.fullmatch(row) is not None or _TITLE.fullmatch(row) is not None


def read_slots(text: str, *, where: str | None = None) -> ParsedTranscript:
    """Read a transcript in slots. Each line has its slot's bounds and timing ``WINDOW``.

    Slots may overlap (their files do), so that words at an edge may stand in both. Notes after the
    rule or under ``Bemerkung:`` are kept out of the lines, each with a `Problem`.

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        MalformedInput: no slot header.
    """
    reading = _Reading()
    for number, row in enumerate(text.split("\n")):
        _read_row(reading, number, row)
    if not reading.slots:
        raise MalformedInput("has no slot header ('#### START OF … ####')", where=where, line=1)
    return ParsedTranscript(
        "slots",
        tuple(_lines(reading.slots)),
        language=reading.language,
        maker=reading.maker,
        task=reading.task,
        title=reading.title,
        problems=tuple(reading.problems),
    )


def _read_row(reading: _Reading, number: int, row: str) -> None:
    slot, title = _SLOT.fullmatch(row), _TITLE.fullmatch(row)
    if title:
        _open_title(reading, number, title)
    elif slot:
        _open_slot(reading, number, slot)
    elif model := _MODEL.fullmatch(row):
        reading.maker, reading.task = model[1], model[2] or reading.task
        if model[2] == "translate" and model[3]:
            reading.language = _LANGUAGES.get(model[3].rpartition("-")[2].lower())
    elif _RULE.fullmatch(row) or _NOTES_HEAD.fullmatch(row):
        reading.in_notes = True
    elif reading.in_notes:
        if row.strip():
            what = f"note left out: {row.strip()[:200]}"
            reading.problems.append(Problem(number + 1, what))
    elif reading.slots:
        reading.slots[-1].rows.append(row)
    elif row.strip():
        what = f"text before the first slot left out: {row.strip()[:200]}"
        reading.problems.append(Problem(number + 1, what))


def _open_title(reading: _Reading, number: int, title: re.Match[str]) -> None:
    if reading.title not in {None, title[2].strip()}:
        what = f"a second file begins here: '{title[2].strip()[:60]}'; its lines follow"
        reading.problems.append(Problem(number + 1, what))
        return
    reading.title = title[2].strip()


def _open_slot(reading: _Reading, number: int, slot: re.Match[str]) -> None:
    reading.in_notes = False
    times = _bounds(slot[2])
    if times.timing is not Timing.WINDOW:
        what = f"bounds cannot be read: '{slot[2]}'; its lines have no times"
        reading.problems.append(Problem(number + 1, what))
    reading.slots.append(_Slot(number + 1, times))


def _bounds(text: str) -> LineTimes:
    nothing = settle_times(None, None)
    match = _BOUNDS.fullmatch(text.strip())
    if match is None:
        return nothing
    try:
        times = settle_times(parse_timecode(match[1]), parse_timecode(match[2]), kind=Timing.WINDOW)
    except MalformedInput:
        return nothing
    return times if times.timing is Timing.WINDOW else nothing


def _lines(slots: list[_Slot]) -> list[Line]:
    survey = survey_rows([row for slot in slots for row in slot.rows if row.strip()])
    pairs: list[tuple[Entry, LineTimes]] = [
        (entry, slot.times)
        for slot in slots
        for entry in gather_entries(slot.rows, survey, first_row=slot.row)
        if entry.text
    ]
    voices = dash_voices(entry for entry, _ in pairs)
    return [
        make_line(Turn(entry.voice or voices.get(entry.dashes), entry.text), times)
        for entry, times in pairs
    ]
