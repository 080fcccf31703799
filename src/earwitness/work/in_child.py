"""What the child process runs: functions by name, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earwitness.audio import fingerprint
from earwitness.audio.cepstra import CEPSTRA_RATE_HZ
from earwitness.audio.decode import DecodeSettings, decode_blocks
from earwitness.compare.copies.finding import FoundCopy, find_copies
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
from earwitness.store.sound_index.index import SoundIndex
from earwitness.text.glossary import Term
from earwitness.understand.discovery import load_translator
from earwitness.understand.translate import Translator, TranslatorChoice

__all__ = [
    "AlignTask",
    "CopiesOfFile",
    "align_files",
    "aligner_version",
    "copies_of_file",
    "decode_to_file",
    "fingerprint_file",
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


@dataclass(frozen=True, slots=True)
class CopiesOfFile:
    """What a file was found to carry.

    Attributes:
        codes, files: size of the index that was asked.
        length_ms: of what could be asked; telling_ms: of it, what is neither silence nor a steady tone.
    """

    found: tuple[FoundCopy, ...]
    codes: int
    files: int
    length_ms: int
    telling_ms: int


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


def fingerprint_file(
    path: Path, ending: str, progress: Callable[[int], None] | None = None
) -> NDArray[np.uint64]:
    """The fingerprint of a file: a code every 40 ms.

    Raises:
        Refused: the file cannot be decoded.
    """
    blocks = _telephone_blocks(path, ending, progress)
    parts = fingerprint.sound_projections(blocks, fingerprint.CODE_STEP)
    codes = [fingerprint.packed(one) for one in parts]
    return np.concatenate(codes) if codes else np.zeros(0, np.uint64)


def copies_of_file(
    path: Path,
    ending: str,
    index_folder: Path,
    but: str,
    progress: Callable[[int], None] | None = None,
) -> CopiesOfFile:
    """Which indexed sounds a file carries.

    Args:
        index_folder: of the `SoundIndex`, which is only read.
        but: a subject that is not asked for: the file itself.

    Raises:
        Refused: the file cannot be decoded.
        ArchiveError: the index cannot be read.
    """
    parts = fingerprint.sound_projections(_telephone_blocks(path, ending, None))
    soft = [fingerprint.soft_signs(one) for one in parts]
    asked = np.concatenate(soft) if soft else np.zeros((0, fingerprint.BITS), np.int8)
    index = SoundIndex(index_folder)

    def told(seconds: float) -> None:
        if progress is not None:
            progress(round(seconds * 1000))

    found = find_copies(index.segments, asked, but=but, told=told)
    steady = int((~asked.any(axis=1)).sum()) * 1000 // fingerprint.FRAMES_PER_S
    length = len(asked) * 1000 // fingerprint.FRAMES_PER_S
    return CopiesOfFile(tuple(found), index.codes, len(index.subjects()), length, length - steady)


def _telephone_blocks(
    path: Path, ending: str, progress: Callable[[int], None] | None
) -> Iterator[NDArray[np.float32]]:
    """A file as mono blocks at the rate of fingerprints."""
    settings = DecodeSettings(rate_hz=fingerprint.FINGERPRINT_RATE_HZ, ending=ending)
    done = 0
    for block in decode_blocks(path, settings):
        mono = block.samples.mean(axis=0, dtype=np.float32)
        yield mono
        done += len(mono)
        if progress is not None:
            progress(done * 1000 // fingerprint.FINGERPRINT_RATE_HZ)


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
        blocks = (block.mono for block in decode_blocks(task.path, decoding))
        materials.append(Material(blocks, task.lines, task.speech))
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
