"""Q40: a quotation that was published before stands otherwise now, or is gone, and nobody is told.

What a story page quoted is kept with the version that went out (`earwitness.records.publication`). A correction that was
accepted since, or a note in the story, makes the change a correction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from earwitness.publish.draft_shown import shown_text
from earwitness.publish.quotecheck.narrated.story import QuotedPlace, Story
from earwitness.publish.quotecheck.units import UnitKind, units_of
from earwitness.records.judgement import Finding, Severity
from earwitness.records.publication import PublishedQuotation
from earwitness.store.catalog.publications import Edition, latest_editions
from earwitness.store.catalog.signed import standing_about

__all__ = ["silent_correction"]


def silent_correction(story: Story) -> Iterator[Finding]:
    """Each quotation of the last page of this story that the draft has not as it was."""
    before = [one for one in latest_editions(story.checking.db) if _is_this(story, one)]
    if not before or story.says("correction_note"):
        return
    last = max(before, key=lambda one: one.at)
    at = datetime.fromisoformat(last.at)
    for quoted in last.publication.quotations:
        own = _beside(story, quoted)
        if any(_words(story, p) == _units(quoted.text, story.language) for p in own):
            continue
        if _corrected(story, quoted.recording, at):
            continue
        changed = [p for p in own if _overlap(p, quoted)]
        yield _finding(story, quoted, at, changed[0] if changed else None)


def _finding(
    story: Story, quoted: PublishedQuotation, at: datetime, place: QuotedPlace | None
) -> Finding:
    first = story.first_body()
    span = (place.start, place.end) if place else (first.start, first.end) if first else (0, 0)
    # One that is gone is told by the page's own log; one that says something else needs a reason.
    severity = Severity.ERROR if place else Severity.WARNING
    what = "stands otherwise now" if place else "is gone"
    return story.finding(
        "Q40",
        span,
        f"A quotation that was published on {at:%Y-%m-%d} {what}: “{quoted.text}”. Readers are not told.",
        rule=f"the page written at {at:%Y-%m-%d %H:%M} UTC had it; no correction of {quoted.recording} was"
        " accepted since, and the story has no note",
        suggestion="Add a correction with what it was and when it changed (`earwitness correct`), or a note.",
        heard=place.heard if place else None,
        severity=severity,
    )


def _is_this(story: Story, one: Edition) -> bool:
    made = one.publication
    if made.withdrawn:
        return False
    if made.title and made.title == story.draft.title:
        return True
    if made.draft_name != story.draft.name:
        return False
    if not (made.title and story.draft.title):
        return True
    # Many drafts are called "draft.md": under another title it is this story if most of it is still there.
    kept = sum(
        any(_overlap(p, quoted) for p in _beside(story, quoted)) for quoted in made.quotations
    )
    return 2 * kept > len(made.quotations)


def _units(words: str, language: str) -> list[str]:
    return [one.key for one in units_of(words, language) if one.kind is not UnitKind.BRACKET]


def _words(story: Story, place: QuotedPlace) -> list[str]:
    words = shown_text(story.draft.text[place.start : place.end])
    return _units(words.strip('“”«»"„>— \n'), story.language)


def _beside(story: Story, quoted: PublishedQuotation) -> list[QuotedPlace]:
    """Quotations of the draft from the recording of a published one."""
    carrying = story.checking.carrying
    return [p for p in story.places if quoted.recording in carrying(p.heard.recording_id)]


def _overlap(place: QuotedPlace, quoted: PublishedQuotation) -> bool:
    return place.heard.first <= quoted.last and quoted.first <= place.heard.last


def _corrected(story: Story, recording: str, since: datetime) -> bool:
    """Whether a correction of the recording was accepted after the page was written."""
    for one in story.checking.carrying(recording):
        for record in standing_about(story.checking.db, one, ("settlement",)):
            if (
                json.loads(record.body).get("accepted")
                and datetime.fromisoformat(record.at) >= since
            ):
                return True
    return False
