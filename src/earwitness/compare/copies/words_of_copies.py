"""Words for a recording that has none of its own, out of its copies, through the time map.

Read when they are asked for and never stored: the words belong to the recording they were written for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from earwitness.compare.copies.sounds import composed
from earwitness.records.copies import SharedPiece
from earwitness.records.sound import Relation
from earwitness.records.timecode import Interval
from earwitness.records.words import Transcript, Utterance
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import carriers, compilations, same_recording
from earwitness.store.catalog.sound import renditions
from earwitness.store.catalog.words import best_transcript, transcripts, utterances

__all__ = ["CopiedLine", "words_of_copies"]

_MOSTLY = (
    0.5  # of a line must lie in what is shared; a line cut in two is taken with its whole text
)


@dataclass(frozen=True, slots=True)
class CopiedLine:
    """A line and where it lies in the recording that was asked for.

    Attributes:
        line: with its times here; ``cut`` says that only a part of it is in this recording.
        from_recording, transcript: where it was written for.
    """

    line: Utterance
    from_recording: str
    transcript: Transcript
    cut: bool


def words_of_copies(archive: Archive, recording_id: str) -> tuple[CopiedLine, ...]:
    """Lines of copies that lie in a recording without words, in the order of their times."""
    db = archive.db
    if transcripts(db, recording_id):
        return ()
    same = same_recording(db)
    canonical = same.get(recording_id, recording_id)
    wholes = compilations(db).get(canonical) or [canonical]
    found: list[CopiedLine] = []
    for whole in wholes:
        mine = _pieces(archive, recording_id, whole)
        if mine is None:
            continue
        members = [whole, *(name for name, one in same.items() if one == whole and name != whole)]
        for member in members:
            lines = list(_lines(archive, member, mine, whole)) if member != recording_id else []
            if lines:
                found += lines
                break
    return tuple(sorted(found, key=lambda one: one.line.start_ms or 0))


def _lines(
    archive: Archive, member: str, mine: tuple[SharedPiece, ...], whole: str
) -> Iterator[CopiedLine]:
    best = best_transcript(archive.db, member)
    theirs = _pieces(archive, member, whole)
    if best is None or theirs is None:
        return
    way = mine if not theirs else tuple(composed(mine, [one.turned() for one in theirs]))
    if not mine:
        way = tuple(one.turned() for one in theirs)
    for line in utterances(archive.db, best.id):
        if line.start_ms is None or line.end_ms is None or not line.text or line.held_back:
            continue
        spoken = Interval(line.start_ms, line.end_ms)
        piece = max(way, key=lambda one: one.there.overlap_ms(spoken), default=None)
        if piece is None:
            continue
        shared = piece.there.overlap_ms(spoken)
        if shared < _MOSTLY * max(1, spoken.duration_ms):
            continue
        start = piece.here.start_ms + round((line.start_ms - piece.there_start_ms) / piece.rate)
        end = start + round(spoken.duration_ms / piece.rate)
        here = replace(line, start_ms=max(0, start), end_ms=max(0, end), words=())
        yield CopiedLine(here, member, best, shared < spoken.duration_ms - 100)


def _pieces(archive: Archive, recording_id: str, whole: str) -> tuple[SharedPiece, ...] | None:
    """Where a recording lies on the one that stands for it; empty if it is that one itself."""
    own = {
        one.sha256
        for one in renditions(archive.db, recording_id)
        if one.relation is Relation.IDENTICAL
    }
    carried = next((one for one in carriers(archive.db, whole) if one.sha256 in own), None)
    if carried is None:
        return () if recording_id == whole else None
    return carried.pieces
