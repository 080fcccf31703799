"""Text that is as new to a program as real calls are: lines of the samples, with other words put in.

A program that looks words up remembers them, so that a text which repeats itself is read too fast. In this
one, dictionary words of the same grammar stand in place of some words of each line, and some words are
misspelt: 527 forms are distinct in the first 1,000 words, 4,200 in 25,000, 11,100 in 100,000 (445 in the first
1,000 words of real intercepts, 4,670 in the 24,600 words of our own test lines; real calls of 100,000 words we
have none). Numbers, names, units and all else that rules look for stay as often as they are in the samples.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path

from earwitness.text.stems import analyzer
from earwitness.text.words import tokens

__all__ = ["call_lines", "lines_of_samples"]

_SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "truth.json"
_EXCHANGED, _MISSPELT = 0.55, 0.012  # shares of the words that can be, of all words
_OF_A_BEGINNING = 3_000  # forms read of the dictionary for each beginning of a word
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init", "Prop"})
_PARTS = frozenset({"NOUN", "ADJF", "VERB", "INFN", "ADVB", "PRTF"})


def lines_of_samples() -> list[tuple[str, str]]:
    """Lines of the samples as they are said, with their languages."""
    truth = json.loads(_SAMPLES.read_text(encoding="utf-8"))
    lines = [one for call in truth["recordings"].values() for one in call["lines"]]
    return [(one["text"], one["language"]) for one in lines]


def call_lines(words: int, seed: int = 1) -> list[tuple[str, str]]:
    """Lines with at least so many words in all, each with its language; the same for the same seed."""
    draw = random.Random(seed)
    base = lines_of_samples()
    made: list[tuple[str, str]] = []
    total = 0
    while total < words:
        text, language = draw.choice(base)
        parts = [_another(part, language, draw) for part in text.split(" ")]
        made.append((" ".join(parts), language))
        total += len(tokens(made[-1][0]))
    return made


def _another(word: str, language: str, draw: random.Random) -> str:
    if draw.random() < _MISSPELT and len(word) > 3:
        cut = draw.randrange(1, len(word) - 1)
        return word[:cut] + draw.choice("оаеикнр" if language != "en" else "oaeinr") + word[cut:]
    bare, language = word.rstrip(".,!?…:;"), language.split("-", maxsplit=1)[0]
    if language not in {"ru", "uk"} or len(bare) < 4 or not bare.isalpha() or not bare.islower():
        return word
    if draw.random() >= _EXCHANGED:
        return word
    others = _forms(language).get(_grammar(bare, language), ())
    return draw.choice(others) + word[len(bare) :] if others else word


@cache
def _grammar(word: str, language: str) -> str:
    tag = analyzer(language).parse(word)[0].tag
    return "" if tag.grammemes & _NAMES else _kind(str(tag))


def _kind(tag: str) -> str:
    """Part of speech and what inflection adds: "NOUN plur,gent"."""
    part, _, form = tag.partition(" ")
    return f"{part.split(',')[0]} {form}" if part.split(",")[0] in _PARTS else ""


@cache
def _forms(language: str) -> dict[str, list[str]]:
    """Forms of the dictionary by their grammar, from all over the alphabet as the samples' words are."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    said = {text[:3].lower() for line, _ in lines_of_samples() for text in line.split()}
    for beginning in sorted(said):
        known = analyzer(language).dictionary.iter_known_words(prefix=beginning)
        for word, tag, *_ in islice(known, 0, _OF_A_BEGINNING, 7):
            if 3 < len(word) < 13 and word.isalpha() and not tag.grammemes & _NAMES:
                found[_kind(str(tag))].append(word)
    found.pop("", None)
    return dict(found)
