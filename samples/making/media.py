"""The media files of the releases, and for each the map from its time to the true recording's time."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from making.conversation import TrueRecording
from making.encode import Film, Format, decode_mono, encode, lag_ms

__all__ = ["make_media", "sha256_of"]

_BETWEEN_PARTS_MS = 500


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_media(
    table: dict[str, Any],
    recordings: dict[str, TrueRecording],
    releases: Path,
    made_before: list[dict[str, Any]],
) -> dict[str, Any]:
    """Write one file of the scenario's ``[[media]]`` and say what is true of it."""
    path = releases / table["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    made = {"path": table["path"], "relation": table["relation"]}
    if table["relation"] == "empty":
        path.write_bytes(b"")
    elif "keep_bytes" in table:
        path.write_bytes((releases / table["copy_of"]).read_bytes()[: table["keep_bytes"]])
        made["truncated_from"] = table["copy_of"]
    elif "copy_of" in table:
        shutil.copyfile(releases / table["copy_of"], path)
        first = next(item for item in made_before if item["path"] == table["copy_of"])
        made["identical_to"] = table["copy_of"]
        made |= {key: first[key] for key in ("recordings", "codec", "duration_ms", "time_map")}
    else:
        made |= _encode_parts(table, recordings, path)
    return made | {"bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _encode_parts(
    table: dict[str, Any], recordings: dict[str, TrueRecording], path: Path
) -> dict[str, Any]:
    rate_hz, pcm, pieces = _join(table["parts"], recordings)
    encode(path, pcm, rate_hz, Format(**table["format"]), _film(table, recordings))
    decoded, duration_ms = decode_mono(path, rate_hz)
    mono = pcm.mean(axis=1).astype(np.float32) / 32768
    lag = lag_ms(decoded, mono, rate_hz)
    time_map = [
        {
            "artefact_start_ms": start_ms + lag,
            "artefact_end_ms": start_ms + lag + end_ms - from_ms,
            "recording": recording,
            "recording_start_ms": from_ms,
        }
        for start_ms, recording, from_ms, end_ms in pieces
    ]
    return {
        "recordings": sorted({piece["recording"] for piece in time_map}),
        "codec": table["format"]["codec"],
        "duration_ms": duration_ms,
        "time_map": time_map,
    }


def _join(
    parts: list[dict[str, Any]], recordings: dict[str, TrueRecording]
) -> tuple[int, NDArray[np.int16], list[tuple[int, str, int, int]]]:
    """The parts one after another, with where each begins; several parts become one channel."""
    rate_hz = max(recordings[part["recording"]].script.rate_hz for part in parts)
    sounds: list[NDArray[np.int16]] = []
    pieces = []
    at_ms = 0
    for part in parts:
        recording = recordings[part["recording"]]
        start_ms, end_ms = part.get("start_ms", 0), part.get("end_ms", recording.duration_ms)
        sound = _cut(recording, start_ms, end_ms, rate_hz, one_channel=len(parts) > 1)
        if sounds:
            sounds.append(np.zeros((_BETWEEN_PARTS_MS * rate_hz // 1000, 1), dtype=np.int16))
            at_ms += _BETWEEN_PARTS_MS
        pieces.append((at_ms, part["recording"], start_ms, end_ms))
        sounds.append(sound)
        at_ms += end_ms - start_ms
    return rate_hz, np.concatenate(sounds), pieces


def _cut(
    recording: TrueRecording, start_ms: int, end_ms: int, rate_hz: int, *, one_channel: bool
) -> NDArray[np.int16]:
    own_hz = recording.script.rate_hz
    pcm = recording.pcm[start_ms * own_hz // 1000 : end_ms * own_hz // 1000]
    if one_channel and pcm.shape[1] > 1:
        pcm = (pcm.astype(np.int32).sum(axis=1, keepdims=True) // 2).astype(np.int16)
    if own_hz != rate_hz:
        pcm = np.round(soxr.resample(pcm.astype(np.float32), own_hz, rate_hz)).astype(np.int16)
    return pcm


def _film(table: dict[str, Any], recordings: dict[str, TrueRecording]) -> Film | None:
    if "card" not in table:
        return None
    language = table.get("cues")
    lines = recordings[table["parts"][0]["recording"]].lines if language else ()
    cues = tuple((ln.start_ms, ln.end_ms, ln.turn.translations[str(language)]) for ln in lines)
    return Film(table["card"], cues, {"uk": "ukr"}.get(str(language), "und"))
