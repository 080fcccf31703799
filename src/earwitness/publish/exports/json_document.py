"""JSON: everything that is known of the lines, exactly as it is kept. All characters survive."""

from __future__ import annotations

import json
from typing import Any

from earwitness.publish.exports.harmless import escaped_json
from earwitness.publish.exports.sheet import Sheet, SheetLine, SourceVersion
from earwitness.publish.exports.written import Written

__all__ = ["version_fields", "write_json"]

_FORMAT = "earwitness-transcript/1"


def write_json(sheet: Sheet) -> Written:
    """Write one document: ``recording``, ``versions``, ``lines`` (times in milliseconds, or null)."""
    document = {
        "format": _FORMAT,
        "recording": sheet.recording_id,
        "title": sheet.title,
        "language": sheet.language,
        "beside_language": sheet.beside_language or None,
        "duration_ms": sheet.duration_ms,
        "versions": [version_fields(one) for one in sheet.versions],
        "notes": list(sheet.notes),
        "left_out": list(sheet.left_out),
        "lines": [_line(one) for one in sheet.lines],
        "voices": {
            "by": sheet.turns_by or None,
            "turns": [
                {
                    "voice": one.voice,
                    "start_ms": one.interval.start_ms,
                    "end_ms": one.interval.end_ms,
                    "channel": one.channel,
                    "score": one.score,
                }
                for one in sheet.turns
            ],
        },
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Written((escaped_json(text) + "\n").encode())


def version_fields(one: SourceVersion) -> dict[str, Any]:
    """A version as JSON fields."""
    return {
        "id": one.id,
        "what": one.what,
        "language": one.language,
        "origin": one.origin,
        "maker": one.maker,
        "status": one.status.value,
        "reviewed": one.reviewed,
    }


def _line(one: SheetLine) -> dict[str, Any]:
    return {
        "position": one.position,
        "start_ms": one.start_ms,
        "end_ms": one.end_ms,
        "timing": one.timing.value,
        "voice": one.voice,
        "text": one.text,
        "beside": one.beside or None,
        "mark": one.mark or None,
        "score": one.score,
        "words": [
            {"text": w.text, "start_ms": w.start_ms, "end_ms": w.end_ms, "score": w.score}
            for w in one.words
        ],
    }
