"""Media files into the archive: bytes, appearance, recording, and the first bound of its date."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.intake.entering.batch import Batch
from earwitness.intake.pile import GivenFile
from earwitness.records.artefacts import (
    Appearance,
    AppearanceKind,
    Attachment,
    EventType,
    PublishedAt,
)
from earwitness.records.fuzzydate import FuzzyDate, not_after
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.records.sound import Basis, Recording, Relation, Rendition
from earwitness.store.archive import Writing
from earwitness.store.catalog.receipts import add_appearance, source_named
from earwitness.store.catalog.sound import add_date, add_rendition, made_recording
from earwitness.store.originals import Placed

__all__ = [
    "HANDED_OVER",
    "EnteredMedia",
    "enter_loose_media",
    "enter_words_alone",
    "recording_for",
]

HANDED_OVER = "handed over, source not stated"


@dataclass(frozen=True, slots=True)
class EnteredMedia:
    """A media file that is in the archive, and the recording it carries."""

    file: GivenFile
    placed: Placed
    recording: Recording


def enter_loose_media(batch: Batch, file: GivenFile) -> EnteredMedia:
    """Take in a media file that comes without a page or post around it.

    Raises:
        UnreadableFile: it cannot be read.
    """
    placed = batch.store(file)
    with batch.archive.writing() as w:
        seq = batch.receive(w, file, placed, "media")
        recording = recording_for(batch, w, placed, seq, _received(batch))
        _appear(batch, w, file, placed, seq, "media")
    return EnteredMedia(file, placed, recording)


def enter_words_alone(
    batch: Batch, file: GivenFile, placed: Placed, key: str, title: str
) -> Recording:
    """The recording that a file with words speaks of, when there is no sound of it here.

    Args:
        placed: the file's bytes, which were received already.
        key: what its other versions and translations share with it.
    """
    with batch.archive.writing() as w:
        seq = w.note(EventType.CREATION, [batch.id], note="recording known by its words")
        made = made_recording(w.db, Basis.WORDS, key, seq, title=title)
        if made.new:
            batch.report.taken["recordings known by words"] += 1
            add_date(w.db, made.recording.id, _received(batch), seq)
            _appear(batch, w, file, placed, seq, "words")
    return made.recording


def _appear(batch: Batch, w: Writing, file: GivenFile, placed: Placed, seq: int, role: str) -> None:
    """A file that was handed over is an appearance, once under each name."""
    source = source_named(w.db, batch.given_by.source or HANDED_OVER, batch.given_by.source_kind)
    appearance = Appearance(
        id=new_identifier("app"),
        kind=AppearanceKind.FILE,
        source_id=source.id,
        published=PublishedAt(None, batch.received_at, "received"),
        capture="file",
        attachments=(Attachment(Sha256(placed.sha256), role),),
    )
    added = add_appearance(w.db, appearance, batch_id=batch.id, custody_seq=seq, identity=file.home)
    (batch.report.taken if added else batch.report.known)["appearances"] += 1


def recording_for(
    batch: Batch, w: Writing, placed: Placed, seq: int, bound: FuzzyDate
) -> Recording:
    """The recording that these bytes carry, made if they are new; its date gets another bound.

    The title stays empty: file names and captions are other people's words.
    """
    made = made_recording(w.db, Basis.SOUND, f"artefact:{placed.sha256}", seq)
    add_rendition(
        w.db, Rendition(made.recording.id, Sha256(placed.sha256), Relation.IDENTICAL, "bytes", 1.0)
    )
    add_date(w.db, made.recording.id, bound, seq)
    (batch.report.taken if made.new else batch.report.known)["recordings"] += 1
    return made.recording


def _received(batch: Batch) -> FuzzyDate:
    bound = not_after(batch.received_at)
    return FuzzyDate(None, bound.latest, bound.basis, "received by the desk")
