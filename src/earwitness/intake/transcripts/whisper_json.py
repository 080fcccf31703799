"""JSON of machine transcribers: openai-whisper, faster-whisper, WhisperX, stable-ts, whisper.cpp.

Also Datashare's ``transcription.json`` and a bare list of segments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from earwitness.errors import MalformedInput, UnsupportedInput
from earwitness.intake.transcripts.line_times import read_signed_timecode
from earwitness.intake.transcripts.parsed import ParsedTranscript, Problem
from earwitness.intake.transcripts.whisper_segments import SegmentReading, read_segments
from earwitness.text.json_reading import read_json

__all__ = ["read_whisper_json"]

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,8}")
# The OpenAI service writes names where the program writes tags.
_LANGUAGE_NAMES = {
    "russian": "ru",
    "ukrainian": "uk",
    "english": "en",
    "belarusian": "be",
    "german": "de",
    "polish": "pl",
    "french": "fr",
}
_SEGMENT_KEYS = frozenset({"text", "words"})


@dataclass(frozen=True, slots=True)
class _Shape:
    """A recognised kind of file: its name and its segments, with times in seconds."""

    format: str
    segments: list[object]
    top: Mapping[str, object]


def read_whisper_json(text: str, *, where: str | None = None) -> ParsedTranscript:
    """Read the JSON of Whisper and its descendants.

    ``score`` of a line is described at `whisper_segments.score_of`. ``format`` is one of
    ``whisper-json``, ``whisperx-json`` (word scores or speakers), ``whispercpp-json``,
    ``datashare-json``.

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        MalformedInput: not JSON.
        UnsupportedInput: JSON of another kind; the message names the keys that were found.

    >>> read_whisper_json('[{"start": 0, "end": 1.5, "text": " Прийом"}]').lines[0].end_ms
    1500
    """
    shape = _recognise(read_json(text, where=where), where)
    reading = read_segments(shape.segments)
    language, trouble = _language(shape.top)
    problems = [Problem(None, trouble)] if trouble else []
    return ParsedTranscript(
        shape.format,
        reading.lines,
        language=language,
        maker=_maker(shape.top),
        task=_task(shape.top),
        problems=(*problems, *_emptiness(reading), *reading.problems),
    )


def _emptiness(reading: SegmentReading) -> list[Problem]:
    return [] if reading.lines else [Problem(None, "no segment with text")]


def _recognise(value: object, where: str | None) -> _Shape:
    if isinstance(value, list):
        _refuse_other_lists(value, where)
        return _Shape(_flavour(value, {}), value, {})
    if not isinstance(value, dict):
        raise UnsupportedInput(f"is JSON that holds a bare {type(value).__name__}", where=where)
    for key in ("transcription", "transcripts", "segments"):
        items = value.get(key)
        if isinstance(items, list):
            return _shape_of(key, items, value)
    if isinstance(value.get("words"), list) and isinstance(value.get("text"), str):
        return _Shape("whisper-json", [_one_segment(value)], value)
    keys = ", ".join(sorted(str(key)[:40] for key in value)[:20]) or "none"
    raise UnsupportedInput(
        f"is JSON of a kind that is not read here; its keys: {keys}",
        where=where,
        do="Send the transcriber's own JSON, with 'segments', or SRT or WebVTT",
    )


def _shape_of(key: str, items: list[object], top: Mapping[str, object]) -> _Shape:
    firsts = [item for item in items[:20] if isinstance(item, Mapping)]
    if any("offsets" in item or "timestamps" in item for item in firsts):
        return _Shape("whispercpp-json", [_from_whispercpp(item) for item in items], top)
    if key != "segments" or any("start_s" in item for item in firsts):
        return _Shape("datashare-json", items, top)
    return _Shape(_flavour(items, top), items, top)


def _refuse_other_lists(items: list[object], where: str | None) -> None:
    found = [item for item in items if isinstance(item, Mapping) and _SEGMENT_KEYS & item.keys()]
    if not found:
        shown = next((sorted(map(str, item))[:20] for item in items if isinstance(item, dict)), [])
        keys = ", ".join(key[:40] for key in shown) or "none"
        raise UnsupportedInput(
            f"is a JSON list without segments of text; keys of its first object: {keys}",
            where=where,
        )


def _flavour(items: list[object], top: Mapping[str, object]) -> str:
    if "word_segments" in top:
        return "whisperx-json"
    for item in items[:50]:
        if not isinstance(item, Mapping):
            continue
        if "start_s" in item:
            return "datashare-json"
        words = item.get("words")
        first = words[0] if isinstance(words, list) and words else None
        if "speaker" in item or (isinstance(first, Mapping) and "score" in first):
            return "whisperx-json"
    return "whisper-json"


def _one_segment(top: Mapping[str, object]) -> dict[str, object]:
    """A file with words and no segments: one segment from the first word to the last."""
    words = [word for word in _list(top["words"]) if isinstance(word, Mapping)]
    first, last = (words[0], words[-1]) if words else ({}, {})
    return {
        "text": top["text"],
        "words": words,
        "start": first.get("start"),
        "end": last.get("end"),
    }


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _from_whispercpp(item: object) -> object:
    """whisper.cpp counts whole milliseconds (``offsets``) beside SRT-like ``timestamps``."""
    if not isinstance(item, Mapping):
        return item
    offsets, stamps = item.get("offsets"), item.get("timestamps")
    source = offsets if isinstance(offsets, Mapping) else stamps
    times = source if isinstance(source, Mapping) else {}
    return {
        "text": item.get("text"),
        "speaker": item.get("speaker"),
        "start": _whispercpp_seconds(times.get("from")),
        "end": _whispercpp_seconds(times.get("to")),
    }


def _whispercpp_seconds(value: object) -> object:
    if isinstance(value, str):
        try:
            return read_signed_timecode(value) / 1000
        except MalformedInput:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value / 1000 if abs(value) < 10**12 else value


def _language(top: Mapping[str, object]) -> tuple[str | None, str]:
    for holder in (top, top.get("result"), top.get("info")):
        stated = holder.get("language") if isinstance(holder, Mapping) else None
        if not isinstance(stated, str) or not stated.strip():
            continue
        name = stated.strip()
        tag = _LANGUAGE_NAMES.get(name.lower(), name)
        if _TAG.fullmatch(tag):
            return tag, ""
        return None, f"language '{name[:40]}' is no language tag; left out"
    return None, ""


def _maker(top: Mapping[str, object]) -> str | None:
    model, params = top.get("model"), top.get("params")
    if isinstance(params, Mapping) and isinstance(params.get("model"), str):
        return str(params["model"]).replace("\\", "/").rpartition("/")[2] or None
    if isinstance(model, Mapping):
        model = model.get("type")
    return model.strip() or None if isinstance(model, str) else None


def _task(top: Mapping[str, object]) -> str | None:
    params = top.get("params")
    if isinstance(params, Mapping) and isinstance(params.get("translate"), bool):
        return "translate" if params["translate"] else "transcribe"
    task = top.get("task")
    return task if isinstance(task, str) and task in {"transcribe", "translate"} else None
