"""Which indexed sounds a sound carries: questions of ten seconds, then the whole stretch around each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import FRAMES_PER_S
from earwitness.compare.copies.agreement import Match, best_matches
from earwitness.compare.copies.tracing import Line, Traced, trace
from earwitness.store.sound_index.segment import Segment

__all__ = ["FINDING_VERSION", "FoundCopy", "find_copies", "questions"]

FINDING_VERSION = "1"

_QUESTION_S = 10.0
_OVERLAPPING_UP_TO_S = (
    60.0  # short sounds are asked twice a question, so that a short piece is met whole
)
_SHORTEST_S = 1.5
LEAST_SCORE = 11.0
"""Below it nothing is followed: three questions in a thousand about unknown speech reach it by chance."""
_SAME_LINE_S = 0.12
_MOST_PIECES = 200


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """An indexed sound that is carried, in pieces in the order of the asked sound.

    Attributes:
        score: best of any question within the pieces; `chance` says what it means.
        questions: how many questions were answered by it.
    """

    subject: str
    pieces: tuple[Traced, ...]
    score: float
    questions: int


def questions(frames: int) -> list[tuple[int, int]]:
    """Which frames are asked for together.

    >>> questions(500), questions(2500)
    ([(0, 500)], [(0, 1000), (500, 1500), (1000, 2000), (1500, 2500)])
    """
    size = int(_QUESTION_S * FRAMES_PER_S)
    if frames <= size * 1.2:
        return [(0, frames)] if frames >= _SHORTEST_S * FRAMES_PER_S - 52 else []
    hop = size // 2 if frames <= _OVERLAPPING_UP_TO_S * FRAMES_PER_S else size
    starts = [*range(0, frames - size, hop), frames - size]
    return [(start, start + size) for start in starts]


def find_copies(
    segments: tuple[Segment, ...],
    asked: NDArray[np.int8],
    *,
    but: str = "",
    told: Callable[[float], None] = lambda _: None,
) -> list[FoundCopy]:
    """Which indexed sounds a sound carries, best first.

    Args:
        asked: (frames, 64) of `soft_signs`, every 10 ms: the whole sound.
        but: a subject that is not asked for (the sound itself).
        told: called with the seconds asked so far.
    """
    anchors: dict[str, list[tuple[Match, Line]]] = {}
    for start, stop in questions(len(asked)):
        for match in best_matches(segments, asked[start:stop]):
            if match.score < LEAST_SCORE or match.stretch.subject == but:
                continue
            line = Line(start + match.frame, match.place, match.rate)
            anchors.setdefault(match.stretch.subject, []).append((match, line))
        told(stop / FRAMES_PER_S)
    found = [
        copy
        for subject, answers in anchors.items()
        if (copy := _followed(segments, asked, subject, answers)) is not None
    ]
    return sorted(found, key=lambda one: (-one.score, one.subject))


def _followed(
    segments: tuple[Segment, ...],
    asked: NDArray[np.int8],
    subject: str,
    answers: list[tuple[Match, Line]],
) -> FoundCopy | None:
    pieces: list[Traced] = []
    best = 0.0
    answered = 0
    for match, line in sorted(answers, key=lambda one: -one[0].score):
        if any(_on(line, piece) for piece in pieces):
            answered += 1
            continue
        if len(pieces) >= _MOST_PIECES:
            break
        codes = segments[match.segment].codes[match.stretch.first : match.stretch.stop]
        piece = trace(asked, codes, line)
        if piece is None:
            continue
        fresh = list(_without(piece, pieces))
        if fresh:
            pieces += fresh
            answered += 1
            best = max(best, match.score)
    if not pieces:
        return None
    return FoundCopy(subject, tuple(sorted(pieces, key=lambda one: one.start_s)), best, answered)


def _on(line: Line, piece: Traced) -> bool:
    """Whether a piece explains an answer: it holds its middle, on the same line."""
    at_s = line.frame / FRAMES_PER_S
    if not piece.start_s - 1 <= at_s <= piece.end_s + 1:
        return False
    there_s = piece.there_s + (at_s - piece.start_s) * piece.rate
    return abs(there_s - line.place / FRAMES_PER_S) < _SAME_LINE_S + abs(piece.rate - 1) + 0.3


def _without(piece: Traced, others: list[Traced]) -> Iterator[Traced]:
    """What of a piece lies in no other one: a moment of the asked sound carries one moment."""
    start_s, end_s = piece.start_s, piece.end_s
    for other in sorted(others, key=lambda one: one.start_s):
        if other.start_s <= start_s and other.end_s >= end_s:
            return
        if other.start_s <= start_s < other.end_s:
            start_s = other.end_s
        elif other.start_s < end_s <= other.end_s:
            end_s = other.start_s
    if end_s - start_s >= 1.0:
        share = (end_s - start_s) / (piece.end_s - piece.start_s)
        yield replace(
            piece,
            start_s=start_s,
            end_s=end_s,
            there_s=piece.there_s + (start_s - piece.start_s) * piece.rate,
            agreeing_s=piece.agreeing_s * share,
        )
