"""Whisper by faster-whisper, from a model folder on this machine. Nothing is ever downloaded."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.engines.word_runs import inside
from earwitness.listen.glossary import fitting_hints
from earwitness.listen.heard import HeardSegment, HeardWord
from earwitness.listen.models.folders import folder_digest
from earwitness.listen.transcribe import settings_digest
from earwitness.records.timecode import Interval

__all__ = ["WhisperSettings", "WhisperTranscriber"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
# Where Whisper doubts what it heard it draws words by chance: a set beginning makes that repeatable.
_SEED = 1
_NEEDED = ("model.bin", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class WhisperSettings:
    """How Whisper listens.

    Args:
        languages: the only languages to choose from, for each chunk by itself; one language is
            taken as given, none lets Whisper choose among all it knows.
        beam_size: hypotheses kept.
        temperatures: tried in turn while the result looks doubtful to Whisper.
        device: "cpu", "cuda" or "auto".
        compute_type: number format of CTranslate2, such as "int8" or "float16".
        threads: processor threads, 0 for the library's choice.
    """

    languages: tuple[str, ...] = ()
    beam_size: int = 5
    temperatures: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    device: str = "cpu"
    compute_type: str = "default"
    threads: int = 0


class WhisperTranscriber:
    """Transcribes chunk by chunk, so that memory stays small and each chunk has its own language.

    Text of one chunk is never given to the next (``condition_on_previous_text`` is off: a phrase
    once invented would go on), and Whisper's own speech detection is off: the chunks are speech.

    The model is loaded when the first chunk is listened to: a plan needs version and digest only.

    Args:
        model: folder with ``model.bin``, ``config.json`` and ``tokenizer.json``.
        settings: languages, beam and device.
        hints: words that Whisper leans towards in every chunk (call signs, places).

    Raises:
        UsageError: the folder is not such a model.
        MissingEngine: faster-whisper is not installed; from `listen_to`, it cannot load the model.
    """

    name = "whisper"
    reaches = ""

    def __init__(
        self,
        model: Path,
        settings: WhisperSettings | None = None,
        hints: tuple[str, ...] = (),
    ) -> None:
        self._folder = Path(model)
        self._settings = settings or WhisperSettings()
        self._hints = hints
        missing = [name for name in _NEEDED if not (self._folder / name).is_file()]
        if missing:
            raise UsageError(
                f"is not a Whisper model folder: {', '.join(missing)} not found",
                where=str(model),
                do="Give the folder of a model converted for faster-whisper",
            )
        _check_installed()

    @classmethod
    def from_settings(cls, request: EngineRequest) -> Self:
        """Make the engine as the section ``[transcribe]`` says; see `Transcriber`.

        Raises:
            UsageError, MissingEngine: as the class.
        """
        settings = WhisperSettings(languages=request.languages)
        return cls(Path(request.model), settings, fitting_hints(request.hints))

    @cached_property
    def _model(self) -> Any:
        return _load(self._folder, self._settings)

    @cached_property
    def version(self) -> str:
        """Library version and a digest of the model: sizes, and the ends of each file."""
        library = package_version("faster-whisper")
        return f"faster-whisper {library}, model {folder_digest(self._folder)}"

    @cached_property
    def settings_digest(self) -> str:
        # without hints the digest is what it was before there were any: nothing is done again
        hinted = (self._hints,) if self._hints else ()
        return settings_digest(self._settings, self.version, *hinted)

    @property
    def described(self) -> str:
        """Languages, beam and the number of hints."""
        languages = " ".join(self._settings.languages) or "any"
        return f"language {languages}, beam {self._settings.beam_size}, {len(self._hints)} hints"

    def listen_to(self, mono: Samples, chunks: Sequence[Interval]) -> Iterator[HeardSegment]:
        """Give segments in order of time, each inside its chunk.

        Args:
            mono: (n,) float32 at 16 kHz.
            chunks: the stretches to listen to.
        """
        for chunk in chunks:
            sound = mono[chunk.start_ms * 16 : chunk.end_ms * 16]
            if sound.size:
                yield from self._chunk(sound, chunk.start_ms)

    def _chunk(self, sound: Samples, start_ms: int) -> Iterator[HeardSegment]:
        language = self._language(sound)
        segments, _ = self._model.transcribe(
            sound,
            language=language,
            beam_size=self._settings.beam_size,
            temperature=list(self._settings.temperatures),
            word_timestamps=True,
            condition_on_previous_text=False,
            vad_filter=False,
            hotwords=", ".join(self._hints) or None,
        )
        limit = Interval(start_ms, start_ms + sound.size * 1000 // _RATE_HZ)
        for segment in segments:
            heard = _heard(segment, language, limit)
            if heard.text:
                yield heard

    def _language(self, sound: Samples) -> str:
        allowed = self._settings.languages
        if len(allowed) == 1:
            return allowed[0]
        best, _, scores = self._model.detect_language(audio=sound)
        named = [(score, code) for code, score in scores if code in allowed]
        return max(named)[1] if named else str(best)


def _check_installed() -> None:
    """Find what is needed without importing it."""
    for name in ("faster_whisper", "ctranslate2"):
        if importlib.util.find_spec(name) is None:
            raise MissingEngine(
                f"{name} is not installed", do="Run: pip install 'earwitness[whisper]'"
            )


def _load(folder: Path, settings: WhisperSettings) -> Any:
    # read by huggingface_hub on import: a wrong folder must never become a download
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        library = import_module("faster_whisper")
        import_module("ctranslate2").set_random_seed(_SEED)
    except ImportError as error:
        raise MissingEngine(
            f"faster-whisper cannot be loaded ({error})",
            do="Run: pip install 'earwitness[whisper]'",
        ) from error
    try:
        return library.WhisperModel(
            str(folder),
            device=settings.device,
            compute_type=settings.compute_type,
            cpu_threads=settings.threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise MissingEngine(
            f"the Whisper model cannot be loaded: {str(error)[:200]}", where=str(folder)
        ) from error


def _heard(segment: Any, language: str, limit: Interval) -> HeardSegment:
    start_ms, end_ms = inside(segment.start, segment.end, limit)
    words = []
    for word in segment.words or ():
        first_ms, last_ms = inside(word.start, word.end, limit)
        words.append(HeardWord(first_ms, last_ms, word.word.strip(), float(word.probability)))
    return HeardSegment(
        start_ms=start_ms,
        end_ms=end_ms,
        text=segment.text.strip(),
        language=language,
        words=tuple(words),
        avg_logprob=float(segment.avg_logprob),
        no_speech_prob=float(segment.no_speech_prob),
        compression_ratio=float(segment.compression_ratio),
    )
