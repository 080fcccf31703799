"""Edits of lines: saved with every pause, and laid on top as a version when the person says so.

An edit names the state that it was made on. Where somebody else has saved the line since, neither text is lost:
the edit is not taken, and both are shown (optimistic concurrency, as RFC 9110's If-Match).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from earwitness.errors import NotInArchive, OverLimit, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.words import Transcript, TranscriptOrigin, Utterance, VersionStatus
from earwitness.store.archive import Archive
from earwitness.store.catalog.line_edits import LineEdit, add_edit, edits_of, note_kept
from earwitness.store.catalog.words import (
    add_transcript,
    best_transcript,
    transcript,
    transcript_digest,
    utterance_at,
    utterances,
)
from earwitness.store.signing import Signature

__all__ = ["SavedEdit", "keep_edits", "save_edit"]

_LONGEST = 20_000  # characters of a line


@dataclass(frozen=True, slots=True)
class SavedEdit:
    """What became of an edit.

    Attributes:
        edit: what stands in the editor now.
        taken: False where the line was saved by somebody else since; then ``edit`` is theirs.
    """

    edit: LineEdit
    taken: bool


def save_edit(
    archive: Archive,
    recording_id: str,
    version: str,
    position: int,
    base: int,
    text: str,
    by: str,
) -> SavedEdit:
    """Keep what somebody has typed.

    Args:
        version: the transcript that is edited.
        base: revision of the line that the editor showed; 0 for the version's own text.

    Raises:
        NotInArchive: the recording has no such transcript or line. OverLimit: it is no line any more.
        UsageError: nobody's name was given.
    """
    if not by.strip():
        raise UsageError("an edit needs the name of a person", do="Say who edits")
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise OverLimit(f"a line of {len(text)} characters", do=f"At most {_LONGEST} are kept")
    with archive.writing() as w:
        line = _line(w.db, recording_id, version, position)
        now = edits_of(w.db, version).get(position) or LineEdit(position, 0, line.text, "", "")
        if text == now.text:
            return SavedEdit(now, taken=True)
        if base != now.revision:
            return SavedEdit(now, taken=False)
        return SavedEdit(add_edit(w.db, version, position, text, by.strip()), taken=True)


def keep_edits(archive: Archive, recording_id: str, version: str, signed: Signature) -> Transcript:
    """Make a version of a person from a transcript and its edits. The old one stays as it is.

    Words of an edited line lose their times and scores: they were those of other words. A line that was edited
    to nothing says nothing.

    Raises:
        NotInArchive: the recording has no such transcript. UsageError: nothing in it was edited.
    """
    with archive.writing() as w:
        old = _transcript(w.db, recording_id, version)
        lines = utterances(w.db, version)
        written = {one.position: one.text for one in lines}
        edits = {
            at: one for at, one in edits_of(w.db, version).items() if one.text != written.get(at)
        }
        if not edits:
            raise UsageError("nothing was changed in these words", where=version)
        best = best_transcript(w.db, old.recording_id)
        made = replace(
            old,
            id=new_identifier("trs"),
            origin=TranscriptOrigin.HUMAN,
            maker=signed.by,
            status=VersionStatus.DRAFT,
            rank=max(old.rank, best.rank if best else 0) + 1,
            because=f"{len(edits)} lines of {old.id} edited: {signed.reason}",
            artefact=None,
            format="edited",
        )
        spoken = _spoken(lines, edits, made.id)
        names = [made.id, transcript_digest(made, spoken), old.id]
        seq = w.note(EventType.MODIFICATION, names, note="lines were edited by a person")
        known = add_transcript(w.db, made, spoken, seq)
        note_kept(w.db, version, known or made.id)
        return _transcript(w.db, recording_id, known or made.id)


def _spoken(
    lines: list[Utterance], edits: dict[int, LineEdit], transcript_id: str
) -> list[Utterance]:
    """The lines of the new version; what was held back comes in only where a person wrote words."""
    found: list[Utterance] = []
    for one in lines:
        edit = edits.get(one.position)
        if edit is not None:
            one = replace(one, text=edit.text, words=(), score=None, held_back="", no_speech="")  # noqa: PLW2901
        if not one.held_back and (one.text or one.no_speech):
            made = replace(one, id=new_identifier("utt"), transcript_id=transcript_id)
            found.append(replace(made, position=len(found)))
    return found


def _transcript(db: sqlite3.Connection, recording_id: str, version: str) -> Transcript:
    found = transcript(db, version)
    if found is None or found.recording_id != recording_id:
        raise NotInArchive(f"the recording has no transcript '{version}'", where=recording_id)
    return found


def _line(db: sqlite3.Connection, recording_id: str, version: str, position: int) -> Utterance:
    _transcript(db, recording_id, version)
    found = utterance_at(db, version, position)
    if found is None:
        raise NotInArchive(f"{version} has no line {position}")
    return found
