"""How well `understand.claims` reads modality, knowledge root and themes, on both halves of the gold.

python -m quality.measure_claims [--dev] [--errors]   --dev: not the held-out half; --errors: what is read
                                                      wrongly, dev only
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from earwitness.understand.claims.finding import FoundClaim, find_claims
from quality.gold import (
    ANNOTATED,
    Mark,
    Score,
    gold_files,
    language_of_lines,
    lines_of,
    load_marks,
    words_of,
)

__all__ = ["ClaimScores", "measure"]

_MARKS = Path(__file__).with_name("claims.tsv")
_SPLITS = ("dev", "held_out")
_CAREFUL = frozenset({"hedged", "reported_speech"})


@dataclass(slots=True)
class ClaimScores:
    """Counts over the gold sentences of one half.

    Attributes:
        careful: gold sentences that are hedged or passed on, and not as well asserted.
        flattened: of these, shown as asserted. The gate.
        careful_found: gold careful, and read as one of the two.
        called_careful: read as hedged or passed on where gold says neither.
        modality, knowledge: right of all that were found, any right answer counted.
        sentences: found, missed, and found where nothing is marked.
        themes: over pairs of sentence and code.
    """

    careful: int = 0
    flattened: int = 0
    careful_found: int = 0
    called_careful: int = 0
    modality_right: int = 0
    knowledge_right: int = 0
    compared: int = 0
    sentences: Score = field(default_factory=Score)
    themes: Score = field(default_factory=Score)
    errors: list[str] = field(default_factory=list)

    @property
    def flattened_share(self) -> float:
        """Of what is hedged or passed on, the share that is shown as asserted."""
        return self.flattened / self.careful if self.careful else 0.0

    @property
    def modality(self) -> float:
        return self.modality_right / self.compared if self.compared else 0.0

    @property
    def knowledge(self) -> float:
        return self.knowledge_right / self.compared if self.compared else 0.0


def measure(split: str) -> ClaimScores:
    """Read the files of one half and hold them to their marks; texts that are not here are left out."""
    marks = [one for one in load_marks(_MARKS) if one.split == split]
    scores = ClaimScores()
    counts: Counter[str] = Counter()
    for file in gold_files(marks):
        lines = lines_of(file.file)
        if lines is None:
            continue
        languages = language_of_lines(file.file) or ()
        found = find_claims(list(zip(lines, (tag or "und" for tag in languages), strict=True)))
        gold = [one for one in marks if one.file == file.file and one.kind != ANNOTATED]
        used: set[int] = set()
        for mark in gold:
            at = _best(mark, found)
            if at is None:
                counts["missed"] += 1
                if _is_careful(mark):
                    scores.careful += 1  # a claim that is not shown is not shown as asserted
                scores.errors.append(f"missed: {mark.kind} “{words_of(mark)}”")
                continue
            used.add(at)
            _compare(mark, found[at], scores, counts)
        counts["found"] += len(used)
        counts["extra"] += len(found) - len(used)
        scores.errors += [
            f"extra: {one.modality.value} “{one.span.words}”"
            for at, one in enumerate(found)
            if at not in used
        ]
    scores.sentences = Score(counts["found"], counts["extra"], counts["missed"])
    scores.themes = Score(counts["code_right"], counts["code_wrong"], counts["code_missed"])
    return scores


def _best(mark: Mark, found: tuple[FoundClaim, ...]) -> int | None:
    shared = [
        (min(mark.end, one.span.end) - max(mark.start, one.span.start), -at)
        for at, one in enumerate(found)
        if one.span.position == mark.line
    ]
    best = max(shared, default=(0, 0))
    return -best[1] if best[0] > 0 else None


def _is_careful(mark: Mark) -> bool:
    kinds = mark.kind.split("|")
    return kinds[0] in _CAREFUL and "asserted" not in kinds


def _compare(mark: Mark, one: FoundClaim, scores: ClaimScores, counts: Counter[str]) -> None:
    kinds = mark.kind.split("|")
    roots, _, codes = mark.detail.partition(" ")
    gold_codes = set(filter(None, codes.split(",")))
    said, root = one.modality.value, one.knowledge.value
    scores.compared += 1
    scores.modality_right += said in kinds
    scores.knowledge_right += root in roots.split("|")
    if _is_careful(mark):
        scores.careful += 1
        scores.flattened += said == "asserted"
        scores.careful_found += said in _CAREFUL
    elif said in _CAREFUL and said not in kinds:
        scores.called_careful += 1
    counts["code_right"] += len(gold_codes & set(one.themes))
    counts["code_wrong"] += len(set(one.themes) - gold_codes)
    counts["code_missed"] += len(gold_codes - set(one.themes))
    words = words_of(mark)
    if said not in kinds:
        scores.errors.append(f"modality {said}, gold {mark.kind}: “{words}” {one.rules}")
    if root not in roots.split("|"):
        scores.errors.append(f"root {root}, gold {roots}: “{words}” {one.rules}")
    if set(one.themes) != gold_codes:
        scores.errors.append(f"themes {sorted(one.themes)}, gold {sorted(gold_codes)}: “{words}”")


def main(arguments: list[str]) -> int:
    """Print the figures of both halves."""
    for split in _SPLITS[:1] if "--dev" in arguments else _SPLITS:
        one = measure(split)
        print(
            f"{split:9} hedged or reported shown as asserted {one.flattened_share:.1%}"
            f" ({one.flattened} of {one.careful}); read as one of the two {one.careful_found};"
            f" other sentences called so {one.called_careful}\n"
            f"{'':9} modality {one.modality:.1%}, knowledge root {one.knowledge:.1%} of {one.compared};"
            f" sentences F1 {one.sentences.f1:.2f} (precision {one.sentences.precision:.2f},"
            f" recall {one.sentences.recall:.2f}); themes F1 {one.themes.f1:.2f}"
            f" (precision {one.themes.precision:.2f}, recall {one.themes.recall:.2f})"
        )
        if "--errors" in arguments and split == "dev":
            for error in one.errors:
                print(f"  {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
