"""X2, suspected cuts: places where level, background, spectrum or phase break off. Places to listen."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cut_cues import CUE_FRAME_MS, CUES, CutCues
from earwitness.audio.windows import runs
from earwitness.records.timecode import Interval
from earwitness.review.checks.answer import Answer, Evidence
from earwitness.review.checks.cut_score import POOL_FRAMES, CutModel, load_model, peaks, rarities

__all__ = ["CHECK", "VERSION", "suspected_cuts"]

CHECK: Final = "X2"
VERSION: Final = "1"

_SHORTEST_MS = 1000
_REACH_MS = 100  # joins were found within so much of their place
_STILL_MS = 40
_GATED_A_MINUTE = 6.0
_KINDS = {
    "floor_600_ms": "noise floor",
    "floor_1500_ms": "noise floor",
    "floor_4_s": "noise floor",
    "click": "click",
    "fall": "level",
    "rise": "level",
    "hum_400_ms": "phase",
    "hum_400_ms_second": "phase",
    "hum_1_s": "phase",
    "hum_1_s_second": "phase",
}
_SAYS = {
    "noise floor": "a place to listen: the background before is not the background after",
    "spectrum": "a place to listen: the background keeps its level and changes its colour",
    "click": "a place to listen: a click of a few milliseconds, as a joint may leave it",
    "level": "a place to listen: the level changes faster than a voice does",
    "phase": "a place to listen: a steady line (such as mains hum) does not run on",
    "silence": "a place to listen: digital silence begins or ends within the sound",
}
_LEVEL_CHANGE_DB = 2.0


def suspected_cuts(cues: CutCues, model: CutModel | None = None) -> Answer:
    """Where the sound may have been cut.

    Args:
        cues: from `CutCueMeter`, to which bleeps and clipping were named.
        model: another model than the one that ships, for measuring.

    Returns:
        ``pass`` where nothing stands out, ``inconclusive`` with places to listen, ``not_possible`` for
        less than a second of sound. Never ``fail``: whether somebody cut is for a person to say.
    """
    model = model or load_model()
    explain = _rules(cues, model)
    if cues.duration_ms < _SHORTEST_MS or not len(cues.values) or bool(cues.still.all()):
        why = (
            "there is less than a second of sound"
            if len(cues.still) < 50
            else "there is only silence"
        )
        return Answer(
            CHECK, "not_possible", f"Cuts cannot be looked for: {why}.", (), explain, VERSION
        )
    found = [*_breaks(cues, model), *_silences(cues)]
    found.sort(key=_start_ms)
    if not found:
        reason = "No place stands out; a careful cut may leave nothing that can be measured."
        return Answer(CHECK, "pass", reason, (), explain, VERSION)
    count = "One place" if len(found) == 1 else f"{len(found)} places"
    reason = f"{count} to listen to; whether anything was cut there is for a person to say."
    return Answer(CHECK, "inconclusive", reason, tuple(found), explain, VERSION)


def _start_ms(evidence: Evidence) -> int:
    return evidence.interval.start_ms if evidence.interval else 0


def _breaks(cues: CutCues, model: CutModel) -> list[Evidence]:
    margins = model.margins(cues.values)
    rare = rarities(cues.values, model.tail, model.tables)
    found = []
    for frame in peaks(margins, cues.values, model.threshold):
        around = slice(max(0, frame - POOL_FRAMES), frame + POOL_FRAMES + 1)
        best = rare[around].max(axis=0)
        kind = _kind(best, float(cues.floor_change_db[around][POOL_FRAMES // 2]))
        per_hour = model.per_hour(float(margins[frame]))
        found.append(
            Evidence(
                kind=kind,
                says=_SAYS[kind],
                interval=_around(frame * CUE_FRAME_MS, cues.duration_ms),
                score=round(model.score(float(margins[frame])), 3),
                per_hour=float(f"{per_hour:.2g}"),
                explain=_figures(cues.values[around].max(axis=0), best, float(margins[frame])),
            )
        )
    return found


def _kind(best: NDArray[np.float64], change_db: float) -> str:
    kind = _KINDS[CUES[int(best.argmax())]]
    if kind == "noise floor" and abs(change_db) < _LEVEL_CHANGE_DB:
        return "spectrum"
    return kind


def _figures(
    values: NDArray[np.float32], best: NDArray[np.float64], margin: float
) -> tuple[str, ...]:
    lines = [
        f"{name}: {value:.2f}, reached by one frame in {10**rare:,.0f} of uncut calls"
        for name, value, rare in zip(CUES, values.tolist(), best.tolist(), strict=True)
        if rare >= 1.5
    ]
    return (f"margin {margin:.2f}", *lines)


def _silences(cues: CutCues) -> list[Evidence]:
    """Edges of digital silence, unless the sound is gated: then every pause is such a silence."""
    last = len(cues.still)
    inner = [
        (start, end)
        for start, end in runs(cues.still).tolist()
        if start > 0 and end < last and (end - start) * CUE_FRAME_MS >= _STILL_MS
    ]
    minutes = max(cues.duration_ms / 60_000, 0.5)
    if not inner:
        return []
    if len(inner) / minutes > _GATED_A_MINUTE:
        says = (
            f"{len(inner)} stretches of digital silence: the recorder or a program mutes pauses, so that "
            "silence says nothing about cuts here"
        )
        return [Evidence("gated", says, None, explain=(f"more than {_GATED_A_MINUTE:g} a minute",))]
    return [
        Evidence(
            "silence",
            _SAYS["silence"],
            Interval(start * CUE_FRAME_MS, end * CUE_FRAME_MS),
            score=1.0,
            explain=(f"no change of the sample value for {(end - start) * CUE_FRAME_MS} ms",),
        )
        for start, end in inner
    ]


def _around(at_ms: int, duration_ms: int) -> Interval:
    start_ms = max(0, at_ms - _REACH_MS)
    return Interval(start_ms, max(start_ms, min(duration_ms, at_ms + _REACH_MS)))


def _rules(cues: CutCues, model: CutModel) -> tuple[str, ...]:
    lines = ", ".join(f"{hz:.2f} Hz" for hz in cues.lines_hz) or "none"
    return (
        f"model {model.version}: a place is named where its margin is at least {model.threshold:.2f}",
        "uncut made-up calls reach that margin once in ten minutes",
        f"steady lines that run through the recording: {lines}",
        f"digital silence within the sound is named from {_STILL_MS} ms, up to {_GATED_A_MINUTE:g} a minute",
        f"a place is given as {2 * _REACH_MS} ms around its middle",
    )
