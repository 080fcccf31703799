"""What is withheld, for all who let something out: stretches of a recording, and words that stand nowhere.

The public door: stages that publish ask here and know nothing of how decisions are made or proved.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import msgspec

from earwitness.audio.redacted_stretches import treatments
from earwitness.records.identifiers import Sha256
from earwitness.records.redaction import (
    Redaction,
    RedactionSettings,
    StandingRedaction,
    Treatment,
)
from earwitness.records.signed import SignedRecord
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.signed import signed_of_kind, standing_about
from earwitness.store.catalog.voices import latest_voices
from earwitness.store.catalog.words import best_transcript, utterances

__all__ = [
    "REDACTION",
    "SealedWord",
    "redacted_recordings",
    "redactions_digest",
    "redactions_of",
    "sealed_words",
    "spans_of_voice",
    "treatments_of",
    "withheld_spans",
    "withheld_voices",
]

REDACTION = "withheld"
"""The kind of signed record that holds a `Redaction`."""


@dataclass(frozen=True, slots=True)
class SealedWord:
    """A word or phrase that must not stand anywhere; named in reports by its decision and place, never itself.

    Attributes:
        name: ``sig-…/2``: the second word of that decision.
    """

    name: str
    words: str
    recording: str


@dataclass(frozen=True, slots=True)
class VoiceSpans:
    """Where a voice speaks, and how many of its lines have no times that could be redacted."""

    spans: tuple[Interval, ...]
    without_times: int


def redactions_of(db: sqlite3.Connection, subject: str) -> list[StandingRedaction]:
    """The decisions about a recording (or `ALL_RECORDINGS`) that stand, the earliest first."""
    return [_standing(one) for one in standing_about(db, subject, (REDACTION,))]


def redacted_recordings(db: sqlite3.Connection) -> list[str]:
    """The recordings of which any stretch is withheld, in order of the first decision."""
    named = dict.fromkeys(one.subject for one in signed_of_kind(db, REDACTION))
    return [
        one
        for one in named
        if any(known.redaction.spans or known.redaction.voice for known in redactions_of(db, one))
    ]


def sealed_words(db: sqlite3.Connection) -> tuple[SealedWord, ...]:
    """All words that are sealed, of every recording: a name withheld in one must not stand beside another."""
    named = dict.fromkeys(one.subject for one in signed_of_kind(db, REDACTION))
    return tuple(
        SealedWord(f"{one.id}/{number}", words, one.recording)
        for subject in named
        for one in redactions_of(db, subject)
        for number, words in enumerate(one.redaction.words, 1)
    )


def treatments_of(archive: Archive, recording_id: str) -> tuple[Treatment, ...]:
    """What is replaced in the sound of a recording, in order, with margins and edges.

    The spans of a voice are those that stood when it was decided and those that it has now: a later
    version of the voices only ever adds to what is withheld.

    Raises:
        UsageError: the ``[redaction]`` settings are wrong.
    """
    settings = archive.settings.section("redaction", RedactionSettings)
    standing = [_grown(archive.db, one) for one in redactions_of(archive.db, recording_id)]
    return treatments(standing, settings)


def withheld_spans(archive: Archive, recording_id: str) -> tuple[Span, ...]:
    """Stretches in which no words may stand. A disguise withholds none: its words are heard."""
    return tuple(
        Span(one.interval, SpanKind.REDACTED, "redaction", one.channel)
        for one in treatments_of(archive, recording_id)
        if one.method.removes
    )


def withheld_voices(db: sqlite3.Connection, recording_id: str) -> frozenset[str]:
    """Labels of voices that are withheld whole: lines without times are theirs too."""
    found = (one.redaction for one in redactions_of(db, recording_id))
    return frozenset(one.voice for one in found if one.voice and one.method.removes)


def redactions_digest(archive: Archive, recording_id: str) -> str:
    """SHA-256 of all that is withheld of a recording and of all sealed words: a proof is about one such state."""
    essence = [
        recording_id,
        [asdict(one) for one in treatments_of(archive, recording_id)],
        sorted((one.name, one.words) for one in sealed_words(archive.db)),
    ]
    return hashlib.sha256(json.dumps(essence, ensure_ascii=False).encode()).hexdigest()


def spans_of_voice(db: sqlite3.Connection, recording_id: str, voice: str) -> VoiceSpans:
    """Where a voice speaks: its turns by those who listened, and its lines in the words shown first."""
    heard = latest_voices(db, recording_id)
    spans = [one.interval for one in (heard.turns if heard else ()) if one.voice == voice]
    best = best_transcript(db, recording_id)
    without = 0
    for line in utterances(db, best.id) if best else ():
        if line.voice != voice:
            continue
        if line.start_ms is None or line.end_ms is None or line.end_ms <= line.start_ms:
            without += bool(line.text)
        else:
            spans.append(Interval(line.start_ms, line.end_ms))
    return VoiceSpans(tuple(sorted(set(spans))), without)


def _grown(db: sqlite3.Connection, one: StandingRedaction) -> StandingRedaction:
    if not one.redaction.voice:
        return one
    now = spans_of_voice(db, one.recording, one.redaction.voice).spans
    spans = tuple(sorted({*one.redaction.spans, *now}))
    return replace(one, redaction=replace(one.redaction, spans=spans))


def _standing(one: SignedRecord) -> StandingRedaction:
    made = msgspec.json.decode(one.body.encode(), type=Redaction)
    return StandingRedaction(one.id, one.subject, made, one.by, one.at, one.reason)


def voices_given(given: Iterable[Treatment]) -> list[Sha256]:
    """The sound files that are put in the place of what is withheld."""
    return [Sha256(one) for one in dict.fromkeys(part.sound for part in given if part.sound)]
