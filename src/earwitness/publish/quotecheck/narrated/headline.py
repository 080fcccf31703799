"""Q34: a headline that says more than the story may: proof, a day, several sources, a claim as a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.narrated.as_fact import best_line, headline_lines
from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.records.judgement import Finding, Severity
from earwitness.text.printed_hedges import printed_hedges

__all__ = ["headline_claims", "in_headlines"]

_FEW_WORDS = 3


def in_headlines(story: Story, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings as they are, and as Q34 where they stand in a headline."""
    headings = [(one.start, one.start + len(one.text)) for one in story.parts if one.heading]
    for one in findings:
        if any(start <= one.start < end for start, end in headings) and one.code in (
            "Q20",
            "Q25",
            "Q28",
        ):
            yield story.finding(
                "Q34",
                (one.start, one.end),
                f"The headline says more than the evidence allows: {one.reason[:1].lower()}{one.reason[1:]}",
                rule=f"{one.code} in a headline: {one.rule}",
                suggestion=one.suggestion,
                severity=Severity.WARNING,
            )
        else:
            yield one


def headline_claims(story: Story) -> Iterator[Finding]:
    """A headline that repeats what a line says, without anybody who says it."""
    lines = headline_lines(story)
    for one in story.sentences:
        if not one.paragraph.heading or found_cue(one.text, story.language, "heading_attributed"):
            continue
        if printed_hedges(one.text) or _names_who_says(one.text):
            continue
        line = best_line(one.text.lstrip("# "), lines)
        wrong = found_cue(one.text, story.language, "accusation")
        if line is None and wrong and found_cue(one.text, story.language, "SERVICE"):
            yield story.finding(
                "Q34",
                (one.start, one.end),
                f"The headline tells a wrong (“{wrong}”) as a fact; nobody is named who says it.",
                rule="a word for a wrong and one for a commander or soldiers, without anybody who says so",
                suggestion="Say in the headline who says so, or quote it.",
                severity=Severity.WARNING,
            )
        elif line is not None:
            yield story.finding(
                "Q34",
                (one.start, one.end),
                f"The headline tells as a fact what somebody says in {line.recording_id}: “{line.text}”.",
                rule="its words of content stand in that line, and nobody is named who says it",
                suggestion="Say in the headline that it is said, or quote it.",
                severity=Severity.WARNING,
            )


def _names_who_says(heading: str) -> bool:
    """A few words before a colon are who says it, as in "The mother: nobody will stop me"."""
    before, colon, _ = heading.lstrip("# ").partition(":")
    return bool(colon) and len(before.split()) <= _FEW_WORDS
