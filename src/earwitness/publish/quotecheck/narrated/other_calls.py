"""Q29: another call is brought in: which one is not shown, or readers are not told that one hand released both."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.publish.quotecheck.speakers import name_keys
from earwitness.records.artefacts import AppearanceKind
from earwitness.records.judgement import Finding, Severity
from earwitness.store.catalog.receipts import appearances_of_recording, sources

__all__ = ["cross_call"]

_REACH = 700  # characters after the words in which the other call is quoted


def cross_call(story: Story) -> Iterator[Finding]:
    """Words for another call, once a sentence."""
    done: set[int] = set()
    for one, start, end in story.matches("other_call", heading=False):
        if one.start in done:
            continue
        done.add(one.start)
        words = " ".join(story.draft.text[start:end].split())
        others = _brought_in(story, one)
        if others:
            if not _one_hand(story, others) or _told(story, one):
                continue
            reason = (
                f"“{words}”: readers are not told that the same publisher released both recordings."
            )
            rule = f"{others[0]} and {others[1]} have one publisher, or one whose name nobody knows"
            suggestion = "Say so (“published by the same service”): one publisher chose both, which counts as one source."
        elif (
            "](" in story.draft.text[one.start : one.end]
            or "href" in story.draft.text[one.start : one.end]
        ):
            continue
        else:
            reason = f"“{words}” points to another recording, and the story neither quotes it nor links to it."
            rule = "words for another call, no link in the sentence, no quotation of another recording after it"
            suggestion = (
                "Link to it or quote it; say who released it and whether the same person speaks."
            )
        yield story.finding(
            "Q29", (start, end), reason, rule=rule, suggestion=suggestion, severity=Severity.WARNING
        )


def _brought_in(story: Story, one: Narrated) -> tuple[str, str] | tuple[()]:
    """The recording that was told of before, and another one that is quoted from here on."""
    before = [place.heard.recording_id for place in story.places if place.start < one.start]
    after = [
        place.heard.recording_id
        for place in story.places
        if one.start <= place.start < one.end + _REACH
    ]
    fresh = [each for each in after if each not in before]
    return (before[-1], fresh[0]) if before and fresh else ()


def _one_hand(story: Story, others: tuple[str, str]) -> bool:
    """Whether one body released both, or nobody knows: unknown dependence counts as dependence."""
    hands = [_hands(story, one) for one in others]
    return not hands[0] or not hands[1] or bool(hands[0] & hands[1])


def _hands(story: Story, recording_id: str) -> set[str]:
    known = {one.id: one for one in sources(story.checking.db)}
    found = set()
    for seen in appearances_of_recording(story.checking.db, recording_id):
        if seen.kind in (AppearanceKind.POST, AppearanceKind.VIDEO_PAGE):
            source = known[seen.source_id]
            found.add(source.origin_group or source.collector or source.id)
    return found


def _told(story: Story, one: Narrated) -> bool:
    """The sentence, or the one after it, says "the same service" or names the publisher."""
    after = [place.start for place in story.places if place.start >= one.end]
    near = story.text[one.start : min([one.end + 300, *after])]
    if story.says("same_hand", near) or story.says("many_disclosed", near):
        return True
    written = name_keys(near, story.language) | name_keys(near.title(), story.language)
    return any(
        name_keys(source.name, story.language) & written for source in sources(story.checking.db)
    )
