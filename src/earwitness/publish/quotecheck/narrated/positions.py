"""Q32: positions and movements of Ukrainian forces that nobody official has published (criminal code, 114-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.records.judgement import Finding, Severity
from earwitness.records.statements import MentionKind
from earwitness.text.person_names import name_reading
from earwitness.text.words import tokens

__all__ = ["positions_given"]

# Degrees with three digits after the point or more: closer than about a hundred metres.
_COORDINATES = re.compile(
    r"(?<![\d.])[-+]?\d{1,2}[.,]\d{3,8}\s?°?\s?[NСс]?\s?[,;/ ]\s?[-+]?\d{1,3}[.,]\d{3,8}(?!\d|\.\d)"
)


def positions_given(story: Story) -> Iterator[Finding]:
    """Once a sentence; quotations count, since what they say is published too."""
    for one in story.whole:
        spot = _COORDINATES.search(one.text)
        if spot:
            span = (one.start + spot.start(), one.start + spot.end())
            yield _finding(story, span, "Coordinates", "two numbers in degrees")
        elif _troops_at_a_place(story, one):
            yield _finding(
                story,
                (one.start, one.end),
                "Where Ukrainian forces are or where they go",
                "words for Ukrainian forces, for standing or moving, and a place, and no official who published it",
            )


def _troops_at_a_place(story: Story, one: Narrated) -> bool:
    language = story.language
    return bool(
        found_cue(one.text, language, "our_forces")
        and found_cue(one.text, language, "position")
        and not found_cue(one.text, language, "official")
        and _names_a_place(story, one)
    )


def _names_a_place(story: Story, one: Narrated) -> bool:
    if any(
        each.kind is MentionKind.PLACE and one.start <= each.start < one.end
        for each in story.spoken_of
    ):
        return True
    words = [token for token in tokens(one.text) if token.start > 0 and token.text[:1].isupper()]
    prepositions = re.compile(
        r"\b(?:near|in|at|to|from|of|outside|towards|around|под|у|в|возле|около|к|из|на|до|під|біля|коло|з|із)\s+\Z",
        re.IGNORECASE,
    )
    return any(
        prepositions.search(one.text[: token.start]) and name_reading(token.text) is None
        for token in words
        if not found_cue(token.text, story.language, "our_forces") and token.text not in _FORCES
    )


_FORCES = frozenset(["Ukraine", "AFU", "ВСУ", "ЗСУ", "Kyiv", "Украины", "України"])


def _finding(story: Story, span: tuple[int, int], what: str, rule: str) -> Finding:
    return story.finding(
        "Q32",
        span,
        f"{what} are told; that must not be published before somebody official has."
        if what == "Coordinates"
        else f"{what} is told; that must not be published before somebody official has.",
        rule=rule,
        suggestion="Leave it out, say it less exactly, or name the official who published it.",
        severity=Severity.WARNING,
    )
