"""A text read aloud: which words there are, how they sound, and what they sound like.

Numerals are spelled as they are said, words in another script or with letters of another language are
read by a voice of that language, and words that the synthesiser joins ("did not") share their sounds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import soxr
from numpy.typing import NDArray

from earwitness.audio.cepstra import CEPSTRA_RATE_HZ
from earwitness.errors import UsageError
from earwitness.listen.align.spoken import Synthesiser
from earwitness.text.number_spelling import number_words
from earwitness.text.words import tokens

__all__ = ["Phone", "ReadLine", "ReadWord", "Reader", "as_said", "voice_language"]

Floats = NDArray[np.float32]

_SPELLED = frozenset({"ru", "uk", "en"})
_NUMBER = re.compile(r"(\d{1,9})(?:-?([^\W\d]{1,4}))?")
_ORDINAL = re.compile(
    r"й|я|е|го|му|м|х|ю|ой|ый|ий|ая|ое|ые|ого|ому|ым|ых|ую|а|і|ї|ма|ої|ою|st|nd|rd|th",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_RUSSIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_STARS = re.compile(r"\*+")  # of a masked word: nobody says them
_LATIN_LANGUAGE = "en-us"
# Where espeak-ng's own name of a language is not the tag's first part.
_NAMES = {"en": "en-us", "fr": "fr-fr", "zh": "cmn", "no": "nb", "iw": "he"}
# What makes the same phones sound like several people: espeak-ng's variants, and words a minute.
_SPEAKERS = (("", 160), ("+f2", 185), ("+m3", 145), ("+f5", 170), ("+m7", 200), ("+f4", 150))


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone in a line's sound, in seconds."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of the text, and the phones it is said with.

    Args:
        tokens: how many words of the text it stands for; more than one where they are said as one.
        first: number of the first of them in the line, from 0.
    """

    first: int
    tokens: int
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text as it is said.

    Args:
        text: as written.
        words: those that have a sound, in order.
        duration_s: how long the synthesiser takes to say it.
    """

    text: str
    words: tuple[ReadWord, ...]
    duration_s: float
    sound: Floats = field(repr=False)
    phones: tuple[Phone, ...] = field(repr=False)


def voice_language(tag: str, known: frozenset[str]) -> str:
    """The synthesiser's own name of a language.

    Args:
        tag: BCP-47, such as "uk", "en-GB" or "uk-x-surzhyk".
        known: languages that the synthesiser speaks.

    Raises:
        UsageError: it does not speak that one.
    """
    first = tag.lower().split("-", maxsplit=1)[0]
    for name in (tag.lower(), _NAMES.get(first, first), first):
        if name in known:
            return name
    raise UsageError(
        f"there is no voice for the language '{tag}'",
        do="Give the language of the words, such as ru, uk or en",
    )


def as_said(word: str, language: str) -> str:
    """A word with its digits spelled out, where the language is one whose numerals we know.

    >>> as_said("225-й", "ru"), as_said("12", "uk"), as_said("007", "en")
    ('двести двадцать пятый', 'дванадцять', 'zero zero seven')
    """
    found = _NUMBER.fullmatch(word)
    if found is None or language not in _SPELLED:
        return word
    digits, ending = found.groups()
    if len(digits) > 1 and digits.startswith("0"):
        return " ".join(number_words(int(digit), language) for digit in digits)
    if ending is None:
        return number_words(int(digits), language)
    if _ORDINAL.fullmatch(ending):
        return number_words(int(digits), language, ordinal=True)
    return word


class Reader:
    """Reads lines aloud with several voices of a language.

    Args:
        synthesiser: what speaks.
        language: BCP-47 tag of the text.

    Raises:
        UsageError: the synthesiser does not speak that language.
    """

    speakers = len(_SPEAKERS)

    def __init__(self, synthesiser: Synthesiser, language: str) -> None:
        self._synthesiser = synthesiser
        self.language = voice_language(language, synthesiser.languages)
        self._family = self.language.split("-", maxsplit=1)[0]

    def read(self, text: str, speaker: int = 0, *, keep_sound: bool = True) -> ReadLine:
        """Say a line.

        Args:
            text: as written.
            speaker: 0 to ``speakers`` (left out); who says it.
            keep_sound: an hour of text is read for its phones only.
        """
        words = [token.text for token in tokens(text)]
        variant, rate = _SPEAKERS[speaker]
        read: list[ReadWord] = []
        sounds: list[Floats] = []
        phones: list[Phone] = []
        elapsed = done = 0
        for language, group in groupby(words, key=self._language_of):
            run = list(group)
            family = language.split("-", maxsplit=1)[0]
            said = [as_said(_STARS.sub("", word), family) for word in run]
            spoken = self._synthesiser.say(" ".join(said), language + variant, rate)
            places = np.cumsum([0] + [len(word) + 1 for word in said])
            owners = [
                int(np.searchsorted(places, one.place, side="right")) - 1 for one in spoken.phones
            ]
            read += _words(owners, [one.name for one in spoken.phones], done, len(run))
            phones += [
                Phone(
                    one.name,
                    (elapsed + one.start) / spoken.rate_hz,
                    (elapsed + one.end) / spoken.rate_hz,
                )
                for one in spoken.phones
            ]
            sounds.append(spoken.samples)
            elapsed += spoken.samples.size
            done += len(run)
        sound = np.empty(0, dtype=np.float32)
        if keep_sound and read:
            whole = np.concatenate(sounds)
            sound = np.asarray(soxr.resample(whole, self._synthesiser.rate_hz, CEPSTRA_RATE_HZ))
        duration_s = phones[-1].end_s - phones[0].start_s if read else 0.0
        return ReadLine(text, tuple(read), duration_s, sound, tuple(phones))

    def _language_of(self, word: str) -> str:
        """The language of the voice that says a word."""
        slavic = self._family in ("ru", "uk", "be", "bg", "mk", "sr")
        if slavic and _LATIN.search(word) and not _CYRILLIC.search(word):
            return _LATIN_LANGUAGE
        if not slavic and _CYRILLIC.search(word):
            return "uk" if _UKRAINIAN.search(word) else "ru"
        if self._family == "ru" and _UKRAINIAN.search(word):
            return "uk"
        if self._family == "uk" and _RUSSIAN.search(word):
            return "ru"
        return self.language


def _words(owners: Sequence[int], names: Sequence[str], first: int, count: int) -> list[ReadWord]:
    """Phones by word; a word without any belongs to the one before it (or, at the start, after)."""
    by_word: dict[int, list[str]] = {}
    for owner, name in zip(owners, names, strict=True):
        by_word.setdefault(owner, []).append(name)
    starts = sorted(by_word)
    if not starts:
        return []
    edges = [0, *starts[1:], count]
    return [
        ReadWord(first + edges[place], edges[place + 1] - edges[place], tuple(by_word[owner]))
        for place, owner in enumerate(starts)
    ]
