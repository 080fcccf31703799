"""What the child process runs: functions by name, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from earwitness.audio.decode import DecodeSettings, decode_blocks
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.hearing import Heard, HearingSettings, hear
from earwitness.listen.transcribe import (
    MachineTranscript,
    Transcriber,
    TranscribeSettings,
    transcribe,
)
from earwitness.listen.voices.hearing_voices import HeardVoices, VoicesSettings, find_voices
from earwitness.records.timecode import Interval

__all__ = ["hear_file", "transcribe_file", "voices_of_file"]

# One engine a child: loading a model takes longer than most items.
_loaded: dict[tuple[str, str, str], Transcriber] = {}


def hear_file(
    path: Path,
    ending: str,
    settings: HearingSettings,
    progress: Callable[[int], None] | None = None,
) -> Heard:
    """Hear a file that was received under a name with that ending.

    Raises:
        Refused: the file cannot be decoded.
    """
    return hear(path, settings, progress, ending)


def voices_of_file(
    path: Path,
    ending: str,
    settings: VoicesSettings,
    progress: Callable[[int], None] | None = None,
) -> HeardVoices:
    """Say who speaks when in a file that was received under a name with that ending.

    Raises:
        Refused: the file cannot be decoded.
        MissingEngine: speech activity cannot be measured on this machine.
    """
    return find_voices(path, settings, progress, ending)


def transcribe_file(
    path: Path,
    ending: str,
    speech: tuple[Interval, ...] | None,
    engine: tuple[str, str, str],
    progress: Callable[[int], None] | None = None,
) -> MachineTranscript:
    """Decode a file and let the engine (name, model, language) listen to its speech.

    Raises:
        Refused: the file cannot be decoded.
        UsageError, MissingEngine: the engine or its model is not there.
    """
    if engine not in _loaded:
        _loaded[engine] = load_transcriber(*engine)
    mono = np.concatenate(
        [block.mono for block in decode_blocks(path, DecodeSettings(ending=ending))]
    )
    settings = TranscribeSettings(languages=(engine[2],) if engine[2] else ())
    return transcribe(mono, speech, _loaded[engine], settings, progress)
