"""Q11: a quotation that runs over a place where nothing can be made out, or a tone covers the words.

What is covered has to be shown: [inaudible], [bleep], or "…".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.units import UnitKind
from earwitness.records.judgement import Finding
from earwitness.store.catalog.words import marks

__all__ = ["from_unclear"]

_UNCLEAR = re.compile(
    r"bleep|beep|inaudible|unclear|unintelligible|indistinct|muffled|crosstalk|noise|cut out|censored"
    r"|неразборч|нерозбірл|не слышн|не чут|нрзб|заглуш|писк|запика|звуков\w+ сигнал|тон\b|шум|помех|перешкод"
    r"|вырезан|вирізан|\?\?+",
    re.IGNORECASE,
)


def from_unclear(q: Quoted) -> Iterator[Finding]:
    """One finding for the first covered place inside a quotation that does not show it."""
    for mark in (*_marks_in_lines(q), *_marks_between(q)):
        yield q.frame.finding(
            "Q11",
            q.span,
            f"The quotation runs over a place where the words are covered or unclear: {mark}.",
            rule="a mark of what cannot be made out stands between the first and the last quoted word",
            suggestion="Show it: write [inaudible], [bleep] or “…” at that place.",
            heard=q.heard,
        )
        return


def _marks_in_lines(q: Quoted) -> Iterator[str]:
    for at in range(q.first, q.last + 1):
        unit = q.units[at]
        if unit.kind is not UnitKind.BRACKET or at in q.cut:
            continue
        line = q.text.lines[q.text.owners[at]][1]
        words = line[unit.start : unit.end]
        if _UNCLEAR.search(words):
            yield words


def _marks_between(q: Quoted) -> Iterator[str]:
    """Lines that hold a mark instead of words, between the quoted ones; an elision there shows them."""
    spoken = q.text.spoken
    if spoken is None or q.heard.first < 0 or q.heard.first == q.heard.last:
        return
    for one in marks(q.checking.db, spoken.transcript.id):
        if not q.heard.first < one.position < q.heard.last or one.text:
            continue
        if _UNCLEAR.search(one.no_speech) and not _shown(q, one.position):
            yield f"[{one.no_speech.strip('[]()')}]"


def _shown(q: Quoted, position: int) -> bool:
    """Whether a bracket or elision stands between the words before and after that line."""
    for _, stands in q.holes:
        if any((span := q.text.positions(at, at)) and span[0] > position for at in stands):
            return True
    steps = q.place.match.steps
    before = after = -1
    for number, step in enumerate(steps):
        if step.heard is None or (span := q.text.positions(step.heard, step.heard)) is None:
            continue
        if span[1] < position:
            before = number
        elif after < 0 and span[0] > position:
            after = number
    between = [step.quoted for step in steps[before + 1 : after] if step.quoted is not None]
    return any(q.frame.units[at].kind in (UnitKind.BRACKET, UnitKind.ELISION) for at in between)
