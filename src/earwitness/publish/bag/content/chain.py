"""The custody log of a bag: one event a line, ``prev`` is the SHA-256 of the raw line before.

The sealed edition has the archive's own chain, byte for byte. The public one is a chain of its own over the
events of its recordings: plain digests of what is sealed, notes and names of persons are not in it; the
commitment to the archive's chain stands beside it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from earwitness.records.artefacts import CustodyEvent, EventType
from earwitness.store.custody import GENESIS, canonical_line, lines

__all__ = ["chain_of_bag", "chained", "public_events"]

_OURS = re.compile(r"earwitness [0-9][0-9a-z.+-]*")
_SAYS_NOTHING = frozenset(("archive",))


def chained(events: Iterable[CustodyEvent]) -> Iterator[str]:
    """The events as lines of one chain, numbered from 1; their own numbers and digests are given up."""
    prev = GENESIS
    for seq, one in enumerate(events, start=1):
        line = canonical_line(
            CustodyEvent(
                seq, prev, one.at, one.agent, one.event, one.objects, one.outcome, one.note
            )
        )
        prev = hashlib.sha256(line.encode()).hexdigest()
        yield line


def public_events(db: sqlite3.Connection, known: Mapping[str, str]) -> Iterator[CustodyEvent]:
    """The archive's events about certain things, with nothing in them but what may be public.

    Args:
        known: from the names of things in the chain (digests, identifiers) to those that the bag has for
            them; an event about none of them is left out.
    """
    for line in lines(db):
        fields = json.loads(line)
        named = list(dict.fromkeys(known[one] for one in fields["objects"] if one in known))
        whole = [one for one in fields["objects"] if one in _SAYS_NOTHING]
        if not named and not whole:
            continue
        yield CustodyEvent(
            seq=0,
            prev="",
            at=fields["at"],
            agent=fields["agent"] if _OURS.fullmatch(fields["agent"]) else "a person",
            event=EventType(fields["event"]),
            objects=(*whole, *named),
            outcome=fields["outcome"],
        )


def chain_of_bag(
    db: sqlite3.Connection, known: Mapping[str, str], made: CustodyEvent
) -> Iterator[str]:
    """The public log: what happened to the recordings, and last that this bag was made."""

    def events() -> Iterator[CustodyEvent]:
        yield from public_events(db, known)
        yield made

    return chained(events())
