"""Q39: "37 of 120 calls" without a codebook and a second coder who agrees (Krippendorff's alpha)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.records.judgement import Finding, Severity
from earwitness.text.numerals import numbers_in_text

__all__ = ["count_without_alpha"]

_TENTATIVE = 0.667  # methods §1.4: below it counts are not published
_TWO = 2


def count_without_alpha(story: Story) -> Iterator[Finding]:
    """A share or a number of calls that say something."""
    done: set[int] = set()
    for one, start, end in story.matches("counted_calls"):
        if one.start in done:
            continue
        done.add(one.start)
        words = " ".join(story.draft.text[start:end].split())
        why = _unfounded(story, words)
        if why:
            yield story.finding(
                "Q39",
                (start, end),
                f"“{words}” counts what calls say; {why}.",
                rule=f"a share or number of recordings; alpha from {_TENTATIVE} up is needed",
                suggestion="Have a second person code the same lines (earwitness themes), give alpha with the"
                " figure, or leave the figure out.",
                severity=Severity.WARNING,
            )


def _unfounded(story: Story, words: str) -> str:
    """Why the figure may not stand, "" where a code with these figures was counted by two who agree."""
    counts = story.checking.told.counts()
    if not counts:
        return "nothing was coded in this archive"
    numbers = {
        int(one.value)
        for one in numbers_in_text(words, story.language)
        if one.value == int(one.value)
    }
    numbers |= {int(one) for one in re.findall(r"\d+", words)}
    fits = [one for one in counts if one.figures & numbers]
    if not fits:
        return "no code of the codebook has these figures"
    best = max(fits, key=lambda one: -1.0 if one.alpha is None else one.alpha)
    if best.coders < _TWO or best.alpha is None:
        return f"the code “{best.name}” has one coder"
    return (
        "" if best.alpha >= _TENTATIVE else f"for the code “{best.name}” alpha is {best.alpha:.2f}"
    )
