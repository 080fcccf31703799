"""Transcribing elsewhere: media are decoded without a network, sent are samples only.

Two children: the one that touches untrusted media has no network, as ever; the one that has a network
gets decoded samples and nothing of the file. It reaches for the one address that the settings name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from earwitness.audio.isolation import Isolated, IsolationSettings
from earwitness.audio.limits import ProcessLimits
from earwitness.listen.asking import EngineRequest
from earwitness.listen.transcribe import MachineTranscript
from earwitness.records.timecode import Interval
from earwitness.store.derived import Derived
from earwitness.work.in_child import decode_to_file, transcribe_samples

__all__ = ["DECODING", "SENDING", "transcribe_at_server"]

# A day of sound at 16 kHz and 16 bit is 2.8 GB.
DECODING = IsolationSettings(limits=ProcessLimits(file_bytes=4 << 30))
SENDING = IsolationSettings(
    limits=ProcessLimits(memory_bytes=16 << 30, network=True),
    max_items=10_000,
    deadline_per_second=20.0,
)


def transcribe_at_server(
    children: Callable[[IsolationSettings], Isolated],
    derived: Derived,
    media: tuple[Path, str],
    asked: tuple[tuple[Interval, ...] | None, str, EngineRequest],
    patience: tuple[float, float],
    progress: Callable[[int], None],
) -> MachineTranscript:
    """Decode a file in one child, and let another one ask the server about its speech.

    Args:
        children: gives the calling thread's child of a kind.
        derived: gives the place where samples stand between the two; they are removed after it.
        media: the file, and the ending it was received under.
        asked: where somebody speaks, the engine's name and what it is asked for.
        patience: seconds that decoding and transcribing may take.
        progress: called with the milliseconds that were transcribed.

    Raises:
        Refused: the file cannot be decoded.
        ServiceFailed, UsageError, MissingEngine: as the engine.
    """
    speech, engine, request = asked
    with derived.draft() as samples:
        children(DECODING).call(decode_to_file, *media, samples, deadline_s=patience[0])
        return children(SENDING).call(
            transcribe_samples,
            samples,
            speech,
            engine,
            request,
            deadline_s=patience[1],
            progress=progress,
        )
