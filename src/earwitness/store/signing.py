"""A signed record into the catalog: dated, with its reason, an event of the custody chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from earwitness.errors import UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.signed import SignedRecord, body_of, signed_digest
from earwitness.store.archive import Archive, Writing
from earwitness.store.catalog.signed import add_signed

__all__ = ["Signature", "sign", "write_signed"]


class Signature:
    """Who says something and why.

    Raises:
        UsageError: one of the two is missing.
    """

    __slots__ = ("by", "reason")

    def __init__(self, by: str, reason: str) -> None:
        for option, words in (("--by", by), ("--because", reason)):
            if not words.strip():
                raise UsageError(f"this needs {option}", do="Say who (--by) and why (--because)")
        self.by, self.reason = " ".join(by.split()), reason.strip()


def sign(
    archive: Archive, kind: str, subject: str, fields: Any, signed: Signature, revision: str = ""
) -> SignedRecord:
    """Keep a record of its own, in one transaction with its custody event."""
    with archive.writing() as w:
        return write_signed(w, kind, subject, fields, signed, revision)


def write_signed(
    w: Writing,
    kind: str,
    subject: str,
    fields: Any,
    signed: Signature,
    revision: str = "",
    objects: Sequence[str] = (),
) -> SignedRecord:
    """Keep a record inside the caller's transaction.

    The chain names no person and no reason: those may be sealed. It holds their digest.
    """
    one = SignedRecord(
        new_identifier("sig"),
        kind,
        subject,
        body_of(fields),
        signed.by,
        datetime.now(UTC).isoformat(timespec="seconds"),
        signed.reason,
        revision,
    )
    named = [one.id, signed_digest(one), subject, *objects]
    seq = w.note(EventType.CREATION, named, note=f"signed: {kind.replace('_', ' ')}")
    add_signed(w.db, one, seq)
    return one
