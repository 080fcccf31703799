"""Q06: what "…" leaves out, and whether it changes what is said.

It is an error where the cut holds a doubt, a "not" or a condition, goes over to another voice or over more than
15 seconds; elsewhere the words that were cut are shown, to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from earwitness.publish.quotecheck.cues import cue
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.units import UnitKind
from earwitness.records.judgement import Finding, Severity
from earwitness.text.hedges import hedges_in
from earwitness.text.words import tokens

__all__ = ["elision"]

_LONGEST_MS = 15_000
_SHOWN = 160


def elision(q: Quoted) -> Iterator[Finding]:
    """A finding for each elision that leaves words out."""
    for place, stands in q.holes:
        unit = q.frame.units[place]
        plain = [at for at in stands if q.units[at].kind is not UnitKind.ELISION]
        if unit.kind is not UnitKind.ELISION or not plain:
            continue
        words = q.text.text_of(plain[0], plain[-1])
        why = _why(q, plain, words)
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        yield q.frame.finding(
            "Q06",
            (q.frame.inner + unit.start, q.frame.inner + unit.end),
            f"The elision leaves out {why}: “{shown}”."
            if why
            else f"The elision leaves out: “{shown}”.",
            rule=f"{len(plain)} words cut{'; ' + why if why else ''}",
            suggestion="Quote these words, or end the quotation before them." if why else "",
            heard=q.heard,
            severity=Severity.ERROR if why else Severity.WARNING,
        )


def _why(q: Quoted, cut: Sequence[int], words: str) -> str:
    before, after = q.voice(cut[0] - 1), q.voice(min(cut[-1] + 1, len(q.units) - 1))
    voices = {one for one in (before, after, *map(q.voice, cut)) if one}
    if len(voices) > 1:
        return "a change of speaker"
    if any(q.units[at].kind is UnitKind.NEGATION for at in cut):
        return "a negation"
    if hedges_in([one.text for one in tokens(words)], q.language) or cue(
        q.language, "disclaimer"
    ).search(words):
        return "a doubt"
    if any(q.places_of(cue(q.language, "condition"), cut[0], cut[-1])):
        return "a condition"
    seconds = _lasts_ms(q, cut)
    return f"{seconds // 1000} seconds" if seconds > _LONGEST_MS else ""


def _lasts_ms(q: Quoted, cut: Sequence[int]) -> int:
    """From the end of the line before the cut to the beginning of the line after it; 0 if not known."""
    spoken = q.text.spoken
    if spoken is None or cut[0] == 0 or cut[-1] + 1 >= len(q.units):
        return 0
    before = q.text.positions(cut[0] - 1, cut[0] - 1)
    after = q.text.positions(cut[-1] + 1, cut[-1] + 1)
    first = spoken.at(before[1]) if before else None
    last = spoken.at(after[0]) if after else None
    if first is None or last is None or first.end_ms is None or last.start_ms is None:
        return 0
    return max(0, last.start_ms - first.end_ms)
