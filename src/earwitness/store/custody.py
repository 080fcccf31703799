"""The custody chain: one line an event, each holding the SHA-256 of the line before.

The lines are canonical JSON (sorted keys, no spaces, UTF-8, no floats), so that `sha256sum` alone
can follow the chain once the lines are written to a file.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from earwitness.errors import Differs
from earwitness.records.artefacts import CustodyEvent, EventType

__all__ = ["GENESIS", "append", "canonical_line", "event_line", "lines", "verify_lines"]

GENESIS = "0" * 64


def canonical_line(event: CustodyEvent) -> str:
    """The one way to write an event down."""
    return json.dumps(
        asdict(event), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def append(
    connection: sqlite3.Connection,
    event: EventType,
    objects: Sequence[str],
    *,
    agent: str,
    outcome: str = "success",
    note: str = "",
) -> int:
    """Add an event at the end of the chain, inside the caller's transaction; return its number."""
    row = connection.execute("select seq, sha256 from custody order by seq desc limit 1").fetchone()
    seq, prev = (row["seq"] + 1, row["sha256"]) if row else (1, GENESIS)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = canonical_line(CustodyEvent(seq, prev, now, agent, event, tuple(objects), outcome, note))
    connection.execute(
        "insert into custody (seq, line, sha256) values (?, ?, ?)", (seq, line, _digest(line))
    )
    return int(seq)


def lines(connection: sqlite3.Connection) -> Iterator[str]:
    """The chain as it stands, first event first."""
    for row in connection.execute("select line from custody order by seq"):
        yield row["line"]


def event_line(connection: sqlite3.Connection, seq: int | None) -> str | None:
    """The line of one event; None where there is none of that number."""
    row = connection.execute("select line from custody where seq = ?", (seq,)).fetchone()
    return None if row is None else str(row["line"])


def verify_lines(chain: Iterable[str]) -> tuple[int, str]:
    """Follow a chain; return the number of events and the digest of the last line.

    Raises:
        Differs: naming the first event at which the chain breaks, and how.
    """
    prev, count = GENESIS, 0
    for count, line in enumerate(chain, 1):
        place = f"custody event {count}"
        try:
            event = json.loads(line)
            seq, said = event["seq"], event["prev"]
        except (ValueError, TypeError, KeyError) as error:
            raise Differs("is not an event any more", where=place) from error
        if seq != count:
            raise Differs(
                "is out of order or one before it is missing",
                where=place,
                expected=str(count),
                found=str(seq),
            )
        if said != prev:
            raise Differs(
                "does not follow from the event before it: one of the two was changed",
                where=place,
                expected=prev,
                found=str(said),
            )
        prev = _digest(line)
    return count, prev


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
