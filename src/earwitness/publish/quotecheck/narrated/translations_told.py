"""Q14 in the story's own words: it says itself that its words are a translation of a translation, or another's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.records.judgement import Finding, Severity

__all__ = ["relay_told"]

# Stems of the names of languages, and their tags.
_LANGUAGES = (
    ("en", r"english|английск|англійськ"), ("ru", r"russian|русск|російськ"), ("uk", r"ukrainian|украинск|українськ"),
    ("de", r"german|немецк|німецьк"), ("fr", r"french|французск|французьк"), ("pl", r"polish|польск|польськ"),
    ("es", r"spanish|испанск|іспанськ"),
)  # fmt: skip


def relay_told(story: Story) -> Iterator[Finding]:
    """A translation out of a language that nobody speaks in the recordings quoted; the press's translation."""
    spoken = {one.heard.language.partition("-")[0] for one in story.places} - {"und"}
    if "uk-x-surzhyk" in {one.heard.language for one in story.places}:
        spoken |= {"uk", "ru"}
    for _, start, end in story.matches("translated_from"):
        words = story.draft.text[start:end]
        named = {
            tag for tag, stem in _LANGUAGES if re.search(stem, _after_from(words), re.IGNORECASE)
        }
        if spoken and named and not named & spoken:
            yield _finding(story, (start, end), f"spoken is {', '.join(sorted(spoken))}")
    for _, start, end in story.matches("translated_by_press"):
        if spoken - {story.language}:
            yield _finding(
                story, (start, end), "the words are those of another publication's translation"
            )


def _after_from(words: str) -> str:
    """The language out of which was translated: in "into English from Ukrainian" the last one."""
    return re.split(r"\b(?:from|с|з|із)\b", words, flags=re.IGNORECASE)[-1]


def _finding(story: Story, span: tuple[int, int], why: str) -> Finding:
    words = " ".join(story.draft.text[span[0] : span[1]].split())
    return story.finding(
        "Q14",
        span,
        f"“{words}”: the quotations are not translated from the words spoken; {why}.",
        rule="words for a translation out of another language, or by the press, in the story",
        suggestion="Translate from the words spoken, and have it approved; or say what was translated from what.",
        severity=Severity.WARNING,
    )
