"""The JSON of WhisperX: segments with times in seconds, words with scores, speakers."""

from __future__ import annotations

import json
from typing import Any

from earwitness.publish.exports.cues import Cue, cues_of
from earwitness.publish.exports.harmless import escaped_json
from earwitness.publish.exports.json_document import version_fields
from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.exports.written import Written
from earwitness.records.words import Timing, Word

__all__ = ["write_whisperx"]


def write_whisperx(sheet: Sheet) -> Written:
    """Write segments; ``timing`` stands beside those whose times are not exact.

    Raises:
        NotInArchive: no line has times.
    """
    found = cues_of(sheet)
    segments = [_segment(cue, line) for cue in found.cues for line in cue.lines]
    document = {
        "segments": segments,
        "word_segments": [word for one in segments for word in one["words"]],
        "language": sheet.language,
        "earwitness": {
            "recording": sheet.recording_id,
            "versions": [version_fields(one) for one in sheet.versions],
            "notes": [*sheet.notes, *found.notes],
        },
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Written((escaped_json(text) + "\n").encode(), found.left_out)


def _segment(cue: Cue, line: SheetLine) -> dict[str, Any]:
    found: dict[str, Any] = {
        "start": cue.start_ms / 1000,
        "end": cue.end_ms / 1000,
        "text": line.shown,
        "words": [_word(one, line.voice) for one in line.words],
    }
    if line.voice:
        found["speaker"] = line.voice
    if line.score is not None:
        found["score"] = line.score
    if line.timing is not Timing.EXACT or line.end_ms is None:
        found["timing"] = line.timing.value
    return found


def _word(one: Word, voice: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "word": one.text,
        "start": one.start_ms / 1000,
        "end": one.end_ms / 1000,
    }
    if one.score is not None:
        found["score"] = one.score
    if voice:
        found["speaker"] = voice
    return found
