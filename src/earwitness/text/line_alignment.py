"""Which lines of a text stand for which lines of another: translations, and versions of one text.

A translation is aligned by a chain of beads (`line_beads`); versions of one text in one language by
the words that they share.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from earwitness.text.line_beads import Bead, TextLine, chain_of_beads
from earwitness.text.words import fold, tokens

__all__ = ["align_lines", "carry_over", "explain_lines"]

Times = tuple[int | None, int | None]


def align_lines(
    translation: Sequence[str],
    original: Sequence[str],
    translation_times: Sequence[Times] = (),
    original_times: Sequence[Times] = (),
) -> list[tuple[int, int] | None]:
    """For each translation line the first and last index (inclusive) of the lines it renders.

    Both sides run in the same order. Times count where all lines have them; lines that share the
    same times lie somewhere within them (half-minute slots). Empty original lines (places without
    words) are never rendered. None: no counterpart found.
    """
    spoken = [index for index, text in enumerate(original) if text]
    found: list[tuple[int, int] | None] = [None] * len(translation)
    for bead in _beads(translation, original, translation_times, original_times):
        if bead.original:
            for line in bead.translation:
                found[line] = (spoken[bead.original[0]], spoken[bead.original[-1]])
    return found


def explain_lines(
    translation: Sequence[str],
    original: Sequence[str],
    translation_times: Sequence[Times] = (),
    original_times: Sequence[Times] = (),
) -> tuple[str, ...]:
    """The beads that `align_lines` found and the evidence for each; lines are counted from 1.

    >>> explain_lines(["Is the bridge intact?"], ["Мост", "цел?"])
    ('translation 1 renders 1-2: 21 characters for 8; both ask (cost 180)',)
    """
    spoken = [index for index, text in enumerate(original) if text]
    told = []
    for bead in _beads(translation, original, translation_times, original_times):
        ours = _counted(list(bead.translation))
        theirs = _counted([spoken[index] for index in bead.original])
        if not theirs:
            head = f"translation {ours} stands alone"
        elif not ours:
            head = f"{theirs} is not rendered"
        else:
            head = f"translation {ours} renders {theirs}"
        told.append(f"{head}: {'; '.join(bead.why)} (cost {bead.cost:.0f})")
    return tuple(told)


def _counted(indexes: Sequence[int]) -> str:
    if len(indexes) < 2:
        return "".join(str(index + 1) for index in indexes)
    return f"{indexes[0] + 1}-{indexes[-1] + 1}"


def _beads(
    translation: Sequence[str],
    original: Sequence[str],
    translation_times: Sequence[Times],
    original_times: Sequence[Times],
) -> list[Bead]:
    spoken = [index for index, text in enumerate(original) if text]
    if not spoken or not translation:
        return []
    return chain_of_beads(
        [_line(translation, translation_times, index) for index in range(len(translation))],
        [_line(original, original_times, index) for index in spoken],
    )


def _line(texts: Sequence[str], times: Sequence[Times], index: int) -> TextLine:
    return TextLine(texts[index], *(times[index] if index < len(times) else (None, None)))


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
