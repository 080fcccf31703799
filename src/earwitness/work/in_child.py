"""What the child process runs: functions by name, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from earwitness.audio.cepstra import CEPSTRA_RATE_HZ
from earwitness.audio.decode import DecodeSettings, decode_blocks
from earwitness.listen.align.align import ALIGN_VERSION, Material, align_recordings
from earwitness.listen.asking import EngineRequest
from earwitness.listen.discovery import SYNTHESISER_GROUP, load_engine, load_transcriber
from earwitness.listen.hearing import Heard, HearingSettings, hear
from earwitness.listen.transcribe import (
    MachineTranscript,
    Transcriber,
    TranscribeSettings,
    transcribe,
)
from earwitness.listen.voices.hearing_voices import HeardVoices, VoicesSettings, find_voices
from earwitness.records.alignment import Alignment
from earwitness.records.timecode import Interval
from earwitness.text.glossary import Term
from earwitness.understand.discovery import load_translator
from earwitness.understand.translate import Translator, TranslatorChoice

__all__ = [
    "AlignTask",
    "align_files",
    "aligner_version",
    "decode_to_file",
    "hear_file",
    "transcribe_file",
    "transcribe_samples",
    "translate_texts",
    "voices_of_file",
]

# One engine a child: loading a model takes longer than most items.
_loaded: dict[tuple[str, EngineRequest], Transcriber] = {}
_translators: dict[TranslatorChoice, Translator] = {}
_SYNTHESISER = "espeak-ng"


@dataclass(frozen=True, slots=True)
class AlignTask:
    """A file and the lines that are said to be spoken in it.

    Attributes:
        ending: of the name that it was received under.
        speech: where speech is heard, None where that was not measured.
    """

    path: Path
    ending: str
    lines: tuple[str, ...]
    speech: tuple[Interval, ...] | None


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


def aligner_version(engine: str) -> str:
    """What aligns, with its version, as the key of its results.

    Raises:
        UsageError: no synthesiser of that name.
        MissingEngine: it cannot be loaded.
    """
    found = load_engine(SYNTHESISER_GROUP, engine)
    return f"{ALIGN_VERSION} {found.name} {found.version}"


def align_files(
    tasks: Sequence[AlignTask],
    language: str,
    engine: str = _SYNTHESISER,
) -> list[Alignment]:
    """Decode files and align them with their texts, all of them together.

    Raises:
        Refused: a file cannot be decoded.
        UsageError: the synthesiser does not speak the language.
        MissingEngine: the synthesiser cannot be loaded.
    """
    materials = []
    for task in tasks:
        decoding = DecodeSettings(rate_hz=CEPSTRA_RATE_HZ, ending=task.ending)
        blocks = [block.mono for block in decode_blocks(task.path, decoding)]
        materials.append(Material(np.concatenate(blocks), task.lines, task.speech))
    return align_recordings(materials, language, load_engine(SYNTHESISER_GROUP, engine))


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
