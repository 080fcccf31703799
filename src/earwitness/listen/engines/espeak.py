"""Speech from espeak-ng, with the moment of every phone: library and voices come in a wheel."""

from __future__ import annotations

import ctypes
import importlib.util
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version as package_version
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.align.spoken import Spoken, SpokenPhone

__all__ = ["EspeakSynthesiser"]

# speak_lib.h
_RETRIEVAL: Final = 1  # AUDIO_OUTPUT_RETRIEVAL is 1: samples come to the callback
_PHONEME_EVENTS, _PHONEME_IPA = 1, 2
_UTF8: Final = 1
_RATE, _PITCH = 1, 3
_PHONEME_EVENT: Final = 7
_SYNCHRONOUS: Final = 2
_SEED: Final = 1  # of the noise in breathy voices and consonants


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


class _Voice(ctypes.Structure):
    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class EspeakSynthesiser:
    """The synthesiser. The library keeps its state globally, so a process shares one of these.

    Not safe for several threads at once.

    Raises:
        MissingEngine: espeakng-loader is not installed, or its library does not start.
    """

    name = "espeak-ng"

    def __init__(self) -> None:
        self._library = _started()
        self.rate_hz = self._library.rate_hz

    @property
    def version(self) -> str:
        return f"{self._library.version}, espeakng-loader {package_version('espeakng-loader')}"

    @property
    def languages(self) -> frozenset[str]:
        """Languages that it speaks, as its own names ("ru", "uk", "en-us")."""
        return frozenset(self._library.voices)

    def say(self, text: str, voice: str, words_a_minute: int = 160, pitch: int = 50) -> Spoken:
        """Speak a text.

        Args:
            text: one line; punctuation makes pauses.
            voice: language and variant, such as "ru+f2".
            words_a_minute: 80 to 450.
            pitch: 0 to 99.

        Raises:
            UsageError: there is no such voice.
        """
        return self._library.say(text, voice, words_a_minute, pitch)


class _Library:
    """libespeak-ng, started."""

    def __init__(self) -> None:
        if importlib.util.find_spec("espeakng_loader") is None:
            raise MissingEngine(
                "espeakng-loader is not installed", do="Run: pip install earwitness"
            )
        loader = import_module("espeakng_loader")
        try:
            self._c: Any = ctypes.CDLL(str(loader.get_library_path()))
        except OSError as error:
            raise MissingEngine(f"espeak-ng cannot be loaded ({error})") from error
        data = str(loader.get_data_path()).encode()
        flags = _PHONEME_EVENTS | _PHONEME_IPA
        self.rate_hz = int(self._c.espeak_Initialize(_SYNCHRONOUS, 0, data, flags))
        if self.rate_hz <= 0:
            raise MissingEngine(f"espeak-ng does not start ({self.rate_hz})")
        self._c.espeak_Info.restype = ctypes.c_char_p
        self.version = self._c.espeak_Info(None).decode(errors="replace").split()[0]
        self._c.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self._sound: list[NDArray[np.int16]] = []
        self._phones: list[tuple[int, int, bytes]] = []
        self._callback = _Callback(self._receive)  # kept: the library calls it as long as it lives
        self._c.espeak_SetSynthCallback(self._callback)
        self.voices = self._listed()
        self._voice = ""

    def say(self, text: str, voice: str, words_a_minute: int, pitch: int) -> Spoken:
        if voice != self._voice:
            # naming a voice again queues an event, and a full queue loses phones
            language, plus, variant = voice.partition("+")
            name = self.voices.get(language, language) + plus + variant
            if self._c.espeak_SetVoiceByName(name.encode()) != 0:
                raise UsageError(f"espeak-ng has no voice '{voice}'")
            self._voice = voice
        self._c.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))  # else it goes by the clock
        self._c.espeak_SetParameter(_RATE, words_a_minute, 0)
        self._c.espeak_SetParameter(_PITCH, pitch, 0)
        self._sound.clear()
        self._phones.clear()
        raw = text.replace("\0", " ").encode() + b"\0"
        self._c.espeak_Synth(raw, len(raw), 0, 1, 0, _UTF8, None, None)
        self._c.espeak_Synchronize()
        pcm = np.concatenate(self._sound) if self._sound else np.zeros(0, dtype=np.int16)
        samples = pcm.astype(np.float32) / np.float32(32768)
        return Spoken(samples, self.rate_hz, _with_ends(self._phones, pcm.size))

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if count > 0 and samples:
            self._sound.append(np.ctypeslib.as_array(samples, (count,)).copy())
        place = 0
        while events[place].type:
            event = events[place]
            if event.type == _PHONEME_EVENT:
                self._phones.append((event.sample, event.text_position - 1, event.id.string))
            place += 1
        return 0

    def _listed(self) -> dict[str, str]:
        """The voice file of each language; of several, the one that is listed first."""
        self._c.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        voices = self._c.espeak_ListVoices(None)
        found: dict[str, str] = {}
        place = 0
        while voices[place]:
            voice = voices[place].contents
            # a priority byte, then the name; the list ends with a zero
            language = ctypes.string_at(ctypes.addressof(voice.languages.contents) + 1)
            found.setdefault(language.decode(errors="replace"), voice.identifier.decode())
            place += 1
        return found


def _with_ends(phones: list[tuple[int, int, bytes]], samples: int) -> tuple[SpokenPhone, ...]:
    """Each named phone ends where the next event stands; unnamed events are pauses and releases."""
    starts = [start for start, _, _ in phones]
    found = []
    for (start, place, raw), end in zip(phones, [*starts[1:], samples], strict=True):
        name = raw.decode("utf-8", errors="ignore").translate(_BARE)
        if name and not name.startswith(("(", "_")) and end > start:
            found.append(SpokenPhone(name, max(0, place), start, end))
    return tuple(found)


# Stress and length are heard in time and level, which are not in the names of the models.
_BARE = str.maketrans("", "", "ˈˌː̪;")


@lru_cache(maxsize=1)
def _started() -> _Library:
    return _Library()
