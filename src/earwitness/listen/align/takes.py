"""A recording and its text in the course of alignment, and the sound as the models see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cepstra import FRAME_MS, band_power, cepstra, log_energy
from earwitness.audio.windows import runs
from earwitness.listen.align.passage import Passage, WordPhones, passage
from earwitness.listen.align.reading import ReadLine
from earwitness.records.timecode import Interval

__all__ = ["Piece", "Take", "level_range_db", "normalised", "speech_mask", "take"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

_PAD_FRAMES = 8  # speech detection by level comes late and goes early by about this much
_LEAST = 20  # frames from which a mean and a spread can be taken
_QUIET_BAND = 0.35  # of the range from the quiet to the loud frames: below is no speech


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of frames, and the words that are looked for in it."""

    start: int
    end: int
    first_word: int
    end_word: int


@dataclass(slots=True)
class Take:
    """What is known of a recording so far.

    Args:
        mono: (n,) float32 at 8 kHz.
        lines: its text, read aloud.
        words: those of all lines, with the Gaussians of their phones.
        owners: (words,) line of each word.
        whole: the passage of all words; ``plain`` the same without ways past words.
        cepstra: (frames, d) as measured; ``features`` the same, normalised.
        loud: (frames,) where the level is that of speech.
        heard: (frames,) where an engine hears speech; None where none listened. It guides long recordings
            only: it misses faint voices, and the text knows better.
        state: (frames,) where the best way stands in ``whole``.
        score: log-likelihood of the best way, of all its pieces together.
        label: (frames,) Gaussian of each frame; -1 where nothing in the text was said.
    """

    mono: Floats
    lines: Sequence[ReadLine]
    words: tuple[WordPhones, ...]
    owners: Ints
    whole: Passage
    power: Floats
    cepstra: Floats
    features: Floats
    loud: Mask
    heard: Mask | None
    pieces: list[Piece] = field(default_factory=list)
    state: Ints = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    label: Ints = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    score: float = 0.0

    @property
    def frames(self) -> int:
        return len(self.cepstra)

    def line_of_frames(self) -> Ints:
        """(frames,) the line that each frame says, -1 for gaps."""
        word = self.whole.word[self.state]
        return np.where(word >= 0, self.owners[np.maximum(word, 0)], -1)


def take(
    mono: Floats,
    lines: Sequence[ReadLine],
    names: dict[str, int],
    speech: Sequence[Interval] | None,
) -> Take:
    """Measure a recording and chain its words.

    Args:
        mono: (n,) float32 at 8 kHz, at least 25 ms.
        lines: at least one with a word in it.
        names: the first Gaussian of each phone.
        speech: where an engine hears speech, None where it did not listen.
    """
    words = tuple(
        WordPhones(number, tuple(names[phone] for phone in word.phones))
        for number, line in enumerate(lines)
        for word in line.words
    )
    power = band_power(mono)
    measured = cepstra(power)
    loud = speech_mask(power)
    return Take(
        mono=mono,
        lines=lines,
        words=words,
        owners=np.array([word.line for word in words], dtype=np.intp),
        whole=passage(words),
        power=power,
        cepstra=measured,
        features=normalised(measured, loud),
        loud=loud,
        heard=None if speech is None else _frames_of(speech, len(measured)),
    )


def normalised(measured: Floats, spoken: Mask) -> Floats:
    """Take mean and spread of the spoken frames off all frames (all frames, where hardly any are)."""
    known = measured[spoken] if spoken.sum() > _LEAST else measured
    return np.asarray((measured - known.mean(0)) / (known.std(0) + 1e-4), dtype=np.float32)


def speech_mask(power: Floats) -> Mask:
    """Where the level is that of speech: a simple guess, by the range of levels.

    Args:
        power: (frames, bands) of `band_power`.
    """
    if not len(power):
        return np.zeros(0, dtype=np.bool_)
    level = _level_db(power)
    low, high = np.percentile(level, (5, 95))
    return _widened(level > low + _QUIET_BAND * (high - low), _PAD_FRAMES)


def level_range_db(power: Floats) -> float:
    """From the quiet to the loud frames.

    Args:
        power: (frames, bands) of `band_power`, at least one frame.
    """
    low, high = np.percentile(_level_db(power), (5, 95))
    return float(high - low)


def _level_db(power: Floats) -> Floats:
    return _medians(log_energy(power), 5)


def _frames_of(spans: Sequence[Interval], count: int) -> Mask:
    mask = np.zeros(count, dtype=np.bool_)
    for span in spans:
        mask[span.start_ms // FRAME_MS : -(-span.end_ms // FRAME_MS)] = True
    return _widened(mask, 3 * _PAD_FRAMES)


def _medians(values: Floats, reach: int) -> Floats:
    padded = np.pad(values, reach, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(np.median(windows, axis=1), dtype=np.float32)


def _widened(mask: Mask, by: int) -> Mask:
    wide = np.zeros_like(mask)
    for start, end in runs(mask).tolist():
        wide[max(0, start - by) : end + by] = True
    return wide
