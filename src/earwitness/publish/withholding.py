"""The gate that everything public goes through: no word of a withheld stretch, no sealed word, passes it.

It is the first of two: what was written is searched and decoded again before it goes out (the proof of
`review.redaction`). The gate knows what it lets through; the proof knows nothing and looks at bytes.
"""

from __future__ import annotations

from dataclasses import replace

from earwitness.publish.exports.sheet import Sheet, SheetLine
from earwitness.publish.exports.withheld import REDACTED_MARK
from earwitness.records.sound import Span
from earwitness.records.voices import VoiceTurn
from earwitness.store.archive import Archive
from earwitness.store.redactions import sealed_words, withheld_spans, withheld_voices
from earwitness.text.sealed_search import SealedHit, SealedSearch

__all__ = ["Withholding"]


class Withholding:
    """What is withheld in an archive now."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._search = SealedSearch([(one.name, one.words) for one in sealed_words(archive.db)])

    def spans(self, recording_id: str) -> tuple[Span, ...]:
        """Stretches of a recording in which no words may stand."""
        return withheld_spans(self._archive, recording_id)

    def voices(self, recording_id: str) -> frozenset[str]:
        """Voices of it that say nothing in public."""
        return withheld_voices(self._archive.db, recording_id)

    def holds(self, text: str) -> bool:
        """Whether any sealed word stands in a text."""
        return bool(self._search.find(text))

    def find(self, text: str) -> list[SealedHit]:
        """Where sealed words stand in a text."""
        return self._search.find(text)

    def text(self, text: str) -> str:
        """A text with a mark in place of what is sealed."""
        return self._search.covered(text, f"[{REDACTED_MARK}]") if self._search else text

    def sheet(self, given: Sheet) -> Sheet:
        """A sheet without sealed words: lines that hold one give none of their words."""
        if not self._search:
            return given
        return replace(
            given,
            title=self.text(given.title),
            lines=tuple(self._line(one) for one in given.lines),
            versions=tuple(replace(one, maker=self.text(one.maker)) for one in given.versions),
            turns=tuple(self._turn(one) for one in given.turns),
            turns_by=self.text(given.turns_by),
            notes=tuple(self.text(one) for one in given.notes),
            left_out=tuple(self.text(one) for one in given.left_out),
        )

    def _line(self, one: SheetLine) -> SheetLine:
        voice = self.text(one.voice) if one.voice else one.voice
        if self.holds(one.text) or any(self.holds(word.text) for word in one.words):
            return replace(one, text="", beside="", words=(), mark=REDACTED_MARK, voice=voice)
        beside = f"[{REDACTED_MARK}]" if self.holds(one.beside) else one.beside
        mark = self.text(one.mark) if one.mark else one.mark
        return replace(one, beside=beside, mark=mark, voice=voice)

    def _turn(self, one: VoiceTurn) -> VoiceTurn:
        return replace(one, voice=self.text(one.voice))
