"""Which lines of a translation stand beside which lines of the words that are shown.

A translation follows the transcript it was made from. When another version is shown (a person's
corrected one, say), its lines are carried over to that version by the words the two share.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from earwitness.records.words import Translation, TranslationLine
from earwitness.store.catalog.words import translation_lines, utterances
from earwitness.text.line_alignment import carry_over

__all__ = ["renderings"]

# Versions never change and their identifiers are random, so one answer serves for ever.
_CARRIED: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
_KEPT = 4096


def renderings(
    db: sqlite3.Connection, translation: Translation, transcript_id: str
) -> list[TranslationLine]:
    """The lines of a translation, with ``first`` and ``last`` as positions in that transcript."""
    lines = translation_lines(db, translation.id)
    source = translation.transcript_id
    if source is None or source == transcript_id:
        return lines
    places = _places(db, source, transcript_id)
    return [_moved(line, places) for line in lines]


def _places(db: sqlite3.Connection, old_id: str, new_id: str) -> dict[int, tuple[int, int]]:
    """Positions in one version to positions (first, last) in another."""
    known = _CARRIED.get((old_id, new_id))
    if known is not None:
        return known
    old = [one for one in utterances(db, old_id) if one.text]
    new = [one for one in utterances(db, new_id) if one.text]
    found = carry_over([one.text for one in old], [one.text for one in new])
    places = {
        one.position: (new[pair[0]].position, new[pair[1]].position)
        for one, pair in zip(old, found, strict=True)
        if pair is not None
    }
    if len(_CARRIED) >= _KEPT:
        _CARRIED.clear()
    _CARRIED[(old_id, new_id)] = places
    return places


def _moved(line: TranslationLine, places: dict[int, tuple[int, int]]) -> TranslationLine:
    if line.first is None:
        return line
    within = range(line.first, (line.last if line.last is not None else line.first) + 1)
    moved = [places[position] for position in within if position in places]
    if not moved:
        return replace(line, first=None, last=None)
    return replace(line, first=min(a for a, _ in moved), last=max(b for _, b in moved))
