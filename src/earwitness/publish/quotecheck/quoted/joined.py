"""Q07 and Q08: one quotation made of words from several places, or in another order.

A quotation that does not stand anywhere as it is written is cut into the longest runs of words that do stand
somewhere. If runs of at least three words make up all of it, it was stitched from their places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from earwitness.publish.quotecheck.findings import Frame
from earwitness.publish.quotecheck.heard_words import Comparable
from earwitness.publish.quotecheck.held_keys import HeldText
from earwitness.publish.quotecheck.places import Checking, texts_for
from earwitness.publish.quotecheck.units import Unit, UnitKind, units_of
from earwitness.records.judgement import Finding, Heard

__all__ = ["Run", "joined", "runs_of"]

_LEAST_RUN = 3  # words: less stands everywhere
_LEAST_GAP = 4  # words left out without "…": less is an omission (Q02)
_MOST_RUNS = 6
_MOST_UNITS = 200
_FREE = (UnitKind.BRACKET, UnitKind.ELISION)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a quotation (``quoted`` to ``quoted + length``) that stand at ``heard`` in a text.

    Attributes:
        held: the text as numbers; its words are read for the few runs that are told of.
    """

    held: HeldText
    text: Comparable
    quoted: int
    heard: int
    length: int
    after_elision: bool

    @property
    def end(self) -> int:
        return self.heard + self.length

    @property
    def words(self) -> str:
        return self.text.text_of(self.heard, self.end - 1)


def joined(checking: Checking, frame: Frame, heard: Heard | None) -> Iterator[Finding]:
    """Whether a quotation that does not stand as written was put together."""
    runs = runs_of(checking, frame.text)
    places = " and ".join(f"“{one.words}” ({one.text.recording_id})" for one in runs)
    code = what = ""
    for before, after in pairwise(runs):
        if before.held is not after.held:
            code, what = "Q07", "One quotation joins words of several recordings or versions"
            break
        if after.heard < before.end:
            code, what = "Q08", "The words stand in another order in the recording"
            break
        if after.heard - before.end >= _LEAST_GAP and not after.after_elision:
            code, what = "Q07", "One quotation joins words from several places without “…”"
    if code:
        yield frame.finding(
            code,
            (frame.start, frame.end),
            f"{what}: {places}.",
            rule=f"{len(runs)} runs of at least {_LEAST_RUN} words make up the whole quotation",
            suggestion="Quote each place by itself, in the order of the recording.",
            heard=heard,
        )


def runs_of(checking: Checking, text: str) -> tuple[Run, ...]:
    """The runs that make up a quotation, in its order; none if a part of it stands nowhere."""
    by_language: dict[str, list[HeldText]] = defaultdict(list)
    for one in texts_for(checking, text, _LEAST_RUN):
        by_language[one.language].append(one)
    best: tuple[_Row, ...] = ()
    for language, texts in by_language.items():
        units = units_of(text, language)
        if len(units) <= _MOST_UNITS:
            found = _walk(units, texts)
            if found and (not best or len(found) < len(best)):
                best = found
    return tuple(
        Run(
            row.held,
            checking.texts(row.held.recording_id)[row.held.at],
            row.quoted,
            row.heard,
            row.length,
            row.after_elision,
        )
        for row in best
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A run before its words are read."""

    held: HeldText
    quoted: int
    heard: int
    length: int
    after_elision: bool


def _walk(units: Sequence[Unit], texts: Sequence[HeldText]) -> tuple[_Row, ...]:
    lengths = [one.heard.row_lengths(units) for one in texts]
    rows: list[_Row] = []
    at, free = 0, False
    while at < len(units):
        if units[at].kind in _FREE:
            at, free = at + 1, True
            continue
        options = list(_longest(units, at, list(zip(texts, lengths, strict=True)), free=free))
        if not options or len(rows) == _MOST_RUNS:
            return ()
        row = min(options, key=lambda one: _far(rows, one))
        rows.append(row)
        if row.length < _LEAST_RUN:
            return ()
        at, free = at + row.length, False
    return tuple(rows)


def _far(rows: Sequence[_Row], one: _Row) -> tuple[bool, bool, int]:
    """Of equal runs the one that follows the run before most closely."""
    if not rows:
        return False, False, one.heard
    before = rows[-1]
    end = before.heard + before.length
    return one.held is not before.held, one.heard < end, abs(one.heard - end)


def _longest(
    units: Sequence[Unit],
    at: int,
    texts: Sequence[tuple[HeldText, NDArray[np.int32]]],
    *,
    free: bool,
) -> Iterator[_Row]:
    """The longest runs that begin with a quoted unit, in the order of the texts."""
    begun = [
        (held, lengths[at], np.flatnonzero(held.heard.begins(units[at]))) for held, lengths in texts
    ]
    most = max((int(row[places].max()) for _, row, places in begun if places.size), default=0)
    for held, row, places in begun:
        for start in places[row[places] == most].tolist() if most else ():
            yield _Row(held, at, start, most, free)
