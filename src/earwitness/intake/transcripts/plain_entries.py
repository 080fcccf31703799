"""Rows of a plain transcript gathered into entries: one turn, paragraph or timed piece each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from earwitness.intake.transcripts.labels import (
    is_label,
    is_role_label,
    split_dash,
    split_label,
)
from earwitness.intake.transcripts.no_speech import read_no_speech
from earwitness.intake.transcripts.time_marks import (
    MarkedPiece,
    TimeMark,
    read_bare_mark,
    split_marks,
)

__all__ = ["Entry", "Survey", "dash_voices", "gather_entries", "survey_rows"]

_RULE = re.compile(r"[-=_*~#+\s]{4,}")
_LABEL_THEN_TIME = re.compile(
    r"(\D[^\[\](){}]{0,58}?)\s{1,10}(?:([\[({][0-9][0-9:.,]{2,14}[\])}])\s?:?|([0-9][0-9:.,]{2,14}))\s*"
)
_LEAST_BARE = 2


@dataclass(slots=True)
class Entry:
    """What one voice says in one place; ``row`` counts from 0."""

    row: int
    mark: TimeMark | None = None
    closing: TimeMark | None = None
    dashes: int = 0
    voice: str | None = None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


@dataclass(frozen=True, slots=True)
class Survey:
    """What the file as a whole does, which no single row can tell.

    Attributes:
        flat: no labels, times, dashes or blank rows: each row is a line of its own.
        bare_times: clock times without brackets at the start of rows are marks.
        times_after_labels: so are those that end rows that hold only a label besides.
        voices: labels to believe: roles, and names that come back; None means all.
    """

    flat: bool
    bare_times: bool
    times_after_labels: bool
    voices: frozenset[str] | None


_SENTENCE_ENDS = (".", "!", "?", "…", '"', "”", "»", ")", "]")
_TYPED = 0.7


def survey_rows(rows: Sequence[str]) -> Survey:
    """Look at all rows once, before any is read."""
    written = [row.strip() for row in rows if row.strip()]
    bare = _has_bare_times(written)
    pieces = [split_marks(row, bare=bare) for row in written]
    dashes = [split_dash(row[-1].text) for row in pieces]
    found = Counter(
        label.voice for dash in dashes if (label := split_label(dash.rest)).voice is not None
    )
    marked = any(piece.mark for row in pieces for piece in row) or any(
        dash.count for dash in dashes
    )
    inner = "\n".join(rows).strip().split("\n")
    # Paragraphs that an editor wrapped break anywhere; lines that somebody typed end where a
    # sentence does.
    typed = sum(row.endswith(_SENTENCE_ENDS) for row in written) >= _TYPED * len(written)
    gaps = any(not row.strip() for row in inner) and not typed
    kept = {voice for voice, times in found.items() if times > 1 or is_role_label(voice)}
    everyone = found.total() * 2 >= len(written)
    return Survey(
        flat=not (marked or found or gaps),
        bare_times=bare,
        times_after_labels=sum(_is_label_then_time(row) for row in written) >= _LEAST_BARE,
        voices=None if everyone else frozenset(kept),
    )


def gather_entries(rows: Iterable[str], survey: Survey, *, first_row: int = 0) -> list[Entry]:
    """Gather rows into entries. A row without mark, label or dash continues the one above it."""
    entries: list[Entry] = []
    apart = True
    for number, row in enumerate(rows, start=first_row):
        if not row.strip() or _RULE.fullmatch(row):
            apart = True
            continue
        for piece in _pieces_of(row, survey):
            apart = _take(entries, number, piece, survey, apart=apart)
        apart = apart or survey.flat
    return entries


def dash_voices(entries: Iterable[Entry]) -> dict[int, str]:
    """Voices by number of turn dashes ("-" is "1", "--" is "2"), if two kinds of dash occur."""
    kinds = {entry.dashes for entry in entries if entry.dashes}
    return {kind: str(kind) for kind in kinds} if len(kinds) > 1 else {}


def _has_bare_times(written: list[str]) -> bool:
    """Bare clock times are marks where they come often and run forward; else they are speech."""
    times = [(row, mark) for row in written if (mark := read_bare_mark(row))]
    if not times or len(times) * 8 < len(written):
        return False
    starts = [mark.start_ms for _, mark in times]
    forward = sum(one <= two for one, two in pairwise(starts))
    if len(times) >= _LEAST_BARE:
        return forward >= 0.8 * (len(times) - 1)
    rest = split_marks(written[0], bare=True)[-1].text
    return times[0][0] == written[0] and (not rest or is_label(rest))


def _is_label_then_time(row: str) -> bool:
    match = _LABEL_THEN_TIME.fullmatch(row)
    return match is not None and match[3] is not None and is_label(match[1])


def _pieces_of(row: str, survey: Survey) -> list[MarkedPiece]:
    line = row.strip()
    beside = _LABEL_THEN_TIME.match(line)
    if beside is None or not is_label(beside[1].rstrip(":")):
        return split_marks(row, bare=survey.bare_times)
    voice, rest = beside[1].rstrip(": "), line[beside.end() :]
    if beside[2] is None and (rest or not (survey.times_after_labels or is_role_label(voice))):
        return split_marks(row, bare=survey.bare_times)
    mark = split_marks(beside[2] or f"[{beside[3]}]")[0].mark
    if mark is None:
        return split_marks(row, bare=survey.bare_times)
    return [MarkedPiece(mark, f"{voice}: {rest}".strip())]


def _take(
    entries: list[Entry], number: int, piece: MarkedPiece, survey: Survey, *, apart: bool
) -> bool:
    """Add one piece; the answer is whether the next one must stand apart."""
    mark = piece.mark
    if mark is not None and mark.closing and not piece.text and entries and entries[-1].parts:
        entries[-1].closing = mark
        return True
    dash = split_dash(piece.text)
    label = split_label(dash.rest)
    voice, text = label.voice, label.rest
    if mark is not None and voice is None and is_role_label(text):
        voice, text = text, ""  # "00:12 Speaker 1", its words below
    if voice is not None and not ((mark is not None and not text) or _believed(voice, survey)):
        voice, text = None, dash.rest
    silent = bool(read_no_speech(text))
    waiting = bool(entries) and not entries[-1].parts
    if mark is None and waiting and not (voice and entries[-1].voice):
        _fill(entries[-1], dash.count, voice, text)
    elif mark is not None or dash.count or voice or apart or silent or not entries:
        entries.append(Entry(number, mark, None, dash.count, voice, [text] if text else []))
    else:
        entries[-1].parts.append(text)
    return silent


def _fill(entry: Entry, dashes: int, voice: str | None, text: str) -> None:
    """A time or a label alone on its row waits for the words below it."""
    entry.dashes = entry.dashes or dashes
    entry.voice = entry.voice or voice
    if text:
        entry.parts.append(text)


def _believed(voice: str, survey: Survey) -> bool:
    return survey.voices is None or voice in survey.voices or is_role_label(voice)
