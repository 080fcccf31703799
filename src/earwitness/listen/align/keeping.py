"""Alignments in the archive: which transcripts are looked for in their sound, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import msgspec

from earwitness.listen.keeping import speech_of
from earwitness.records.alignment import AlignedLine, Alignment, Fit
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.records.timecode import Interval
from earwitness.records.words import Timing, Transcript, TranscriptOrigin, Utterance, Word
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.alignments import StoredAlignment, add_alignment
from earwitness.store.catalog.words import add_transcript, transcripts, utterances
from earwitness.store.settings import settings_digest
from earwitness.text.language import guess_language

__all__ = ["ALIGN", "AlignStage", "WantedAlignment", "keep_alignment", "wanted_alignments"]

ALIGN = "align"
FORMAT = "aligned"


@dataclass(frozen=True, slots=True)
class AlignStage:
    """The section ``[align]``.

    Attributes:
        engine: the synthesiser that reads the texts aloud; "none" leaves aligning out.
        minutes: of sound that are aligned together.
    """

    engine: str = "espeak-ng"
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class WantedAlignment:
    """A transcript that is to be looked for in the sound of its recording.

    Attributes:
        lines: the utterances that have words.
        language: BCP-47 tag of the voice that reads them.
        done: it was aligned before, and is there for what it teaches the others only.
    """

    transcript: Transcript
    lines: tuple[Utterance, ...]
    language: str
    sha256: Sha256
    duration_ms: int
    speech: tuple[Interval, ...] | None = field(repr=False)
    key: ledger.TaskKey
    done: bool = False


def wanted_alignments(
    archive: Archive, recording_ids: Sequence[str], stage: AlignStage, maker: str
) -> list[WantedAlignment]:
    """The words that people gave for each recording with sound; those aligned before are among them.

    What is aligned depends on what is aligned beside it. So that a run which was killed ends in the same
    times as one that was not, recordings keep their companions, done or not.

    Args:
        maker: program and synthesiser with their versions.
    """
    found = []
    for recording_id in recording_ids:
        sound = archive.db.execute(
            "select h.sha256, h.duration_ms from heard h join rendition r on r.sha256 = h.sha256"
            " where r.recording_id = ? order by r.rowid",
            (recording_id,),
        ).fetchone()
        given = _given_words(archive, recording_id)
        if sound is None or given is None:
            continue
        key = ledger.TaskKey(given.id, ALIGN, maker, settings_digest(stage.engine), sound["sha256"])
        lines = tuple(one for one in utterances(archive.db, given.id) if one.text)
        if lines:
            found.append(
                WantedAlignment(
                    given,
                    lines,
                    _language(given, lines),
                    Sha256(sound["sha256"]),
                    int(sound["duration_ms"]),
                    speech_of(archive, recording_id),
                    key,
                    ledger.is_done(archive.db, key),
                )
            )
    # by what was received, not by when: sums and the synthesiser's state go by the order, too
    return sorted(found, key=lambda one: (one.sha256, [line.text for line in one.lines]))


def _given_words(archive: Archive, recording_id: str) -> Transcript | None:
    """The best version that no machine made. An engine's own words stand where it heard them."""
    for one in transcripts(archive.db, recording_id):
        if one.origin is not TranscriptOrigin.MACHINE and one.format != FORMAT:
            return one
    return None


def _language(given: Transcript, lines: Sequence[Utterance]) -> str:
    if given.language not in ("", "und", "mul"):
        return given.language
    return guess_language("\n".join(one.text for one in lines)).tag


def keep_alignment(
    archive: Archive, wanted: WantedAlignment, found: Alignment, lease: ledger.Lease
) -> str | None:
    """Store an alignment, and the version with its times where the text had none.

    Returns:
        The identifier of the alignment; None if the lease was lost and nothing was stored.
    """
    given = wanted.transcript
    blob = archive.derived.put(
        wanted.sha256,
        ALIGN,
        f"{given.id}.{wanted.key.digest[:16]}.json",
        msgspec.json.encode(found, order="deterministic"),
    )
    version, spoken = _with_times(archive, wanted, found)
    with suppress(_LeaseLost), archive.writing() as w:
        objects = [given.recording_id, given.id]
        seq = w.note(
            EventType.CREATION,
            objects + ([version.id] if version else []),
            note=f"aligned: {found.reason}",
        )
        if not ledger.finish(w.db, lease, blob, seq):
            raise _LeaseLost
        version_id = None
        if version is not None:
            version_id = add_transcript(w.db, version, spoken, seq) or version.id
        stored = StoredAlignment(
            new_identifier("aln"),
            given.id,
            version_id,
            wanted.sha256,
            found.fit,
            found.reason,
            found.maker,
            blob.name,
        )
        add_alignment(w.db, stored, found, tuple(one.position for one in wanted.lines), seq)
        return stored.id
    return None


class _LeaseLost(Exception):
    """Another worker finished this item."""


def _with_times(
    archive: Archive, wanted: WantedAlignment, found: Alignment
) -> tuple[Transcript | None, list[Utterance]]:
    """The same words with the times found; none where all lines had their own, or nothing fits."""
    by_position = {one.position: line for one, line in zip(wanted.lines, found.lines, strict=True)}
    needs = any(one.timing is not Timing.EXACT for one in wanted.lines)
    if not needs or not any(_has_place(line) for line in found.lines):
        return None, []
    version = replace(
        wanted.transcript,
        id=new_identifier("trs"),
        format=FORMAT,
        maker=f"{wanted.transcript.maker}; times: {found.maker}".lstrip("; "),
        rank=wanted.transcript.rank + 1,
        because=f"{wanted.transcript.because}; its times found in the sound",
    )
    spoken = [
        _timed(one, version.id, by_position.get(one.position))
        for one in utterances(archive.db, wanted.transcript.id)
    ]
    return version, spoken


def _has_place(line: AlignedLine) -> bool:
    """Whether a line stands somewhere: heard out of its order is a place, too."""
    found_elsewhere = line.fit is Fit.DOES_NOT_BELONG and line.moved
    return line.start_ms is not None and (line.fit is not Fit.DOES_NOT_BELONG or found_elsewhere)


def _timed(one: Utterance, transcript_id: str, line: AlignedLine | None) -> Utterance:
    """An utterance with the place of its line; its own exact times are kept."""
    copy = replace(one, id=new_identifier("utt"), transcript_id=transcript_id)
    if line is None or one.timing is Timing.EXACT or not _has_place(line):
        return copy
    words = tuple(
        Word(word.text, word.start_ms, word.end_ms)
        for word in line.words
        if word.start_ms is not None and word.end_ms is not None
    )
    return replace(
        copy, start_ms=line.start_ms, end_ms=line.end_ms, timing=Timing.EXACT, words=words
    )
