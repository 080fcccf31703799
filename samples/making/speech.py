"""Speech from libespeak-ng (the ``espeakng_loader`` wheel) with the moment at which each word begins.

The synthesiser reports word events with a character position in the text and a position in the sound
in milliseconds (``espeak_EVENT`` of speak_lib.h). It spells out quotation marks and reports short words
that it joins ("did not") as one, so a line is spoken from bare tokens and gaps are filled by letter count.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

__all__ = ["SpokenLine", "SpokenWord", "Synthesiser"]

_RETRIEVAL: Final = 1  # AUDIO_OUTPUT_RETRIEVAL: samples come to the callback
_UTF8: Final = 1
_RATE, _PITCH = 1, 3  # espeak_PARAMETER
_WORD_EVENT: Final = 1
_QUIET: Final = 0.004  # of full scale; the synthesiser's own pauses are exact zeros


class _Identity(ctypes.Union):
    _fields_: ClassVar = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One token of the line, in seconds from the start of the line's sound."""

    token: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line's sound, float32 mono between -1 and 1, without silence at either end."""

    pcm: NDArray[np.float32]
    rate_hz: int
    words: tuple[SpokenWord, ...]


class Synthesiser:
    """The synthesiser; one in a process, because the library keeps its state globally."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        data_path = str(espeakng_loader.get_data_path()).encode()
        self.rate_hz: int = self._library.espeak_Initialize(_RETRIEVAL + 1, 0, data_path, 0)
        if self.rate_hz <= 0:
            raise RuntimeError(f"espeak-ng does not start: {self.rate_hz}")
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self._sound: list[NDArray[np.int16]] = []
        self._words: list[tuple[int, int]] = []
        self._callback = _Callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples, count, events) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
        if count > 0 and samples:
            self._sound.append(np.ctypeslib.as_array(samples, (count,)).copy())
        i = 0
        while events[i].type:
            if events[i].type == _WORD_EVENT:
                self._words.append((events[i].text_position - 1, events[i].audio_position))
            i += 1
        return 0

    def say(self, tokens: list[str], voice: str, pitch: int, rate: int) -> SpokenLine:
        """Speak the tokens as one line.

        Args:
            tokens: what is said, one entry a written word, punctuation attached.
            voice: name with a variant, for example ``ru+f2``.
            pitch: 0 to 99.
            rate: words a minute.
        """
        bare = [_speakable(token) for token in tokens]
        pcm, events = self._synthesise(" ".join(bare), voice, pitch, rate)
        starts = _token_starts(bare, events, len(pcm) / self.rate_hz)
        loud = np.flatnonzero(np.abs(pcm) > _QUIET)
        first, last = int(loud[0]), int(loud[-1]) + 1
        words = tuple(
            SpokenWord(i, *self._audible_span(pcm, start, stop, first))
            for i, (start, stop) in enumerate(zip(starts, [*starts[1:], None], strict=True))
        )
        return SpokenLine(pcm[first:last], self.rate_hz, words)

    def _synthesise(
        self, text: str, voice: str, pitch: int, rate: int
    ) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice}")
        self._library.espeak_SetParameter(_RATE, rate, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._sound.clear()
        self._words.clear()
        raw = text.encode() + b"\0"
        self._library.espeak_Synth(raw, len(raw), 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        pcm = np.concatenate(self._sound).astype(np.float32) / 32768.0
        return pcm, list(self._words)

    def _audible_span(
        self, pcm: NDArray[np.float32], start_s: float, stop_s: float | None, first: int
    ) -> tuple[float, float]:
        """From the word's event to its last audible sample before the next event."""
        start = int(start_s * self.rate_hz)
        stop = len(pcm) if stop_s is None else int(stop_s * self.rate_hz)
        loud = np.flatnonzero(np.abs(pcm[start:stop]) > _QUIET)
        if len(loud) == 0:
            raise ValueError("a word without sound")
        span = start + int(loud[0]), start + int(loud[-1]) + 1
        return (span[0] - first) / self.rate_hz, (span[1] - first) / self.rate_hz


def _speakable(token: str) -> str:
    """The token without the signs that espeak-ng reads aloud or splits a word at."""
    return token.translate(str.maketrans("", "", "«»“”\"'’"))


def _token_starts(tokens: list[str], events: list[tuple[int, int]], length_s: float) -> list[float]:
    """When each token begins; a token without an event gets its share by letters."""
    known: dict[int, float] = {}
    position = 0
    spans = []
    for token in tokens:
        spans.append((position, position + len(token)))
        position += len(token) + 1
    for at, when_ms in events:
        for i, (begin, end) in enumerate(spans):
            if begin <= at < end:
                known.setdefault(i, when_ms / 1000)
    known.setdefault(0, 0.0)
    anchors = [*sorted(known.items()), (len(tokens), length_s)]
    starts: list[float] = []
    for (i, here_s), (j, there_s) in pairwise(anchors):
        letters = [len(token) for token in tokens[i:j]]
        share = (there_s - here_s) / sum(letters)
        starts += [here_s + share * sum(letters[:k]) for k in range(j - i)]
    return starts
