"""What is aligned: a recording at 8 kHz, the lines said in it, and when each truly begins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align_bench.onset import offset_s, onset_s
from making.encode import decode_mono

__all__ = ["RATE_HZ", "Clip", "Line", "Material", "Recording", "join", "read_sound"]

Sound = NDArray[np.float32]

RATE_HZ = 8_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text.

    Args:
        text: what is said.
        onset_s: when it begins, by energy or by the synthesiser; None if that is not known (the
            line is part of the text, and nothing is counted for it).
        edge_s: where its clip begins, None if it is not a clip.
        end_s: when it ends, None if unknown.
    """

    text: str
    onset_s: float | None
    edge_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono sound at `RATE_HZ` and its lines in order."""

    name: str
    pcm: Sound
    lines: tuple[Line, ...]

    @property
    def length_s(self) -> float:
        return len(self.pcm) / RATE_HZ


@dataclass(frozen=True, slots=True)
class Material:
    """Recordings of one language and kind; ``about`` is printed above the tables."""

    name: str
    language: str
    about: str
    recordings: tuple[Recording, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance before it is joined to others."""

    text: str
    pcm: Sound


def join(name: str, clips: list[Clip], gap_s: float) -> Recording:
    """Put clips after one another with ``gap_s`` of digital silence between them."""
    parts: list[Sound] = []
    lines = []
    at = 0
    for clip in clips:
        if parts:
            silence = np.zeros(round(gap_s * RATE_HZ), dtype=np.float32)
            parts.append(silence)
            at += len(silence)
        edge_s = at / RATE_HZ
        start_s, stop_s = onset_s(clip.pcm, RATE_HZ), offset_s(clip.pcm, RATE_HZ)
        lines.append(Line(clip.text, edge_s + start_s, edge_s, edge_s + stop_s))
        parts.append(clip.pcm)
        at += len(clip.pcm)
    return Recording(name, np.concatenate(parts), tuple(lines))


def read_sound(path: Path) -> Sound:
    """A media file as mono at `RATE_HZ`."""
    return decode_mono(path, RATE_HZ)[0]
