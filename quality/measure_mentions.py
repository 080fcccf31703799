"""F1 of `understand.mentions` by kind, on what was marked for writing rules and on what was held out.

python -m quality.measure_mentions [--errors]     --errors: what is wrong and missed, dev only
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from earwitness.records.statements import Certainty
from earwitness.understand.mentions.finding import find_mentions
from quality.gold import (
    ANNOTATED,
    GoldFile,
    Mark,
    Score,
    gold_files,
    language_of_lines,
    lines_of,
    load_marks,
    score,
    words_of,
)

__all__ = ["measure"]

_MARKS = Path(__file__).with_name("mentions.tsv")
_SPLITS = ("dev", "held_out")


def measure(split: str, *, with_possible: bool = False) -> Mapping[str, Score]:
    """Scores by kind. Spans count that share a word; a unit's level and number must be right too.

    Args:
        with_possible: count also what is shown as merely possible, such as a bare word with the ending
            of a surname.
    """
    gold, found = _both(split, with_possible=with_possible)
    return score(gold, found, overlapping=True, same=_same)


def _same(gold: Mark, found: Mark) -> bool:
    return gold.kind != "unit" or gold.detail == found.detail


def _both(split: str, *, with_possible: bool = True) -> tuple[list[Mark], list[Mark]]:
    marks = [one for one in load_marks(_MARKS) if one.split == split]
    files = [one for one in gold_files(marks) if lines_of(one.file) is not None]
    names = {one.file for one in files}
    gold = [one for one in marks if one.file in names and one.kind != ANNOTATED]
    return gold, [mark for one in files for mark in _found(one, with_possible=with_possible)]


def _found(file: GoldFile, *, with_possible: bool) -> list[Mark]:
    lines, languages = lines_of(file.file) or (), language_of_lines(file.file) or ()
    found = find_mentions(list(zip(lines, (tag or "und" for tag in languages), strict=True)))
    return [
        Mark(
            file.file, one.line, one.start, one.end, one.kind.value, _detail(one.detail), file.split
        )
        for one in found
        if one.kind.value in file.kinds
        and (with_possible or one.certainty is not Certainty.POSSIBLE)
    ]


def _detail(detail: Sequence[tuple[str, str]]) -> str:
    values = dict(detail)
    return f"{values['level']} {values.get('number', '')}" if "level" in values else ""


def _say_errors(split: str) -> None:
    gold, found = _both(split)
    for what, some, others in (("missed", gold, found), ("wrong", found, gold)):
        for one in some:
            hit = any(
                other.file == one.file and other.line == one.line and other.kind == one.kind
                and min(one.end, other.end) > max(one.start, other.start)
                and _same(one, other)
                for other in others
            )  # fmt: skip
            if not hit:
                print(
                    f"{what}: {one.kind} “{words_of(one)}” {one.detail} in {one.file}, line {one.line}"
                )


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    for with_possible in (False, True):
        print("what is possible counted too" if with_possible else "what is at least probable")
        for split in _SPLITS:
            for kind, one in measure(split, with_possible=with_possible).items():
                print(
                    f"{split:9} {kind:10} F1 {one.f1:.2f}  precision {one.precision:.2f}  recall {one.recall:.2f}"
                    f"  ({one.right} right, {one.wrong} wrong, {one.missed} missed)"
                )
    if "--errors" in arguments:
        _say_errors("dev")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
