"""The words of a recording as its page has them: original and translation line by line, and what lies on the sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from earwitness.desk.withholding import Withheld
from earwitness.listen.hearing import Hearing
from earwitness.records.alignment import Fit
from earwitness.records.voices import VoicesVersion
from earwitness.records.words import Timing, Transcript, Translation, Utterance
from earwitness.store.catalog.alignments import LineFit, alignment_of, line_fits
from earwitness.store.catalog.line_edits import LineEdit, edits_of
from earwitness.store.catalog.words import best_translations, transcripts, utterances
from earwitness.store.renderings import renderings

__all__ = ["PageLine", "PageMarks", "PageWords", "marks_of", "words_of"]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line and what renders it.

    Attributes:
        start_ms, end_ms: its own, or where it was found in the sound; None where neither is known.
        translation: "" where nothing does; ``joined``: the same words render the line before too.
        fit: how the line fits the sound, "" where it was not looked for; ``found``: its times come from there.
        edit: what somebody has typed over it.
    """

    line: Utterance
    start_ms: int | None
    end_ms: int | None
    translation: str
    joined: bool
    fit: str
    found: bool
    edit: LineEdit | None = None

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.line.text if self.edit is None else self.edit.text


@dataclass(frozen=True, slots=True)
class PageWords:
    """The version that is shown, and the others that there are."""

    shown: Transcript | None
    lines: tuple[PageLine, ...]
    versions: tuple[Transcript, ...]
    translation: Translation | None
    into: tuple[str, ...]

    @property
    def edited(self) -> int:
        """How many lines somebody has typed over."""
        return sum(one.edit is not None and one.text != one.line.text for one in self.lines)


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What the page draws: times in milliseconds.

    Attributes:
        lines: (position, start, end or -1) of lines with times.
        words: position to (first character, length, start, end) of each word with times.
        turns: (voice, start, end); speech: (start, end) where nobody told voices apart.
        marks: (kind, start, end), kinds of hearing, and ``withheld``.
    """

    duration_ms: int
    lines: tuple[tuple[int, int, int], ...]
    words: dict[int, tuple[tuple[int, int, int, int], ...]]
    turns: tuple[tuple[str, int, int], ...]
    speech: tuple[tuple[int, int], ...]
    marks: tuple[tuple[str, int, int], ...]


def words_of(db: sqlite3.Connection, recording_id: str, version: str, into: str) -> PageWords:
    """The words.

    Args:
        version: of the transcript, "" for the one that is shown first.
        into: the language of the translation beside it; another where there is none in it.
    """
    every = transcripts(db, recording_id)
    shown = next((one for one in every if one.id == version), every[0] if every else None)
    if shown is None:
        return PageWords(None, (), (), None, ())
    best = best_translations(db, recording_id)
    spoken = utterances(db, shown.id)
    chosen = best.get(into) or next(iter(best.values()), None)
    beside = _beside(db, chosen, shown.id)
    alignment = alignment_of(db, shown.id)
    fits = line_fits(db, alignment.id) if alignment else {}
    edits = edits_of(db, shown.id)
    lines, last = [], ""
    for one in spoken:
        there = beside.get(one.position, "")
        joined = there != "" and there == last
        made = _line(one, fits.get(one.position), there, joined=joined)
        lines.append(replace(made, edit=edits.get(one.position)))
        last = there
    return PageWords(shown, tuple(lines), tuple(every), chosen, tuple(best))


def _line(one: Utterance, fit: LineFit | None, translation: str, *, joined: bool) -> PageLine:
    named = fit.fit.value if fit else ""
    if one.start_ms is not None or fit is None or fit.fit is Fit.DOES_NOT_BELONG:
        end_ms = None if one.timing is Timing.START else one.end_ms
        return PageLine(one, one.start_ms, end_ms, translation, joined, named, found=False)
    return PageLine(
        one, fit.start_ms, fit.end_ms, translation, joined, named, found=fit.start_ms is not None
    )


def _beside(db: sqlite3.Connection, chosen: Translation | None, shown: str) -> dict[int, str]:
    """The words of the translation, by the position of each line that they render."""
    found: dict[int, list[str]] = {}
    for line in renderings(db, chosen, shown) if chosen else ():
        if line.first is not None:
            for place in range(
                line.first, (line.last if line.last is not None else line.first) + 1
            ):
                found.setdefault(place, []).append(line.text)
    return {place: " ".join(texts) for place, texts in found.items()}


def marks_of(
    words: PageWords,
    hearing: Hearing | None,
    voices: VoicesVersion | None,
    withheld: Sequence[Withheld],
) -> PageMarks:
    """What is drawn over the sound."""
    timed = [one for one in words.lines if one.start_ms is not None]
    turns = tuple(
        (one.voice, one.interval.start_ms, one.interval.end_ms)
        for one in (voices.turns if voices else ())
    )
    speech = hearing.speech[0].spans if hearing and hearing.speech else ()
    marks = [(one.kind, one.start_ms, one.end_ms) for one in (hearing.marks if hearing else ())]
    return PageMarks(
        hearing.duration_ms if hearing else 0,
        tuple(
            (one.line.position, one.start_ms or 0, -1 if one.end_ms is None else one.end_ms)
            for one in timed
        ),
        {
            one.line.position: found
            for one in timed
            if one.text == one.line.text and (found := _words(one.line))
        },
        turns,
        () if turns else tuple((one.start_ms, one.end_ms) for one in speech),
        (*marks, *(("withheld", start, end) for start, end in _stretches(withheld))),
    )


def _words(line: Utterance) -> tuple[tuple[int, int, int, int], ...]:
    """Where each word with times stands in its line; a word that does not stand there is left out."""
    found, at = [], 0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start >= 0 and word.text:
            found.append((start, len(word.text), word.start_ms, word.end_ms))
            at = start + len(word.text)
    return tuple(found)


def _stretches(withheld: Sequence[Withheld]) -> list[tuple[int, int]]:
    return [
        (one.interval.start_ms, one.interval.end_ms) for each in withheld for one in each.treatments
    ]
