"""Where the lines of a text stand in a sound, and from which fit on a line belongs there."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["EDGE", "NOWHERE", "BelongingSettings", "Placed"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

NOWHERE = -99.0
EDGE = 4  # frames by which islands of speech are made wider than they are


@dataclass(frozen=True, slots=True)
class BelongingSettings:
    """When a line belongs. Fits are in nats a frame above "anything".

    Args:
        sure: a line that fits so well in its order is not looked at again, if it leaves no more speech around
            it to nobody than this share of its own length: ``left_over``.
        fits: a line of this fit, that explains all speech of its islands, fits; ``doubtful`` the same for "may".
        loose: a line that does not explain its islands may still fit from here on.
        lead: by how much a place out of order must be better than any other place of the line.
        beats: by how much a line must explain speech in its order better than other lines of like length do,
            to fit where the models hardly know the voice; ``may_beat`` the same for "may".
        rivals: how many such lines are tried.
        island_gap: frames of silence that part two islands of speech.
        reach: frames to each side of its place in which a line is looked for.
        shortest, longest: a line's duration as a share of what is expected.
        most_islands: how many islands a line may run over.
    """

    sure: float = 1.0
    left_over: float = 0.5
    fits: float = -0.8
    doubtful: float = -1.6
    loose: float = 0.2
    lead: float = 1.0
    beats: float = 1.5
    may_beat: float = 0.5
    rivals: int = 8
    island_gap: int = 15
    reach: int = 9_000
    shortest: float = 0.5
    longest: float = 2.2
    most_islands: int = 5


@dataclass(slots=True)
class Placed:
    """Where the lines of a take stand.

    Args:
        start, end: (lines,) frames; -1 where a line is nowhere.
        fit: (lines,) nats a frame above "anything", `NOWHERE` where a line is nowhere.
        whole: lines that explain all the speech of their islands.
        lead: by how much such a line explains it better than other lines of like length, where that was tried.
        word_start, word_end: (words,) frames, -1 where a word was passed over.
        word_fit: (words,).
        speaking: (frames,) where there is speech, to the ear of the models.
    """

    start: Ints
    end: Ints
    fit: Floats
    word_start: Ints
    word_end: Ints
    word_fit: Floats
    speaking: Mask
    whole: set[int] = field(default_factory=set)
    lead: dict[int, float] = field(default_factory=dict)

    def belongs(self, number: int, settings: BelongingSettings) -> bool:
        """Whether a line fits at the place where it was found."""
        if self.lead.get(number, -np.inf) >= settings.beats:
            return True
        least = settings.fits if number in self.whole else settings.loose
        return bool(self.fit[number] >= least)

    def may_belong(self, number: int, settings: BelongingSettings) -> bool:
        """Whether a line may fit at the place where it was found."""
        if self.lead.get(number, -np.inf) >= settings.may_beat:
            return True
        least = settings.doubtful if number in self.whole else settings.loose - 0.5
        return bool(self.fit[number] >= least)

    def send_away(self, number: int, words: Ints) -> None:
        """A line, and its words, are nowhere."""
        self.start[number] = self.end[number] = -1
        self.fit[number] = NOWHERE
        self.word_start[words] = self.word_end[words] = -1
        self.word_fit[words] = NOWHERE
