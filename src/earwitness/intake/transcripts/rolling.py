"""Automatic captions that roll: each cue repeats the last row of the one before it.

YouTube shows two rows and moves the lower one up, so that every phrase stands in two or three
cues. Left as they are, searches and word counts would find each phrase twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["RollingCue", "explain_rolling", "find_repeats"]

_TOUCH_MS = 50  # cues that follow on each other at once
_FLASH_MS = 50  # the 10 ms cues between two rolls
_LEAST_REPEATS = 2
_LEAST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class RollingCue:
    """A cue as `find_repeats` needs it: bounds in ms, rows as plain text (blank rows kept)."""

    start_ms: int
    end_ms: int
    rows: tuple[str, ...]


def find_repeats(cues: Sequence[RollingCue]) -> list[int]:
    """For each cue how many of its first rows only repeat the cue before (0 or 1; all: drop it).

    A file counts as rolling when at least two cues, and three in ten of all, repeat their
    predecessor at once; elsewhere nothing is a repeat, since people do say "yes" twice.
    """
    repeats = [0, *(int(_repeats(one, two)) for one, two in pairwise(cues))]
    found = sum(repeats)
    rolling = found >= _LEAST_REPEATS and found >= _LEAST_SHARE * (len(cues) - 1)
    return repeats[: len(cues)] if rolling else [0] * len(cues)


def explain_rolling(cues: Sequence[RollingCue]) -> str:
    """Say how many cues repeat the one before, and whether that made the file a rolling one."""
    found = sum(_repeats(one, two) for one, two in pairwise(cues))
    verdict = "rolling captions" if any(find_repeats(cues)) else "not rolling"
    return f"{verdict}: {found} of {len(cues)} cues begin with the last row of the cue before"


def _repeats(before: RollingCue, cue: RollingCue) -> bool:
    shown = [row.strip() for row in before.rows if row.strip()]
    mine = [row.strip() for row in cue.rows if row.strip()]
    if not shown or not mine or mine[0] != shown[-1]:
        return False
    if abs(cue.start_ms - before.end_ms) > _TOUCH_MS:
        return False
    return len(cue.rows) > 1 or cue.end_ms - cue.start_ms <= _FLASH_MS
