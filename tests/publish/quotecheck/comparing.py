"""Words of a draft against words that were heard, without an archive."""

from __future__ import annotations

from earwitness.publish.quotecheck.differences import differences
from earwitness.publish.quotecheck.matching import HeardText, align
from earwitness.publish.quotecheck.places import LEAST_COVER
from earwitness.publish.quotecheck.units import UnitKind, units_of


def sentence_starts(text: str, language: str) -> frozenset[int]:
    starts, end = set(), 0
    for index, unit in enumerate(units_of(text, language)):
        if unit.kind is not UnitKind.ELISION:
            if end == 0 or any(sign in text[end : unit.start] for sign in ".?!"):
                starts.add(index)
            end = unit.end
    return frozenset(starts)


def codes(draft: str, heard: str, language: str) -> list[str]:
    """The codes that the quote check finds, each once."""
    quoted, units = units_of(draft, language), units_of(heard, language)
    match = align(quoted, HeardText(units))
    if match is None or match.cover < LEAST_COVER:
        return ["Q01"]
    found = differences(match, quoted, units, sentence_starts(heard, language))
    return sorted({one.code for one in found})
