"""The first models of a language's sounds: from synthesised speech, made to sound like the recordings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cepstra import CEPSTRA_RATE_HZ, FRAME_MS, band_power, cepstra
from earwitness.listen.align.monophones import STATES, Sums
from earwitness.listen.align.reading import ReadLine
from earwitness.listen.align.takes import Noise, normalised

__all__ = ["first_sums"]

Floats = NDArray[np.float32]

_PAUSE = CEPSTRA_RATE_HZ * 3 // 10  # between two lines
_CENTRE_S = 0.0125  # of a frame, after its start


def first_sums(readings: Iterable[Sequence[ReadLine]], names: dict[str, int], noise: Noise) -> Sums:
    """Statistics of every state of every phone, from lines read by several voices.

    Args:
        readings: the lines, once for each voice.
        names: the first Gaussian of each phone.
        noise: of the recording that the models are for.
    """
    count = 1 + STATES * len(names)
    total: Sums | None = None
    for seed, lines in enumerate(readings):
        spoken = [line for line in lines if line.phones]
        if not spoken:
            continue
        sums = _sums(spoken, names, noise, seed, count)
        total = sums if total is None else total + sums
    if total is None:
        raise ValueError("no line has a word in it")
    return total


def _sums(
    lines: Sequence[ReadLine], names: dict[str, int], noise: Noise, seed: int, count: int
) -> Sums:
    pause = np.zeros(_PAUSE, dtype=np.float32)
    sound = np.concatenate([part for line in lines for part in (line.sound, pause)])
    measured = cepstra(noise.laid_on(band_power(sound), seed))
    label = np.full(len(measured), -1, dtype=np.intp)
    start_s = 0.0
    for line in lines:
        for phone in line.phones:
            edges_s = np.linspace(phone.start_s, phone.end_s, STATES + 1) + start_s - _CENTRE_S
            edges = np.round(edges_s * 1000 / FRAME_MS).astype(int)
            for k in range(STATES):
                low = max(0, int(edges[k]))
                label[low : max(low + 1, int(edges[k + 1]))] = names[phone.name] + k
        start_s += (line.sound.size + _PAUSE) / CEPSTRA_RATE_HZ
    return Sums.of(normalised(measured, label >= 0), label, count)
