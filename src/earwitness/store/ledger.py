"""What work is done, what is leased to whom, and how often it was tried.

The claim is the attempt: an item is counted when it is taken, so that one which kills its worker is
set aside after `MAX_ATTEMPTS` and never goes round for ever. Finishing is fenced by worker and
attempt, so that a frozen worker which wakes up late cannot overwrite what another one did.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from earwitness.errors import EarwitnessError
from earwitness.store.derived import Blob

__all__ = [
    "MAX_ATTEMPTS",
    "MAX_ORPHANED",
    "Lease",
    "TaskKey",
    "WorkCounts",
    "add",
    "claim",
    "claim_one",
    "counts",
    "done_directly",
    "fail",
    "finish",
    "is_done",
    "recover",
    "release",
    "result",
    "retire",
    "set_aside",
    "try_again",
]

MAX_ATTEMPTS = 3
MAX_ORPHANED = 25


@dataclass(frozen=True, slots=True)
class TaskKey:
    """One piece of work: a stage, in one version, with its settings, on its inputs.

    Attributes:
        subject: digest of an artefact or identifier of a recording.
        settings: digest of the settings; inputs: digest of what the stage reads besides.
    """

    subject: str
    stage: str
    version: str
    settings: str
    inputs: str = ""

    @property
    def digest(self) -> str:
        """The key of the result: the same inputs, settings and version give the same key."""
        whole = [self.subject, self.stage, self.version, self.settings, self.inputs]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Lease:
    """A piece of work that a worker has taken."""

    key: TaskKey
    digest: str
    worker: str
    attempt: int


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How many items of a stage are where."""

    todo: int
    leased: int
    done: int
    set_aside: int


def add(db: sqlite3.Connection, keys: Iterable[TaskKey]) -> int:
    """Put work on the list; what stands there already stays as it is. Returns how many were new."""
    count = 0
    for key in keys:
        done = db.execute(
            "insert into work (key, subject, stage, version, settings, inputs)"
            " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
            (key.digest, key.subject, key.stage, key.version, key.settings, key.inputs),
        )
        count += done.rowcount
    return count


def retire(db: sqlite3.Connection, *current: TaskKey) -> int:
    """Take off the list what nobody asks for any more: other versions or settings of a stage.

    What is done stays done: if the settings are put back, nothing is done twice.

    Args:
        current: keys of one stage as it is wanted now, one for each version or settings that is
            wanted beside the others; subjects and inputs do not count.

    Returns:
        How many items were taken off.
    """
    if not current:
        return 0
    others = " and ".join("(version <> ? or settings <> ?)" for _ in current)
    wanted = [value for key in current for value in (key.version, key.settings)]
    done = db.execute(
        f"delete from work where stage = ? and state in ('todo', 'set_aside') and {others}",  # noqa: S608 (question marks only)
        (current[0].stage, *wanted),
    )
    return done.rowcount


def claim(
    db: sqlite3.Connection,
    stages: Sequence[str],
    worker: str,
    lease_s: float,
    now: Callable[[], float] = time.time,
) -> Lease | None:
    """Take the next item of the named stages, or None when there is none left to take.

    Items whose lease ran out are taken again; those at the cap are set aside instead.
    """
    marks = ", ".join("?" * len(stages))
    moment = now()
    db.execute("begin immediate")
    try:
        db.execute(
            "update work set state = 'set_aside', worker = null, reason_kind = 'MAX_ATTEMPTS', reason ="
            " case when reason = '' then 'its worker died each time' else reason end"
            " where state = 'leased' and lease_until < ? and attempts >= ?",
            (moment, MAX_ATTEMPTS),
        )
        row = (
            db.execute(
                f"select * from work where stage in ({marks}) and state = 'todo' order by rowid limit 1",  # noqa: S608 (question marks only)
                tuple(stages),
            ).fetchone()
            or db.execute(
                f"select * from work where stage in ({marks}) and state = 'leased' and lease_until < ?"  # noqa: S608 (question marks only)
                " order by rowid limit 1",
                (*stages, moment),
            ).fetchone()
        )
        if row is not None:
            db.execute(
                "update work set state = 'leased', attempts = attempts + 1, worker = ?,"
                " lease_until = ? where key = ?",
                (worker, moment + lease_s, row["key"]),
            )
        db.execute("commit")
    except BaseException:
        db.execute("rollback")
        raise
    if row is None:
        return None
    key = TaskKey(row["subject"], row["stage"], row["version"], row["settings"], row["inputs"])
    return Lease(key, row["key"], worker, row["attempts"] + 1)


def claim_one(
    db: sqlite3.Connection,
    key: TaskKey,
    worker: str,
    lease_s: float,
    now: Callable[[], float] = time.time,
) -> Lease | None:
    """Take one item by its key, or None where it is not waiting to be done."""
    done = db.execute(
        "update work set state = 'leased', attempts = attempts + 1, worker = ?, lease_until = ?"
        " where key = ? and state = 'todo' returning attempts",
        (worker, now() + lease_s, key.digest),
    ).fetchone()
    return None if done is None else Lease(key, key.digest, worker, int(done["attempts"]))


def finish(db: sqlite3.Connection, lease: Lease, blob: Blob | None, custody_seq: int) -> bool:
    """Record a result, inside the caller's transaction. False: the lease was lost; store nothing."""
    done = db.execute(
        "update work set state = 'done', blob = ?, blob_sha256 = ?, finished_at = ?,"
        " custody_seq = ?, reason = '', reason_kind = '', lease_until = null"
        " where key = ? and state = 'leased' and worker = ? and attempts = ?",
        (
            blob.name if blob else None,
            blob.sha256 if blob else None,
            _now(),
            custody_seq,
            lease.digest,
            lease.worker,
            lease.attempt,
        ),
    )
    return done.rowcount == 1


def fail(db: sqlite3.Connection, lease: Lease, error: EarwitnessError, *, final: bool) -> None:
    """Record why an item failed; ``final`` ones, and those at the cap, are set aside."""
    aside = final or lease.attempt >= MAX_ATTEMPTS
    db.execute(
        "update work set state = ?, reason_kind = ?, reason = ?, lease_until = null, finished_at = ?"
        " where key = ? and state = 'leased' and worker = ? and attempts = ?",
        (
            "set_aside" if aside else "todo",
            type(error).__name__,
            _sentence(error),
            _now(),
            lease.digest,
            lease.worker,
            lease.attempt,
        ),
    )


def release(db: sqlite3.Connection, lease: Lease) -> None:
    """Give an item back untried (Ctrl-C): the attempt is not counted."""
    db.execute(
        "update work set state = 'todo', attempts = attempts - 1, worker = null, lease_until = null"
        " where key = ? and state = 'leased' and worker = ? and attempts = ?",
        (lease.digest, lease.worker, lease.attempt),
    )


def result(db: sqlite3.Connection, key: TaskKey) -> sqlite3.Row | None:
    """The row of a piece of work: its state, reason and blob."""
    row: sqlite3.Row | None = db.execute(
        "select * from work where key = ?", (key.digest,)
    ).fetchone()
    return row


def set_aside(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Every item that was set aside, with its reason."""
    return db.execute("select * from work where state = 'set_aside' order by rowid").fetchall()


def try_again(db: sqlite3.Connection) -> int:
    """Put everything that was set aside back on the list, with fresh attempts."""
    done = db.execute("update work set state = 'todo', attempts = 0 where state = 'set_aside'")
    return done.rowcount


def recover(db: sqlite3.Connection) -> int:
    """Take back what a killed program had leased. Call only while holding the archive alone.

    That program's death is not the item's fault, so the attempt is not counted; but an item at
    which it dies again and again (`MAX_ORPHANED` times) is set aside as well.
    """
    taken = db.execute(
        "update work set state = 'todo', attempts = attempts - 1, orphaned = orphaned + 1,"
        " worker = null, lease_until = null where state = 'leased'"
    ).rowcount
    db.execute(
        "update work set state = 'set_aside', reason_kind = 'MAX_ORPHANED',"
        " reason = 'the whole program died each time it was at this item.'"
        " where state = 'todo' and orphaned >= ?",
        (MAX_ORPHANED,),
    )
    return taken


def done_directly(
    db: sqlite3.Connection, keys: Iterable[TaskKey], custody_seq: int, blob: Blob | None = None
) -> None:
    """Record work that was done without a lease (many small items in one transaction)."""
    add(db, materialised := tuple(keys))
    db.executemany(
        "update work set state = 'done', attempts = attempts + 1, finished_at = ?, custody_seq = ?,"
        " blob = ?, blob_sha256 = ? where key = ?",
        [
            (
                _now(),
                custody_seq,
                blob.name if blob else None,
                blob.sha256 if blob else None,
                key.digest,
            )
            for key in materialised
        ],
    )


def is_done(db: sqlite3.Connection, key: TaskKey) -> bool:
    """Whether that very piece of work is done."""
    row = result(db, key)
    return row is not None and row["state"] == "done"


def counts(db: sqlite3.Connection) -> dict[str, WorkCounts]:
    """How much of each stage is where."""
    rows = db.execute(
        "select stage, sum(state = 'todo') t, sum(state = 'leased') l, sum(state = 'done') d,"
        " sum(state = 'set_aside') s from work group by stage order by min(rowid)"
    )
    return {row["stage"]: WorkCounts(row["t"], row["l"], row["d"], row["s"]) for row in rows}


def _sentence(error: EarwitnessError) -> str:
    return f"{error.what}. {error.do}." if error.do else f"{error.what}."


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
