"""Recall and precision of `understand.private` by kind, on what rules were written with and what was held out.

python -m quality.measure_private [--errors]     --errors: what is wrong and missed, dev only

Two materials, counted apart: the marks of ``private.tsv`` in samples and real texts, and the made-up lines of
``understand/cases/private.tsv``, one recording a line. Public people that are marked as such are no finds here.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from earwitness.understand.private.finding import find_private
from quality.gold import (
    ANNOTATED,
    Mark,
    Score,
    gold_files,
    lines_of,
    load_marks,
)

__all__ = ["MATERIALS", "measure", "total"]

MATERIALS = ("marks", "cases")
_MARKS = Path(__file__).with_name("private.tsv")
_SPLITS = ("dev", "held_out")
_MARKED = re.compile(r"\{(\w+)\|([^}]*)\}")


def measure(split: str, material: str) -> Mapping[str, Score]:
    """Scores by kind. A mark is met by any find of its kind that shares a character with it, and a
    find is wrong that meets no mark: what counts is that a person is led to the words, not in how
    many pieces.
    """
    gold, found, _ = _both(split, material)
    right, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    for one in gold:
        (right if _meets(one, found) else missed)[one.kind] += 1
    for one in found:
        wrong[one.kind] += not _meets(one, gold)
    kinds = sorted(right.keys() | missed.keys() | wrong.keys())
    return {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in kinds}


def total(scores: Mapping[str, Score]) -> Score:
    """All kinds together."""
    return Score(
        sum(one.right for one in scores.values()),
        sum(one.wrong for one in scores.values()),
        sum(one.missed for one in scores.values()),
    )


def _both(
    split: str, material: str
) -> tuple[list[Mark], list[Mark], Mapping[str, tuple[str, ...]]]:
    texts = dict(_cases(split) if material == "cases" else _marked(split))
    gold = [mark for _, marks in texts.values() for mark in marks]
    found = [
        Mark(name, one.line, one.start, one.end, one.kind.value, "", split)
        for name, (lines, _) in texts.items()
        for one in find_private(lines)
        if not one.public
    ]
    return gold, found, {name: lines for name, (lines, _) in texts.items()}


def _meets(one: Mark, others: Sequence[Mark]) -> bool:
    return any(
        (other.file, other.line, other.kind) == (one.file, one.line, one.kind)
        and min(one.end, other.end) > max(one.start, other.start)
        for other in others
    )


def _marked(split: str) -> Iterator[tuple[str, tuple[tuple[str, ...], list[Mark]]]]:
    marks = [one for one in load_marks(_MARKS) if one.split == split]
    for file in gold_files(marks):
        lines = lines_of(file.file)
        if lines is not None:
            own = [one for one in marks if one.file == file.file and one.kind != ANNOTATED]
            yield file.file, (lines, own)


def _cases(split: str) -> Iterator[tuple[str, tuple[tuple[str, ...], list[Mark]]]]:
    half = {"dev": "dev", "held_out": "held"}[split]
    path = resources.files("earwitness.understand").joinpath("cases/private.tsv")
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not row or row.startswith("#") or row.split("\t")[1] != half:
            continue
        language, _, text = row.split("\t")
        name = f"case {number} {language}"
        lines, marks = [], []
        for at, part in enumerate(text.split(" / ")):
            plain = ""
            before = 0
            for one in _MARKED.finditer(part):
                plain += part[before : one.start()]
                start = len(plain)
                plain += one[2]
                marks.append(Mark(name, at, start, len(plain), one[1], "", split))
                before = one.end()
            lines.append(plain + part[before:])
        yield name, (tuple(lines), marks)


def _say_errors(split: str, material: str) -> None:
    gold, found, lines = _both(split, material)
    for what, some, others in (("missed", gold, found), ("wrong", found, gold)):
        for one in some:
            if not _meets(one, others):
                text = lines[one.file][one.line]
                print(
                    f"{what}: {one.kind} “{text[one.start : one.end]}” in {text[:150]!r} ({one.file[-40:]}:{one.line})"
                )


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    for material in MATERIALS:
        for split in _SPLITS:
            scores = measure(split, material)
            for kind, one in (*scores.items(), ("all", total(scores))):
                print(
                    f"{material} {split:9} {kind:9} recall {one.recall:.2f}  precision {one.precision:.2f}"
                    f"  ({one.right} right, {one.wrong} wrong, {one.missed} missed)"
                )
    if "--errors" in arguments:
        for material in MATERIALS:
            _say_errors("dev", material)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
