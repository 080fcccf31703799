"""Q33: a commander or a unit is accused by name, and the story has no line on whether they were asked."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.named import cores
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.records.judgement import Finding, Severity
from earwitness.records.statements import MentionKind
from earwitness.text.words import tokens

__all__ = ["no_right_of_reply"]


def no_right_of_reply(story: Story) -> Iterator[Finding]:
    """One remark a story, at its first accusation."""
    if not story.asked or story.says("right_of_reply"):
        return
    for one in story.whole:
        wrong = found_cue(one.text, story.language, "accusation")
        who = _accused(story, one) if wrong else ""
        if who:
            yield story.finding(
                "Q33",
                (one.start, one.end),
                f"“{who}” is accused here (“{wrong}”), and the story does not say whether they were asked.",
                rule="a call sign, unit or rank with a name, and a word for a wrong, in one sentence",
                suggestion="Ask for a reply, and say what came of it.",
                severity=Severity.INFO,
            )
            return


def _accused(story: Story, one: Narrated) -> str:
    for each in story.spoken_of:
        named = each.kind in (MentionKind.UNIT, MentionKind.CALL_SIGN)
        if named and one.start <= each.start < one.end:
            return each.surface
    for named_person in story.private:
        if named_person.kind == "name" and one.start <= named_person.start < one.end:
            ranked = found_cue(one.text, story.language, "SERVICE_OF")
            if named_person.public or ranked:
                return named_person.surface
    for token in tokens(one.text):
        if token.text[:1].isupper() and cores(token.text) & story.held.call_signs:
            return token.text
    return ""
