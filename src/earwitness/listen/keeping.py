"""What was heard, into the archive: the measures of a file, a machine's words, what is held back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from earwitness.audio.peaks import peaks_json
from earwitness.errors import NotInArchive
from earwitness.listen.guard import GuardContext, judge
from earwitness.listen.heard import HeardSegment
from earwitness.listen.hearing import HEARING_VERSION, Heard, Hearing, HearingSettings
from earwitness.listen.transcribe import MachineTranscript
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.timecode import Interval
from earwitness.records.words import (
    Timing,
    Transcript,
    TranscriptOrigin,
    Utterance,
    Word,
)
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import recordings_of_artefact
from earwitness.store.catalog.words import add_transcript, hold_back, transcripts, utterances
from earwitness.store.settings import settings_digest

__all__ = [
    "GUARD",
    "HEAR",
    "TRANSCRIBE",
    "guard_key",
    "hearing_key",
    "hearing_of",
    "hold_back_inventions",
    "keep_hearing",
    "keep_machine_transcript",
    "sounding_of",
    "speech_of",
]

HEAR, TRANSCRIBE, GUARD = "hear", "transcribe", "guard"
_GUARD_VERSION = "1"
_GUARD_MAKER = f"guard {_GUARD_VERSION}"
_CAPTION_FORMATS = ("webvtt", "srt", "sbv", "ttml")
_NOTHING_TO_HEAR = ("silence", "digital_silence", "bleep", "dial", "ring", "dtmf")


@dataclass(frozen=True, slots=True)
class GuardedTranscript:
    """A machine's transcript that was judged, and how many of its utterances are held back."""

    transcript_id: str
    held: int


def hearing_key(sha256: str, settings: HearingSettings) -> ledger.TaskKey:
    """The piece of work that is the hearing of one file."""
    return ledger.TaskKey(sha256, HEAR, HEARING_VERSION, settings_digest(settings))


def keep_hearing(archive: Archive, lease: ledger.Lease, heard: Heard) -> bool:
    """Store a hearing and its peaks; False if the lease was lost and nothing was stored."""
    subject, name = lease.key.subject, lease.key.settings
    archive.derived.put(subject, HEAR, f"{name}.peaks.json", peaks_json(heard.peaks))
    blob = archive.derived.put(
        subject, HEAR, f"{name}.json", msgspec.json.encode(heard.hearing, order="deterministic")
    )
    measured = heard.hearing.speech_state == "measured"
    mix = next((one.speech_ms for one in heard.hearing.speech if one.channel is None), 0)
    with suppress(_LeaseLost), archive.writing() as w:
        seq = w.note(EventType.CREATION, [subject], note=f"heard: {lease.digest[:16]}")
        if not ledger.finish(w.db, lease, blob, seq):
            raise _LeaseLost
        w.db.execute(
            "insert into heard values (?, ?, ?, ?, ?, ?) on conflict (sha256) do update set"
            " duration_ms = excluded.duration_ms, channels = excluded.channels,"
            " speech_ms = excluded.speech_ms, blob = excluded.blob, custody_seq = excluded.custody_seq",
            (
                subject,
                heard.hearing.duration_ms,
                heard.hearing.channels,
                mix if measured else None,
                blob.name,
                seq,
            ),
        )
        return True
    return False


def hearing_of(archive: Archive, sha256: str) -> Hearing | None:
    """What was heard in a file, or None if it was not heard (yet)."""
    row = archive.db.execute("select blob from heard where sha256 = ?", (sha256,)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(archive.derived.read(row["blob"]), type=Hearing)
    except NotInArchive:
        return None


def speech_of(archive: Archive, recording_id: str) -> tuple[Interval, ...] | None:
    """Where somebody speaks in a recording; None where that was never measured."""
    rows = archive.db.execute(
        "select sha256 from rendition where recording_id = ? order by rowid", (recording_id,)
    ).fetchall()
    for row in rows:
        hearing = hearing_of(archive, row["sha256"])
        if hearing is not None and hearing.speech_state == "measured":
            return next((one.spans for one in hearing.speech if one.channel is None), ())
    return None


def sounding_of(archive: Archive, recording_id: str) -> tuple[Interval, ...] | None:
    """Where a recording is neither silent nor bleeped; None where that was never measured.

    Somebody else's machine transcript is held against this and not against our speech activity,
    which misses faint voices: words may only be called invented where there is nothing to hear.
    """
    for row in archive.db.execute(
        "select sha256 from rendition where recording_id = ? order by rowid", (recording_id,)
    ).fetchall():
        hearing = hearing_of(archive, row["sha256"])
        if hearing is not None:
            return _between(hearing)
    return None


def _between(hearing: Hearing) -> tuple[Interval, ...]:
    """What the marks of silence and bleeps leave of a recording."""
    found, cursor = [], 0
    mute = [one for one in hearing.marks if one.kind in _NOTHING_TO_HEAR]
    for mark in sorted(mute, key=lambda one: one.start_ms):
        if mark.start_ms > cursor:
            found.append(Interval(cursor, mark.start_ms))
        cursor = max(cursor, mark.end_ms)
    if cursor < hearing.duration_ms:
        found.append(Interval(cursor, hearing.duration_ms))
    return tuple(found)


def keep_machine_transcript(archive: Archive, lease: ledger.Lease, made: MachineTranscript) -> bool:
    """Store what an engine heard as a version of the words; False if the lease was lost.

    What the guard doubted is held back by the same verdict: it knew the engine's own doubts, which
    the stored words no longer carry.
    """
    subject = lease.key.subject
    blob = archive.derived.put(
        subject,
        TRANSCRIBE,
        f"{lease.key.settings}.json",
        msgspec.json.encode(made, order="deterministic"),
    )
    with suppress(_LeaseLost), archive.writing() as w:
        seq = w.note(EventType.CREATION, [subject], note=f"transcribed by {made.engine}")
        if not ledger.finish(w.db, lease, blob, seq):
            raise _LeaseLost
        for recording in recordings_of_artefact(w.db, subject):
            version = Transcript(
                id=new_identifier("trs"),
                recording_id=recording.id,
                origin=TranscriptOrigin.MACHINE,
                language=_main_language(made),
                format="engine",
                maker=f"{made.engine} {made.engine_version} {made.settings_digest}",
                rank=10,
                because="a machine's: heard here",
            )
            spoken = tuple(_heard_utterances(version.id, made))
            if add_transcript(w.db, version, spoken, seq) is None:
                _hold_back_doubted(w.db, spoken, made, seq)
                ledger.done_directly(w.db, [guard_key(version.id)], seq)
        return True
    return False


def _hold_back_doubted(
    db: sqlite3.Connection, spoken: tuple[Utterance, ...], made: MachineTranscript, seq: int
) -> None:
    for utterance, one in zip(spoken, made.segments, strict=True):
        if not one.verdict.kept:
            hold_back(db, utterance.id, one.verdict.rule, one.verdict.reason, _GUARD_MAKER, seq)


def guard_key(transcript_id: str) -> ledger.TaskKey:
    """The piece of work that is judging one machine transcript."""
    return ledger.TaskKey(transcript_id, GUARD, _GUARD_VERSION, "")


def hold_back_inventions(archive: Archive, recording_id: str) -> tuple[GuardedTranscript, ...]:
    """Judge the machine transcripts of a recording that were not judged yet."""
    done = []
    for version in transcripts(archive.db, recording_id):
        key = guard_key(version.id)
        if version.origin is not TranscriptOrigin.MACHINE or ledger.is_done(archive.db, key):
            continue
        done.append(_judge_version(archive, recording_id, version, key))
    return tuple(done)


class _LeaseLost(Exception):
    """Another worker finished this item."""


def _judge_version(
    archive: Archive, recording_id: str, version: Transcript, key: ledger.TaskKey
) -> GuardedTranscript:
    spoken = [one for one in utterances(archive.db, version.id) if one.text]
    # Rolling captions stand on the screen at other times than they are spoken at.
    timed = version.format not in _CAPTION_FORMATS
    segments = [_as_segment(one, timed=timed) for one in spoken]
    context = GuardContext(speech=sounding_of(archive, recording_id)).informed_by(segments)
    with archive.writing() as w:
        seq = w.note(EventType.VALIDATION, [recording_id, version.id], note="guard")
        held = 0
        for utterance, segment in zip(spoken, segments, strict=True):
            verdict = judge(segment, context)
            if not verdict.kept:
                held += hold_back(
                    w.db, utterance.id, verdict.rule, verdict.reason, _GUARD_MAKER, seq
                )
        ledger.done_directly(w.db, [key], seq)
    return GuardedTranscript(version.id, held)


def _as_segment(one: Utterance, *, timed: bool) -> HeardSegment:
    start = one.start_ms or 0
    exact = timed and one.timing is Timing.EXACT
    end = max(one.end_ms or start, start) if exact else start
    return HeardSegment(start, end, one.text, one.language)


def _heard_utterances(transcript_id: str, made: MachineTranscript) -> Iterator[Utterance]:
    for position, one in enumerate(made.segments):
        segment = one.segment
        yield Utterance(
            id=new_identifier("utt"),
            transcript_id=transcript_id,
            position=position,
            text=segment.text,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            timing=Timing.EXACT,
            words=tuple(Word(w.text, w.start_ms, w.end_ms, w.probability) for w in segment.words),
            language=segment.language,
        )


def _main_language(made: MachineTranscript) -> str:
    spoken: dict[str, int] = {}
    for segment in made.kept:
        length = segment.end_ms - segment.start_ms
        spoken[segment.language] = spoken.get(segment.language, 0) + length
    return max(spoken, key=lambda language: spoken[language]) if spoken else "und"
