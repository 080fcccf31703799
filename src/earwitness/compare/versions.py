"""What a machine heard against what a publisher wrote: two versions of the words of one recording.

This is the first module of the room `compare` and not one of `listen`: nothing is heard here. Two
things that the store has already are held side by side, whoever made them, and neither is changed;
a person who corrects a transcript, and the checks, read the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earwitness.compare.spoken_version import HeldLine, Span, SpokenVersion
from earwitness.records.words import Utterance
from earwitness.text.word_alignment import Pair, align_units

__all__ = ["Difference", "HeldLine", "VersionDiff", "compare_versions"]

_CONTEXT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """Neighbouring words in which two versions differ, within one line.

    Attributes:
        kind: ``only_first``, ``only_second``, ``replaced``, or ``form`` (other forms of the same
            words).
        first, second: the words as written, "" where a version has none.
        first_line, second_line: positions of the utterances, None where a version has no words.
        before, after: words in front and behind that both have.
        start_ms, end_ms: on the recording, None where neither version has times.
        timed_by: ``words`` or ``line`` of the ``first`` or ``second`` version, as in "words of
            first"; ``window of first`` for times that the words stand somewhere within.
        voice: label in the second version, else in the first, or "".
        negation: one version negates where the other does not.
    """

    kind: str
    first: str
    second: str
    first_line: int | None
    second_line: int | None
    before: str
    after: str
    start_ms: int | None
    end_ms: int | None
    timed_by: str
    voice: str
    negation: bool


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """The outcome. The second version is the measure: errors are those of the first.

    Attributes:
        first, second: ids of the transcripts.
        words_first, words_second: units compared (a number is one, however many words it has).
        equal: units that both have.
        other_form: units of which both have different forms.
        replaced, only_first, only_second: the other edits.
        differences: in order of the second version, those of negation first.
        held: lines left out, by name.
    """

    first: str
    second: str
    words_first: int
    words_second: int
    equal: int
    other_form: int
    replaced: int
    only_first: int
    only_second: int
    differences: tuple[Difference, ...]
    held: tuple[HeldLine, ...]

    @property
    def errors(self) -> int:
        """Edits that turn the first version into the second, other forms among them."""
        return self.other_form + self.replaced + self.only_first + self.only_second

    @property
    def word_error_rate(self) -> float | None:
        """Errors a word of the second version; None where that has no words."""
        return self.errors / self.words_second if self.words_second else None


def compare_versions(
    first: tuple[str, Sequence[Utterance]], second: tuple[str, Sequence[Utterance]]
) -> VersionDiff:
    """Hold two versions of the words of one recording side by side.

    Case, punctuation, ё and е, and whether a number is written in digits or in words do not count
    as differences. Lines that are held back are left out and named; notes in square brackets are
    no words; of rolling captions, each of which repeats the one before it, only what is new counts.

    Args:
        first, second: id and utterances of a transcript; the machine's first, as a rule.
    """
    one, two = SpokenVersion.of(*first), SpokenVersion.of(*second)
    pairs = align_units(one.units, two.units)
    counts = dict.fromkeys(("equal", "form", "replaced", "only_first", "only_second"), 0)
    for pair in pairs:
        counts[_kind(one, two, pair)] += 1
    found = [_difference(one, two, pairs, run) for run in _runs(one, two, pairs)]
    found.sort(key=lambda difference: not difference.negation)
    return VersionDiff(
        first[0],
        second[0],
        len(one.units),
        len(two.units),
        counts["equal"],
        counts["form"],
        counts["replaced"],
        counts["only_first"],
        counts["only_second"],
        tuple(found),
        (*one.held, *two.held),
    )


def _kind(one: SpokenVersion, two: SpokenVersion, pair: Pair) -> str:
    a, b = pair
    if a is None:
        return "only_second"
    if b is None:
        return "only_first"
    first, second = one.units[a], two.units[b]
    if first.key == second.key:
        return "equal"
    return "form" if first.stem == second.stem else "replaced"


def _runs(one: SpokenVersion, two: SpokenVersion, pairs: Sequence[Pair]) -> Iterator[range]:
    """Runs of pairs that differ; a run ends where a line of either version ends."""
    start: int | None = None
    lines: list[int | None] = [None, None]
    for place, pair in enumerate(pairs):
        if _kind(one, two, pair) == "equal":
            if start is not None:
                yield range(start, place)
            start, lines = None, [None, None]
            continue
        here = [
            None if at is None else version.units[at].line
            for at, version in zip(pair, (one, two), strict=True)
        ]
        turned = any(
            new is not None and old is not None and new != old
            for new, old in zip(here, lines, strict=True)
        )
        if turned and start is not None:
            yield range(start, place)
            start, lines = None, [None, None]
        start = place if start is None else start
        lines = [old if new is None else new for new, old in zip(here, lines, strict=True)]
    if start is not None:
        yield range(start, len(pairs))


def _difference(
    one: SpokenVersion, two: SpokenVersion, pairs: Sequence[Pair], run: range
) -> Difference:
    ours = [a for a, _ in pairs[run.start : run.stop] if a is not None]
    theirs = [b for _, b in pairs[run.start : run.stop] if b is not None]
    kinds = {_kind(one, two, pair) for pair in pairs[run.start : run.stop]}
    kind = "replaced"
    if not theirs or not ours:
        kind = "only_first" if ours else "only_second"
    elif kinds == {"form"}:
        kind = "form"
    span, timed_by = _time(one, ours, "first")
    if not timed_by.startswith("words"):
        other, by = _time(two, theirs, "second")
        if by.startswith("words") or not timed_by or (timed_by.startswith("window") and by):
            span, timed_by = other, by
    if not timed_by:
        span, timed_by = _time_beside(one, two, pairs, run)
    first_line = one.lines[one.units[ours[0]].line] if ours else None
    second_line = two.lines[two.units[theirs[0]].line] if theirs else None
    voices = [line.voice for line in (second_line, first_line) if line is not None and line.voice]
    return Difference(
        kind=kind,
        first=one.words(ours),
        second=two.words(theirs),
        first_line=first_line.position if first_line else None,
        second_line=second_line.position if second_line else None,
        before=_context(one, two, pairs[max(0, run.start - _CONTEXT_WORDS) : run.start]),
        after=_context(one, two, pairs[run.stop : run.stop + _CONTEXT_WORDS]),
        start_ms=span[0],
        end_ms=span[1],
        timed_by=timed_by,
        voice=voices[0] if voices else "",
        negation=sum(one.units[a].negates for a in ours)
        != sum(two.units[b].negates for b in theirs),
    )


def _time(version: SpokenVersion, places: Sequence[int], name: str) -> tuple[Span, str]:
    if not places:
        return (None, None), ""
    span, kind = version.span(places)
    return span, f"{kind} of {name}" if kind else ""


def _time_beside(
    one: SpokenVersion, two: SpokenVersion, pairs: Sequence[Pair], run: range
) -> tuple[Span, str]:
    """From the last timed word in front of a run to the first one behind it, of one version."""
    for side, version, name in ((0, one, "first"), (1, two, "second")):
        front = next((p[side] for p in reversed(pairs[: run.start]) if p[side] is not None), None)
        behind = next((p[side] for p in pairs[run.stop :] if p[side] is not None), None)
        if front is None or behind is None:
            continue
        (start, end), kind = version.span([front])
        (later_start, later_end), later = version.span([behind])
        if not kind or not later:
            continue
        exact = kind == later == "words"
        edges = (end, later_start) if exact else (start, later_end)
        if edges[0] is not None and edges[1] is not None and edges[0] <= edges[1]:
            return edges, f"beside words of {name}"
    return (None, None), ""


def _context(one: SpokenVersion, two: SpokenVersion, pairs: Sequence[Pair]) -> str:
    """Words that both have, as the second version writes them."""
    return " ".join(
        two.units[pair[1]].text
        for pair in pairs
        if pair[1] is not None and _kind(one, two, pair) == "equal"
    )
