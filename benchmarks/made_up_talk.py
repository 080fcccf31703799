"""Made-up segments for the search benchmark: dictionary words drawn as speech draws them (Zipf)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pymorphy3

from earwitness.store.search import SearchDoc
from earwitness.text.words import fold

__all__ = ["CACHE", "MadeUpTalk"]

CACHE = Path(__file__).resolve().parents[1] / ".benchmarks"
_SEED = 11
_WORDS = {"ru": 90_000, "uk": 70_000, "en": 40_000}
_SHORTEST, _LONGEST = 4, 19  # tokens of a segment, both inclusive
_EXPONENT = 1.0
_PER_RECORDING = 100
_LETTERS = {
    "ru": "абвгдежзиклмнопрстуфхцчшщэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщюя",
}
_ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou"]
_ENDS = ["", "n", "r", "s", "t", "ck", "ld", "nd", "ng", "st", "ing", "ed", "er", "ly", "ness"]


@dataclass(frozen=True)
class MadeUpTalk:
    """Words of three languages and the chance of each; segments come out the same every time."""

    words: dict[str, np.ndarray]
    chances: dict[str, np.ndarray]

    @classmethod
    def ready(cls) -> MadeUpTalk:
        """Read the words, or choose them from the dictionaries and keep them."""
        place = CACHE / "words.txt"
        if not place.is_file():
            CACHE.mkdir(exist_ok=True)
            place.write_text("\n".join(" ".join(row) for row in _choose()), encoding="utf-8")
        rows = place.read_text(encoding="utf-8").split("\n")
        words = {name: np.array(row.split()) for name, row in zip(_WORDS, rows, strict=True)}
        ranks = {name: 1 / np.arange(1, len(row) + 1) ** _EXPONENT for name, row in words.items()}
        return cls(words, {name: one.cumsum() / one.sum() for name, one in ranks.items()})

    def recordings(self, segments: int) -> Iterator[tuple[str, list[SearchDoc]]]:
        """Recordings of a hundred segments, two in Russian to one in Ukrainian.

        Every third segment has an English line as its translation.
        """
        for number in range(segments // _PER_RECORDING):
            language = "uk" if number % 3 == 2 else "ru"
            random = np.random.default_rng((_SEED, number))
            name = f"rec_{number:08d}"
            lines = list(islice(self._lines(language, random), _PER_RECORDING))
            english = list(islice(self._lines("en", random), -(-_PER_RECORDING // 3)))
            documents = []
            for position, line in enumerate(lines):
                texts = ((language, line),)
                if position % 3 == 0:
                    texts += (("en", english[position // 3]),)
                voice = "Клён" if position % 2 else "Липа"
                documents.append(
                    SearchDoc(
                        name, f"trs_{number:08d}", position, "words", texts, voice, ("Рубеж",)
                    )
                )
            yield name, documents

    def sentence(self, language: str, words: int, random: np.random.Generator) -> str:
        """So many words of a language (ru, uk, en), drawn as speech draws them."""
        drawn = np.searchsorted(self.chances[language], random.random(words))
        spoken = self.words[language][np.minimum(drawn, len(self.words[language]) - 1)]
        return " ".join(spoken.tolist())

    def _lines(self, language: str, random: np.random.Generator) -> Iterator[str]:
        lengths = random.integers(_SHORTEST, _LONGEST + 1, _PER_RECORDING)
        drawn = np.searchsorted(self.chances[language], random.random(int(lengths.sum())))
        spoken = self.words[language][np.minimum(drawn, len(self.words[language]) - 1)]
        at = 0
        for length in lengths.tolist():
            line = " ".join(spoken[at : at + length].tolist())
            yield f"{line[0].upper()}{line[1:]}."
            at += length


def _choose() -> Iterator[list[str]]:
    random = np.random.default_rng(_SEED)
    for language, count in _WORDS.items():
        made = _made_up(random) if language == "en" else _known(language, random)
        found = list(islice(dict.fromkeys(islice(made, 4 * count)), count))
        yield random.permutation(found).tolist()


def _known(language: str, random: np.random.Generator) -> Iterator[str]:
    """Forms from all over the dictionary of a language: what begins with letters drawn by lot."""
    words = pymorphy3.MorphAnalyzer(lang=language).dictionary.words
    while True:
        beginning = "".join(random.choice(list(_LETTERS[language]), 3).tolist())
        for word in islice(words.iterkeys(beginning), 1500):
            if word.isalpha() and len(word) <= 16 and fold(word) == word:
                yield word


def _made_up(random: np.random.Generator) -> Iterator[str]:
    while True:
        word = ""
        for _ in range(int(random.integers(1, 4))):
            word += str(random.choice(_ONSETS)) + str(random.choice(_VOWELS))
        yield word + str(random.choice(_ENDS))
