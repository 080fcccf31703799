"""What is not known of a recording, told to readers as plainly as what is.

Read from the store alone; nothing is guessed, and what a person established is not called unknown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

from earwitness.publish.how_we_know import Knowledge
from earwitness.publish.quotecheck.parties import parties_of
from earwitness.publish.wording import Wording
from earwitness.records.fuzzydate import DateBasis, narrowed
from earwitness.records.item_facts import CompletenessState
from earwitness.records.judgement import Heard
from earwitness.records.review import CheckResult, Standing, Verdict
from earwitness.records.timecode import Interval
from earwitness.records.words import TranscriptOrigin, Utterance, VersionStatus
from earwitness.store.catalog.signed import standing_about
from earwitness.store.catalog.sound import recorded_bounds, recording
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    transcripts,
    utterances,
)
from earwitness.store.item_revision import Part, item_revision
from earwitness.text.words import tokens

__all__ = ["not_known"]

_NAMELESS = "the other side"  # what intake calls a side that nobody named
_ONE_DAY_S = 86_400


def not_known(
    db: sqlite3.Connection,
    recording_id: str,
    say: Wording,
    quoted: Mapping[int, tuple[Heard, str]],
    standing: Standing | None = None,
) -> Knowledge:
    """What readers have to be told of a recording.

    Args:
        quoted: the quotations of it, by the number on the page: where they were heard, and the language
            of the translation that is quoted ("" for none).
        standing: the verdict that stands; None: nobody has examined it.
    """
    shown = {language for _, language in quoted.values() if language}
    return Knowledge(
        recording_id,
        (
            *_genuine(say, standing or Standing()),
            *_unheard(db, recording_id, say),
            *_date(db, recording_id, say),
            *_completeness(db, recording_id, say),
            *_review(db, recording_id, say, shown),
            *_other_readings(db, recording_id, say, quoted),
        ),
    )


def _genuine(say: Wording, standing: Standing) -> Iterator[str]:
    if standing.verdict in (Verdict.UNEXAMINED, Verdict.UNVERIFIED):
        yield say.say("not_verified")


def _unheard(db: sqlite3.Connection, recording_id: str, say: Wording) -> Iterator[str]:
    """One sentence: several names may be given to the one side that is missing."""
    unheard = [one for one in parties_of(db, recording_id) if not one.heard]
    labels = [one.label for one in unheard if one.labels and one.label != _NAMELESS]
    if labels:
        yield say.say("unheard", label=" / ".join(dict.fromkeys(labels)))
    elif unheard:
        yield say.say("unheard_unnamed")


def _date(db: sqlite3.Connection, recording_id: str, say: Wording) -> Iterator[str]:
    """Only a day that rests on more than a publication is a day."""
    known = narrowed(recorded_bounds(db, recording_id))
    earliest, latest = known.date.earliest, known.date.latest
    by_publication = any(one.basis is DateBasis.PUBLICATION for one in known.by)
    if known.contradictions:
        yield say.say("day_contradicts")
    elif (
        earliest is None
        or latest is None
        or by_publication
        or (latest - earliest).total_seconds() > _ONE_DAY_S
    ):
        yield say.say("day_unknown")


def _completeness(db: sqlite3.Connection, recording_id: str, say: Wording) -> Iterator[str]:
    found = recording(db, recording_id)
    state = found.completeness if found else "unknown"
    for one in standing_about(db, recording_id, ("completeness",)):
        state = str(json.loads(one.body).get("state", state))  # the last that was signed
    if state != CompletenessState.COMPLETE.value:
        key = state if state in ("excerpt", "compilation") else "unknown"
        yield say.say(f"complete_{key}")


def _review(
    db: sqlite3.Connection, recording_id: str, say: Wording, shown: set[str]
) -> Iterator[str]:
    best = best_transcript(db, recording_id)
    if best is not None and not _native_speaker(db, recording_id):
        yield say.say("no_native_speaker", language=say.name(best.language))
    for language, one in best_translations(db, recording_id).items():
        if language in shown and one.status is not VersionStatus.APPROVED:
            yield say.say("translation_not_read", language=say.name(language))


def _native_speaker(db: sqlite3.Connection, recording_id: str) -> bool:
    """Whether one listened to these very words (check L2, which lapses with them)."""
    given = [
        (json.loads(one.body), one.revision) for one in standing_about(db, recording_id, ("check",))
    ]
    answers = [(body, revision) for body, revision in given if body.get("check") == "L2"]
    if not answers:
        return False
    body, revision = answers[-1]
    return bool(
        body.get("result") == CheckResult.PASS.value
        and revision == item_revision(db, recording_id, (Part.WORDS,))
    )


def _other_readings(
    db: sqlite3.Connection,
    recording_id: str,
    say: Wording,
    quoted: Mapping[int, tuple[Heard, str]],
) -> Iterator[str]:
    """Other versions that have other words at the place of a quotation. The words are not shown: nobody
    has allowed them.
    """
    others = [
        utterances(db, one.id)
        for one in transcripts(db, recording_id)
        if one.origin is not TranscriptOrigin.MACHINE
    ]
    found = [
        number
        for number, (heard, _) in quoted.items()
        if heard.interval is not None
        and any(_reads_otherwise(lines, heard, heard.interval) for lines in others)
    ]
    if found:
        listed = ", ".join(str(one) for one in found)
        yield say.say("other_reading" if len(found) == 1 else "other_readings", numbers=listed)


def _reads_otherwise(lines: list[Utterance], heard: Heard, interval: Interval) -> bool:
    """Whether a version has timed words of the same stretch, and they are others."""
    if not lines or lines[0].transcript_id == heard.transcript_id:
        return False
    inside = [
        word.text
        for line in lines
        for word in line.words
        if interval.start_ms <= word.start_ms and word.end_ms <= interval.end_ms
    ]
    if not inside:
        return False
    own, other = _folded(heard.original), _folded(" ".join(inside))
    return bool(other) and not _within(own, other) and not _within(other, own)


def _folded(text: str) -> list[str]:
    return [one.text.casefold().replace("ё", "е") for one in tokens(text)]


def _within(part: list[str], whole: list[str]) -> bool:
    size = len(part)
    return any(whole[at : at + size] == part for at in range(len(whole) - size + 1))
