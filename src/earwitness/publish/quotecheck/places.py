"""Where in the archive do the words of a quotation stand best? The same answer for the same archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from earwitness.publish.draft import Draft
from earwitness.publish.quotecheck.heard_words import Comparable, comparables
from earwitness.publish.quotecheck.held_keys import (
    HeldText,
    held_words_file,
    kept_texts,
    made_from,
    packed,
    with_outline,
)
from earwitness.publish.quotecheck.matching import Match, align, most
from earwitness.publish.quotecheck.parties import parties_of
from earwitness.publish.quotecheck.speakers import Party
from earwitness.publish.quotecheck.units import FREE_KINDS, Unit, units_of
from earwitness.records.judgement import Finding
from earwitness.records.review import StandingOf
from earwitness.records.told import Told
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import same_recording
from earwitness.store.held_words import HeldWordsFile
from earwitness.store.search import SearchIndex
from earwitness.text.words import fold, tokens

__all__ = [
    "LEAST_COVER",
    "Checking",
    "Kept",
    "Place",
    "find_place",
    "parties_in",
    "stands_there",
    "texts_for",
]

LEAST_COVER = 0.6  # methods §7: below this the words are not found
_LEAST_SCORE = 0.3  # a few common words scattered over a page are no quotation of it
_FEW_RECORDINGS = 200
_CANDIDATES = 12
_NEAREST_TRIED = 5  # texts that cannot hold a quotation, looked at for the nearest words
_MOST_KEPT = 400
_MOST_QUERY_WORDS = 60
_MOST_FOUND = 5000  # places kept from check to check

# Of several recordings with the same words: one that can be heard, first published, first received.
_ORDER = """
select r.id from recording r order by
    not exists (select 1 from rendition n where n.recording_id = r.id),
    coalesce((select min(d.latest) from recorded_date d where d.recording_id = r.id), '9999'),
    r.rowid
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in one text, and the quotation's units as they were compared with it."""

    text: Comparable
    match: Match
    units: tuple[Unit, ...]


@dataclass(slots=True)
class Kept:
    """What was read of an archive, for the next check of it; thrown away when another program writes to it.

    Attributes:
        found: where quoted words stand best, by the words and the recordings quoted before them.
    """

    version: int | None = None
    index: SearchIndex | None = None
    everything: list[str] | None = None
    order: dict[str, int] = field(default_factory=dict)
    cache: dict[str, list[Comparable]] = field(default_factory=dict)
    numbers: dict[str, tuple[HeldText, ...]] = field(default_factory=dict)
    parties: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    found: dict[tuple[str, tuple[str, ...]], Place | None] = field(default_factory=dict)

    def of(self, archive: Archive) -> Kept:
        """What is still true of the archive."""
        now = int(archive.db.execute("pragma data_version").fetchone()[0])
        if self.index is None or self.version != now:
            self.version = now
            self.index = self.index or SearchIndex(archive.search_folder)
            self.everything = _all_if_few(archive.db)
            self.order = {row["id"]: at for at, row in enumerate(archive.db.execute(_ORDER))}
            for one in (self.cache, self.numbers, self.parties, self.same, self.found):
                one.clear()
        if len(self.found) > _MOST_FOUND:
            self.found.clear()
        return self


@dataclass(slots=True)
class Checking:
    """The state of the check of one draft.

    Attributes:
        met: recordings that the draft has quoted so far, in order.
        voices: (recording, who) of the draft with the voice whose words they were given first.
        unapproved: translations that nobody approved, each where it is quoted first.
        press: words that articles quote from calls that they describe, once they were read.
        told: what other stages know.
        folder: where the draft lies, for the files that it embeds.
        kept: what was read of the archive, by this check and those before it.
        unkept: numbers of texts that are to be kept on the disk.
    """

    archive: Archive
    draft: Draft
    kept: Kept
    held_file: HeldWordsFile
    unkept: list[tuple[str, str, bytes]] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    voices: dict[tuple[str, str], str] = field(default_factory=dict)
    unapproved: list[Finding] = field(default_factory=list)
    press: list[Comparable] | None = None
    told: Told = field(default_factory=Told)
    folder: Path | None = None

    @classmethod
    def of(
        cls,
        archive: Archive,
        draft: Draft,
        told: Told,
        folder: Path | None = None,
        kept: Kept | None = None,
    ) -> Checking:
        """Begin to check a draft."""
        known = (Kept() if kept is None else kept).of(archive)
        return cls(archive, draft, known, held_words_file(archive), told=told, folder=folder)

    def carrying(self, recording_id: str) -> list[str]:
        """A recording and all others that are known to carry the same sound."""
        same = self.kept.same
        if not same:
            same.update(same_recording(self.db))
        own = same.get(recording_id, recording_id)
        others = [one for one, canonical in same.items() if canonical == own]
        return list(dict.fromkeys([recording_id, *others]))

    @property
    def standing(self) -> StandingOf:
        """The verdict that stands about a recording."""
        return self.told.standing

    @property
    def db(self) -> sqlite3.Connection:
        return self.archive.db

    def texts(self, recording_id: str) -> list[Comparable]:
        """The texts of a recording, read once."""
        cache = self.kept.cache
        if recording_id not in cache:
            if len(cache) >= _MOST_KEPT:
                cache.clear()
            texts = list(comparables(self.db, recording_id))
            held = self.kept.numbers.get(recording_id)
            if held is not None:
                texts = [with_outline(one, own) for one, own in zip(texts, held, strict=True)]
            cache[recording_id] = texts
        return cache[recording_id]

    def held(self, recording_id: str) -> tuple[HeldText, ...]:
        """The texts of a recording as numbers, in the order of `texts`; kept from check to check."""
        if recording_id not in self.kept.numbers:
            key = made_from(self.db, recording_id)
            data = self.held_file.get(recording_id, key)
            read = lambda: self.texts(recording_id)  # noqa: E731 (nobody reads it here)
            found = kept_texts(data, recording_id, read) if data is not None else None
            if found is None:
                data = packed(self.texts(recording_id))
                self.unkept.append((recording_id, key, data))
                found = kept_texts(data, recording_id, read) or ()
            self.kept.numbers[recording_id] = found
        return self.kept.numbers[recording_id]

    def close(self) -> None:
        """Keep what was worked out for the next check."""
        if self.unkept:
            self.held_file.put(self.unkept)
            self.unkept.clear()
        self.held_file.close()


def find_place(checking: Checking, text: str) -> Place | None:
    """The best place for quoted words, or the nearest one; None when no word stands anywhere.

    Of equally good places: a recording that the draft quoted before, then one that can be heard,
    then the one published first.
    """
    asked = text, tuple(checking.met)
    if asked not in checking.kept.found:
        checking.kept.found[asked] = _find_place(checking, text)
    return checking.kept.found[asked]


def _find_place(checking: Checking, text: str) -> Place | None:
    units: dict[str, tuple[Unit, ...]] = {}
    bounded = []
    for recording_id in _candidates(checking, text):
        for one in checking.held(recording_id):
            own = units.get(one.language) or units_of(text, one.language)
            units[one.language] = own
            score, cover = most(own, one.heard)
            if cover > 0:
                bounded.append((score, cover, one))
    bounded.sort(key=lambda found: -found[0])
    best: tuple[HeldText, Match] | None = None
    for tried, (score, cover, one) in enumerate(bounded):
        if best is not None and score < best[1].score:
            break
        if cover < LEAST_COVER and tried >= _NEAREST_TRIED:
            continue
        match = align(units[one.language], one.heard)
        if match and (best is None or _rank(checking, one, match) > _rank(checking, *best)):
            best = one, match
    if best is None:
        return None
    one, match = best
    return Place(checking.texts(one.recording_id)[one.at], match, units[one.language])


def texts_for(checking: Checking, text: str, least_run: int) -> list[HeldText]:
    """The texts in which at least ``least_run`` words of a quotation stand in a row.

    Of a language in whose texts a word of the quotation is in no such row, none is given: the quotation
    is not made of them. Of every other language the first text is, so that they keep their order.
    """
    held = [one for name in _candidates(checking, text) for one in checking.held(name)]
    kept: list[HeldText] = []
    for language in dict.fromkeys(one.language for one in held):
        units = units_of(text, language)
        texts = [one for one in held if one.language == language]
        rows = [one.heard.runs(units, least_run) for one in texts]
        free = np.array([unit.kind in FREE_KINDS for unit in units], bool)
        if (free | np.logical_or.reduce(rows)).all():
            kept += [
                one
                for at, (one, row) in enumerate(zip(texts, rows, strict=True))
                if at == 0 or row.any()
            ]
    return kept


def stands_there(place: Place) -> bool:
    """Whether enough of the words stand at the best place for it to be what is quoted."""
    match = place.match
    return match.cover >= LEAST_COVER and match.score >= _LEAST_SCORE * len(place.units)


def parties_in(checking: Checking, recording_id: str) -> tuple[Party, ...]:
    """Everybody in a recording, looked up once."""
    if recording_id not in checking.kept.parties:
        checking.kept.parties[recording_id] = parties_of(
            checking.db, recording_id, checking.texts(recording_id)
        )
    return checking.kept.parties[recording_id]


def _rank(checking: Checking, one: HeldText, match: Match) -> tuple[float, float, bool, int, bool]:
    return (
        match.score,
        round(match.cover, 6),
        one.recording_id in checking.met,
        -checking.kept.order.get(one.recording_id, len(checking.kept.order)),
        one.original,
    )


def _candidates(checking: Checking, text: str) -> Sequence[str]:
    if checking.kept.everything is not None:
        return checking.kept.everything
    words = [fold(token.text) for token in tokens(text)]
    index = checking.kept.index or SearchIndex(checking.archive.search_folder)
    found = index.candidates(words[:_MOST_QUERY_WORDS], _CANDIDATES)
    return list(dict.fromkeys([*checking.met, *found]))


def _all_if_few(db: sqlite3.Connection) -> list[str] | None:
    rows = db.execute(
        "select recording_id from transcript union select recording_id from translation limit ?",
        (_FEW_RECORDINGS + 1,),
    ).fetchall()
    return None if len(rows) > _FEW_RECORDINGS else [row["recording_id"] for row in rows]
