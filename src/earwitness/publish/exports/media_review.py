"""schema.org MediaReview (JSON-LD) for the verdict that stands about a recording (methods §3.1).

The words of schema.org say whether a piece of media is what it is presented as. Four verdicts can be said in
them; the others cannot, and are refused rather than bent. Whether what is said in the recording is true is
another question: that is ClaimReview, which belongs to an article that checks a fact, not to an archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from earwitness.errors import UsageError
from earwitness.records.review import Verdict

__all__ = ["Manipulation", "Reviewed", "media_review"]


class Manipulation(StrEnum):
    """What was done to a recording, in the words of schema.org (``MediaManipulationRatingEnumeration``)."""

    EDITED = "EditedOrCroppedContent"
    TRANSFORMED = "TransformedContent"
    STAGED = "StagedContent"


_ORIGINAL = "OriginalMediaContent"
_REFUSED = {
    Verdict.UNEXAMINED: "nobody has examined it, or what the verdict rested on holds no more",
    Verdict.UNVERIFIED: "'unverified' says that nothing is decided; MediaReview has no word for that",
    Verdict.PARTLY_VERIFIED: "'partly_verified' holds for a part; MediaReview speaks of the whole",
    Verdict.DISPUTED: "'disputed' says that others contradict; MediaReview has no word for that",
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Who says it, of what.

    Attributes:
        by: the organisation that publishes the review.
        content_url: where the recording can be heard, or "".
        description: where and as what it was published, in the reviewer's words, or "".
        body: how it is known, in words that are written for readers. The rationale that the assessment was
            signed with stays inside: it may hold what is sealed.
        manipulation: what was done to it; needed for `not_credible` and `fabricated`.
    """

    by: str
    on: date
    content_url: str = ""
    description: str = ""
    body: str = ""
    manipulation: Manipulation | None = None


def media_review(recording_id: str, verdict: Verdict, given: Reviewed) -> dict[str, Any]:
    """A MediaReview as JSON-LD.

    Args:
        verdict: the one that *stands* (`review.gates.verdicts.standing_verdict`), not the last that was given.

    Raises:
        UsageError: the verdict cannot be said in these words, and why; nobody is named as reviewer.
    """
    if not given.by.strip():
        raise UsageError("a review needs somebody who publishes it", do="Name the organisation")
    rating = _rating(recording_id, verdict, given.manipulation)
    item: dict[str, Any] = {"@type": "AudioObject", "identifier": recording_id}
    if given.content_url:
        item["contentUrl"] = given.content_url
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MediaReview",
        "author": {"@type": "Organization", "name": given.by.strip()},
        "datePublished": given.on.isoformat(),
        "itemReviewed": item,
        "mediaAuthenticityCategory": rating,
    }
    if given.body:
        found["reviewBody"] = given.body
    if given.description:
        found["originalMediaContextDescription"] = given.description
    return found


def _rating(recording_id: str, verdict: Verdict, manipulation: Manipulation | None) -> str:
    if verdict in _REFUSED:
        raise UsageError(
            _REFUSED[verdict],
            where=recording_id,
            do="Say it in words of your own; no MediaReview is made of it",
        )
    if verdict in (Verdict.NOT_CREDIBLE, Verdict.FABRICATED):
        if manipulation is None:
            raise UsageError(
                f"'{verdict.value}' does not say what was done to it",
                where=recording_id,
                do=f"Say what was done: {', '.join(Manipulation)}",
            )
        return manipulation.value
    own = _ORIGINAL if verdict is not Verdict.EDITED else Manipulation.EDITED.value
    if manipulation is not None and manipulation.value != own:
        raise UsageError(
            f"'{verdict.value}' is {own}, not {manipulation.value}",
            where=recording_id,
            do="Leave the manipulation out, or assess it anew",
        )
    return own
