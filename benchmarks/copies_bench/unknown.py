"""Best scores of unknown speech: held-out excerpts, spoiled in memory, asked of indexes of several sizes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copies_bench.chance_fit import fit_growth, fit_tail, tail_lines
from copies_bench.corpus import Corpus
from copies_bench.degrade import CONDITIONS, second_voice
from copies_bench.questions import excerpt
from copies_bench.speech import RATE_HZ
from earwitness.audio.fingerprint import projections, soft_signs
from earwitness.compare.copies.agreement import best_matches
from earwitness.store.sound_index.index import SoundIndex
from earwitness.store.sound_index.segment import Segment

__all__ = ["best_scores", "chance_lines", "part_of", "unknown_signs"]

# what encoders do to unknown speech makes no difference to chance, and they take most of the time
_CHEAP = ("untouched", "band, noise 10 dB", "speed 2 %", "music 6 dB", "20 % bleeped", "room")
_CODES_PER_HOUR = 90_000
_KINDS = (*_CHEAP, "second voice")


def chance_lines(corpus: Corpus, index: Path, folder: Path, count: int) -> list[str]:
    """Fits for indexes of a sixteenth, a quarter and the whole of the corpus, 5 and 10 s questions."""
    whole = SoundIndex(index)
    names = [one.name for one in corpus.indexed()]
    asked = {length_s: unknown_signs(corpus, length_s, count) for length_s in (5.0, 10.0)}
    tails = []
    for part in (16, 4, 1):
        held = whole if part == 1 else part_of(whole, names[::part], folder / "part")
        hours = held.codes / _CODES_PER_HOUR
        for length_s, signs in asked.items():
            tails.append(fit_tail(best_scores(held.segments, signs), hours, length_s))
    SoundIndex.remove(folder / "part")
    tens = [one for one in tails if one.length_s == 10.0]
    return tail_lines(tails, fit_growth(tens))


def unknown_signs(corpus: Corpus, length_s: float, count: int) -> list[NDArray[np.int8]]:
    """Signs of so many held-out excerpts, in turn clean and spoiled, every fourth of real speech."""
    draw = np.random.default_rng([int(length_s), 404])
    made = []
    for number in range(count):
        kind = "real" if number % 4 == 3 else "synthetic"
        source, _, sound = excerpt(corpus, kind, length_s * 1.05, draw, held_out=True)
        condition = _KINDS[number % len(_KINDS)]
        if condition == "second voice":
            _, _, other = excerpt(
                corpus, "synthetic", length_s * 1.05, draw, held_out=True, but=source.name
            )
            heard = second_voice(sound, other).sound
        else:
            heard = CONDITIONS[condition](sound, draw).sound
        made.append(soft_signs(projections(heard[: int(length_s * RATE_HZ)])))
    return made


def best_scores(
    segments: tuple[Segment, ...], asked: Sequence[NDArray[np.int8]]
) -> NDArray[np.float64]:
    """The best match's score of each question, 0 where there is none."""
    return np.array(
        [max((one.score for one in best_matches(segments, signs)), default=0.0) for signs in asked]
    )


def part_of(whole: SoundIndex, names: Sequence[str], folder: Path) -> SoundIndex:
    """An index of some of another's sounds."""
    SoundIndex.remove(folder)
    part = SoundIndex(folder)
    found = ((name, whole.find(name)) for name in names)
    part.add((name, np.array(codes)) for name, codes in found if codes is not None)
    return part
