"""What the child process runs: functions by name, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from earwitness.audio.decode import DecodeSettings, decode_blocks
from earwitness.listen.asking import EngineRequest
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.hearing import Heard, HearingSettings, hear
from earwitness.listen.transcribe import (
    MachineTranscript,
    Transcriber,
    TranscribeSettings,
    transcribe,
)
from earwitness.records.timecode import Interval
from earwitness.text.glossary import Term
from earwitness.understand.discovery import load_translator
from earwitness.understand.translate import Translator, TranslatorChoice

__all__ = [
    "decode_to_file",
    "hear_file",
    "transcribe_file",
    "transcribe_samples",
    "translate_texts",
]

# One engine a child: loading a model takes longer than most items.
_loaded: dict[tuple[str, EngineRequest], Transcriber] = {}
_translators: dict[TranslatorChoice, Translator] = {}


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


def transcribe_file(
    path: Path,
    ending: str,
    speech: tuple[Interval, ...] | None,
    engine: str,
    request: EngineRequest,
    progress: Callable[[int], None] | None = None,
) -> MachineTranscript:
    """Decode a file and let an engine on this machine listen to its speech.

    Raises:
        Refused: the file cannot be decoded.
        UsageError, MissingEngine: the engine or its model is not there.
    """
    made = _engine(engine, request)
    blocks = [block.mono for block in decode_blocks(path, DecodeSettings(ending=ending))]
    return transcribe(np.concatenate(blocks), speech, made, _settings(request), progress)


def decode_to_file(path: Path, ending: str, samples: Path) -> None:
    """Decode a file to 16-bit mono samples at 16 kHz, without any header.

    Raises:
        Refused: the file cannot be decoded.
    """
    with samples.open("wb") as out:
        for block in decode_blocks(path, DecodeSettings(ending=ending)):
            out.write((np.clip(block.mono, -1.0, 1.0) * 32767).astype("<i2").tobytes())


def transcribe_samples(
    samples: Path,
    speech: tuple[Interval, ...] | None,
    engine: str,
    request: EngineRequest,
    progress: Callable[[int], None] | None = None,
) -> MachineTranscript:
    """Let an engine listen to samples as `decode_to_file` leaves them. No media are touched.

    Raises:
        UsageError, MissingEngine, ServiceFailed: as the engine.
    """
    mono = np.fromfile(samples, dtype="<i2").astype(np.float32) / np.float32(32767)
    return transcribe(mono, speech, _engine(engine, request), _settings(request), progress)


def _engine(name: str, request: EngineRequest) -> Transcriber:
    if (name, request) not in _loaded:
        _loaded[name, request] = load_transcriber(name, request)
    return _loaded[name, request]


def _settings(request: EngineRequest) -> TranscribeSettings:
    languages = (request.language,) if request.language else ()
    return TranscribeSettings(languages=languages, hints=request.hints)


def translate_texts(
    choice: TranslatorChoice,
    lines: Sequence[str],
    source: str,
    target: str,
    terms: Sequence[Term] = (),
) -> list[str]:
    """Let a translator render lines; see `Translator.translate`.

    Raises:
        UsageError, MissingEngine: the engine or its model is not there, the server not reached.
        BadAnswer: what came back is no translation of these lines.
    """
    if choice not in _translators:
        _translators[choice] = load_translator(choice)
    return _translators[choice].translate(lines, source, target, terms)
