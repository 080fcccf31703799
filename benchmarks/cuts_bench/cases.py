"""The recordings that are cut and not cut: made-up calls, the sample releases, real clips."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soxr

from copies_bench.speech import REAL, read_sound
from cuts_bench.conditions import BEFORE, FINAL
from cuts_bench.lines import RATE_HZ, ROOT, LineMaker, Part, Sound
from cuts_bench.planting import EDGES, KINDS, Edge, Kind, Planted, plant
from earwitness.audio.cut_cues import CUE_RATE_HZ, CutCueMeter, CutCues
from earwitness.audio.levels import ClippingMeter
from earwitness.audio.tones import ToneMeter
from earwitness.errors import EarwitnessError
from earwitness.records.timecode import Interval

__all__ = ["Case", "made_up", "measured", "real_clips", "sample_releases"]

_EDITS_A_MINUTE = 3
_LONGEST_S = 90
_SHORTEST_S = 20
_CLIPPED_EDGE_MS = 800
_PLAYABLE = (".wav", ".flac", ".mp3", ".opus", ".ogg", ".m4a")


@dataclass(frozen=True)
class Case:
    """A recording as it is and with cuts, in one final format.

    Attributes:
        before: what it went through before it was cut.
        final: what it is written in.
        uncut, cut: what was measured.
        explained: spans of the uncut recording whose findings are right (level jumps that are in it).
    """

    name: str
    before: str
    final: str
    uncut: CutCues
    cut: CutCues
    planted: tuple[Planted, ...]
    explained: tuple[Interval, ...] = ()


def measured(sound: Sound, rate_hz: int = RATE_HZ) -> CutCues:
    """The cues of a recording as `listen` and `review` take them: bleeps and clipping are known."""
    tones, clipping, cues = ToneMeter(CUE_RATE_HZ), ClippingMeter(rate_hz), CutCueMeter(rate_hz)
    clipping.feed(sound[None])
    wide = soxr.resample(sound, rate_hz, CUE_RATE_HZ).astype(np.float32)
    tones.feed(wide)
    cues.feed(sound)
    known = [Interval(t.start_ms, t.end_ms) for t in tones.tones() if t.kind == "bleep"]
    known += [Interval(c.start_ms, c.end_ms) for c in clipping.finish().get(0, ())]
    return cues.finish(known)


def made_up(part: Part, calls: int, seconds: float = 60.0) -> Iterator[Case]:
    """Made-up calls of one part: each before and final format in turn, three edits a call."""
    maker = LineMaker(part)
    raw = [maker.recording(number, seconds) for number in range(calls)]
    befores = list(BEFORE)
    for number, sound in enumerate(raw):
        draw = np.random.default_rng([number, 17, len(part)])
        before = befores[number % len(befores)]
        passed = BEFORE[before](sound)
        other = BEFORE[before](raw[(number + len(befores)) % len(raw)])
        kinds = [KINDS[int(k)] for k in draw.permutation(len(KINDS))][:_EDITS_A_MINUTE]
        edits = [(kind, EDGES[int(draw.integers(len(EDGES)))]) for kind in kinds]
        cut, planted = plant(passed, other, RATE_HZ, draw, edits)
        yield from _written(f"{part}-{number}", before, passed, cut, planted)


def sample_releases(
    finals: tuple[str, ...] = ("PCM 8 kHz", "opus 16k"), only: tuple[str, ...] = ()
) -> Iterator[Case]:
    """Each complete sample recording with two edits, once for each way of joining and once filled.

    Args:
        finals: formats to write.
        only: recordings to take ("R01"); all by default.
    """
    truth = json.loads((ROOT / "samples" / "truth.json").read_text(encoding="utf-8"))
    sounds: dict[str, Sound] = {}
    for item in truth["media"]:
        held = item.get("recordings", ())
        if len(held) != 1 or held[0] in sounds:
            continue
        sound = read_sound(ROOT / "samples" / "releases" / item["path"])
        if abs(sound.size * 1000 / RATE_HZ - truth["recordings"][held[0]]["duration_ms"]) < 500:
            sounds[held[0]] = sound
    names = sorted(sounds)
    for number, name in enumerate(names):
        if only and name not in only:
            continue
        other = sounds[names[(number + 3) % len(names)]]
        explained = tuple(
            Interval(max(0, span["start_ms"] - _CLIPPED_EDGE_MS), span["end_ms"] + _CLIPPED_EDGE_MS)
            for span in truth["recordings"][name]["clipped"]
        )
        for index, edge in enumerate((*EDGES, None)):
            draw = np.random.default_rng([number, index, 99])
            edits = _sample_edits(edge, draw)
            cut, planted = plant(sounds[name], other, RATE_HZ, draw, edits)
            yield from _written(name, "release", sounds[name], cut, planted, finals, explained)


def _sample_edits(edge: Edge | None, draw: np.random.Generator) -> list[tuple[Kind, Edge]]:
    if edge is None:
        return [("filled", EDGES[int(draw.integers(len(EDGES)))]) for _ in range(2)]
    spliced: list[Kind] = ["removal", "insertion", "splice"]
    return [(spliced[int(k)], edge) for k in draw.permutation(3)[:2]]


def real_clips() -> Iterator[Case]:
    """Real clips of 20 s and more, each as one piece; empty without ../shared/real."""
    found: list[tuple[str, Sound]] = []
    for path in sorted(REAL.rglob("*")) if REAL.is_dir() else ():
        if path.suffix not in _PLAYABLE or "silence" in path.name:
            continue
        try:
            sound = read_sound(path)
        except EarwitnessError:
            continue
        if sound.size >= _SHORTEST_S * RATE_HZ:
            found.append((path.name, sound[: _LONGEST_S * RATE_HZ]))
    for number, (name, sound) in enumerate(found):
        draw = np.random.default_rng([number, 5])
        other = found[(number + 1) % len(found)][1]
        kinds = [KINDS[int(k)] for k in draw.permutation(len(KINDS))]
        edits = [(kind, EDGES[int(draw.integers(len(EDGES)))]) for kind in kinds][:2]
        cut, planted = plant(sound, other, RATE_HZ, draw, edits)
        yield from _written(name, "real", sound, cut, planted, ("PCM 8 kHz", "opus 16k"))


def _written(
    name: str,
    before: str,
    uncut: Sound,
    cut: Sound,
    planted: tuple[Planted, ...],
    finals: tuple[str, ...] = tuple(FINAL),
    explained: tuple[Interval, ...] = (),
) -> Iterator[Case]:
    for final in finals:
        write = FINAL[final]
        yield Case(
            name, before, final, measured(write(uncut)), measured(write(cut)), planted, explained
        )
