"""All rules about the story's own words; of a story that quotes no recording held here only who is named is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from earwitness.publish.quotecheck.carried.embedded import media_mismatch
from earwitness.publish.quotecheck.carried.hidden import hidden_data
from earwitness.publish.quotecheck.carried.published import silent_correction
from earwitness.publish.quotecheck.narrated.as_fact import quote_as_fact
from earwitness.publish.quotecheck.narrated.balance import no_right_of_reply
from earwitness.publish.quotecheck.narrated.counted import count_without_alpha
from earwitness.publish.quotecheck.narrated.disclosures import (
    missing_publisher,
    missing_unverified,
    one_sided,
    part_of_a_recording,
)
from earwitness.publish.quotecheck.narrated.headline import headline_claims, in_headlines
from earwitness.publish.quotecheck.narrated.identities import (
    attribution_overclaim,
    place_or_unit_overclaim,
)
from earwitness.publish.quotecheck.narrated.other_calls import cross_call
from earwitness.publish.quotecheck.narrated.overclaims import (
    date_overclaim,
    overclaim_verb,
    single_as_many,
)
from earwitness.publish.quotecheck.narrated.people import (
    prisoner_minor_or_victim,
    private_person,
)
from earwitness.publish.quotecheck.narrated.positions import positions_given
from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.publish.quotecheck.narrated.translations_told import relay_told
from earwitness.records.judgement import Finding

__all__ = ["OF_PEOPLE", "RULES", "told_by_story"]

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
    place_or_unit_overclaim,
    attribution_overclaim,
    cross_call,
    relay_told,
    no_right_of_reply,
    count_without_alpha,
    media_mismatch,
)
OF_PEOPLE: tuple[Callable[[Story], Iterator[Finding]], ...] = (
    private_person,
    prisoner_minor_or_victim,
    positions_given,
    hidden_data,
    silent_correction,
)


def told_by_story(story: Story) -> list[Finding]:
    """Every finding about the words outside quotations, and about what is missing from them."""
    rules = (*RULES, *OF_PEOPLE) if story.recordings else OF_PEOPLE
    found = in_headlines(story, (one for rule in rules for one in rule(story)))
    # An alt text is looked at alone and in its paragraph: what is found twice is told once.
    return list({(one.code, one.start, one.end): one for one in found}.values())
