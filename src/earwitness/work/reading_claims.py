"""The stage that reads words for what is claimed. Cheap: it is done here, not in a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from earwitness.errors import EarwitnessError
from earwitness.store.archive import Archive
from earwitness.understand.claims.keeping import CLAIMS, desk_codebook, read_waiting
from earwitness.understand.coding.codebook import shipped_codebook
from earwitness.work.asking_for_claims import ask_for_claims
from earwitness.work.interrupts import Interrupts
from earwitness.work.progress import RunProgress, Told

__all__ = ["ClaimsStage", "read_claims"]


@dataclass(frozen=True, slots=True)
class ClaimsStage:
    """What was read, and what the desk should know of its codebook."""

    recordings: int
    claims: int
    notes: tuple[str, ...]


def read_claims(
    archive: Archive, recording_ids: Sequence[str], told: Told, interrupts: Interrupts
) -> ClaimsStage:
    """Read all words that were not read before by these rules and this codebook; ask a model if one is named.

    A codebook that cannot be read stops nothing: the shipped one is used and a note says so.
    """
    notes: list[str] = []
    try:
        codebook, digest = desk_codebook(archive)
    except EarwitnessError as error:
        codebook, digest = shipped_codebook(), ""
        notes.append(f"the desk's codebook was not used: {error}")
    done = total = 0
    for name, found in read_waiting(archive, recording_ids, codebook, digest):
        interrupts.check()
        done, total = done + 1, total + found
        if done % 50 == 0:
            told(RunProgress(CLAIMS, name, done, len(recording_ids)))
    asked = ask_for_claims(archive, recording_ids, codebook, told, interrupts)
    return ClaimsStage(done, total + asked.claims, (*notes, *asked.notes))
