"""Q20, Q25, Q28: words of the story that say more than the evidence allows."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import cue, plain
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.records.judgement import Finding, Severity

__all__ = ["date_overclaim", "overclaim_verb", "single_as_many"]


def overclaim_verb(story: Story) -> Iterator[Finding]:
    """Q20: "proves", "reveals", "admits" of a recording that is not verified."""
    if story.verified:
        return
    for one, start, end in story.matches("proves"):
        if not story.negated(one, start):
            yield story.finding(
                "Q20",
                (start, end),
                f"“{story.draft.text[start:end].strip()}” says that it is so; the recording is not verified.",
                rule="a verb of proof or admission; verdict below verified",
                suggestion="Write “says”, “can be heard saying”, or “suggests”.",
                severity=Severity.WARNING,
            )


def date_overclaim(story: Story) -> Iterator[Finding]:
    """Q25: the call is given a day, and nothing but a publication stands for it."""
    if all(story.day_known(one) for one in story.recordings):
        return
    for one, start, end in story.matches("dates"):
        if _tells_when(story, one, start, end):
            yield story.finding(
                "Q25",
                (start, end),
                f"The story says that the call was on {story.draft.text[start:end].strip()}; when it was made is"
                " not known.",
                rule="a date in a sentence with a call and without a publication or an attribution",
                suggestion="Give the day of publication as such: the call was made not later than it.",
            )


def _tells_when(story: Story, one: Narrated, start: int, end: int) -> bool:
    """A verb of calling in the date's clause, and nothing that makes it the day of something else."""
    text = plain(one.text)
    if story.negated(one, start):
        return False
    low, high = _clause(text, start - one.start, end - one.start)
    clause = text[low : start - one.start] + " " + text[end - one.start : high]
    return bool(cue(story.language, "call_verbs").search(clause)) and not cue(
        story.language, "release_verbs"
    ).search(clause)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    low = (
        max(text.rfind(";", 0, start), text.rfind(", и ", 0, start), text.rfind(", and ", 0, start))
        + 1
    )
    high = text.find(";", end)
    return low, len(text) if high < 0 else high


def single_as_many(story: Story) -> Iterator[Finding]:
    """Q28: "several intercepts show" where fewer than two sources were counted."""
    if story.corroborated:
        return
    for one, start, end in story.matches("many"):
        if not story.negated(one, start) and not story.says("many_disclosed", one.text):
            yield story.finding(
                "Q28",
                (start, end),
                "The story speaks of several sources; none that are independent were counted.",
                rule=f"{len(story.recordings)} recordings quoted; no claim in them is signed as corroborated",
                suggestion="Write of one source, or have the sources counted (earwitness sources).",
            )
