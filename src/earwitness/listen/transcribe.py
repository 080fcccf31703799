"""From sound to a machine transcript, with what looks invented held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from earwitness.listen.guard import GuardContext, Verdict, judge
from earwitness.listen.heard import HeardSegment
from earwitness.records.timecode import Interval

__all__ = [
    "JudgedSegment",
    "MachineTranscript",
    "TranscribeSettings",
    "Transcriber",
    "settings_digest",
    "speech_chunks",
    "transcribe",
]

Samples = NDArray[np.float32]


class Transcriber(Protocol):
    """An engine that turns speech into words. Implementations live in `listen.engines`."""

    @classmethod
    def from_settings(cls, model: str, language: str) -> Self:
        """Make the engine as the section ``[transcribe]`` says.

        Cheap: name, version and digest are known after it, the model is loaded when it is needed.

        Args:
            model: folder or file of the model, "" for none.
            language: BCP-47 tag that is expected, "" to let the engine say.

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
    """

    languages: tuple[str, ...] = ()
    max_chunk_ms: int = 28_000
    join_gap_ms: int = 2_000


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
    """

    engine: str
    engine_version: str
    settings_digest: str
    segments: tuple[JudgedSegment, ...]

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
    chunks = whole if speech is None else speech_chunks(speech, settings)
    heard = []
    for segment in engine.listen_to(mono, chunks) if chunks else ():
        heard.append(segment)
        if progress is not None:
            progress(segment.end_ms)
    context = GuardContext(languages=settings.languages, speech=speech).informed_by(heard)
    judged = tuple(JudgedSegment(segment, judge(segment, context)) for segment in heard)
    return MachineTranscript(engine.name, engine.version, engine.settings_digest, judged)


def speech_chunks(
    speech: tuple[Interval, ...], settings: TranscribeSettings
) -> tuple[Interval, ...]:
    """Join neighbouring speech into chunks that an engine can take at once.

    A single span longer than ``max_chunk_ms`` is cut; no millisecond of speech is left out.

    >>> speech_chunks((Interval(0, 900), Interval(1200, 2000)), TranscribeSettings())
    (Interval(start_ms=0, end_ms=2000),)
    """
    chunks: list[Interval] = []
    for span in speech:
        near = chunks and span.start_ms - chunks[-1].end_ms < settings.join_gap_ms
        if near and span.end_ms - chunks[-1].start_ms <= settings.max_chunk_ms:
            chunks[-1] = Interval(chunks[-1].start_ms, span.end_ms)
            continue
        for start_ms in range(span.start_ms, span.end_ms, settings.max_chunk_ms):
            end_ms = min(start_ms + settings.max_chunk_ms, span.end_ms)
            chunks.append(Interval(start_ms, end_ms))
    return tuple(chunks)


def settings_digest(*parts: object) -> str:
    """A digest of settings records, for the ``settings_digest`` of an engine."""
    return sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()[:16]
