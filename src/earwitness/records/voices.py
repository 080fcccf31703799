"""Layer 3, voices: who speaks when within one recording, by label and never by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earwitness.records.sound import Span
from earwitness.records.timecode import Interval

__all__ = ["VoiceTurn", "VoicesMethod", "VoicesVersion"]


class VoicesMethod(StrEnum):
    """What the labels rest on."""

    BY_CHANNEL = "by_channel"  # each side of the call has its own channel
    CLUSTERED = "clustered"  # stretches that sound alike were put together
    NOTHING = "nothing"  # nothing can be told; the reasons say why


@dataclass(frozen=True, slots=True)
class VoiceTurn:
    """A stretch in which one voice speaks.

    Attributes:
        voice: label within the recording (V1, V2...), in the order in which they are first heard.
        channel: counted from 0, None where the channels were heard together.
        score: 0 to 1, how clearly it is this voice and no other; None where there is no other.
    """

    voice: str
    interval: Interval
    channel: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class VoicesVersion:
    """One machine's answer for one recording. A later version never overwrites an earlier one.

    Attributes:
        overlap_measured: whether stretches with two voices at once could be told at all.
        spans: overlaps, sides that are not heard, pauses of a one-sided call.
        because: which rules decided, in sentences.
    """

    id: str
    recording_id: str
    method: VoicesMethod
    voices: int
    overlap_measured: bool
    turns: tuple[VoiceTurn, ...]
    spans: tuple[Span, ...]
    maker: str
    because: tuple[str, ...]
