"""Would any text have fitted as well? A text held against its own sounds in another order.

Models that adapt to what they hear learn to find a wrong text, too, when there is little else to learn
from. So both are given the same chance: the text, and a decoy of the same words said backwards, its lines
begun in the middle. A text that does not lead its decoy says nothing about the sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from earwitness.listen.align.fitting import FitSettings, strict_score
from earwitness.listen.align.passage import WordPhones, passage
from earwitness.listen.align.reading import ReadLine
from earwitness.listen.align.takes import Features, Take

__all__ = ["decoy_words", "lead_over_decoy"]


def lead_over_decoy(
    one: Take, names: dict[str, int], readings: Sequence[Sequence[ReadLine]], settings: FitSettings
) -> float:
    """By how many nats a frame a text fits better than its decoy. The take itself is not changed.

    Args:
        one: a take that is not long.
        names: the first Gaussian of each phone.
        readings: its lines as read by each voice.
        settings: as in `fit`.
    """
    words = decoy_words(one.words)
    text = _fresh(one, one.words)
    decoy = _fresh(one, words)
    return strict_score(text, names, readings, settings) - strict_score(
        decoy, names, readings, settings
    )


def decoy_words(words: Sequence[WordPhones]) -> tuple[WordPhones, ...]:
    """The same words backwards, phones and all; lines keep their order but begin in the middle.

    >>> decoy_words([WordPhones(0, (1, 4)), WordPhones(0, (7,)), WordPhones(1, (4,))])
    (WordPhones(line=0, phones=(4,)), WordPhones(line=1, phones=(7,)), WordPhones(line=1, phones=(4, 1)))
    """
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    half = len(lines) // 2
    return tuple(
        WordPhones(number, tuple(reversed(word.phones)))
        for number, line in enumerate(lines[half:] + lines[:half])
        for word in reversed(line)
    )


def _fresh(one: Take, words: tuple[WordPhones, ...]) -> Take:
    none = np.empty(0, dtype=np.intp)
    return replace(
        one,
        words=words,
        owners=np.array([word.line for word in words], dtype=np.intp),
        whole=passage(words),
        features=Features(one.sound.static, one.loud),
        pieces=[],
        state=none,
        label=none,
        score=0.0,
    )
