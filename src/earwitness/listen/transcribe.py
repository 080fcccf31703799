"""From sound to a machine transcript, with what looks invented held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from earwitness.listen.asking import EngineRequest
from earwitness.listen.chunks import speech_chunks
from earwitness.listen.guard import GuardContext, Verdict, judge, tail_of_credits
from earwitness.listen.heard import HeardSegment
from earwitness.records.timecode import Interval

__all__ = [
    "JudgedSegment",
    "MachineTranscript",
    "TranscribeSettings",
    "Transcriber",
    "settings_digest",
    "transcribe",
]

Samples = NDArray[np.float32]


class Transcriber(Protocol):
    """An engine that turns speech into words. Implementations live in `listen.engines`."""

    @classmethod
    def from_settings(cls, request: EngineRequest) -> Self:
        """Make the engine as the section ``[transcribe]`` says.

        Cheap: name, version and digest are known after it, the model is loaded when it is needed.

        Args:
            request: model, language and hints.

        Raises:
            UsageError: there is no such model.
            MissingEngine: something that the engine needs is not installed.
        """
        ...

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def settings_digest(self) -> str:
        """Digest of everything that may change the words (model and settings)."""
        ...

    @property
    def described(self) -> str:
        """What it was told, in words for a person: language, hints, how it searches."""
        ...

    @property
    def reaches(self) -> str:
        """The address that it sends sound to; "" for an engine on this machine."""
        ...

    def listen_to(self, mono: Samples, chunks: Sequence[Interval]) -> Iterator[HeardSegment]:
        """Give segments in order of time.

        Args:
            mono: (n,) float32 at 16 kHz.
            chunks: the only stretches to listen to; segments lie inside them.
        """
        ...


@dataclass(frozen=True, slots=True)
class TranscribeSettings:
    """How to transcribe.

    Args:
        languages: languages expected, as BCP-47 codes; empty if not known.
        max_chunk_ms: neighbouring speech is joined up to this length.
        join_gap_ms: speech closer than this is joined.
        hints: what the engine was given as hints; it may write them where nobody speaks.
    """

    languages: tuple[str, ...] = ()
    max_chunk_ms: int = 28_000
    join_gap_ms: int = 2_000
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedSegment:
    """A segment and what the guard said of it; a held one is kept for people, not shown as words."""

    segment: HeardSegment
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class MachineTranscript:
    """Everything an engine heard in one recording.

    Args:
        engine, engine_version, settings_digest: the maker.
        segments: in order of time.
        engine_settings: what the engine was told, in words for a person.
    """

    engine: str
    engine_version: str
    settings_digest: str
    segments: tuple[JudgedSegment, ...]
    engine_settings: str = ""

    @property
    def kept(self) -> tuple[HeardSegment, ...]:
        return tuple(one.segment for one in self.segments if one.verdict.kept)

    @property
    def held(self) -> tuple[JudgedSegment, ...]:
        return tuple(one for one in self.segments if not one.verdict.kept)


def transcribe(
    mono: Samples,
    speech: tuple[Interval, ...] | None,
    engine: Transcriber,
    settings: TranscribeSettings | None = None,
    progress: Callable[[int], None] | None = None,
) -> MachineTranscript:
    """Let an engine listen to the speech in a recording and judge each segment.

    Args:
        mono: (n,) float32 at 16 kHz.
        speech: where somebody speaks; None where that was not measured (all is listened to).
        engine: the transcriber.
        settings: languages expected and how speech is joined into chunks.
        progress: called with the end of each segment in milliseconds.
    """
    settings = settings or TranscribeSettings()
    duration_ms = mono.size // 16
    whole = (Interval(0, duration_ms),) if duration_ms else ()
    spoken = whole if speech is None else speech
    chunks = speech_chunks(spoken, settings.max_chunk_ms, settings.join_gap_ms, mono)
    heard = []
    for segment in engine.listen_to(mono, chunks) if chunks else ():
        heard.append(segment)
        if progress is not None:
            progress(segment.end_ms)
    context = GuardContext(languages=settings.languages, speech=speech, hints=settings.hints)
    context = context.informed_by(heard)
    judged = tuple(one for segment in heard for one in _judged(segment, context))
    return MachineTranscript(
        engine.name, engine.version, engine.settings_digest, judged, engine.described
    )


def _judged(segment: HeardSegment, context: GuardContext) -> Iterator[JudgedSegment]:
    """The verdict on a segment; a line of credits behind speech is parted from it and held back."""
    verdict = judge(segment, context)
    place = tail_of_credits(segment.text, verdict.credits) if verdict.kept else None
    if place is None:
        yield JudgedSegment(segment, verdict)
        return
    for part in _parted(segment, place):
        yield JudgedSegment(part, judge(part, context))


def _parted(segment: HeardSegment, place: int) -> tuple[HeardSegment, HeardSegment]:
    """A segment in two at a place in its text; both keep its bounds if its words have no times."""
    before, after = segment.text[:place].strip(), segment.text[place:].strip()
    count = len(before.split())
    if len(segment.words) != len(segment.text.split()):
        return replace(segment, text=before), replace(segment, text=after)
    first, last = segment.words[:count], segment.words[count:]
    return (
        replace(segment, text=before, words=first, end_ms=first[-1].end_ms),
        replace(segment, text=after, words=last, start_ms=last[0].start_ms),
    )


def settings_digest(*parts: object) -> str:
    """A digest of settings records, for the ``settings_digest`` of an engine."""
    return sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()[:16]
