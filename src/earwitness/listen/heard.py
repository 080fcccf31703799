"""What an engine heard: words with times and the engine's own doubts. Never a fact by itself."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.records.timecode import Interval

__all__ = ["HeardSegment", "HeardWord"]


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as an engine heard it; ``probability`` is the engine's own, 0 to 1."""

    start_ms: int
    end_ms: int
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """A stretch of machine transcript.

    Args:
        start_ms, end_ms: where on the recording.
        text: in the spoken language, stripped.
        language: BCP-47 code that the engine chose.
        words: words with times, empty if the engine gives none.
        avg_logprob: mean log probability of the tokens.
        no_speech_prob: the engine's probability that nobody speaks.
        compression_ratio: length of the text over its zlib length; repetition makes it large.
    """

    start_ms: int
    end_ms: int
    text: str
    language: str
    words: tuple[HeardWord, ...] = ()
    avg_logprob: float = 0.0
    no_speech_prob: float = 0.0
    compression_ratio: float = 0.0

    @property
    def interval(self) -> Interval:
        return Interval(self.start_ms, self.end_ms)
