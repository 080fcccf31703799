"""What every transcript reader returns: lines as written, with the times and voices they carry."""

from __future__ import annotations

from dataclasses import dataclass, field

from earwitness.records.words import Timing, Word

__all__ = ["Line", "ParsedTranscript", "Problem", "Timing", "Word"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, cue, segment or turn, in the order of the file.

    Attributes:
        text: the words, without markup, voice label and time marks.
        voice: the label as written ("Speaker 1", "SPEAKER_00", "Мати"), or None.
        start_ms, end_ms: milliseconds; both None when ``timing`` is ``NONE``; ``end_ms`` may be
            None when ``timing`` is ``START``.
        timing: how the times are to be read.
        words: words with their own times, if the format has them.
        language: BCP-47 tag, if the format states one for this line.
        score: the maker's confidence 0 to 1, if stated.
        no_speech: the line says that nothing was said (``[inaudible]``, ``[музыка]``), kind as written.
    """

    text: str
    voice: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    timing: Timing = Timing.NONE
    words: tuple[Word, ...] = ()
    language: str | None = None
    score: float | None = None
    no_speech: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that was mended or left out; the rest was taken."""

    line: int | None
    what: str


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A transcript as its file has it.

    Attributes:
        format: short name of the format ("srt", "webvtt", "whisper-json", "whisperx-json", "text").
        lines: in file order.
        language: BCP-47 tag if the file states one.
        maker: tool or model named in the file, if any ("whisper-large-v2").
        task: "transcribe" or "translate" if the file states it.
        title: a name that the file gives to its recording, if any.
        problems: what was mended or left out.
    """

    format: str
    lines: tuple[Line, ...]
    language: str | None = None
    maker: str | None = None
    task: str | None = None
    title: str | None = None
    problems: tuple[Problem, ...] = field(default=())
