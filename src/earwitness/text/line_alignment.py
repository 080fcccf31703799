"""Which lines of a text stand for which lines of another: translations, and versions of one text.

By time where both have times; one to one where the counts agree; else by length (Gale and Church
1993), with beads 1-1, 1-0, 0-1, 1-2, 2-1, whose prior weights are the paper's.
"""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from earwitness.text.words import fold, tokens

__all__ = ["align_lines", "carry_over"]

Times = tuple[int | None, int | None]

# -100 * log of the probability of each bead (lines of the translation, lines of the original).
_BEADS = {(1, 1): 12.0, (1, 0): 400.0, (0, 1): 400.0, (2, 1): 250.0, (1, 2): 250.0}
_VARIANCE = 6.8
_BAND_LINES = 30


def align_lines(
    translation: Sequence[str],
    original: Sequence[str],
    translation_times: Sequence[Times] = (),
    original_times: Sequence[Times] = (),
) -> list[tuple[int, int] | None]:
    """For each translation line the first and last index (inclusive) of the lines it renders.

    Lines that share the same times lie somewhere within them (half-minute slots): such windows are
    aligned one by one. Empty original lines (places without words) are never rendered. None: no
    counterpart found.
    """
    spoken = [index for index, text in enumerate(original) if text]
    if not spoken or not translation:
        return [None] * len(translation)
    timed = _all_timed(translation_times) and _all_timed([original_times[i] for i in spoken])
    if timed and _are_windows([original_times[i] for i in spoken]):
        return _by_windows(translation, original, translation_times, original_times)
    if timed:
        return [_by_time(times, original_times, spoken) for times in translation_times]
    return _by_order(translation, original, spoken)


def _by_order(
    translation: Sequence[str], original: Sequence[str], spoken: Sequence[int]
) -> list[tuple[int, int] | None]:
    if len(spoken) == len(translation):
        return [(index, index) for index in spoken]
    found = _by_length([len(t) for t in translation], [len(original[i]) for i in spoken])
    return [None if pair is None else (spoken[pair[0]], spoken[pair[1]]) for pair in found]


def _are_windows(times: Sequence[Times]) -> bool:
    return any(one == two for one, two in pairwise(times))


def _by_windows(
    translation: Sequence[str],
    original: Sequence[str],
    translation_times: Sequence[Times],
    original_times: Sequence[Times],
) -> list[tuple[int, int] | None]:
    found: list[tuple[int, int] | None] = [None] * len(translation)
    for window in dict.fromkeys(translation_times):
        lines = [index for index, times in enumerate(translation_times) if times == window]
        spoken = [i for i, text in enumerate(original) if text and original_times[i] == window]
        if not spoken:
            continue
        pairs = _by_order([translation[index] for index in lines], original, spoken)
        for index, pair in zip(lines, pairs, strict=True):
            found[index] = pair
    return found


def _all_timed(times: Sequence[Times]) -> bool:
    return bool(times) and all(a is not None and b is not None for a, b in times)


def _by_time(
    line: Times, original: Sequence[Times], spoken: Sequence[int]
) -> tuple[int, int] | None:
    start, end = line[0] or 0, line[1] or 0
    shared = [
        index
        for index in spoken
        if _overlap(start, end, original[index]) * 2
        > min(end - start, (original[index][1] or 0) - (original[index][0] or 0))
    ]
    return (shared[0], shared[-1]) if shared else None


def _overlap(start: int, end: int, other: Times) -> int:
    return max(0, min(end, other[1] or 0) - max(start, other[0] or 0))


def _by_length(one: Sequence[int], two: Sequence[int]) -> list[tuple[int, int] | None]:
    """Cheapest chain of beads, looked for near the diagonal: versions of one text run side by side."""
    ratio = max(1, sum(two)) / max(1, sum(one))
    rows, columns = len(one), len(two)
    best: dict[tuple[int, int], float] = {(0, 0): 0.0}
    back: dict[tuple[int, int], tuple[int, int]] = {}
    band = _BAND_LINES + abs(rows - columns)
    for i in range(rows + 1):
        middle = i * columns // max(1, rows)
        for j in range(max(0, middle - band), min(columns, middle + band) + 1):
            for (a, b), weight in _BEADS.items():
                before = best.get((i - a, j - b))
                if before is None:
                    continue
                cost = before + weight + _distance(sum(one[i - a : i]), sum(two[j - b : j]), ratio)
                if cost < best.get((i, j), math.inf):
                    best[i, j] = cost
                    back[i, j] = (a, b)
        for j in range(max(0, middle - band), min(columns, middle + band) + 1):
            best.pop((i - 2, j), None)  # no bead reaches back further
    return _follow(back, rows, columns)


def _follow(
    back: dict[tuple[int, int], tuple[int, int]], rows: int, columns: int
) -> list[tuple[int, int] | None]:
    found: list[tuple[int, int] | None] = [None] * rows
    i, j = rows, columns
    while i > 0 or j > 0:
        a, b = back[i, j]
        for line in range(i - a, i):
            found[line] = (j - b, j - 1) if b else None
        i, j = i - a, j - b
    return found


def _distance(one: int, two: int, ratio: float) -> float:
    """-100 log of the chance that lengths differ so much by accident."""
    if one == 0 and two == 0:
        return 0.0
    mean = (one + two / ratio) / 2
    delta = (two - one * ratio) / math.sqrt(mean * _VARIANCE) if mean else 0.0
    tail = math.erfc(abs(delta) / math.sqrt(2))
    return -100 * math.log(max(tail, 1e-30))


def carry_over(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int] | None]:
    """For each line of one version of a text, the lines (first, last) of another that hold its words.

    By the longest common runs of words (Ratcliff and Obershelp, as in `difflib`); a line of which
    less than a third is found has no counterpart.
    """
    before, after = _words_of(old), _words_of(new)
    matcher = difflib.SequenceMatcher(
        None, [word for word, _ in before], [word for word, _ in after], autojunk=False
    )
    hits: list[Counter[int]] = [Counter() for _ in old]
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            hits[before[block.a + offset][1]][after[block.b + offset][1]] += 1
    return [_carried(counted, text) for counted, text in zip(hits, old, strict=True)]


def _carried(counted: Counter[int], text: str) -> tuple[int, int] | None:
    words = max(1, len(tokens(text)))
    if counted.total() * 3 < words:
        return None
    most = counted.most_common(1)[0][1]
    kept = [line for line, count in counted.items() if count * 3 >= most]
    return min(kept), max(kept)


def _words_of(lines: Sequence[str]) -> list[tuple[str, int]]:
    return [(fold(token.text), index) for index, text in enumerate(lines) for token in tokens(text)]
