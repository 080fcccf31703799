"""What the whole archive shows: the chain of custody, what was signed, the hashes of stored bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from earwitness.errors import Differs, EarwitnessError
from earwitness.records.artefacts import EventType
from earwitness.records.held_file import HeldFile
from earwitness.records.identifiers import is_sha256
from earwitness.review.conformance.kinds import ARCHIVE
from earwitness.review.conformance.standing import Standing, standing_by_subject
from earwitness.store import custody
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import same_recording
from earwitness.store.originals import digest_file

__all__ = ["ArchiveFacts", "Event", "archive_facts"]

_NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the chain as the rows read it."""

    seq: int
    at: str
    agent: str
    type: str
    objects: frozenset[str]
    outcome: str
    digest: str


@dataclass(slots=True)
class ArchiveFacts:
    """Read once, asked by every row of every recording.

    Attributes:
        chain_broken: where and how, "" for a chain that verifies.
        same: each recording and the one whose sound it carries.
        now: the moment of checking, UTC.
    """

    archive: Archive
    events: tuple[Event, ...]
    chain_broken: str
    signed: Mapping[str, Standing]
    same: Mapping[str, str]
    now: datetime
    _digests: dict[str, str] = field(default_factory=dict)

    def about(self, subject: str) -> Standing:
        """What stands about a subject."""
        return self.signed.get(subject, _NOTHING)

    @property
    def of_archive(self) -> Standing:
        """What stands about all of it."""
        return self.about(ARCHIVE)

    def event(self, seq: int) -> Event | None:
        """An event by its number."""
        found = self.events[seq - 1] if 0 < seq <= len(self.events) else None
        return found if found is not None and found.seq == seq else None

    def original_digest(self, sha256: str) -> str:
        """What the bytes in the originals have for a digest now, "" where there are none."""
        if not is_sha256(sha256):
            return ""
        try:
            return self._digest(self.archive.originals.path(sha256))
        except EarwitnessError:
            return ""

    def held_digest(self, file: HeldFile) -> str:
        """What a file outside the originals has for a digest now, "" where it is gone."""
        return self._digest(Path(file.path))

    def _digest(self, path: Path) -> str:
        name = str(path)
        if name not in self._digests:
            try:
                self._digests[name] = digest_file(path)[0]
            except (EarwitnessError, ValueError):
                self._digests[name] = ""
        return self._digests[name]


def archive_facts(archive: Archive, now: datetime | None = None) -> ArchiveFacts:
    """Read what the rows ask of the whole archive; nothing is written.

    Args:
        now: the moment that periods are counted to.
    """
    broken = ""
    try:
        custody.verify_lines(custody.lines(archive.db))
    except Differs as error:
        broken = str(error)
    rows = archive.db.execute("select line, sha256 from custody order by seq")
    events = tuple(_event(row["line"], row["sha256"]) for row in rows)
    return ArchiveFacts(
        archive,
        events,
        broken,
        standing_by_subject(archive.db),
        same_recording(archive.db),
        now or datetime.now(UTC),
    )


def _event(line: str, digest: str) -> Event:
    """An event; one that was damaged is one without a type."""
    try:
        said = json.loads(line)
        return Event(
            int(said["seq"]),
            str(said["at"]),
            str(said["agent"]),
            str(EventType(said["event"]).value),
            frozenset(map(str, said["objects"])),
            str(said["outcome"]),
            digest,
        )
    except (ValueError, TypeError, KeyError):
        return Event(0, "", "", "", frozenset(), "", digest)
