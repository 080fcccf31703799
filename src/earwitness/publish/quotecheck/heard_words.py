"""The words of a recording as they are compared: each unit with the line that it stands in."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from earwitness.publish.quotecheck.heard_text import HeardText, UnitNumbers
from earwitness.publish.quotecheck.outline import LineUnits, Outline
from earwitness.publish.quotecheck.units import Unit, UnitKind, comparing_language, units_of
from earwitness.records.words import (
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    Utterance,
    VersionStatus,
)
from earwitness.store.catalog.statements import quotations_of
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    transcripts,
    translations,
    utterances,
    without_word_times,
)
from earwitness.store.renderings import renderings
from earwitness.text.language import guess_language

__all__ = [
    "Comparable",
    "SpokenVersion",
    "comparables",
    "older_versions",
    "press_words",
    "spoken_version",
    "timed_versions",
]

_SENTENCE_END = re.compile(r"[.?!…]")


@dataclass(frozen=True, slots=True)
class SpokenVersion:
    """A version of the words spoken, with those utterances that hold words.

    Attributes:
        utterances: without the times of their words, but for `timed_versions`.
    """

    transcript: Transcript
    utterances: tuple[Utterance, ...]

    def at(self, position: int) -> Utterance | None:
        """The utterance of that position, if it holds words."""
        return next((one for one in self.utterances if one.position == position), None)


@dataclass(frozen=True, eq=False)
class Comparable:
    """One text of a recording, original or translation, taken apart when it is first compared.

    Attributes:
        language: in which a quotation has to be taken apart to be compared with it.
        translation: the version it is, None for the original.
        lines: (first, last) utterance positions and text of each line; None where a translation
            line has no counterpart.
        known: what was kept of it, with which only those lines are taken apart that are looked at.
    """

    recording_id: str
    language: str
    spoken: SpokenVersion | None
    translation: Translation | None
    lines: tuple[tuple[tuple[int, int] | None, str], ...]
    known: tuple[UnitNumbers, Outline] | None = None

    @property
    def heard(self) -> HeardText:
        """Its units, prepared for comparing."""
        return self._apart[0]

    @property
    def owners(self) -> tuple[int, ...]:
        """For each unit the index of its line in ``lines``."""
        return self._apart[1]

    @property
    def sentence_starts(self) -> frozenset[int]:
        """Units that begin a line or a sentence."""
        return self._apart[2]

    @cached_property
    def outline(self) -> Outline:
        """Where its lines and sentences begin, and the words of content of each line."""
        if self.known is not None:
            return self.known[1]
        return Outline.of([text for _, text in self.lines], self.owners, self.sentence_starts)

    @cached_property
    def _apart(self) -> tuple[HeardText, tuple[int, ...], frozenset[int]]:
        if self.known is not None:
            numbers, outline = self.known
            made = LineUnits([text for _, text in self.lines], self.language, outline.units)
            return HeardText(made, numbers), outline.owners, frozenset(outline.starts.tolist())
        units: list[Unit] = []
        owners: list[int] = []
        starts: set[int] = set()
        for index, (_, text) in enumerate(self.lines):
            end = 0
            for unit in units_of(text, self.language):
                if unit.kind is not UnitKind.ELISION:
                    if end == 0 or _SENTENCE_END.search(text, end, unit.start):
                        starts.add(len(units))
                    end = unit.end
                units.append(unit)
                owners.append(index)
        return HeardText(units), tuple(owners), frozenset(starts)

    def text_of(self, first_unit: int, last_unit: int) -> str:
        """The words between two units (inclusive), as written, lines joined by a space."""
        first, last = self.owners[first_unit], self.owners[last_unit]
        parts = [self.lines[line][1] for line in range(first, last + 1)]
        end = self.heard.units[last_unit].end
        parts[-1] = parts[-1][:end]
        parts[0] = parts[0][self.heard.units[first_unit].start :]
        return " ".join(parts)

    def positions(self, first_unit: int, last_unit: int) -> tuple[int, int] | None:
        """The utterances (first, last position) that hold or are rendered by these units."""
        first, last = self.owners[first_unit], self.owners[last_unit]
        if self.lines[first][0] is None or self.lines[last][0] is None:
            return None
        spans = [span for span, _ in self.lines[first : last + 1] if span is not None]
        return min(span[0] for span in spans), max(span[1] for span in spans)

    def is_whole(self, first_unit: int, last_unit: int) -> bool:
        """Whether these units are all the words of their lines."""
        before = first_unit == 0 or self.owners[first_unit - 1] != self.owners[first_unit]
        after = last_unit + 1 == len(self.owners) or (
            self.owners[last_unit + 1] != self.owners[last_unit]
        )
        return before and after


def comparables(db: sqlite3.Connection, recording_id: str) -> Iterator[Comparable]:
    """The original as it is shown, then the best translation into each language."""
    spoken = spoken_version(db, recording_id)
    if spoken is not None and spoken.utterances:
        yield _original(recording_id, spoken)
    shown = spoken.transcript.id if spoken else ""
    for language, version in best_translations(db, recording_id).items():
        rendered = [(_pair(line), line.text) for line in renderings(db, version, shown)]
        if rendered:
            yield _comparable(recording_id, language, spoken, version, rendered)


def older_versions(db: sqlite3.Connection, text: Comparable) -> Iterator[tuple[Comparable, str]]:
    """Versions that a person's corrected or approved one took the place of, and what to call them."""
    shown, approved = text.spoken, text.translation
    if approved is not None:
        if approved.status is not VersionStatus.APPROVED:
            return
        for one in translations(db, text.recording_id):
            if one.id != approved.id and one.language == approved.language:
                lines = renderings(db, one, shown.transcript.id if shown else "")
                rendered = [(_pair(line), line.text) for line in lines]
                if rendered:
                    version = _comparable(text.recording_id, one.language, shown, one, rendered)
                    yield version, f"an older translation ({one.origin.value})"
    elif shown is not None and shown.transcript.origin is TranscriptOrigin.HUMAN:
        for older in transcripts(db, text.recording_id):
            if older.id != shown.transcript.id:
                spoken = _spoken(older, without_word_times(db, older.id))
                if spoken.utterances:
                    yield (
                        _original(text.recording_id, spoken),
                        f"an older transcript ({older.origin.value})",
                    )


def press_words(db: sqlite3.Connection, recording_id: str) -> Comparable | None:
    """What articles quote from a call that they describe, as lines without any place in a recording."""
    lines: list[tuple[tuple[int, int] | None, str]] = [
        (None, one.text)
        for one in quotations_of(db, recording_id)
        if one.role == "speech" and one.text.strip()
    ]
    if not lines:
        return None
    language = guess_language("\n".join(words for _, words in lines)).tag
    return _comparable(recording_id, language, None, None, lines)


def spoken_version(db: sqlite3.Connection, recording_id: str) -> SpokenVersion | None:
    """The version that is shown first, without what is held back or holds no words."""
    best = best_transcript(db, recording_id)
    return None if best is None else _spoken(best, without_word_times(db, best.id))


def timed_versions(db: sqlite3.Connection, recording_id: str) -> Iterator[SpokenVersion]:
    """The versions that have times for their words, best first."""
    timed = "select 1 from utterance where transcript_id = ? and words <> '[]' limit 1"
    for one in transcripts(db, recording_id):
        if db.execute(timed, (one.id,)).fetchone() is None:
            continue
        version = _spoken(one, utterances(db, one.id))
        if any(utterance.words for utterance in version.utterances):
            yield version


def _original(recording_id: str, spoken: SpokenVersion) -> Comparable:
    lines = [((one.position, one.position), one.text) for one in spoken.utterances]
    language = comparing_language(
        [spoken.transcript.language, *(one.language for one in spoken.utterances)]
    )
    return _comparable(recording_id, language, spoken, None, lines)


def _spoken(version: Transcript, said: Sequence[Utterance]) -> SpokenVersion:
    return SpokenVersion(version, tuple(one for one in said if one.text and not one.held_back))


def _pair(line: TranslationLine) -> tuple[int, int] | None:
    if line.first is None:
        return None
    return line.first, line.last if line.last is not None else line.first


def _comparable(
    recording_id: str,
    language: str,
    spoken: SpokenVersion | None,
    translation: Translation | None,
    lines: Sequence[tuple[tuple[int, int] | None, str]],
) -> Comparable:
    return Comparable(recording_id, language, spoken, translation, tuple(lines))
