"""Segments and words of machine transcripts: JSON values in, lines out.

Whisper and its descendants agree on ``start``, ``end``, ``text`` and ``words``, in seconds, and
differ in names for the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from earwitness.intake.transcripts.line_times import seconds_as_ms, settle_times
from earwitness.intake.transcripts.parsed import Line, Problem, Timing, Word
from earwitness.intake.transcripts.turns import Turn, make_line

__all__ = ["SegmentReading", "read_segments", "score_of"]

_LIKELY_NO_SPEECH = 0.6  # openai-whisper's own default threshold
_FLAT_WORD_PAIRS = ("word", "text")


@dataclass(frozen=True, slots=True)
class SegmentReading:
    """Lines in file order, and what was mended. JSON problems carry no line number of the file."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Troubles:
    found: list[Problem] = field(default_factory=list)

    def add(self, number: int, what: str) -> None:
        self.found.append(Problem(None, f"segment {number}: {what}"))


def read_segments(segments: Sequence[object]) -> SegmentReading:
    """Read a list of segments.

    ``start``/``end`` (or Datashare's ``start_s``/``end_s``) are seconds. A segment that is no
    object or has no text is left out with a `Problem`; so are impossible times, and words whose
    times are missing have no `Word` (WhisperX leaves digits untimed) but stay in the text.
    """
    troubles = _Troubles()
    lines: list[Line] = []
    last_start_ms = 0
    for number, segment in enumerate(segments, start=1):
        if not isinstance(segment, Mapping):
            troubles.add(number, "is no object; left out")
            continue
        line = _read_segment(number, segment, troubles)
        if not line.text and not line.no_speech:
            troubles.add(number, "has no text; left out")
            continue
        if line.start_ms is not None and line.start_ms < last_start_ms:
            troubles.add(number, "starts before the segment above it; order kept")
        last_start_ms = max(last_start_ms, line.start_ms or 0)
        lines.append(line)
    return SegmentReading(tuple(lines), tuple(troubles.found))


def score_of(segment: Mapping[str, object]) -> float | None:
    """The maker's confidence of a segment from 0 to 1.

    ``confidence`` or ``score`` as stated, else ``exp(avg_logprob)``: ``avg_logprob`` is the mean
    log probability of the segment's tokens (openai-whisper, ``decoding.py``), so this is the
    geometric mean of the token probabilities. It is no probability that the segment is right, and
    is not to be compared between makers. ``no_speech_prob`` is another question and not used.
    """
    for key in ("confidence", "score"):
        stated = _share(segment.get(key))
        if stated is not None:
            return stated
    logprob = _number(segment.get("avg_logprob"))
    return None if logprob is None or logprob > 0 else math.exp(max(logprob, -700.0))


def _read_segment(number: int, segment: Mapping[str, object], troubles: _Troubles) -> Line:
    stated_start, stated_end = _either(segment, "start"), _either(segment, "end")
    times = settle_times(seconds_as_ms(stated_start), seconds_as_ms(stated_end))
    if times.trouble:
        troubles.add(number, times.trouble)
    elif times.timing is not Timing.EXACT:
        troubles.add(number, "start or end is missing or is no number")
    silence = _number(segment.get("no_speech_prob"))
    if silence is not None and silence > _LIKELY_NO_SPEECH:
        troubles.add(number, f"the maker's no-speech probability is {silence:.2f}")
    words = _read_words(number, segment.get("words"), troubles)
    turn = Turn(_voice(number, segment, troubles), _text(segment), None, words)
    return make_line(turn, times, score=score_of(segment))


def _either(segment: Mapping[str, object], name: str) -> object:
    return segment[name] if name in segment else segment.get(f"{name}_s")


def _text(segment: Mapping[str, object]) -> str:
    text = segment.get("text")
    if not isinstance(text, str):
        text = "".join(_word_text(word) for word in _objects(segment.get("words")))
    return " ".join(text.split())


def _voice(number: int, segment: Mapping[str, object], troubles: _Troubles) -> str | None:
    spoken_by = {
        str(word["speaker"]) for word in _objects(segment.get("words")) if "speaker" in word
    }
    stated = segment.get("speaker")
    if isinstance(stated, int) and not isinstance(stated, bool) and abs(stated) < 10**6:
        stated = str(stated)
    if isinstance(stated, str) and stated.strip():
        if len(spoken_by) > 1:
            troubles.add(number, "its words are by several speakers; the segment's label is kept")
        return stated.strip()
    if len(spoken_by) > 1:
        troubles.add(number, "its words are by several speakers and it has no label of its own")
    return spoken_by.pop().strip() or None if len(spoken_by) == 1 else None


def _read_words(number: int, words: object, troubles: _Troubles) -> tuple[Word, ...]:
    timed: list[Word] = []
    untimed = impossible = 0
    for word in _objects(words):
        start_ms, end_ms = seconds_as_ms(word.get("start")), seconds_as_ms(word.get("end"))
        text = _word_text(word).strip()
        if start_ms is None or end_ms is None:
            untimed += 1
            continue
        if settle_times(start_ms, end_ms).timing is not Timing.EXACT:
            impossible += 1
        elif text:
            score = _share(word.get("score", word.get("probability", word.get("confidence"))))
            timed.append(Word(text, start_ms, end_ms, score))
    if untimed:
        troubles.add(number, f"{untimed} of its words have no times")
    if impossible:
        troubles.add(number, f"{impossible} of its words have impossible times; left out")
    return tuple(timed)


def _word_text(word: Mapping[str, object]) -> str:
    return next((text for key in _FLAT_WORD_PAIRS if isinstance(text := word.get(key), str)), "")


def _objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and abs(value) > 10**9:
        return None
    return float(value) if math.isfinite(value) else None


def _share(value: object) -> float | None:
    number = _number(value)
    return number if number is not None and 0 <= number <= 1 else None
