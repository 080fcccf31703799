"""WebVTT (``.vtt``): the W3C format of web players, YouTube and most transcribers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.intake.transcripts.line_times import LineTimes, settle_times
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript, Problem
from earwitness.intake.transcripts.rolling import RollingCue, find_repeats
from earwitness.intake.transcripts.turns import Turn, split_turns, turn_lines
from earwitness.intake.transcripts.webvtt_blocks import Block, collect_blocks
from earwitness.intake.transcripts.webvtt_text import CueText, VoicePiece, read_cue_text

__all__ = ["read_webvtt"]

_LANGUAGE = re.compile(r"Language\s*:\s*([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8})\s*")
_NOT_SPEECH = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Cue:
    row: int
    times: LineTimes
    text: CueText


def read_webvtt(text: str, *, where: str | None = None) -> ParsedTranscript:
    r"""Read WebVTT as the W3C parser does, keeping voices, languages and word times.

    Where the standard drops a cue for its times, the words are kept without times, with a
    `Problem`. Rows of a cue join with a space; several voices in one cue become several lines with
    timing ``WINDOW``. Rolling automatic captions are read once (see `rolling`).

    Args:
        text: the decoded text.
        where: the file, for messages.

    Raises:
        MalformedInput: no ``WEBVTT`` in the first row.

    >>> read_webvtt("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ганна>Чую").lines[0].voice
    'Ганна'
    """
    file = collect_blocks(text.replace("\x00", "\ufffd"), where=where)
    problems = _header_problems(file.header)
    cues = [cue for block in file.blocks if (cue := _read_block(block, problems))]
    repeats = find_repeats([_as_rolling(cue) for cue in cues])
    lines: list[Line] = []
    for cue, repeated in zip(cues, repeats, strict=True):
        lines.extend(turn_lines(_turns(cue.text.pieces, repeated), cue.times))
    if any(repeats):
        note = f"rolling captions: {sum(repeats)} rows that only repeat the cue before left out"
        problems.append(Problem(None, note))
    language = next((found[1] for row in file.header if (found := _LANGUAGE.fullmatch(row))), None)
    return ParsedTranscript("webvtt", tuple(lines), language=language, problems=tuple(problems))


def _header_problems(header: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(number, "times count from an offset in a stream (X-TIMESTAMP-MAP); kept as written")
        for number, row in enumerate(header, start=2)
        if row.startswith("X-TIMESTAMP-MAP")
    ]


def _read_block(block: Block, problems: list[Problem]) -> _Cue | None:
    if not block.stated:
        # A bare number is the identifier of a cue that white space cut off from it.
        shown = " ".join(row.strip() for row in block.rows if row.strip())[:60]
        if shown and not _NOT_SPEECH.fullmatch(block.rows[0]) and not shown.isdecimal():
            problems.append(Problem(block.row + 1, f"text without times left out: '{shown}'"))
        return None
    times = settle_times(block.start_ms, block.end_ms)
    trouble = times.trouble
    if block.start_ms is None:
        trouble = f"times cannot be read: '{block.stated[:60]}'; text kept"
    text = read_cue_text(block.rows, times.start_ms, times.end_ms)
    if not text.pieces:
        trouble = trouble or "a cue without text; left out"
    troubles = filter(None, (trouble, *dict.fromkeys(text.troubles)))
    problems.extend(Problem(block.row + 1, what) for what in troubles)
    return _Cue(block.row, times, text)


def _as_rolling(cue: _Cue) -> RollingCue:
    rows = tuple(row for piece in cue.text.pieces for row in piece.rows)
    # Times that are not known never touch.
    start_ms = -1_000_000 if cue.times.start_ms is None else cue.times.start_ms
    return RollingCue(start_ms, cue.times.end_ms or start_ms, rows)


def _turns(pieces: tuple[VoicePiece, ...], repeated_rows: int) -> list[Turn]:
    turns: list[Turn] = []
    for number, piece in enumerate(pieces):
        rows = list(piece.rows)
        if number == 0 and repeated_rows:
            first = next(place for place, row in enumerate(rows) if row.strip())
            rows = rows[first + 1 :]
        turns.extend(_piece_turns(piece, rows))
    return turns


def _piece_turns(piece: VoicePiece, rows: list[str]) -> list[Turn]:
    if piece.voice is not None:
        text = " ".join(" ".join(rows).split())
        return [Turn(piece.voice, text, piece.language, piece.words)] if text else []
    found = split_turns(rows)
    words = piece.words if len(found) == 1 else ()
    return [Turn(turn.voice, turn.text, piece.language, words) for turn in found]
