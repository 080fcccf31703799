"""Gold annotations as stand-off marks: where something stands, never what stands there.

A mark is a row ``file, line, start, end, kind, detail, split`` of a TSV file in this folder. ``README.md``
says how they are made. The texts are read where they are: our own samples from the repository, real
material from ``../shared/real``, which is not always there.

    python -m quality.gold place DRAFT > quality/mentions.tsv     from words to places
    python -m quality.gold lines FILE                             the lines and their numbers
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from earwitness.errors import MalformedInput, UnsupportedInput
from earwitness.intake.article import read_article
from earwitness.intake.transcripts.read import read_transcript

__all__ = [
    "ANNOTATED",
    "GoldFile",
    "Mark",
    "Score",
    "gold_files",
    "language_of_lines",
    "lines_of",
    "load_marks",
    "place",
    "save_marks",
    "score",
    "words_of",
]

_HERE = Path(__file__).resolve().parent
_ROOTS = {
    "samples": _HERE.parent / "samples",
    # Beside the repository, or where the environment says.
    "real": Path(
        os.environ.get("EARWITNESS_REAL", _HERE.parent.parent / "shared" / "real")
    ).resolve(),
}
_COLUMNS = ("file", "line", "start", "end", "kind", "detail", "split")
_SPLITS = frozenset({"dev", "held_out"})
ANNOTATED = "annotated"  # a row of this kind says that a file was read whole, and for which kinds


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Something stands at ``start`` to ``end`` (left out) of a line.

    Attributes:
        file: ``samples:`` or ``real:`` and a path; ``samples:truth.json#R01`` is a recording there.
        line: number of the utterance or paragraph as our readers give it, from 0.
        start, end: characters of that line's text.
        kind, detail: free words; what they mean is the affair of each file of marks.
        split: ``dev`` or ``held_out``.
    """

    file: str
    line: int
    start: int
    end: int
    kind: str
    detail: str = ""
    split: str = "dev"


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A text that was read whole for some kinds: whatever is not marked there is none of them."""

    file: str
    split: str
    kinds: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind. Precision, recall and F1 are 1 where there is nothing to find or found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


def load_marks(path: Path) -> tuple[Mark, ...]:
    """Read a file of marks; rows of kind `ANNOTATED` are among them.

    Raises:
        MalformedInput: names the line and what is wrong with it.
    """
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, 1):
            if not row or row[0].startswith("#") or tuple(row) == _COLUMNS:
                continue
            found.append(_mark(row, path.name, number))
    return tuple(found)


def _mark(row: Sequence[str], where: str, line: int) -> Mark:
    if len(row) != len(_COLUMNS):
        raise MalformedInput(f"{len(row)} columns, not {len(_COLUMNS)}", where=where, line=line)
    file, at, start, end, kind, detail, split = row
    if split not in _SPLITS:
        raise MalformedInput(f"'{split}' is neither dev nor held_out", where=where, line=line)
    if not (at.isdigit() and start.isdigit() and end.isdigit() and int(start) <= int(end)):
        raise MalformedInput("line, start and end are no places", where=where, line=line)
    return Mark(file, int(at), int(start), int(end), kind, detail, split)


def save_marks(marks: Iterable[Mark]) -> str:
    """The text of a file of marks, in order."""
    rows = ["\t".join(_COLUMNS)]
    rows += [
        f"{one.file}\t{one.line}\t{one.start}\t{one.end}\t{one.kind}\t{one.detail}\t{one.split}"
        for one in sorted(marks)
    ]
    return "\n".join(rows) + "\n"


def gold_files(marks: Iterable[Mark]) -> tuple[GoldFile, ...]:
    """The files that were read whole, by their rows of kind `ANNOTATED`."""
    return tuple(
        GoldFile(one.file, one.split, tuple(sorted(kinds.split(","))), digest)
        for one in marks
        if one.kind == ANNOTATED
        for kinds, _, digest in [one.detail.partition(" ")]
    )


@cache
def lines_of(file: str) -> tuple[str, ...] | None:
    """The lines of a file as our own readers give them; None if the material is not here.

    A transcript gives its lines, an article its paragraphs, ``truth.json#R01`` the lines of that
    recording in the language spoken.
    """
    found = _lines(file)
    return None if found is None else tuple(text for text, _ in found)


@cache
def language_of_lines(file: str) -> tuple[str, ...] | None:
    """The language that our samples state for each line; "" where a file states none."""
    found = _lines(file)
    return None if found is None else tuple(language for _, language in found)


@cache
def _lines(file: str) -> tuple[tuple[str, str], ...] | None:
    root, _, rest = file.partition(":")
    name, _, part = rest.partition("#")
    path = _ROOTS[root] / name
    if not path.exists():
        return None
    data = path.read_bytes()
    if part:
        lines = json.loads(data)["recordings"][part]["lines"]
        return tuple((one["text"], one["language"]) for one in lines)
    if path.suffix in {".html", ".md"}:
        return _paragraphs(data, path.name)
    try:
        read = read_transcript(data, name=path.name)
    except UnsupportedInput:
        return _paragraphs(data, path.name)
    return tuple((one.text, one.language or read.language or "") for one in read.lines)


def _paragraphs(data: bytes, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.text, "") for one in read_article(data, name=name).paragraphs)


def digest_of(file: str) -> str:
    """Twelve signs that change with the text of a file's lines."""
    return hashlib.sha256("\n".join(lines_of(file) or ()).encode()).hexdigest()[:12]


def words_of(mark: Mark) -> str | None:
    """The words that a mark marks; None if the material is not here."""
    lines = lines_of(mark.file)
    return None if lines is None else lines[mark.line][mark.start : mark.end]


def score(
    gold: Iterable[Mark],
    found: Iterable[Mark],
    *,
    overlapping: bool = False,
    same: Callable[[Mark, Mark], bool] = lambda _gold, _found: True,
) -> Mapping[str, Score]:
    """Count by kind what was found, what was found wrongly, and what was missed.

    Args:
        overlapping: spans count that share a character; else start and end must be the same.
        same: asked, where the spans agree, whether the detail does too. What stands at the right
            place with a wrong detail is both wrong and missed.

    Each mark answers to one other mark at most, the one with the largest common part first.
    """
    wanted: defaultdict[tuple[str, int, str], list[Mark]] = defaultdict(list)
    for one in gold:
        if one.kind != ANNOTATED:
            wanted[one.file, one.line, one.kind].append(one)
    given: defaultdict[tuple[str, int, str], list[Mark]] = defaultdict(list)
    for one in found:
        given[one.file, one.line, one.kind].append(one)
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for place_ in sorted(wanted.keys() | given.keys()):
        hits = _matched(wanted[place_], given[place_], overlapping=overlapping, same=same)
        right[place_[2]] += hits
        missed[place_[2]] += len(wanted[place_]) - hits
        wrong[place_[2]] += len(given[place_]) - hits
    kinds = sorted(right.keys() | wrong.keys() | missed.keys())
    return {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in kinds}


def _matched(
    gold: Sequence[Mark],
    found: Sequence[Mark],
    *,
    overlapping: bool,
    same: Callable[[Mark, Mark], bool],
) -> int:
    pairs = []
    for at, one in enumerate(gold):
        for place_, other in enumerate(found):
            shared = min(one.end, other.end) - max(one.start, other.start)
            exact = (one.start, one.end) == (other.start, other.end)
            if (exact or (overlapping and shared > 0)) and same(one, other):
                pairs.append((-shared, at, place_))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, at, place_ in sorted(pairs):
        if at not in used_gold and place_ not in used_found:
            used_gold.add(at)
            used_found.add(place_)
    return len(used_gold)


def place(draft: str) -> list[Mark]:
    """Turn an annotator's draft, which holds words and stays outside the repository, into marks.

    ``@file <tab> split <tab> kinds`` begins a file that was read whole for these kinds
    (comma between them); then ``line <tab> words <tab> kind <tab> detail [<tab> which]`` marks the
    first occurrence of the words in a line, the one numbered ``which`` from 1, or every one (``*``).

    Raises:
        MalformedInput: the words do not stand in that line; names the line of the draft.
    """
    marks: list[Mark] = []
    file = split = ""
    for number, row in enumerate(draft.splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        fields = row.split("\t")
        if row.startswith("@"):
            file, split, kinds = fields[0][1:], fields[1], fields[2]
            detail = f"{kinds} {digest_of(file)}"
            marks.append(Mark(file, 0, 0, 0, ANNOTATED, detail, split))
            continue
        at, words, kind, detail, which = (*fields, *("",) * (5 - len(fields)))[:5]
        lines = lines_of(file) or ()
        text = lines[int(at)] if int(at) < len(lines) else ""
        starts = [found.start() for found in re.finditer(re.escape(words), text)] if words else []
        chosen = starts if which == "*" else starts[int(which or 1) - 1 :][:1]
        if not chosen:
            raise MalformedInput(f"'{words}' does not stand in line {at} of {file}", line=number)
        marks += [
            Mark(file, int(at), start, start + len(words), kind, detail, split) for start in chosen
        ]
    return marks


def main(arguments: Sequence[str]) -> int:
    """Place a draft's words, or print the lines of a file with their numbers."""
    match arguments:
        case ["place", draft]:
            sys.stdout.write(save_marks(place(Path(draft).read_text(encoding="utf-8"))))
        case ["lines", file]:
            for number, text in enumerate(lines_of(file) or ()):
                sys.stdout.write(f"{number}\t{text}\n")
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
