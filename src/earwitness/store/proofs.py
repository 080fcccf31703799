"""Proofs that were run on what was to go out: signed records about each recording whose sound or words are in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from earwitness.records.redaction_proof import ProofRun
from earwitness.records.signed import SignedRecord
from earwitness.store.archive import Archive
from earwitness.store.catalog.signed import standing_about
from earwitness.store.redactions import redactions_digest
from earwitness.store.signing import Signature, write_signed

__all__ = ["PROOF", "keep_proof", "latest_proof"]

PROOF = "proof"
"""The kind of signed record that holds a `ProofRun`."""


def keep_proof(archive: Archive, run: ProofRun, recordings: Iterable[str]) -> list[SignedRecord]:
    """Keep a run, for each recording with the state of what is withheld of it."""
    found = ", ".join(run.finds) or "nothing"
    signed = Signature(run.maker, f"{run.of}: {run.files} files looked at, found: {found}")
    states = {one: redactions_digest(archive, one) for one in dict.fromkeys(recordings)}
    if not states:
        return []
    with archive.writing() as w:
        return [
            write_signed(w, PROOF, one, replace(run, state=state), signed, "", [run.digest])
            for one, state in states.items()
        ]


def latest_proof(db: sqlite3.Connection, recording_id: str) -> tuple[SignedRecord, ProofRun] | None:
    """The last proof about a recording, whatever it found; None: there is none."""
    found = standing_about(db, recording_id, (PROOF,))
    if not found:
        return None
    return found[-1], msgspec.json.decode(found[-1].body.encode(), type=ProofRun)
