"""Long recordings in pieces of about half a minute, so that time and memory grow with the length only.

A first way through a long recording is found window by window, each looking for the text that can follow
in it; after that, pieces are cut at pauses between lines where the way is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.align.passage import Jumps, Passage
from earwitness.listen.align.takes import Piece, Take
from earwitness.listen.align.viterbi import Search, best_paths

__all__ = ["cut", "first_way", "is_long"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

_SHORT = 9_000  # frames: up to here a recording is one piece
_PIECE = 2_500
_WINDOW, _KEPT = 4_500, 3_300  # frames looked at, and of those kept
_LEAST_PAUSE = 20  # frames
_FASTEST = 20.0  # phones a second
_AHEAD_S = 20.0  # text of so many more seconds is looked at, so that a left-out part can be passed
_LEAST_WORDS = 40
_RELUCTANCE = 3.0


def is_long(one: Take) -> bool:
    """Whether a recording is too long to be searched as one piece."""
    return one.frames > _SHORT


def first_way(one: Take, columns: Callable[[int, int], Floats]) -> Ints:
    """Where each frame stands in the whole passage, found window by window.

    Words are not passed over, and whole lines only at a high price: the models that find a first way
    are too rough to say what is missing.

    Args:
        one: the recording.
        columns: scores by column of the frames from a start to an end.
    """
    states = np.zeros(one.frames, dtype=np.intp)
    phones = np.cumsum([0] + [len(word.phones) for word in one.words])
    start = word = 0
    while start < one.frames:
        end = min(start + _WINDOW, one.frames)
        if word >= len(one.words):
            states[start:] = one.whole.states - 1
            break
        reach = phones[word] + _FASTEST * ((end - start) / 100 + _AHEAD_S)
        last = int(np.searchsorted(phones, reach))
        last = min(max(last, word + _LEAST_WORDS), len(one.words))
        part = _reluctant(one.whole.part(word, last))
        final = end == one.frames
        ends_open = not final or last < len(one.words)
        way, _ = best_paths([Search(part, columns(start, end), open_end=ends_open)])[0]
        base = int(one.whole.first[word]) - 1
        keep = end - start if final else _cut_in_pause(part.word[way], one.owners[word:last])
        states[start : start + keep] = way[:keep] + base
        said = part.word[way[:keep]].max()
        word += int(said) + 1 if said >= 0 else 0
        start += keep
    return states


def _reluctant(part: Passage) -> Passage:
    lines = part.past_lines
    return replace(
        part,
        past_words=Jumps.of([]),
        past_lines=Jumps(lines.to, lines.come, lines.cost * _RELUCTANCE),
    )


def _cut_in_pause(word: Ints, owners: Ints) -> int:
    """A frame in the longest pause between lines near the end of what is kept, or as near as there is one.

    What is not kept is walked again: the later the cut, the less of that.
    """
    change = np.flatnonzero(np.diff(word)) + 1
    starts, ends = np.append(0, change), np.append(change, len(word))
    best, worth = 0, (False, False, 0)
    for place in range(1, len(starts) - 1):
        middle = int(starts[place] + ends[place]) // 2
        if word[starts[place]] >= 0 or not _KEPT // 3 < middle < _KEPT:
            continue
        before, after = int(word[starts[place - 1]]), int(word[starts[place + 1]])
        between = before >= 0 and after >= 0 and owners[before] != owners[after]
        size = int(ends[place] - starts[place])
        late = between and size >= _LEAST_PAUSE and middle > _KEPT * 3 // 4
        if (late, between, size) > worth:
            best, worth = middle, (late, between, size)
    return best or len(word)


def cut(one: Take) -> list[Piece]:
    """Pieces for the next search: cut in the longest pause between two lines near every 25 seconds.

    Where the last cuts were, none are made if it can be helped: a word that a cut has parted from its
    sound must be able to find it.
    """
    if one.frames <= _SHORT:
        return [Piece(0, one.frames, 0, len(one.words))]
    known = {piece.start for piece in one.pieces}
    pauses = [
        pause
        for pause in _pauses(one)
        if all(abs(pause[0] - other) > _PIECE // 6 for other in known)
    ]
    pieces: list[Piece] = []
    start = first_word = 0
    while start < one.frames:
        near = [
            pause
            for pause in pauses
            if start + _PIECE // 2 < pause[0] < start + 2 * _PIECE and pause[2] > first_word
        ]
        if not near or one.frames - start < 2 * _PIECE:
            break
        middle, _, word = max(near, key=lambda pause: (pause[1], -pause[0]))
        pieces.append(Piece(start, middle, first_word, word))
        start, first_word = middle, word
        if first_word >= len(one.words):
            break
    if first_word < len(one.words):
        pieces.append(Piece(start, one.frames, first_word, len(one.words)))
    elif pieces:
        last = pieces.pop()
        pieces.append(Piece(last.start, one.frames, last.first_word, last.end_word))
    return pieces


def _pauses(one: Take) -> list[tuple[int, int, int]]:
    """Middle frame, length, and the word that follows, of each gap between two lines."""
    word = one.whole.word[one.state]
    change = np.flatnonzero(np.diff(word)) + 1
    starts, ends = np.append(0, change), np.append(change, len(word))
    found = []
    for place in range(1, len(starts) - 1):
        before, here, after = (int(word[starts[place + k]]) for k in (-1, 0, 1))
        if here < 0 and 0 <= before < after and one.owners[before] != one.owners[after]:
            # words that were passed over stay with what follows, up to the end of the line before
            next_word = int(np.searchsorted(one.owners, one.owners[before], side="right"))
            middle = int(starts[place] + ends[place]) // 2
            found.append((middle, int(ends[place] - starts[place]), next_word))
    return found
