"""Planting cuts: what is taken out, put in or replaced, how the edges are joined, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
Kind = Literal["removal", "insertion", "splice", "filled"]
Edge = Literal["clean", "fade 5 ms", "fade 20 ms", "fade 50 ms"]

__all__ = ["EDGES", "KINDS", "Edge", "Kind", "Planted", "plant"]

KINDS: tuple[Kind, ...] = ("removal", "insertion", "splice", "filled")
EDGES: tuple[Edge, ...] = ("clean", "fade 5 ms", "fade 20 ms", "fade 50 ms")
_FADE_MS = {"clean": 0, "fade 5 ms": 5, "fade 20 ms": 20, "fade 50 ms": 50}
_APART_S = 5.0


@dataclass(frozen=True)
class Planted:
    """One edit.

    Attributes:
        kind: a stretch is taken out, put in from elsewhere in the call, put in from another
            recording, or covered with room tone of the same call.
        edge: how it is joined.
        in_speech: the (first) join stands in a word, not in a pause.
        joins_ms: one or two places.
    """

    kind: Kind
    edge: Edge
    in_speech: bool
    joins_ms: tuple[int, ...]


def plant(
    sound: Sound,
    other: Sound,
    rate_hz: int,
    draw: np.random.Generator,
    edits: list[tuple[Kind, Edge]],
) -> tuple[Sound, tuple[Planted, ...]]:
    """Plant the edits from left to right, at least five seconds apart, half of them inside words.

    Fewer are planted where the recording is too short. Room tone is the quietest stretch of the call
    itself, at least 150 ms, mirrored to the length that is needed.
    """
    level = _levels(sound, rate_hz)
    room = (sound.size / rate_hz - 3.0) / max(1, len(edits))
    if room < 2.5:
        edits = edits[: int((sound.size / rate_hz - 3.0) / 2.5)]
        room = (sound.size / rate_hz - 3.0) / max(1, len(edits))
    out: list[Sound] = []
    found: list[Planted] = []
    taken = 0  # samples of the input that are used up
    made = 0  # samples of the output
    tail = np.zeros(0, np.float32)
    for number, (kind, edge) in enumerate(edits):
        fade = _FADE_MS[edge] * rate_hz // 1000
        begin_s = 1.5 + number * room
        in_speech = bool(draw.random() < 0.5)
        slack_s = min(room - 1.0, 3.0)
        at = _place(
            level, rate_hz, begin_s, begin_s + max(0.4, slack_s * 0.5), draw, in_speech=in_speech
        )
        at = max(at, taken + 2 * fade + 1)
        longest_s = max(0.3, min(3.0, room - slack_s * 0.5 - 0.8))
        length = int(draw.uniform(0.25, longest_s) * rate_hz)
        if kind == "removal":
            piece, resume = np.zeros(0, np.float32), at + length
        elif kind == "filled":
            piece, resume = _room_tone(sound, rate_hz, length, draw), at + length
        elif kind == "insertion":
            start = _elsewhere(sound.size, length, at, rate_hz, draw)
            piece, resume = sound[start : start + length], at
        else:
            start = int(draw.integers(0, max(1, other.size - length)))
            piece, resume = other[start : start + length], at
        before = sound[taken:at]
        joined, joins = _joined(before, piece, sound[resume : resume + fade], fade)
        out.append(joined)
        found.append(
            Planted(kind, edge, in_speech, tuple((made + j) * 1000 // rate_hz for j in joins))
        )
        made += joined.size
        taken = resume + fade
    tail = sound[taken:]
    return np.concatenate([*out, tail]).astype(np.float32), tuple(found)


def _joined(before: Sound, piece: Sound, head: Sound, fade: int) -> tuple[Sound, list[int]]:
    """``before``, the piece and the first ``fade`` samples after it; equal-gain fades at each join."""
    parts = before
    joins = []
    for following in (piece, head) if piece.size else (head,):
        if fade and following.size >= fade and parts.size >= fade:
            ramp = np.linspace(0, 1, fade, dtype=np.float32)
            mixed = parts[-fade:] * (1 - ramp) + following[:fade] * ramp
            joins.append(parts.size - fade // 2)
            parts = np.concatenate((parts[:-fade], mixed, following[fade:]))
        else:
            joins.append(parts.size)
            parts = np.concatenate((parts, following))
    return parts, joins


def _levels(sound: Sound, rate_hz: int) -> NDArray[np.float64]:
    """DBFS of each 20 ms."""
    size = rate_hz // 50
    frames = sound[: sound.size // size * size].reshape(-1, size).astype(np.float64)
    return 10 * np.log10((frames**2).mean(axis=1) + 1e-12)


def _place(
    level: NDArray[np.float64],
    rate_hz: int,
    from_s: float,
    to_s: float,
    draw: np.random.Generator,
    *,
    in_speech: bool,
) -> int:
    a, b = int(from_s * 50), max(int(to_s * 50), int(from_s * 50) + 1)
    some = level[a:b]
    quiet, loud = np.percentile(level, 10), np.percentile(level, 90)
    fits = some > (quiet + 2 * loud) / 3 if in_speech else some < quiet + 4
    choice = np.flatnonzero(fits)
    if not choice.size:
        choice = np.array([some.argmax() if in_speech else some.argmin()])
    return int((a + draw.choice(choice) + draw.random()) * rate_hz / 50)


def _elsewhere(size: int, length: int, at: int, rate_hz: int, draw: np.random.Generator) -> int:
    for _ in range(50):
        start = int(draw.integers(0, max(1, size - length)))
        if abs(start - at) > length + rate_hz:
            return start
    return start


def _room_tone(sound: Sound, rate_hz: int, length: int, draw: np.random.Generator) -> Sound:
    size = int(0.15 * rate_hz)
    hop = size // 4
    starts = np.arange(0, sound.size - size, hop)
    power = np.array([float(np.mean(sound[s : s + size] ** 2)) for s in starts])
    sounding = power > 1e-11
    quiet = np.flatnonzero(sounding & (power <= np.percentile(power[sounding], 5)))
    start = int(starts[draw.choice(quiet)])
    limit = float(np.percentile(power[sounding], 5)) * 2
    end = start + size
    while end + hop < sound.size and np.mean(sound[end : end + hop] ** 2) < limit:
        end += hop
    tone = sound[start:end]
    both = np.concatenate((tone, tone[::-1]))
    return np.tile(both, length // both.size + 1)[:length]
