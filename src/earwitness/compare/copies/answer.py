"""What is known of the copies of one recording, for people: which files, where, longest, earliest, cleanest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earwitness.compare.copies.reading import file_sounds
from earwitness.compare.copies.sounds import PADDING_MS, FileSound
from earwitness.records.copies import Carriage, SharedPassage, SharedPiece
from earwitness.records.identifiers import Sha256
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import carriers, compilations, same_recording, shared_passages
from earwitness.store.catalog.sound import renditions

__all__ = ["CopiesAnswer", "CopyFile", "cannot_tell", "copies_of", "left_out"]

_SHORTEST_MS = 2_000
_LEAST_SPEECH_MS = 1_500


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A file that carries the recording.

    Attributes:
        recording_id: the recording that was made of the file when it was taken in.
        label: name under which it was received.
        left_out: stretches of the longest file that it lacks.
        order: 1 for the earliest known, 2 for the next.
    """

    sha256: Sha256
    recording_id: str
    label: str
    duration_ms: int
    relation: Relation
    pieces: tuple[SharedPiece, ...]
    left_out: tuple[Interval, ...]
    score: float | None
    reason: str
    order: int
    snr_db: float | None


@dataclass(frozen=True, slots=True)
class CopiesAnswer:
    """All files of one sound.

    Attributes:
        recording_id: the recording that stands for all; ``asked`` is the one that was asked for.
        longest, earliest, cleanest: SHA-256 of files; cleanest by speech over noise, "" if not known.
        strings: recordings of which it is made, if it is a compilation.
        passages: what it shares with others without being one with them.
        cannot_tell: why nothing was looked for, or "".
    """

    asked: str
    recording_id: str
    files: tuple[CopyFile, ...]
    longest: str
    earliest: str
    cleanest: str
    strings: tuple[str, ...]
    passages: tuple[SharedPassage, ...]
    cannot_tell: str


def copies_of(archive: Archive, recording_id: str) -> CopiesAnswer:
    """What is known of the copies of a recording."""
    same = same_recording(archive.db)
    canonical = same.get(recording_id, recording_id)
    known = carriers(archive.db, canonical)
    own = {one.sha256 for one in renditions(archive.db, recording_id)}
    files_here = file_sounds(archive, {*own, *(one.sha256 for one in known)})
    sounds: Mapping[str, FileSound] = {one.sha256: one for one in files_here}
    carried = [one for one in known if one.sha256 in sounds]
    whole = next((sounds[one.sha256] for one in carried if not one.pieces), None)
    files = [_file(one, sounds[one.sha256], whole) for one in carried]
    files.sort(key=lambda one: one.order)
    proper = [one for one in files if one.relation is not Relation.COMPILATION_PART]
    clean = [one for one in proper if one.snr_db is not None]
    asked = next((one for one in sounds.values() if one.recording_id == recording_id), None)
    members = [name for name, one in same.items() if one == canonical]
    passages = [one for name in members for one in shared_passages(archive.db, name)]
    return CopiesAnswer(
        recording_id,
        canonical,
        tuple(files),
        _longest(proper),
        min(proper, key=lambda one: one.order).sha256 if proper else "",
        max(clean, key=lambda one: (one.snr_db or 0.0, -one.order)).sha256 if clean else "",
        tuple(compilations(archive.db).get(canonical, ())),
        tuple(dict.fromkeys(passages)),
        _why_not(asked),
    )


def left_out(pieces: Sequence[SharedPiece], whole_ms: int) -> tuple[Interval, ...]:
    """Stretches of the whole that no piece covers; those under half a second are left away.

    >>> one = SharedPiece(Interval(0, 5000), 1000, 1.0, 1.0, 5000)
    >>> [(gap.start_ms, gap.end_ms) for gap in left_out([one], 9000)]
    [(0, 1000), (6000, 9000)]
    """
    gaps: list[Interval] = []
    until = 0
    for one in sorted((piece.there for piece in pieces), key=lambda there: there.start_ms):
        if one.start_ms - until >= 500:
            gaps.append(Interval(until, one.start_ms))
        until = max(until, one.end_ms)
    if whole_ms - until >= 500:
        gaps.append(Interval(until, whole_ms))
    return tuple(gaps)


def cannot_tell(duration_ms: int, telling_ms: int, speech_ms: int | None) -> str:
    """Why copies of such a sound cannot be told, or "".

    Args:
        telling_ms: what is neither silence nor a steady tone.
        speech_ms: None where it was not measured.
    """
    if duration_ms < _SHORTEST_MS:
        return f"it is {duration_ms / 1000:.1f} s long: two seconds of speech are needed"
    if telling_ms < _SHORTEST_MS:
        return "it holds silence or a steady tone: there is nothing to tell it apart by"
    if speech_ms is not None and speech_ms < _LEAST_SPEECH_MS:
        return (
            "no speech is heard in it: music, ringing or noise may be the same in calls that have"
            " nothing to do with one another"
        )
    return ""


def _longest(files: Sequence[CopyFile]) -> str:
    if not files:
        return ""
    most = max(one.duration_ms for one in files)
    alike = [one for one in files if one.duration_ms >= most - PADDING_MS]
    return min(alike, key=lambda one: one.order).sha256


def _file(one: Carriage, sound: FileSound, whole: FileSound | None) -> CopyFile:
    lacks = left_out(one.pieces, whole.duration_ms) if one.pieces and whole is not None else ()
    return CopyFile(
        one.sha256,
        sound.recording_id,
        sound.label,
        sound.duration_ms,
        one.relation,
        one.pieces,
        lacks,
        one.score,
        one.reason,
        sound.order,
        sound.quality,
    )


def _why_not(sound: FileSound | None) -> str:
    if sound is None:
        return "its sound was not heard: `earwitness run` hears it, if its sound is here"
    speech = None if sound.speech is None else sum(one.duration_ms for one in sound.speech)
    return cannot_tell(sound.duration_ms, sound.duration_ms, speech)
