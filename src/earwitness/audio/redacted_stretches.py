"""From what people name to what is replaced: margins, quantised edges, and no two that overlap.

Methods §4 (c): at least 80 ms on each side, edges on a grid of 0.5 s, so that the length of a gap does not
spell a name. The edges only ever move outward.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from earwitness.errors import UsageError
from earwitness.records.redaction import (
    RedactionMethod,
    RedactionSettings,
    StandingRedaction,
    Treatment,
)
from earwitness.records.timecode import Interval

__all__ = ["treatments", "widened"]

_STRENGTH = (
    RedactionMethod.MUTE,
    RedactionMethod.BLEEP,
    RedactionMethod.REVOICE,
    RedactionMethod.DISGUISE,
)


def widened(named: Interval, settings: RedactionSettings) -> Interval:
    """What is replaced for a stretch that was named.

    Raises:
        UsageError: the settings could leave something of the stretch.

    >>> widened(Interval(1_050, 1_300), RedactionSettings())
    Interval(start_ms=500, end_ms=1500)
    """
    margin, step = settings.margin_ms, settings.step_ms
    if margin < 0 or step < 1:
        raise UsageError(
            f"[redaction] margin_ms is {margin} and step_ms {step}",
            where="earwitness.toml",
            do="A margin of 80 and a step of 500 are usual; neither is negative, no step is 0",
        )
    start = max(0, (named.start_ms - margin) // step * step)
    end = -(-(named.end_ms + margin) // step) * step
    return Interval(start, end)


def treatments(
    decisions: Iterable[StandingRedaction], settings: RedactionSettings
) -> tuple[Treatment, ...]:
    """What is replaced, in order of time. What overlaps or touches becomes one, by the safest method of them."""
    wide = [
        Treatment(
            widened(span, settings),
            one.redaction.method,
            one.redaction.channel,
            (span,),
            one.redaction.sound,
            one.redaction.source_type,
            one.redaction.seed,
            one.redaction.cover,
            (one.id,),
        )
        for one in decisions
        for span in one.redaction.spans
    ]
    removed = _joined(one for one in wide if one.method.removes)
    disguised = _joined(one for one in wide if not one.method.removes)
    # What is taken away needs no disguise; what is left of the disguised stretches stays disguised.
    removed = [_over(one, disguised) for one in removed]
    for gone in removed:
        disguised = [part for one in disguised for part in _without(one, gone)]
    return tuple(sorted([*removed, *disguised], key=lambda one: one.interval))


def _joined(given: Iterable[Treatment]) -> list[Treatment]:
    found: list[Treatment] = []
    for one in sorted(given, key=lambda one: (one.interval, _STRENGTH.index(one.method))):
        if found and one.interval.start_ms <= found[-1].interval.end_ms:
            found[-1] = _one_of(found[-1], one)
        else:
            found.append(one)
    return found


def _one_of(first: Treatment, second: Treatment) -> Treatment:
    """Both in one. Two voices cannot be put in one place: what they would say is muted."""
    strong, weak = sorted((first, second), key=lambda one: _STRENGTH.index(one.method))
    sound = strong.sound
    if strong.method is RedactionMethod.REVOICE and (
        first.sound != second.sound or first.records != second.records
    ):
        strong = replace(strong, method=RedactionMethod.MUTE, source_type="")
        sound = ""
    return replace(
        strong,
        interval=Interval(
            min(first.interval.start_ms, second.interval.start_ms),
            max(first.interval.end_ms, second.interval.end_ms),
        ),
        channel=first.channel if first.channel == second.channel else None,
        named=(*first.named, *second.named),
        sound=sound,
        cover=strong.cover or weak.cover,
        records=tuple(dict.fromkeys((*first.records, *second.records))),
    )


def _over(gone: Treatment, disguised: Iterable[Treatment]) -> Treatment:
    """A stretch taken away on one channel where another is disguised: both are taken away."""
    met = (
        one.channel != gone.channel and one.interval.overlap_ms(gone.interval) for one in disguised
    )
    return replace(gone, channel=None) if any(met) else gone


def _without(one: Treatment, gone: Treatment) -> list[Treatment]:
    parts = [
        (one.interval.start_ms, min(one.interval.end_ms, gone.interval.start_ms)),
        (max(one.interval.start_ms, gone.interval.end_ms), one.interval.end_ms),
    ]
    return [replace(one, interval=Interval(a, b)) for a, b in parts if a < b]
