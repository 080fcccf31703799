"""Sounds that two otherwise different calls share, or that are like everything: they make no copy.

Hold music, ring and dial tones and a channel's intro stand in indexed calls (their hosts); a question has
the same sound beside speech that is not indexed. Silence, tones and a one-second excerpt tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from copies_bench.degrade import music
from copies_bench.speech import RATE_HZ, Sound
from making.degrade import to_level

__all__ = ["TRAP_SOUNDS", "TrapSound", "host_of", "steady_sounds"]

_SPOKEN_FIRST_S = 30.0  # hold music comes in the middle of a call


@dataclass(frozen=True, slots=True)
class TrapSound:
    """A sound that hosts carry.

    Args:
        group: a line of the table.
        at_start: it opens the call (a ring, an intro); else it stands in its middle.
        hosts: how many indexed calls carry it.
    """

    name: str
    group: str
    seconds: float
    make: Callable[[np.random.Generator, int], Sound]
    at_start: bool
    hosts: int

    def sound(self) -> Sound:
        """The same samples every time."""
        draw = np.random.default_rng([9_000, *self.name.encode()])
        made = self.make(draw, int(self.seconds * RATE_HZ))
        return (made * np.float32(0.9 / max(0.9, float(np.abs(made).max())))).astype(np.float32)


def _cadence(
    hz: tuple[float, ...], on_s: float, off_s: float
) -> Callable[[np.random.Generator, int], Sound]:
    """Call progress tones (ITU-T E.180 supplement 2)."""

    def make(_: np.random.Generator, count: int) -> Sound:
        t_s = np.arange(count) / RATE_HZ
        tone = sum(np.sin(2 * np.pi * one * t_s) for one in hz) * (0.1 / len(hz))
        return (tone * (np.mod(t_s, on_s + off_s) < on_s)).astype(np.float32)

    return make


def _jingle(draw: np.random.Generator, count: int) -> Sound:
    """A channel's intro: notes of a bell over chords."""
    out = music(draw, count).astype(np.float64)
    for note in range(6):
        start = int((0.3 + note * 0.45) * RATE_HZ)
        span = np.arange(max(0, count - start)) / RATE_HZ
        hz = 523 * 2 ** (draw.choice([0, 2, 4, 5, 7, 9, 12]) / 12)
        out[start:] += 0.25 * np.exp(-span * 3) * np.sin(2 * np.pi * hz * span)
    return out.astype(np.float32)


TRAP_SOUNDS: tuple[TrapSound, ...] = (
    *(TrapSound(f"hold{i}", "hold music", 40.0, music, False, 1) for i in range(6)),
    *(
        TrapSound(f"intro{i}", "channel intro", 7.0, _jingle, True, 1 + 2 * (i % 2))
        for i in range(6)
    ),
    TrapSound("ring425", "ring and dial tones", 15.0, _cadence((425,), 1, 4), True, 2),
    TrapSound("ring440", "ring and dial tones", 15.0, _cadence((440, 480), 2, 4), True, 2),
    TrapSound("ring400", "ring and dial tones", 15.0, _cadence((400, 450), 0.4, 0.2), True, 2),
    TrapSound("dial425", "ring and dial tones", 15.0, _cadence((425,), 1, 0), True, 2),
    TrapSound("dial350", "ring and dial tones", 15.0, _cadence((350, 440), 1, 0), True, 2),
    TrapSound("busy425", "ring and dial tones", 15.0, _cadence((425,), 0.35, 0.35), True, 2),
)


def host_of(trap: TrapSound, call: Sound) -> Sound:
    """A call with the trap's sound in it, at speech level."""
    heard = to_level(trap.sound(), -22.0)
    if trap.at_start:
        return np.concatenate([heard, call])
    cut = int(_SPOKEN_FIRST_S * RATE_HZ)
    return np.concatenate([call[:cut], heard, call[cut:]])


def steady_sounds() -> list[tuple[str, str, Sound]]:
    """(name, group, ten or thirty seconds): silence, nearly silence, tones, hum, white noise."""
    draw = np.random.default_rng(9_001)
    count = 10 * RATE_HZ
    t_s = np.arange(count) / RATE_HZ
    noise = draw.standard_normal(3 * count).astype(np.float32)
    swept = 0.2 * np.sin(2 * np.pi * (300 * t_s + 150 * t_s**2))
    made: list[tuple[str, str, Sound]] = [
        ("digital", "silence", np.zeros(count, np.float32)),
        ("offset", "silence", np.full(count, 0.01, np.float32)),
        ("dither", "silence", np.rint(noise[:count]) / np.float32(32768)),
        ("hiss", "silence", noise * np.float32(0.001)),
        ("noise", "silence", noise * np.float32(0.05)),
    ]
    for hz in (300.0, 440.0, 1000.0, 2600.0):
        tone = 0.2 * np.sin(2 * np.pi * hz * t_s)
        made.append((f"tone{hz:.0f}", "pure tones", tone.astype(np.float32)))
    hum = sum(0.2 / k * np.sin(2 * np.pi * 50 * k * t_s) for k in range(1, 20))
    made += [
        ("hum", "pure tones", np.asarray(hum, np.float32)),
        ("sweep", "pure tones", swept.astype(np.float32)),
    ]
    return made
