"""ONNX speech models by onnx-asr, from a model folder on this machine. Nothing is ever downloaded.

GigaAM and T-one for Russian (the latter for 8 kHz telephone speech), Parakeet, Canary, Vosk.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.engines.word_runs import inside, segments_of_words
from earwitness.listen.heard import HeardSegment, HeardWord
from earwitness.listen.models.folders import FoundModel, folder_digest, look_at_folder
from earwitness.listen.transcribe import settings_digest
from earwitness.records.timecode import Interval

__all__ = ["OnnxAsrTranscriber"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
_INSTALL = "Run: pip install 'earwitness[onnx-asr]'"
# Shorter sound has no whole frame for some models; it is filled up with silence.
_SHORTEST = _RATE_HZ // 2
_TOKEN_S = 0.08  # a token is at most about one step of the slowest model
_LONGEST_STEP_S = 1.0  # letters further apart are not of one word, even if no blank came between


class OnnxAsrTranscriber:
    """Transcribes chunk by chunk with an ONNX model.

    The model is loaded when the first chunk is listened to: a plan needs version and digest only.

    Args:
        model: folder of the model; its files say which one it is.
        languages: language expected. These models do not say which language they heard.

    Raises:
        UsageError: the folder is no such model, or files of it are missing or damaged.
        MissingEngine: onnx-asr is not installed; from `listen_to`, it cannot load the model.
    """

    name = "onnx-asr"
    reaches = ""

    def __init__(self, model: Path, languages: tuple[str, ...] = ()) -> None:
        self._found = _found(model)
        own = self._found.languages
        self._language = languages[0] if languages else own[0] if len(own) == 1 else "und"
        if importlib.util.find_spec("onnx_asr") is None:
            raise MissingEngine("onnx-asr is not installed", do=_INSTALL)

    @classmethod
    def from_settings(cls, request: EngineRequest) -> Self:
        """Make the engine as the section ``[transcribe]`` says; see `Transcriber`.

        Raises:
            UsageError, MissingEngine: as the class.
        """
        return cls(Path(request.model), request.languages)

    @cached_property
    def version(self) -> str:
        """Library version, kind of model and a digest of its files."""
        kind = self._found.kind.name if self._found.kind else ""
        library = package_version("onnx-asr")
        return f"onnx-asr {library}, {kind} {folder_digest(self._found.folder)}"

    @cached_property
    def settings_digest(self) -> str:
        return settings_digest(self._language, self._found.quantization, self.version)

    @property
    def described(self) -> str:
        """Language and number format."""
        return f"language {self._language}, {self._found.quantization or 'full'} precision"

    def listen_to(self, mono: Samples, chunks: Sequence[Interval]) -> Iterator[HeardSegment]:
        """Give segments in order of time, each inside its chunk.

        Args:
            mono: (n,) float32 at 16 kHz.
            chunks: the stretches to listen to.

        Raises:
            MissingEngine: the model cannot be loaded, or fails over sound.
        """
        for chunk in chunks:
            sound = mono[chunk.start_ms * 16 : chunk.end_ms * 16]
            if sound.size:
                limit = Interval(chunk.start_ms, chunk.start_ms + sound.size * 1000 // _RATE_HZ)
                yield from segments_of_words(self._words(sound, limit), self._language)

    def _words(self, sound: Samples, limit: Interval) -> list[HeardWord]:
        filled = np.pad(sound, (0, max(0, _SHORTEST - sound.size)))
        model = self._model
        try:
            heard = model.recognize(filled, sample_rate=_RATE_HZ)
            return list(_words_of(heard, limit))
        except _broken_model() as error:
            raise MissingEngine(
                f"the model fails over sound: {_named(error)}",
                where=str(self._found.folder),
                do="Its files may not belong together: copy it anew",
            ) from error

    @cached_property
    def _model(self) -> Any:
        try:
            library = import_module("onnx_asr")
        except ImportError as error:
            raise MissingEngine(f"onnx-asr cannot be loaded ({error})", do=_INSTALL) from error
        kind = self._found.kind
        try:
            # a folder that is there is never fetched; the plan has looked that it is
            made = library.load_model(
                kind.loads_as if kind else "",
                self._found.folder,
                quantization=self._found.quantization or None,
            )
        except _broken_model() as error:
            raise MissingEngine(
                f"the model cannot be loaded: {_named(error)}",
                where=str(self._found.folder),
                do="Copy it anew, or run `earwitness models get` for it",
            ) from error
        return made.with_timestamps()


def _found(folder: Path) -> FoundModel:
    if not folder.is_dir():
        raise UsageError(
            "is not a model folder",
            where=str(folder),
            do="`earwitness models` lists those that are here",
        )
    looked = [one for one in look_at_folder(folder) if one.kind and one.kind.engine == "onnx-asr"]
    if not looked:
        raise UsageError(
            "holds no model that onnx-asr loads",
            where=str(folder),
            do="`earwitness models` says which engine each folder fits",
        )
    found = looked[0]
    if not found.complete:
        lacks = ", ".join((*(f"{one} is missing" for one in found.missing), *found.broken))
        raise UsageError(
            f"is not a whole model ({found.kind.name if found.kind else ''}): {lacks}",
            where=str(folder),
            do="Copy the missing files into it",
        )
    return found


def _words_of(heard: Any, limit: Interval) -> Iterator[HeardWord]:
    """Words from tokens: a token may begin, go on with, or hold several words."""
    tokens = list(heard.tokens or ())
    starts = [float(one) for one in heard.timestamps or ()]
    if len(starts) != len(tokens):  # a kind without times: its words have those of the chunk
        for text in str(heard.text).split():
            yield HeardWord(limit.start_ms, limit.end_ms, text, 0.0)
        return
    doubts = [float(one) for one in heard.logprobs or ()] or [math.log(0.5)] * len(tokens)
    letters, first_s, last_s, sums = "", 0.0, 0.0, [0.0]
    for token, start_s, doubt in zip(tokens, starts, doubts, strict=True):
        for piece in _pieces(token):
            if piece == " ":
                if letters:
                    yield _word(letters, first_s, last_s, sums, limit)
                letters, sums = "", []
                continue
            if letters and start_s - last_s > _LONGEST_STEP_S:
                yield _word(letters, first_s, last_s, sums, limit)
                letters = ""
            if not letters:
                first_s, sums = start_s, []
            letters += piece
            last_s = start_s
            sums.append(min(doubt, 0.0))
    if letters:
        yield _word(letters, first_s, last_s, sums, limit)


def _pieces(token: str) -> Iterator[str]:
    """The blanks and the runs of letters in a token, in order."""
    run = ""
    for letter in str(token):
        if letter.isspace():
            if run:
                yield run
            yield " "
            run = ""
        else:
            run += letter
    if run:
        yield run


def _word(
    letters: str, first_s: float, last_s: float, doubts: list[float], limit: Interval
) -> HeardWord:
    start_ms, end_ms = inside(first_s, last_s + _TOKEN_S, limit)
    mean = sum(doubts) / len(doubts) if doubts else 0.0
    return HeardWord(start_ms, end_ms, letters, math.exp(mean) if math.isfinite(mean) else 0.0)


def _broken_model() -> tuple[type[Exception], ...]:
    """What a damaged model raises: the library checks little, onnxruntime has no common parent."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state  # noqa: PLC0415 (heavy)

    of_onnxruntime = [
        one for one in vars(state).values() if isinstance(one, type) and issubclass(one, Exception)
    ]
    of_python = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError)
    return (*of_python, OSError, RuntimeError, TypeError, ValueError, *of_onnxruntime)


def _named(error: BaseException) -> str:
    return f"{type(error).__name__} {' '.join(str(error).split())[:200]}".strip()
