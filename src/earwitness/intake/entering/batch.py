"""One call of `add`: the archive, who gave what, and the report that grows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from earwitness.intake.pile import GivenFile
from earwitness.intake.report import IntakeReport
from earwitness.records.artefacts import Artefact, EventType, SourceKind
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.store.archive import Archive, Writing
from earwitness.store.catalog.receipts import add_artefact, add_receipt
from earwitness.store.originals import Placed

__all__ = ["Batch", "GivenBy"]


@dataclass(frozen=True, slots=True)
class GivenBy:
    """What the person who adds says about the whole pile.

    Attributes:
        source: who released it, for files that do not say so themselves.
        language: of words whose file does not say.
        approved_by: who has approved the translations in it, "" for nobody.
        as_kind: take every text as this (``article``, ``transcript``), "" to look.
    """

    source: str = ""
    source_kind: SourceKind = SourceKind.UNKNOWN
    language: str = ""
    approved_by: str = ""
    as_kind: str = ""


@dataclass(slots=True)
class Batch:
    """The state of one intake."""

    archive: Archive
    given_by: GivenBy
    report: IntakeReport
    id: str
    received_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def open(cls, archive: Archive, paths: Sequence[Path], given_by: GivenBy) -> Batch:
        """Begin a batch; the paths as typed are kept."""
        identifier = new_identifier("bat")
        batch = cls(archive, given_by, IntakeReport(identifier), identifier)
        with archive.writing() as w:
            seq = w.note(EventType.CAPTURE, [identifier], note=f"{len(paths)} paths given")
            w.db.execute(
                "insert into batch values (?, ?, null, ?, ?)",
                (
                    identifier,
                    batch.received_at.isoformat(timespec="seconds"),
                    json.dumps([str(path) for path in paths], ensure_ascii=True),
                    seq,
                ),
            )
        return batch

    def close(self) -> None:
        """End the batch and keep its refusals in the catalog."""
        rows = [*self.report.refused, *self.report.notes]
        with self.archive.writing() as w:
            w.db.executemany(
                "insert into refusal (batch_id, path, kind, what, line, do) values (?, ?, ?, ?, ?, ?)",
                [(self.id, one.path, one.kind, one.what, one.line, one.do) for one in rows],
            )
            w.db.execute(
                "update batch set ended_at = ? where id = ?",
                (datetime.now(UTC).isoformat(timespec="seconds"), self.id),
            )

    def store(self, file: GivenFile) -> Placed:
        """Hash and place the bytes of a file; nothing has looked inside it before this."""
        placed = self.archive.originals.place(file.path)
        self.report.bytes += placed.size_bytes if placed.new else 0
        return placed

    def keep(self, file: GivenFile, kind: str) -> tuple[Placed, int]:
        """Store and receive a file before it is read: what cannot be read was received all the same."""
        placed = self.store(file)
        with self.archive.writing() as w:
            return placed, self.receive(w, file, placed, kind)

    def receive(self, w: Writing, file: GivenFile, placed: Placed, kind: str) -> int:
        """Write down artefact, receipt and custody event; return the event's number.

        Bytes that were received under this name before leave no second event.
        """
        before = w.db.execute(
            "select a.custody_seq from artefact a join receipt r on r.sha256 = a.sha256"
            " where a.sha256 = ? and r.path = ?",
            (placed.sha256, file.shown),
        ).fetchone()
        if before is not None:
            self.report.known["artefacts"] += 1
            return int(before["custody_seq"])
        seq = w.note(EventType.INGESTION, [placed.sha256, self.id], note=kind)
        fresh = add_artefact(w.db, Artefact(Sha256(placed.sha256), placed.size_bytes, kind), seq)
        add_receipt(w.db, placed.sha256, file.shown, self.id, _modified(file))
        (self.report.taken if fresh else self.report.known)["artefacts"] += 1
        return seq


def _modified(file: GivenFile) -> str | None:
    """When the file says that it was changed; None for times that no calendar holds."""
    try:
        changed = datetime.fromtimestamp(file.status().st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return changed.isoformat(timespec="seconds")
