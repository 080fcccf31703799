"""Voices on one channel: cut at changes, cluster, resegment. No voice model leaves this module."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earwitness.audio.voice_features import FRAME_MS, VoiceFrames
from earwitness.listen.voices.clusters import Clusters, cluster
from earwitness.listen.voices.resegment import Labelled, resegment
from earwitness.listen.voices.segments import Stretch, cut_at_changes
from earwitness.listen.voices.statistics import Sums, within
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoiceTurn

__all__ = ["MonoVoices", "voices_on_one_channel"]

_LEAST_SPEECH_MS = 4000
_ROUNDS = 2
_SAME_TURN_MS = 300  # NIST's rule for reference turns: a shorter pause does not end one


@dataclass(frozen=True, slots=True)
class MonoVoices:
    """Turns in order of time, and which rule decided on the number of voices."""

    turns: tuple[VoiceTurn, ...]
    because: tuple[str, ...]


def voices_on_one_channel(
    frames: VoiceFrames, speech: tuple[Interval, ...], voices: int = 0
) -> MonoVoices:
    """Say which stretches of speech are the same voice.

    Args:
        frames: of the whole recording.
        speech: where somebody speaks.
        voices: how many there are, 0 where that is to be found out.
    """
    spans = _in_frames(speech, len(frames))
    speech_ms = FRAME_MS * sum(end - start for start, end in spans)
    if not spans:
        return MonoVoices((), ("no speech was found",))
    if voices == 1:
        return MonoVoices(_one_voice(spans), ("one voice: the settings say so",))
    if speech_ms < _LEAST_SPEECH_MS:
        why = (
            f"{speech_ms / 1000:.1f} s of speech: fewer than {_LEAST_SPEECH_MS // 1000} s are too"
            " little to tell voices apart, so all of it stands as one"
        )
        return MonoVoices(_one_voice(spans), (why,))
    prior = within([frames.cepstra[start:end] for start, end in spans])
    pieces = cut_at_changes(spans, frames.cepstra, prior)
    sums = Sums.of([frames.cepstra[start:end] for start, end in pieces])
    grouped = cluster(sums, prior, voices)
    because = (_because(grouped, len(pieces), voices),)
    if grouped.voices < 2:
        return MonoVoices(_one_voice(spans), because)
    labelled = [
        Labelled(piece, voice, 1.0)
        for piece, voice in zip(pieces, grouped.label, strict=True)
        if voice >= 0
    ]
    for _ in range(_ROUNDS):
        labelled = resegment(spans, frames.cepstra, prior, _models(labelled, frames))
    return MonoVoices(_turns(labelled), because)


def _models(labelled: list[Labelled], frames: VoiceFrames) -> Sums:
    voices = sorted({one.voice for one in labelled})
    totals = [
        Sums.of(
            [frames.cepstra[a:b] for a, b in (o.stretch for o in labelled if o.voice == voice)]
        ).total()
        for voice in voices
    ]
    return Sums(
        np.concatenate([one.count for one in totals]),
        np.concatenate([one.first for one in totals]),
        np.concatenate([one.second for one in totals]),
    )


def _in_frames(speech: tuple[Interval, ...], count: int) -> list[Stretch]:
    found = [
        (span.start_ms // FRAME_MS, min(-(-span.end_ms // FRAME_MS), count)) for span in speech
    ]
    return [(start, end) for start, end in found if end > start]


def _one_voice(spans: list[Stretch]) -> tuple[VoiceTurn, ...]:
    return _turns([Labelled(one, 0, 1.0) for one in spans], alone=True)


def _turns(labelled: list[Labelled], *, alone: bool = False) -> tuple[VoiceTurn, ...]:
    """Turns with labels in the order of being heard; short pauses of one voice are bridged."""
    names: dict[int, str] = {}
    found: list[VoiceTurn] = []
    for one in sorted(labelled, key=lambda item: item.stretch):
        name = names.setdefault(one.voice, f"V{len(names) + 1}")
        start_ms, end_ms = one.stretch[0] * FRAME_MS, one.stretch[1] * FRAME_MS
        score = None if alone else round(one.score, 2)
        last = found[-1] if found else None
        if last and last.voice == name and start_ms - last.interval.end_ms < _SAME_TURN_MS:
            whole = Interval(last.interval.start_ms, end_ms)
            both = None if score is None or last.score is None else max(score, last.score)
            found[-1] = VoiceTurn(name, whole, None, both)
        else:
            found.append(VoiceTurn(name, Interval(start_ms, end_ms), None, score))
    return tuple(found)


def _because(grouped: Clusters, pieces: int, voices: int) -> str:
    """The explain twin of the clustering."""
    count = f"{grouped.voices} voice{'s' if grouped.voices != 1 else ''}"
    if voices:
        return f"{count}: the settings say {voices}; {pieces} stretches were put together by sound"
    if grouped.nearest is None:
        return f"{count}: {pieces} stretches, none long enough to be compared"
    distance, needed = grouped.nearest
    if grouped.voices == 1:
        return (
            f"{count}: the two least alike parts of {pieces} stretches are {distance:.1f} apart,"
            f" two voices would be more than {needed:.1f}"
        )
    return (
        f"{count}: the two most alike are {distance:.1f} apart, more than the {needed:.1f} that"
        f" one voice would reach ({pieces} stretches)"
    )
