"""Diarisation error (DER) as NIST's Rich Transcription evaluations define it, with the best mapping.

Time is cut at every boundary of reference and hypothesis; in each cut piece of length T with R true
and H found voices, of which C are rightly mapped pairs,

    missed = T * max(0, R - H)    false = T * max(0, H - R)    confused = T * (min(R, H) - C)

and the error is their sum over the total true speech (sum of T * R). Voices are mapped one to one so
that the time in common is largest. Follows the RT-09 evaluation plan (NIST 2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

__all__ = ["DiarisationError", "Turn", "best_mapping", "diarisation_error", "pooled", "read_rttm"]

Turn = tuple[str, int, int]  # voice, start_ms, end_ms


@dataclass(frozen=True, slots=True)
class DiarisationError:
    """Milliseconds of each kind of error, and of true speech."""

    missed_ms: int
    false_ms: int
    confused_ms: int
    speech_ms: int

    @property
    def rate(self) -> float:
        """Errors over true speech; 0 for silence rightly left empty, infinite for invented speech."""
        wrong = self.missed_ms + self.false_ms + self.confused_ms
        return wrong / self.speech_ms if self.speech_ms else (float("inf") if wrong else 0.0)


def diarisation_error(
    truth: Sequence[Turn],
    found: Sequence[Turn],
    *,
    collar_ms: int = 0,
    with_overlap: bool = True,
    scored: tuple[int, int] | None = None,
) -> DiarisationError:
    """Compare found turns with true ones.

    Args:
        truth, found: turns in any order; turns of one voice may touch or overlap.
        collar_ms: this much on each side of every true boundary is not scored.
        with_overlap: whether stretches with more than one true voice are scored.
        scored: only this stretch counts, None for everything.
    """
    pieces = list(_pieces(truth, found, collar_ms, scored))
    if not with_overlap:
        pieces = [one for one in pieces if len(one[1]) < 2]
    mapping = best_mapping(pieces)
    missed = false = confused = speech = 0
    for length, real, heard in pieces:
        right = sum(mapping.get(one) in real for one in heard)
        missed += length * max(0, len(real) - len(heard))
        false += length * max(0, len(heard) - len(real))
        confused += length * (min(len(real), len(heard)) - right)
        speech += length * len(real)
    return DiarisationError(missed, false, confused, speech)


def pooled(errors: Iterable[DiarisationError]) -> DiarisationError:
    """The error over several recordings together: sums of milliseconds."""
    rows = [(one.missed_ms, one.false_ms, one.confused_ms, one.speech_ms) for one in errors]
    return DiarisationError(*(sum(column) for column in zip(*rows, strict=True)))


def best_mapping(pieces: Sequence[tuple[int, frozenset[str], frozenset[str]]]) -> dict[str, str]:
    """Found voice to true voice, one to one, so that the time in common is largest."""
    common: dict[tuple[str, str], int] = {}
    for length, real, heard in pieces:
        for one in heard:
            for other in real:
                common[one, other] = common.get((one, other), 0) + length
    heard_all = sorted({one for one, _ in common})
    real_all = sorted({other for _, other in common})
    if len(heard_all) <= len(real_all):
        few, many = heard_all, real_all
        pairs = _assign([[common.get((a, b), 0) for b in many] for a in few])
        return {few[i]: many[j] for i, j in pairs}
    few, many = real_all, heard_all
    pairs = _assign([[common.get((b, a), 0) for b in many] for a in few])
    return {many[j]: few[i] for i, j in pairs}


def read_rttm(text: str) -> dict[str, list[Turn]]:
    """Turns of each recording of an RTTM file."""
    found: dict[str, list[Turn]] = {}
    for line in text.splitlines():
        part = line.split()
        if part and part[0] == "SPEAKER":
            start, length = round(float(part[3]) * 1000), round(float(part[4]) * 1000)
            found.setdefault(part[1], []).append((part[7], start, start + length))
    return found


def _assign(gain: list[list[int]]) -> list[tuple[int, int]]:
    """The best one-to-one choice of a column for each row (no more rows than columns)."""
    rows, columns = len(gain), len(gain[0]) if gain else 0
    if rows == 0:
        return []
    if columns <= 7:
        best = max(permutations(range(columns), rows), key=lambda p: sum(map(_at(gain), *_ij(p))))
        return list(enumerate(best))
    # over many columns: by sets of columns that are taken, row after row
    reached: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for row in gain:
        following: dict[int, tuple[int, tuple[int, ...]]] = {}
        ranked = sorted(range(columns), key=lambda j: -row[j])[: rows + 1]
        for taken, (total, chosen) in reached.items():
            for j in ranked:
                if taken >> j & 1:
                    continue
                now = (total + row[j], (*chosen, j))
                if now > following.get(taken | 1 << j, (-1, ())):
                    following[taken | 1 << j] = now
        reached = following
    return list(enumerate(max(reached.values())[1]))


def _ij(order: tuple[int, ...]) -> tuple[range, tuple[int, ...]]:
    return range(len(order)), order


def _at(gain: list[list[int]]):  # noqa: ANN202 (a key function)
    return lambda i, j: gain[i][j]


def _pieces(
    truth: Sequence[Turn],
    found: Sequence[Turn],
    collar_ms: int,
    scored: tuple[int, int] | None,
) -> Iterable[tuple[int, frozenset[str], frozenset[str]]]:
    truth = _joined(truth)
    found = _joined(found)
    edges = [edge for _, start, end in truth for edge in (start, end)]
    unscored = [(edge - collar_ms, edge + collar_ms) for edge in edges] if collar_ms else []
    first, last = scored or (0, max((end for _, _, end in [*truth, *found]), default=0))
    cuts = {first, last}
    for _, start, end in (*truth, *found, *(("", a, b) for a, b in unscored)):
        cuts |= {min(max(one, first), last) for one in (start, end)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        if any(a <= start and end <= b for a, b in unscored):
            continue
        yield (
            end - start,
            frozenset(v for v, a, b in truth if a <= start and end <= b),
            frozenset(v for v, a, b in found if a <= start and end <= b),
        )


def _joined(turns: Sequence[Turn]) -> list[Turn]:
    """Turns of one voice that touch or overlap, as one."""
    joined: list[Turn] = []
    for voice, start, end in sorted(turns):
        if joined and joined[-1][0] == voice and start <= joined[-1][2]:
            joined[-1] = (voice, joined[-1][1], max(joined[-1][2], end))
        elif end > start:
            joined.append((voice, start, end))
    return joined
