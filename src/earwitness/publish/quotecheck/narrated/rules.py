"""All rules about the story's own words; nothing is asked of a story that quotes no recording held here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from earwitness.publish.quotecheck.narrated.as_fact import quote_as_fact
from earwitness.publish.quotecheck.narrated.disclosures import (
    missing_publisher,
    missing_unverified,
    one_sided,
    part_of_a_recording,
)
from earwitness.publish.quotecheck.narrated.headline import headline_claims, in_headlines
from earwitness.publish.quotecheck.narrated.overclaims import (
    date_overclaim,
    overclaim_verb,
    single_as_many,
)
from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.records.judgement import Finding

__all__ = ["RULES", "told_by_story"]

RULES: tuple[Callable[[Story], Iterator[Finding]], ...] = (
    quote_as_fact,
    overclaim_verb,
    missing_unverified,
    missing_publisher,
    one_sided,
    part_of_a_recording,
    date_overclaim,
    single_as_many,
    headline_claims,
)


def told_by_story(story: Story) -> list[Finding]:
    """Every finding about the words outside quotations, and about what is missing from them."""
    if not story.recordings:
        return []
    return list(in_headlines(story, (one for rule in RULES for one in rule(story))))
