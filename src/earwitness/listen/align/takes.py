"""A recording and its text in the course of alignment, and the sound as the models see it.

Of the sound only what is asked for again is kept: 13 cepstra a frame and its level, 6 kB a second. So an
hour takes little more memory than some minutes do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cepstra import (
    CEPSTRA_RATE_HZ,
    FRAME_MS,
    BandPower,
    differences_between,
    log_energy,
    static_cepstra,
)
from earwitness.audio.windows import runs
from earwitness.listen.align.edges import Levels
from earwitness.listen.align.passage import Passage, WordPhones, passage
from earwitness.listen.align.reading import ReadLine
from earwitness.records.timecode import Interval

__all__ = [
    "Features",
    "Moments",
    "Noise",
    "Piece",
    "Sound",
    "Take",
    "measured",
    "normalised",
    "speech_mask",
    "take",
]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]
Doubles = NDArray[np.float64]

_PAD_FRAMES = 8  # speech detection by level comes late and goes early by about this much
_LEAST = 20  # frames from which a mean and a spread can be taken
_QUIET_BAND = 0.35  # of the range from the quiet to the loud frames: below is no speech
_QUIETEST = 12  # one frame in so many is taken as noise
_ROUGHNESS = 2.0  # shape of the gamma distribution of noise power in a mel band
_BLOCK = 30 * CEPSTRA_RATE_HZ  # samples
_AT_ONCE = 20_000  # frames: features of so many are held at once
_LITTLE_SPREAD = 1e-4


class Noise:
    """The noise of a recording, band by band, and how loud its speech is.

    Args:
        power: (frames, bands) of `band_power`.
    """

    def __init__(self, power: Floats) -> None:
        level = power.sum(axis=1)
        quiet = np.argsort(level)[: max(10, len(level) // _QUIETEST)]
        self.bands: Floats = power[quiet].mean(axis=0)
        self.speech = float(np.percentile(level, 90))

    def laid_on(self, power: Floats, seed: int) -> Floats:
        """Synthesised speech with the same noise at the same distance from its level."""
        level = power.sum(axis=1)
        speech = float(np.percentile(level[level > level.max() * 1e-4], 80))
        scale = speech / max(self.speech, 1e-12)
        rough = np.random.default_rng(seed).gamma(_ROUGHNESS, 1 / _ROUGHNESS, power.shape)
        return np.asarray(power + self.bands * scale * rough, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Moments:
    """Frames, their sum and their sum of squares."""

    frames: int
    first: Doubles
    second: Doubles

    def __add__(self, other: Moments) -> Moments:
        return Moments(
            self.frames + other.frames, self.first + other.first, self.second + other.second
        )

    @property
    def mean(self) -> Doubles:
        return self.first / self.frames

    @property
    def variance(self) -> Doubles:
        return np.maximum(self.second / self.frames - self.mean**2, 0)


class Features:
    """Cepstra and their differences, normalised by the frames that are spoken; made when asked for.

    Args:
        static: (frames, d) of `static_cepstra`.
        spoken: (frames,) where speech is believed to be.
    """

    def __init__(self, static: Floats, spoken: Mask) -> None:
        self.static = static
        self._whole: Floats | None = None
        self.normalise(spoken)

    def __len__(self) -> int:
        return len(self.static)

    def normalise(self, spoken: Mask) -> None:
        """Take mean and spread of other frames (of all frames, where hardly any are spoken)."""
        known = spoken if spoken.sum() > _LEAST else np.ones(len(self), dtype=np.bool_)
        found = self._moments(known)
        self._mean = found.mean
        self._spread = np.sqrt(found.variance) + _LITTLE_SPREAD
        self._whole = None
        if len(self) <= _AT_ONCE:
            self._whole = self.between(0, len(self))

    def between(self, start: int, end: int) -> Floats:
        """(end - start, 3 d) of the frames ``start`` to ``end`` (left out)."""
        if self._whole is not None:
            return self._whole[start:end]
        found = differences_between(self.static, start, end)
        found -= self._mean.astype(np.float32)
        found /= self._spread.astype(np.float32)
        return found

    def blocks(self) -> Iterator[slice]:
        """All frames, in stretches that can be held at once."""
        for start in range(0, len(self), _AT_ONCE):
            yield slice(start, min(start + _AT_ONCE, len(self)))

    def moments(self, chosen: Mask) -> Moments:
        """Of the chosen frames, as they are normalised."""
        found = self._moments(chosen)
        first = (found.first - found.frames * self._mean) / self._spread
        second = found.second - 2 * self._mean * found.first + found.frames * self._mean**2
        return Moments(found.frames, first, second / self._spread**2)

    def _moments(self, chosen: Mask) -> Moments:
        width = 3 * self.static.shape[1]
        total = Moments(0, np.zeros(width), np.zeros(width))
        for here in self.blocks():
            known = chosen[here]
            if known.any():
                rows = differences_between(self.static, here.start, here.stop)[known]
                # sums of float32 lose their last digits over many rows
                total += Moments(
                    len(rows),
                    rows.sum(axis=0, dtype=np.float64),
                    np.square(rows, dtype=np.float64).sum(axis=0),
                )
        return total


@dataclass(frozen=True, slots=True)
class Sound:
    """What is kept of a recording once it was heard.

    Args:
        samples: at 8 kHz.
        peak: the largest sample; not a number where a sample is none.
        range_db: from the quiet to the loud frames; 0 without any frame.
        static: (frames, d) of `static_cepstra`.
        loud: (frames,) where the level is that of speech.
        noise: of the recording.
        levels: every 5 ms.
    """

    samples: int
    peak: float
    range_db: float
    static: Floats
    loud: Mask
    noise: Noise | None
    levels: Levels

    @property
    def duration_ms(self) -> int:
        return self.samples * 1000 // CEPSTRA_RATE_HZ


def measured(sound: Floats | Iterable[Floats]) -> Sound:
    """Hear a recording once.

    Args:
        sound: (n,) float32 at 8 kHz, or blocks of it.
    """
    meter, levels = BandPower(), Levels()
    samples, peak = 0, 0.0
    rows: list[Floats] = []
    for block in _blocks(sound):
        samples += block.size
        peak = max(peak, float(np.abs(block).max())) if np.isfinite(block).all() else np.nan
        if np.isnan(peak):
            break
        levels.feed(block)
        rows.append(meter.feed(block))
    rows.append(meter.finish())
    power = _joined(rows)
    return Sound(
        samples=samples,
        peak=peak,
        range_db=_range_db(power),
        static=static_cepstra(power),
        loud=speech_mask(power),
        noise=Noise(power) if len(power) else None,
        levels=levels,
    )


def _joined(rows: list[Floats]) -> Floats:
    """The rows as one array. They are given up one by one, so that memory never holds all of them twice."""
    whole = np.empty((sum(map(len, rows)), rows[-1].shape[1]), dtype=np.float32)
    end = len(whole)
    while rows:
        part = rows.pop()
        whole[end - len(part) : end] = part
        end -= len(part)
    return whole


def _blocks(sound: Floats | Iterable[Floats]) -> Iterator[Floats]:
    for block in [sound] if isinstance(sound, np.ndarray) else sound:
        for start in range(0, block.size, _BLOCK):
            yield block[start : start + _BLOCK]


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
        sound: what was measured of it.
        noise: that of the sound.
        lines: its text, read aloud.
        words: those of all lines, with the Gaussians of their phones.
        owners: (words,) line of each word.
        whole: the passage of all words.
        features: of each frame.
        heard: (frames,) where an engine hears speech; None where none listened. It guides long recordings
            only: it misses faint voices, and the text knows better.
        state: (frames,) where the best way stands in ``whole``.
        score: log-likelihood of the best way, of all its pieces together.
        label: (frames,) Gaussian of each frame; -1 where nothing in the text was said.
    """

    sound: Sound
    noise: Noise
    lines: Sequence[ReadLine]
    words: tuple[WordPhones, ...]
    owners: Ints
    whole: Passage
    features: Features
    heard: Mask | None
    pieces: list[Piece] = field(default_factory=list)
    state: Ints = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    label: Ints = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    score: float = 0.0

    @property
    def frames(self) -> int:
        return len(self.features)

    @property
    def loud(self) -> Mask:
        return self.sound.loud

    def line_of_frames(self) -> Ints:
        """(frames,) the line that each frame says, -1 for gaps."""
        word = self.whole.word[self.state]
        return np.where(word >= 0, self.owners[np.maximum(word, 0)], -1)


def take(
    sound: Sound,
    lines: Sequence[ReadLine],
    names: dict[str, int],
    speech: Sequence[Interval] | None,
) -> Take:
    """Chain the words of a recording.

    Args:
        sound: at least 25 ms.
        lines: at least one with a word in it.
        names: the first Gaussian of each phone.
        speech: where an engine hears speech, None where it did not listen.

    Raises:
        ValueError: the sound is too short to have a frame.
    """
    if sound.noise is None:
        raise ValueError("less than 25 ms of sound")
    words = tuple(
        WordPhones(number, tuple(names[phone] for phone in word.phones))
        for number, line in enumerate(lines)
        for word in line.words
    )
    return Take(
        sound=sound,
        noise=sound.noise,
        lines=lines,
        words=words,
        owners=np.array([word.line for word in words], dtype=np.intp),
        whole=passage(words),
        features=Features(sound.static, sound.loud),
        heard=None if speech is None else _frames_of(speech, len(sound.static)),
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


def _range_db(power: Floats) -> float:
    if not len(power):
        return 0.0
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
