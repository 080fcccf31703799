"""What a synthesiser says: sound, and the phones in it with their places in sound and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spoken", "SpokenPhone", "Synthesiser"]


@dataclass(frozen=True, slots=True)
class SpokenPhone:
    """A phone.

    Args:
        name: in IPA, without stress and length.
        place: the character of the text that its word begins with.
        start, end: samples.
    """

    name: str
    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Sound, float32 mono, and its phones in order of time."""

    samples: NDArray[np.float32]
    rate_hz: int
    phones: tuple[SpokenPhone, ...]


class Synthesiser(Protocol):
    """An engine that says a text and tells when each phone begins. Lives in `listen.engines`."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def rate_hz(self) -> int:
        """Sampling rate of everything it says."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """Languages that it speaks, lower case ("ru", "uk", "en-us")."""
        ...

    def say(self, text: str, voice: str, words_a_minute: int = 160, pitch: int = 50) -> Spoken:
        """Speak a text; ``voice`` is a language with or without a variant ("ru+f2").

        Raises:
            UsageError: there is no such voice.
        """
        ...
