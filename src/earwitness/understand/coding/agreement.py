"""What coders found, and how far two of them agree: the figures that a published count needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earwitness.records.coding import WHOLE, Coding
from earwitness.store.archive import Archive
from earwitness.store.catalog.codings import codings
from earwitness.store.catalog.copies import same_recording
from earwitness.understand.claims.words_read import version_lines
from earwitness.understand.coding.alpha import Alpha, alpha_nominal, verdict
from earwitness.understand.coding.codebook import Codebook

__all__ = ["CodeCount", "Counts", "counts_of", "explain_count", "present_in"]

_Line = tuple[str, str, int]  # recording, version of its words, position


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How often a code was found.

    Attributes:
        lines: coder to the number of lines in which the code was found.
        recordings: coder to the number of recordings; ``sounds``: copies of one sound counted once.
        both: lines in which all who judged them, two at least, found it.
    """

    code: str
    name: str
    lines: Mapping[str, int]
    recordings: Mapping[str, int]
    sounds: Mapping[str, int]
    both: int
    alpha: Alpha


@dataclass(frozen=True, slots=True)
class Counts:
    """All codes, and all together.

    Attributes:
        judged: coder to the number of lines that were judged.
        together: alpha over all pairs of a line and a code.
    """

    coders: tuple[str, ...]
    judged: Mapping[str, int]
    codes: tuple[CodeCount, ...]
    together: Alpha


def counts_of(archive: Archive, codebook: Codebook) -> Counts:
    """Count what was coded so far, and hold coders to one another line by line.

    A line counts as judged by a coder for a code if the coder marked it there, present or not, or has said
    that all lines of those words were read.
    """
    marks = codings(archive.db)
    coders = tuple(dict.fromkeys(one.coder for one in marks))
    present = present_in(marks)
    read = _read_whole(archive, marks)
    same = same_recording(archive.db)
    names = {one.code: one.name for one in codebook.codes}
    names.update((one.code, one.code) for one in marks if one.code and one.code not in names)
    every: list[Sequence[bool | None]] = []
    rows = []
    for code, name in names.items():
        table = _table(code, coders, present, read)
        every += table.values()
        found = {
            coder: [line for line, values in table.items() if values[at]]
            for at, coder in enumerate(coders)
        }
        judged = [[value for value in values if value is not None] for values in table.values()]
        rows.append(
            CodeCount(
                code,
                name,
                {coder: len(lines) for coder, lines in found.items()},
                {coder: len({line[0] for line in lines}) for coder, lines in found.items()},
                {
                    coder: len({same.get(line[0], line[0]) for line in lines})
                    for coder, lines in found.items()
                },
                sum(len(values) > 1 and all(values) for values in judged),
                alpha_nominal(table.values()),
            )
        )
    judged_lines = {
        coder: len(read.get(coder, set()) | {line for line, _ in present.get(coder, {})})
        for coder in coders
    }
    return Counts(coders, judged_lines, tuple(rows), alpha_nominal(every))


def explain_count(one: CodeCount, coders: Sequence[str]) -> str:
    """In a sentence, what may be said of a count.

    >>> explain_count(CodeCount("unpaid", "Unpaid", {"A": 3}, {"A": 2}, {"A": 2}, 0, alpha_nominal([])), ["A"])
    'one coder (A); alpha not computed: a count needs a second coder before it is published'
    """
    if len(coders) < 2:
        who = coders[0] if coders else "nobody"
        return f"one coder ({who}); alpha not computed: a count needs a second coder before it is published"
    if one.alpha.value is None:
        return f"{len(coders)} coders; {verdict(one.alpha)}"
    return (
        f"alpha {one.alpha.value:.3f} on {one.alpha.units} lines by {', '.join(coders)};"
        f" {verdict(one.alpha)}"
    )


def present_in(marks: Sequence[Coding]) -> dict[str, dict[tuple[_Line, str], bool]]:
    """Coder to what that coder's last mark of a line and code says."""
    found: defaultdict[str, dict[tuple[_Line, str], bool]] = defaultdict(dict)
    for one in marks:
        if one.position != WHOLE:
            line = (one.recording_id, one.version_id, one.position)
            found[one.coder][line, one.code] = one.present
    return dict(found)


def _read_whole(archive: Archive, marks: Sequence[Coding]) -> dict[str, set[_Line]]:
    found: defaultdict[str, set[_Line]] = defaultdict(set)
    for one in marks:
        if one.position == WHOLE:
            found[one.coder] |= {
                (one.recording_id, one.version_id, line.position)
                for line in version_lines(archive.db, one.recording_id, one.version_id)
            }
    return dict(found)


def _table(
    code: str,
    coders: Sequence[str],
    present: Mapping[str, Mapping[tuple[_Line, str], bool]],
    read: Mapping[str, set[_Line]],
) -> dict[_Line, Sequence[bool | None]]:
    """Line to what each coder says: found, not found, or None for a line that was not judged."""
    lines: set[_Line] = set()
    for coder in coders:
        lines |= read.get(coder, set())
        lines |= {line for line, one in present.get(coder, {}) if one == code}
    return {
        line: [
            _judged(line, code, present.get(coder, {}), read.get(coder, set())) for coder in coders
        ]
        for line in sorted(lines)
    }


def _judged(
    line: _Line, code: str, marks: Mapping[tuple[_Line, str], bool], read: set[_Line]
) -> bool | None:
    marked = marks.get((line, code))
    if marked is not None:
        return marked
    return False if line in read else None
