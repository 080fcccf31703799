"""Stretches of a recording that nobody can understand for certain: marked by people, bleeps by the machine."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import msgspec

from earwitness.errors import NotInArchive
from earwitness.records.item_facts import MarkedStretch
from earwitness.review.conformance.item import Item

__all__ = ["Stretch", "decode_errors", "unclear_stretches"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch, in milliseconds; ``id`` is the record, or the file in which it was heard."""

    id: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Decoded:
    bad_packets: int = 0


@dataclass(frozen=True, slots=True)
class _Heard:
    """The part of a hearing that is read here."""

    marks: tuple[_Mark, ...] = ()
    decode: _Decoded = _Decoded()


def unclear_stretches(item: Item) -> list[Stretch]:
    """All of them in order of time."""
    found = [
        Stretch(one.id, one.fields.start_ms, one.fields.end_ms)
        for one in item.said.all(MarkedStretch)
    ]
    for sha256, heard in _heard(item).items():
        found += [
            Stretch(sha256, one.start_ms, one.end_ms) for one in heard.marks if one.kind == "bleep"
        ]
    return sorted(found, key=lambda one: (one.start_ms, one.end_ms, one.id))


def decode_errors(item: Item) -> dict[str, int]:
    """How many packets of each file could not be decoded when it was heard; absent: not heard."""
    return {sha256: heard.decode.bad_packets for sha256, heard in _heard(item).items()}


def _heard(item: Item) -> dict[str, _Heard]:
    found = {}
    for one in item.sounds:
        row = item.db.execute("select blob from heard where sha256 = ?", (one.sha256,)).fetchone()
        # a hearing can be made again at any time: one that is gone or damaged is one that was not made
        with suppress(NotInArchive, msgspec.DecodeError):
            if row is not None:
                data = item.facts.archive.derived.read(row["blob"])
                found[one.sha256] = msgspec.json.decode(data, type=_Heard)
    return found
