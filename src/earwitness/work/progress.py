"""How far a run is: stage, item, decoded time, rate, time left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import original_names

__all__ = ["RunProgress", "RunReport", "SetAside", "Told", "set_aside_items"]


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A moment of a run.

    Attributes:
        stage: what is being done.
        item: short name of the item in hand.
        done, total: items of this stage.
        heard_ms: sound decoded so far in this stage, all items.
        elapsed_s: wall time of this stage.
        bytes_done, bytes_total: of the items, for the time left.
    """

    stage: str
    item: str
    done: int
    total: int
    heard_ms: int = 0
    elapsed_s: float = 0.0
    bytes_done: int = 0
    bytes_total: int = 0

    @property
    def rate(self) -> float | None:
        """Sound decoded per time spent (100 = a hundred times faster than listening)."""
        if self.elapsed_s < 1 or not self.heard_ms:
            return None
        return self.heard_ms / 1000 / self.elapsed_s

    @property
    def left_s(self) -> float | None:
        """Time left, from the bytes that are done; None while that would be a guess."""
        if self.elapsed_s < 3 or not self.bytes_done or not self.bytes_total:
            return None
        return self.elapsed_s * (self.bytes_total - self.bytes_done) / self.bytes_done


Told = Callable[[RunProgress], None]


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that could not be done, by name and reason."""

    subject: str
    names: tuple[str, ...]
    stage: str
    kind: str
    reason: str


def set_aside_items(archive: Archive) -> tuple[SetAside, ...]:
    """Everything that was set aside in an archive, with the names it was received under."""
    return tuple(
        SetAside(
            row["subject"],
            tuple(original_names(archive.db, row["subject"])),
            row["stage"],
            row["reason_kind"],
            row["reason"],
        )
        for row in ledger.set_aside(archive.db)
    )


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did; stages in ``given_up`` left their items on the list for the next run."""

    heard: int
    heard_ms: int
    transcribed: int
    held_back: int
    indexed: int
    set_aside: tuple[SetAside, ...]
    notes: tuple[str, ...]
    elapsed_s: float
    stopped: bool = False
    translated: int = 0
    compared: int = 0
    given_up: tuple[str, ...] = ()
    aligned: int = 0
    misfits: tuple[str, ...] = ()
    voices_found: int = 0
    regrouped: int = 0
    read_for_mentions: int = 0
    mentions: int = 0
    read_for_claims: int = 0
    claims: int = 0

    @property
    def nothing_to_do(self) -> bool:
        heard = self.heard or self.transcribed or self.aligned or self.voices_found
        read = self.read_for_mentions or self.read_for_claims
        return not (heard or self.translated or self.compared or self.indexed or read)
