"""Praat TextGrid, long text form, UTF-8: a tier a voice; what the file is stands in a point tier."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.exports.clock import seconds
from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, about
from earwitness.publish.exports.tiers import ABOUT, Interval, Tier, tiers_of
from earwitness.publish.exports.written import Written

__all__ = ["write_textgrid"]


def write_textgrid(sheet: Sheet) -> Written:
    """Write the tiers; another language has tiers of its own (``V1 [en]``).

    Raises:
        NotInArchive: no line has times.
    """
    found = tiers_of(sheet)
    end = seconds(found.end_ms)
    blocks = [_about(". ".join([*about(sheet), *found.found.notes]), end)]
    for tier in found.tiers:
        blocks.append(_tier(tier, found.end_ms))
        if tier.has_beside:
            blocks.append(_tier(_beside(tier), found.end_ms))
    rows = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0 ",
        f"xmax = {end} ",
        "tiers? <exists> ",
        f"size = {len(blocks)} ",
        "item []: ",
    ]
    for number, block in enumerate(blocks, start=1):
        rows += [f"    item [{number}]:", *block]
    return Written(("\n".join(rows) + "\n").encode(), found.found.left_out)


def _about(text: str, end: str) -> list[str]:
    return [
        '        class = "TextTier" ',
        f"        name = {_quoted(ABOUT)} ",
        "        xmin = 0 ",
        f"        xmax = {end} ",
        "        points: size = 1 ",
        "        points [1]:",
        "            number = 0 ",
        f"            mark = {_quoted(text)} ",
    ]


def _tier(tier: Tier, end_ms: int) -> list[str]:
    whole = list(_with_pauses(tier.intervals, end_ms))
    rows = [
        '        class = "IntervalTier" ',
        f"        name = {_quoted(tier.name)} ",
        "        xmin = 0 ",
        f"        xmax = {seconds(end_ms)} ",
        f"        intervals: size = {len(whole)} ",
    ]
    for number, one in enumerate(whole, start=1):
        rows += [
            f"        intervals [{number}]:",
            f"            xmin = {seconds(one.start_ms)} ",
            f"            xmax = {seconds(one.end_ms)} ",
            f"            text = {_quoted(one.text)} ",
        ]
    return rows


def _beside(tier: Tier) -> Tier:
    intervals = [Interval(one.start_ms, one.end_ms, one.beside) for one in tier.intervals]
    return Tier(tier.beside_name, tier.voice, intervals)


def _with_pauses(intervals: list[Interval], end_ms: int) -> Iterator[Interval]:
    """Praat wants every moment covered: pauses are intervals without text."""
    at_ms = 0
    for one in intervals:
        if one.start_ms > at_ms:
            yield Interval(at_ms, one.start_ms, "")
        yield one
        at_ms = one.end_ms
    if at_ms < end_ms:
        yield Interval(at_ms, end_ms, "")


def _quoted(text: str) -> str:
    doubled = one_row(text).replace('"', '""')
    return f'"{doubled}"'
