"""What was signed, with typed fields, in the order of the custody chain; what was taken back is left out."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from earwitness.records.review import Approval, Assessment, Attribution, CheckRun, DateBound, Move
from earwitness.records.signed import SignedRecord
from earwitness.review.conformance.kinds import KINDS
from earwitness.store.catalog.signed import signed_events

__all__ = ["Said", "Standing", "standing_by_subject", "unread_about"]

T = TypeVar("T")

_GATES: Mapping[str, type[Any]] = {
    "check": CheckRun,
    "move": Move,
    "assessment": Assessment,
    "attribution": Attribution,
    "date": DateBound,
    "approval": Approval,
}
_BODIES = {**_GATES, **{name: kind.body for name, kind in KINDS.items()}}


@dataclass(frozen=True, slots=True)
class Said:
    """A record with its fields.

    Attributes:
        seq: event of the custody chain in which it was signed; orders all records.
    """

    record: SignedRecord
    fields: Any
    seq: int

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def by(self) -> str:
        return self.record.by


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about one subject, the earliest first.

    Attributes:
        unread: records of another program's shape; nothing is concluded from them.
    """

    said: tuple[Said, ...] = ()
    unread: tuple[str, ...] = ()

    def all(self, body: type[T]) -> list[Said]:
        """All records with such fields."""
        return [one for one in self.said if isinstance(one.fields, body)]

    def last(self, body: type[T]) -> Said | None:
        """The one that lies on top."""
        found = self.all(body)
        return found[-1] if found else None

    def current(self, body: type[T], revisions: Collection[str]) -> list[Said]:
        """Those that were said about a state of the item that is still so."""
        return [
            one
            for one in self.all(body)
            if not one.record.revision or one.record.revision in revisions
        ]


def standing_by_subject(db: sqlite3.Connection) -> dict[str, Standing]:
    """What stands about every subject."""
    events = signed_events(db)
    rows = [
        SignedRecord(
            row["id"],
            row["kind"],
            row["subject"],
            row["body"],
            row["made_by"],
            row["at"],
            row["reason"],
            row["revision"],
        )
        for row in db.execute("select * from signed order by custody_seq, rowid")
    ]
    gone = {_taken_back(one) for one in rows if one.kind == "taken_back"}
    said: dict[str, list[Said]] = defaultdict(list)
    unread: dict[str, list[str]] = defaultdict(list)
    for one in rows:
        if one.id in gone or one.kind not in _BODIES:
            continue
        try:
            fields = msgspec.json.decode(one.body.encode(), type=_BODIES[one.kind])
        except msgspec.DecodeError:
            unread[one.subject].append(one.id)
            continue
        said[one.subject].append(Said(one, fields, events[one.id]))
    return {
        subject: Standing(tuple(said[subject]), tuple(unread[subject]))
        for subject in sorted({*said, *unread})
    }


def unread_about(standing: Mapping[str, Standing], subject: str) -> tuple[str, ...]:
    """Records about a subject that this program cannot read; whoever reads a report has to know of them."""
    found = standing.get(subject)
    return found.unread if found else ()


def _taken_back(one: SignedRecord) -> str:
    try:
        return str(msgspec.json.decode(one.body.encode(), type=dict[str, Any]).get("record", ""))
    except msgspec.DecodeError:
        return ""
