"""From a script to a true recording: its sound, and when each word of it is said."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from making import degrade
from making.scenario import BLEEP, Script, Turn
from making.speech import SpokenLine, Synthesiser

__all__ = ["SaidLine", "SaidWord", "TrueRecording", "perform"]

_LEAD_MS, _TAIL_MS = 700, 900
_GAP_MS = 420
_BLEEP_MARGIN_MS = 15
_SIDE_LEVEL_DBFS = {"A": -21.0, "B": -23.5}
_LINE = {  # band in Hz, noise and hum in dBFS
    "telephone": (300, 3400, -52.0, -58.0),
    "wideband": (80, 7000, -56.0, -90.0),
    "radio": (350, 2900, -36.0, -90.0),
}


@dataclass(frozen=True, slots=True)
class SaidWord:
    """One word as written, in milliseconds of the recording."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One turn as it was said."""

    turn: Turn
    start_ms: int
    end_ms: int
    words: tuple[SaidWord, ...]


@dataclass(frozen=True, slots=True)
class TrueRecording:
    """The sound event that all files of a release go back to.

    Attributes:
        pcm: int16, shape (samples, channels).
        bleeps, clipped, unheard: spans in milliseconds.
    """

    script: Script
    pcm: NDArray[np.int16]
    lines: tuple[SaidLine, ...]
    bleeps: tuple[tuple[int, int], ...]
    clipped: tuple[tuple[int, int], ...]
    unheard: tuple[tuple[int, int], ...]

    @property
    def duration_ms(self) -> int:
        return len(self.pcm) * 1000 // self.script.rate_hz


@dataclass(frozen=True, slots=True)
class _Placed:
    turn: Turn
    start_ms: int
    sound: NDArray[np.float32]
    spoken: SpokenLine


def perform(script: Script, synthesiser: Synthesiser) -> TrueRecording:
    """Speak the script's turns one after another and put them on their line."""
    placed, unheard, length_ms = _place(script, synthesiser)
    lines = tuple(_said(item) for item in placed)
    bleeps = tuple(span for item in placed for span in _bleeped(item))
    clipped = tuple((line.start_ms, line.end_ms) for line in lines if line.turn.clipped)
    tracks = _tracks(script, placed, length_ms)
    for start_ms, end_ms in clipped:
        degrade.clip(tracks, script.rate_hz, start_ms, end_ms)
    for start_ms, end_ms in bleeps:
        degrade.bleep(tracks, script.rate_hz, start_ms, end_ms)
    pcm = np.round(np.clip(tracks, -0.999, 0.999) * 32767).astype(np.int16).T
    return TrueRecording(script, np.ascontiguousarray(pcm), lines, bleeps, clipped, unheard)


def _place(
    script: Script, synthesiser: Synthesiser
) -> tuple[list[_Placed], tuple[tuple[int, int], ...], int]:
    cursor_ms = _LEAD_MS
    placed: list[_Placed] = []
    unheard: list[tuple[int, int]] = []
    for i, turn in enumerate(script.turns):
        if turn.voice is None:
            unheard.append((cursor_ms + 250, cursor_ms + 250 + turn.unheard_ms))
            cursor_ms += turn.unheard_ms
            continue
        jitter_ms = zlib.crc32(f"{script.id}/{i}".encode()) % 260
        gap_ms = turn.gap_ms if turn.gap_ms is not None else _GAP_MS + jitter_ms
        item = _speak(script, turn, cursor_ms + gap_ms * (i > 0), synthesiser)
        placed.append(item)
        cursor_ms = item.start_ms + len(item.sound) * 1000 // script.rate_hz
    return placed, tuple(unheard), cursor_ms + _TAIL_MS


def _speak(script: Script, turn: Turn, start_ms: int, synthesiser: Synthesiser) -> _Placed:
    voice = script.voices[str(turn.voice)]
    said = [token.said for token in turn.tokens]
    spoken = synthesiser.say(said, voice.espeak[turn.language], voice.pitch, voice.rate)
    sound = soxr.resample(spoken.pcm, spoken.rate_hz, script.rate_hz, quality="HQ")
    return _Placed(turn, start_ms, degrade.to_level(sound, _SIDE_LEVEL_DBFS[voice.side]), spoken)


def _said(item: _Placed) -> SaidLine:
    words = tuple(
        SaidWord(
            item.turn.tokens[word.token].shown,
            item.start_ms + round(word.start_s * 1000),
            item.start_ms + round(word.end_s * 1000),
        )
        for word in item.spoken.words
    )
    return SaidLine(
        item.turn,
        words[0].start_ms,
        words[-1].end_ms,
        tuple(word for word in words if not word.text.startswith(BLEEP)),
    )


def _bleeped(item: _Placed) -> list[tuple[int, int]]:
    return [
        (
            item.start_ms + round(word.start_s * 1000) - _BLEEP_MARGIN_MS,
            item.start_ms + round(word.end_s * 1000) + _BLEEP_MARGIN_MS,
        )
        for word in item.spoken.words
        if item.turn.tokens[word.token].bleeped
    ]


def _tracks(script: Script, placed: list[_Placed], length_ms: int) -> NDArray[np.float32]:
    """One track a channel: both sides mixed, or each side on its own channel."""
    count = length_ms * script.rate_hz // 1000
    low_hz, high_hz, noise_dbfs, hum_dbfs = _LINE[script.sound]
    tracks = np.zeros((script.channels, count), dtype=np.float32)
    for item in placed:
        side = script.voices[str(item.turn.voice)].side
        channel = "AB".index(side) if script.channels == 2 else 0
        start = item.start_ms * script.rate_hz // 1000
        tracks[channel, start : start + len(item.sound)] += item.sound
        if script.sound == "radio":
            _add_squelch(tracks[channel], start + len(item.sound), script.rate_hz)
    seed = zlib.crc32(script.id.encode())
    for channel in range(script.channels):
        on_line = tracks[channel] + degrade.noise(count, noise_dbfs, seed + channel)
        banded = degrade.band_pass(on_line, script.rate_hz, low_hz, high_hz)
        tracks[channel] = banded + degrade.hum(count, script.rate_hz, hum_dbfs)
    return tracks


def _add_squelch(track: NDArray[np.float32], at: int, rate_hz: int) -> None:
    """The burst of noise when the transmit key is let go: 160 ms at -20 dBFS."""
    count = min(rate_hz * 160 // 1000, len(track) - at)
    track[at : at + count] += degrade.noise(count, -20.0, at)
