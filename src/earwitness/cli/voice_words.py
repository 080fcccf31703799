"""Voices for people: how long each speaks, what was not heard, and which voice a line is likely to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.cli.printing import say
from earwitness.records.sound import SpanKind
from earwitness.records.timecode import Interval, format_span
from earwitness.records.voices import VoicesVersion
from earwitness.records.words import Timing, Utterance

__all__ = [
    "SuggestedVoice",
    "say_voices",
    "suggested_voices",
    "voices_line",
]

_SURE = 0.6  # of a line's speech that one voice must have
_TIMES = (Timing.EXACT, Timing.START)


@dataclass(frozen=True, slots=True)
class SuggestedVoice:
    """Which voice speaks most of a line that has no label; a suggestion by its times alone.

    Attributes:
        utterance: its identifier.
        share: the part of the speech in the line that is this voice's, over 0.6 and up to 1.
    """

    utterance: str
    voice: str
    share: float


def voices_line(version: VoicesVersion) -> str:
    """One line: V1 0:23, V2 0:18, overlap 0:01.

    A side that is not heard has no voice and no time.
    """
    spoken: dict[str, int] = {}
    for turn in version.turns:
        spoken[turn.voice] = spoken.get(turn.voice, 0) + turn.interval.duration_ms
    parts = [f"{voice} {_minutes(ms)}" for voice, ms in sorted(spoken.items(), key=_by_number)]
    if version.overlap_measured:
        both = (s.interval.duration_ms for s in version.spans if s.kind is SpanKind.OVERLAP)
        parts.append(f"overlap {_minutes(sum(both))}")
    elif len(spoken) > 1:
        parts.append("overlap not measured")
    return ", ".join(parts) or "no voice"


def say_voices(version: VoicesVersion) -> None:
    """Print the summary of a recording's voices, and why it is so."""
    say()
    say("Voices (a machine's suggestion, by label; nobody is identified)", style="bold")
    say(f"  {voices_line(version)}")
    for reason in version.because:
        say(f"  because: {reason}")
    for span in version.spans:
        if span.kind is SpanKind.INAUDIBLE:
            place = format_span(span.interval.start_ms, span.interval.end_ms)
            say(f"  {place}  {span.detail} (channel {span.channel})")
    pauses = [one for one in version.spans if one.kind is SpanKind.PAUSE]
    if pauses:
        total = _minutes(sum(one.interval.duration_ms for one in pauses))
        say(f"  {len(pauses)} long pauses ({total}): {pauses[0].detail}")


def suggested_voices(
    lines: Sequence[Utterance], version: VoicesVersion | None
) -> tuple[SuggestedVoice, ...]:
    """A voice for each line that has words and times of its own but no label.

    A label that somebody wrote is never replaced. With a single voice there is nothing to suggest.
    """
    if version is None or version.voices < 2:
        return ()
    found = []
    for line in lines:
        if line.voice or not line.text or line.held_back or line.timing not in _TIMES:
            continue
        if line.start_ms is None or line.end_ms is None:
            continue
        heard: dict[str, int] = {}
        for turn in version.turns:
            ms = turn.interval.overlap_ms(Interval(line.start_ms, line.end_ms))
            heard[turn.voice] = heard.get(turn.voice, 0) + ms
        voice = max(heard, key=lambda one: heard[one])
        total = sum(heard.values())
        if total and heard[voice] / total > _SURE:
            found.append(SuggestedVoice(line.id, voice, round(heard[voice] / total, 2)))
    return tuple(found)


def _by_number(item: tuple[str, int]) -> int:
    return int(item[0][1:])


def _minutes(ms: int) -> str:
    """Whole seconds as m:ss.

    >>> _minutes(62_500)
    '1:02'
    """
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"
