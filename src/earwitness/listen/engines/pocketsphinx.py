"""English by PocketSphinx, with the weights in its wheel: always there, and often wrong.

For tests, and for a first look where no model can be copied in. Its words are a machine's like any
other's, ranked behind every person's.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from importlib.metadata import version as package_version
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.engines.word_runs import inside, segments_of_words
from earwitness.listen.heard import HeardSegment, HeardWord
from earwitness.listen.transcribe import settings_digest
from earwitness.records.timecode import Interval

__all__ = ["PocketSphinxTranscriber"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
_FRAMES_PER_S = 100
_INSTALL = "Run: pip install 'earwitness[pocketsphinx]'"
# Fewer samples hold no whole frame with its neighbours.
_SHORTEST = _RATE_HZ // 5
_SILENT = 1e-4  # -80 dBFS: in digital silence the decoder hears words, and is sure of them


class PocketSphinxTranscriber:
    """Transcribes English chunk by chunk; the decoder starts anew with each.

    Args:
        languages: language expected; only English can be.

    Raises:
        UsageError: another language is expected.
        MissingEngine: pocketsphinx is not installed, or its weights are not.
    """

    name = "pocketsphinx"
    reaches = ""
    described = "language en, large vocabulary of its wheel"

    def __init__(self, languages: tuple[str, ...] = ()) -> None:
        if any(one != "en" for one in languages):
            raise UsageError(
                f"PocketSphinx hears English only, and the language expected is '{languages[0]}'",
                do="Choose another engine under [transcribe] in earwitness.toml",
            )
        if importlib.util.find_spec("pocketsphinx") is None:
            raise MissingEngine("pocketsphinx is not installed", do=_INSTALL)

    @classmethod
    def from_settings(cls, request: EngineRequest) -> Self:
        """Make the engine as the section ``[transcribe]`` says; it has no model folder.

        Raises:
            UsageError, MissingEngine: as the class.
        """
        return cls(request.languages)

    @cached_property
    def version(self) -> str:
        """Version of the wheel, which carries the weights."""
        return f"pocketsphinx {package_version('pocketsphinx')}"

    @cached_property
    def settings_digest(self) -> str:
        return settings_digest("en-us", self.version)

    def listen_to(self, mono: Samples, chunks: Sequence[Interval]) -> Iterator[HeardSegment]:
        """Give segments in order of time, each inside its chunk.

        Args:
            mono: (n,) float32 at 16 kHz.
            chunks: the stretches to listen to.
        """
        for chunk in chunks:
            sound = mono[chunk.start_ms * 16 : chunk.end_ms * 16]
            if sound.size >= _SHORTEST and float(np.abs(sound).max()) > _SILENT:
                limit = Interval(chunk.start_ms, chunk.start_ms + sound.size * 1000 // _RATE_HZ)
                yield from segments_of_words(list(self._words(sound, limit)), "en")

    @cached_property
    def _decoder(self) -> Any:
        try:
            library = import_module("pocketsphinx")
            return library.Decoder(samprate=_RATE_HZ, loglevel="FATAL")
        except (ImportError, RuntimeError, ValueError, OSError) as error:
            raise MissingEngine(
                f"pocketsphinx cannot be loaded ({str(error)[:200]})",
                do="Run: pip install --force-reinstall 'earwitness[pocketsphinx]'",
            ) from error

    def _words(self, sound: Samples, limit: Interval) -> Iterator[HeardWord]:
        decoder = self._decoder
        # the running mean of the cepstrum is the only thing that one utterance leaves to the next
        decoder.reinit_feat()
        pcm = (np.clip(sound, -1.0, 1.0) * 32767).astype("<i2").tobytes()
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        if decoder.hyp() is None:
            return
        for one in decoder.seg():
            text = one.word.partition("(")[0]
            if not text or text[0] in "<[+":  # silence and noise
                continue
            start_ms, end_ms = inside(
                one.start_frame / _FRAMES_PER_S, (one.end_frame + 1) / _FRAMES_PER_S, limit
            )
            yield HeardWord(start_ms, end_ms, text, min(max(float(one.prob), 0.0), 1.0))
