"""Coding: who found which code in which line. A coder who has read a recording has judged all its lines."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WHOLE", "Coding"]

WHOLE = -1  # the position that stands for "I have read all lines of this version of the words"


@dataclass(frozen=True, slots=True)
class Coding:
    """One mark of one coder.

    Attributes:
        position: the line of the transcript, or `WHOLE`.
        code: of the codebook; "" with `WHOLE`.
        present: False takes the code off that line again.
    """

    id: str
    recording_id: str
    version_id: str
    position: int
    code: str
    present: bool
    coder: str
    at: str
    because: str = ""
