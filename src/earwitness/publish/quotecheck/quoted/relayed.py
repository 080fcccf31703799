"""Q14: a quotation that was translated from a translation, or that is known only from a newspaper.

A translation names the transcript that it was made from; where that is in another language than the one spoken, it
is a relay. Words that stand in no recording held here but in an article that was taken in are that article's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from earwitness.publish.quotecheck.findings import Frame
from earwitness.publish.quotecheck.heard_words import Comparable, press_words
from earwitness.publish.quotecheck.locating import locate
from earwitness.publish.quotecheck.matching import align, most
from earwitness.publish.quotecheck.parties import described_as
from earwitness.publish.quotecheck.places import Checking, Place, stands_there
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.units import Unit, units_of
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.store.catalog.receipts import appearance, sources
from earwitness.store.catalog.words import transcripts

__all__ = ["by_article", "find_in_press", "is_held_too", "known_from_press", "relayed"]

_NOT_STATED = "publisher not stated"  # what intake calls a publisher that nobody named
_MOST_CALLS = 1000  # calls that articles describe, the newest of which are looked at


def relayed(q: Quoted) -> Iterator[Finding]:
    """A translation whose own source is not in the language spoken."""
    translation = q.text.translation
    if translation is None or translation.transcript_id is None:
        return
    made_from = {one.id: one for one in transcripts(q.checking.db, q.text.recording_id)}
    source = made_from.get(translation.transcript_id)
    spoken = q.heard.language
    if spoken == "und" and q.text.spoken is not None:
        spoken = q.text.spoken.transcript.language
    if source is None or "und" in (source.language, spoken):
        return
    bases = {one.partition("-")[0] for one in (source.language, spoken)}
    if len(bases) > 1:
        yield q.frame.finding(
            "Q14",
            q.span,
            f"The translation was made from words in “{source.language}”; spoken is “{spoken}”.",
            rule=f"translation {translation.id} names transcript {source.id} as its source",
            suggestion=f"Translate from the words spoken: “{q.heard.original}”.",
            heard=q.heard,
            severity=Severity.WARNING,
        )


def find_in_press(checking: Checking, text: str) -> Place | None:
    """Where quoted words stand in an article that was taken in; asked only if no recording holds them."""
    best: Place | None = None
    asked: dict[str, tuple[Unit, ...]] = {}
    for one in _press(checking):
        units = asked.setdefault(one.language, ()) or units_of(text, one.language)
        asked[one.language] = units
        if most(units, one.heard)[1] <= (best.match.cover if best else 0):
            continue
        match = align(units, one.heard)
        if match is not None and (best is None or match.score > best.match.score):
            best = Place(one, match, units)
    return best if best is not None and stands_there(best) else None


def is_held_too(checking: Checking, place: Place) -> bool:
    """Whether the described call is one of the recordings quoted before, which does not hold the words."""
    return any(
        place.text.recording_id in described_as(checking.db, one, checking.texts(one))
        for one in checking.met
        if one != place.text.recording_id
    )


def known_from_press(checking: Checking, frame: Frame, place: Place) -> tuple[Heard, Finding]:
    """The words as an article quotes them, and what that means."""
    heard = locate(checking.db, place.text, place.match)
    names = {one.id: one.name for one in sources(checking.db)}
    named = [
        names[seen.source_id]
        for one in _articles(checking.db, place.text.recording_id)
        if (seen := appearance(checking.db, one)) is not None
    ]
    who = ", ".join(one for one in dict.fromkeys(named) if one != _NOT_STATED)
    return heard, frame.finding(
        "Q14",
        (frame.start, frame.end),
        f"The words are known only as {f'“{who}”' if who else 'an article'} quotes them: no recording of the call"
        " is held, and they may be a translation.",
        rule="word by word in an article that was taken in; in no recording and no translation of one",
        suggestion=f"Say whose words these are (“as quoted by {who or '…'}”), or get the recording.",
        heard=heard,
        severity=Severity.WARNING,
    )


def by_article(one: Finding) -> Finding:
    """A difference from words that only an article has; another word there need not be a mistake here."""
    return replace(
        one,
        reason=one.reason.replace("the recording has", "the article quotes"),
        rule=f"word by word against the article, {one.rule.partition(', ')[2]}",
        suggestion=one.suggestion.replace("Heard there", "Quoted there"),
        severity=Severity.WARNING if one.code == "Q02" else one.severity,
    )


def _articles(db: sqlite3.Connection, recording_id: str) -> list[str]:
    rows = db.execute(
        "select distinct appearance_id from quotation where recording_id = ? order by rowid",
        (recording_id,),
    )
    return [row["appearance_id"] for row in rows]


def _press(checking: Checking) -> list[Comparable]:
    if checking.press is None:
        rows = checking.db.execute(
            "select distinct q.recording_id from quotation q join recording r on r.id = q.recording_id"
            " where r.basis = 'described' order by r.rowid desc limit ?",
            (_MOST_CALLS,),
        ).fetchall()
        found = [press_words(checking.db, row["recording_id"]) for row in rows]
        checking.press = [one for one in found if one is not None]
    return checking.press
