"""From words with times to segments: for engines that give no segments of their own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from earwitness.listen.heard import HeardSegment, HeardWord
from earwitness.records.timecode import Interval

__all__ = ["inside", "segments_of_words"]

# As long as a speaker breathes: what follows may be somebody else's.
_PAUSE_MS = 800


def inside(start_s: float, end_s: float, limit: Interval) -> tuple[int, int]:
    """Times of an engine, counted from the start of a chunk, as milliseconds of the recording.

    Engines give times past the end of the sound that they were given; none may leave the chunk.

    >>> inside(0.5, 99.0, Interval(1000, 4000))
    (1500, 4000)
    """
    start_ms = min(max(limit.start_ms + round(start_s * 1000), limit.start_ms), limit.end_ms)
    end_ms = min(max(limit.start_ms + round(end_s * 1000), start_ms), limit.end_ms)
    return start_ms, end_ms


def segments_of_words(
    words: Sequence[HeardWord], language: str, pause_ms: int = _PAUSE_MS
) -> Iterator[HeardSegment]:
    """Join words up to the next pause; the segment's doubt is the mean over its words.

    Args:
        words: in order of time.
        language: BCP-47 code of all of them.
        pause_ms: a gap between words from which a new segment begins.
    """
    run: list[HeardWord] = []
    for word in words:
        if run and word.start_ms - run[-1].end_ms >= pause_ms:
            yield _segment(run, language)
            run = []
        run.append(word)
    if run:
        yield _segment(run, language)


def _segment(words: list[HeardWord], language: str) -> HeardSegment:
    doubts = [math.log(max(word.probability, 1e-9)) for word in words]
    return HeardSegment(
        start_ms=words[0].start_ms,
        end_ms=max(word.end_ms for word in words),
        text=" ".join(word.text for word in words),
        language=language,
        words=tuple(words),
        avg_logprob=sum(doubts) / len(doubts),
    )
