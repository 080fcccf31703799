"""Q36, Q38 and Q13: whether what is quoted still stands, can be played, and was approved."""

from __future__ import annotations

import json
from collections.abc import Iterator

from earwitness.publish.quotecheck.differences import differences
from earwitness.publish.quotecheck.findings import Frame
from earwitness.publish.quotecheck.heard_words import Comparable, older_versions
from earwitness.publish.quotecheck.matching import align
from earwitness.publish.quotecheck.places import Checking, Place
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.units import units_of
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.records.review import State
from earwitness.records.words import TranslationOrigin, VersionStatus
from earwitness.store.catalog.signed import standing_about

__all__ = ["is_withdrawn", "no_anchor", "stale_words", "unapproved", "withdrawn"]


def withdrawn(q: Quoted) -> Iterator[Finding]:
    """A quotation from a recording that was taken back."""
    if any(is_withdrawn(q.checking, one) for one in q.checking.carrying(q.heard.recording_id)):
        yield q.frame.finding(
            "Q36",
            q.span,
            f"The recording {q.heard.recording_id} was withdrawn: nothing of it may be quoted.",
            rule="its last move is to the state “withdrawn”",
            suggestion="Take the quotation out.",
            heard=q.heard,
        )


def is_withdrawn(checking: Checking, recording_id: str) -> bool:
    """Whether the last step that a person signed withdrew the recording."""
    moves = standing_about(checking.db, recording_id, ("move",))
    return bool(moves) and json.loads(moves[-1].body)["to"] == State.WITHDRAWN.value


def stale_words(
    checking: Checking, frame: Frame, place: Place | None, heard: Heard | None
) -> Iterator[Finding]:
    """Words that an older version of the nearest text has just so, and the version of today has not."""
    if place is None:
        return
    for older, name in older_versions(checking.db, place.text):
        if _stands_word_by_word(frame, older):
            yield frame.finding(
                "Q36",
                (frame.start, frame.end),
                f"These words stand in {name}, which was corrected since.",
                rule="word by word as in an older version, and not as in the one that is shown",
                suggestion="Quote the version of today.",
                heard=heard,
            )
            return


def _stands_word_by_word(frame: Frame, text: Comparable) -> bool:
    units = units_of(frame.text, text.language)
    match = align(units, text.heard)
    if match is None or match.cover < 1:
        return False
    return not differences(match, units, text.heard.units, text.sentence_starts)


def no_anchor(q: Quoted) -> Iterator[Finding]:
    """A quotation that nobody can listen to: its words have no times."""
    if q.heard.interval is None:
        yield q.frame.finding(
            "Q38",
            q.span,
            "The quotation cannot be played: these words have no times.",
            rule="no version of the words has times for this place",
            suggestion="Align the transcript with the sound (earwitness run).",
            heard=q.heard,
            severity=Severity.INFO,
        )


def unapproved(q: Quoted) -> Iterator[Finding]:
    """A translation that nobody approved; said once for each translation."""
    translation = q.text.translation
    if translation is None or translation.status is VersionStatus.APPROVED:
        return
    maker = {
        TranslationOrigin.MACHINE: "a machine",
        TranslationOrigin.PUBLISHER: "the publisher",
    }.get(translation.origin, "somebody")
    yield q.frame.finding(
        "Q13",
        q.span,
        f"The translation that is quoted was made by {maker}, and nobody has approved it.",
        rule=f"translation {translation.id}, origin {translation.origin.value}, status {translation.status.value}",
        suggestion="Have it checked against the sound and approved; or translate anew.",
        heard=q.heard,
        severity=Severity.WARNING,
    )
