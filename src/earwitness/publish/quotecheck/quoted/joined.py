"""Q07 and Q08: one quotation made of words from several places, or in another order.

A quotation that does not stand anywhere as it is written is cut into the longest runs of words that do stand
somewhere. If runs of at least three words make up all of it, it was stitched from their places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from earwitness.publish.quotecheck.findings import Frame
from earwitness.publish.quotecheck.heard_words import Comparable
from earwitness.publish.quotecheck.matching import says_the_same
from earwitness.publish.quotecheck.places import Checking, texts_for
from earwitness.publish.quotecheck.units import Unit, UnitKind, like, units_of
from earwitness.records.judgement import Finding, Heard

__all__ = ["Run", "joined", "runs_of"]

_LEAST_RUN = 3  # words: less stands everywhere
_LEAST_GAP = 4  # words left out without "…": less is an omission (Q02)
_MOST_RUNS = 6
_MOST_UNITS = 200
_FREE = (UnitKind.BRACKET, UnitKind.ELISION)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a quotation (``quoted`` to ``quoted + length``) that stand at ``heard`` in a text."""

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
        if before.text is not after.text:
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
    by_language: dict[str, list[Comparable]] = defaultdict(list)
    for one in texts_for(checking, text, _LEAST_RUN):
        by_language[one.language].append(one)
    best: tuple[Run, ...] = ()
    for language, texts in by_language.items():
        units = units_of(text, language)
        if len(units) <= _MOST_UNITS:
            found = _walk(units, texts)
            if found and (not best or len(found) < len(best)):
                best = found
    return best


def _walk(units: Sequence[Unit], texts: Sequence[Comparable]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at, free = 0, False
    while at < len(units):
        if units[at].kind in _FREE:
            at, free = at + 1, True
            continue
        options = list(_longest(units, at, texts, free=free))
        if not options or len(runs) == _MOST_RUNS:
            return ()
        length = max(one.length for one in options)
        runs.append(
            min((one for one in options if one.length == length), key=lambda r: _far(runs, r))
        )
        if length < _LEAST_RUN:
            return ()
        at, free = at + length, False
    return tuple(runs)


def _far(runs: Sequence[Run], one: Run) -> tuple[bool, bool, int]:
    """Of equal runs the one that follows the run before most closely."""
    if not runs:
        return False, False, one.heard
    before = runs[-1]
    return one.text is not before.text, one.heard < before.end, abs(one.heard - before.end)


def _longest(
    units: Sequence[Unit], at: int, texts: Sequence[Comparable], *, free: bool
) -> Iterator[Run]:
    first = units[at]
    for text in texts:
        index = text.by_key
        starts = {place for key in like(first.key) for place in index.get(key, ())}
        starts.update(index.get(f"name {first.name}", ()) if first.name else ())
        heard = text.heard.units
        for start in sorted(starts):
            length = 1
            while (
                at + length < len(units)
                and start + length < len(heard)
                and units[at + length].kind not in _FREE
                and says_the_same(units[at + length], heard[start + length])
            ):
                length += 1
            yield Run(text, at, start, length, free)
