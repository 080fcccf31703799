"""A verdict in the words of schema.org, where they have words for it."""

from __future__ import annotations

from datetime import date

import pytest

from earwitness.errors import UsageError
from earwitness.publish.exports.media_review import Manipulation, Reviewed, media_review
from earwitness.records.review import Verdict

DESK = Reviewed("The Example Desk", date(2026, 5, 4))


def category(verdict: Verdict, manipulation: Manipulation | None = None) -> str:
    given = Reviewed(DESK.by, DESK.on, manipulation=manipulation)
    return str(media_review("rec-1", verdict, given)["mediaAuthenticityCategory"])


@pytest.mark.parametrize("verdict", [Verdict.CONSISTENT, Verdict.VERIFIED])
def test_original(verdict: Verdict) -> None:
    assert category(verdict) == "OriginalMediaContent"


def test_a_cut_that_changes_the_meaning() -> None:
    assert category(Verdict.EDITED) == "EditedOrCroppedContent"
    assert category(Verdict.EDITED, Manipulation.EDITED) == "EditedOrCroppedContent"


@pytest.mark.parametrize("verdict", [Verdict.NOT_CREDIBLE, Verdict.FABRICATED])
def test_what_was_done_to_it_must_be_said(verdict: Verdict) -> None:
    with pytest.raises(UsageError, match="does not say what was done"):
        category(verdict)
    assert category(verdict, Manipulation.STAGED) == "StagedContent"


@pytest.mark.parametrize(
    "verdict",
    [Verdict.UNEXAMINED, Verdict.UNVERIFIED, Verdict.PARTLY_VERIFIED, Verdict.DISPUTED],
)
def test_verdicts_that_it_has_no_words_for(verdict: Verdict) -> None:
    with pytest.raises(UsageError) as told:
        category(verdict, Manipulation.STAGED)
    assert "rec-1" in str(told.value)


@pytest.mark.parametrize("verdict", [Verdict.VERIFIED, Verdict.EDITED])
def test_a_manipulation_that_contradicts_the_verdict(verdict: Verdict) -> None:
    with pytest.raises(UsageError, match="not StagedContent"):
        category(verdict, Manipulation.STAGED)


def test_the_whole_document() -> None:
    given = Reviewed(
        "The Example Desk",
        DESK.on,
        "https://example.org/a",
        "Published as a call of 3 May",
        "We spoke to her.",
    )
    assert media_review("rec-1", Verdict.VERIFIED, given) == {
        "@context": "https://schema.org",
        "@type": "MediaReview",
        "author": {"@type": "Organization", "name": "The Example Desk"},
        "datePublished": "2026-05-04",
        "itemReviewed": {
            "@type": "AudioObject",
            "identifier": "rec-1",
            "contentUrl": "https://example.org/a",
        },
        "mediaAuthenticityCategory": "OriginalMediaContent",
        "originalMediaContextDescription": "Published as a call of 3 May",
        "reviewBody": "We spoke to her.",
    }


def test_somebody_must_publish_it() -> None:
    with pytest.raises(UsageError, match="somebody who publishes"):
        media_review("rec-1", Verdict.VERIFIED, Reviewed(" ", DESK.on))
