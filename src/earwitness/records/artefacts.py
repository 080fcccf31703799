"""Layer 1, bytes: what was received, from whom, when, and whether it is unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from earwitness.records.identifiers import Sha256, is_sha256

__all__ = [
    "Appearance",
    "AppearanceKind",
    "Artefact",
    "Attachment",
    "Availability",
    "CustodyEvent",
    "EventType",
    "PublishedAt",
    "Source",
    "SourceKind",
]


class SourceKind(StrEnum):
    """Who released something (methods §2)."""

    STATE_SECURITY_SERVICE = "state_security_service"
    MILITARY_INTELLIGENCE = "military_intel"
    LAW_ENFORCEMENT = "law_enforcement"
    COURT = "court"
    NEWS_MEDIA = "news_media"
    NGO = "ngo"
    CHANNEL_NAMED = "channel_named"
    CHANNEL_ANONYMOUS = "channel_anonymous"
    PARTICIPANT = "participant"
    OWN_RECORDING = "own_recording"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """A person or body that releases recordings or writes about them.

    Attributes:
        name: as the source calls itself.
        collector: who gathers the sound, where that is known ("HUR"); counts as one origin.
        origin_group: sources that share an interest ("UA-state").
    """

    id: str
    name: str
    kind: SourceKind = SourceKind.UNKNOWN
    collector: str | None = None
    origin_group: str | None = None


class AppearanceKind(StrEnum):
    """The form in which something reached the public or us."""

    POST = "post"
    VIDEO_PAGE = "video_page"
    ARTICLE = "article"
    FILE = "file"  # handed over without a page around it


class Availability(StrEnum):
    """Whether the appearance still stood when it was captured."""

    LIVE = "live"
    EDITED = "edited"
    DELETED = "deleted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """When an appearance was published, and how that is known.

    Attributes:
        earliest, latest: aware instants; equal when the instant is known.
        basis: ``unix`` (an instant), ``day`` (a day in UTC), ``local_unknown`` (a wall clock whose
            zone nobody wrote down), ``stated`` (the page says so), ``unknown``.
        words: as written, where it was written.
    """

    earliest: datetime | None
    latest: datetime | None
    basis: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an appearance carries, or should carry."""

    sha256: Sha256 | None
    role: str
    state: str = "present"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One post, page, article or handed-over file.

    Attributes:
        external_id: the publisher's own number for it (post id, video id), if any.
        caption: verbatim.
        forwarded_from: the name it was forwarded from; ``forwarded_state`` says whether it was.
        capture: tool and way by which it reached us.
    """

    id: str
    kind: AppearanceKind
    source_id: str
    published: PublishedAt
    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    caption: str = ""
    caption_state: str = "as_published"
    edited_at: datetime | None = None
    forwarded_from: str | None = None
    forwarded_state: str = "unknown"
    availability: Availability = Availability.UNKNOWN
    capture: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Artefact:
    """Bytes as received, named by their SHA-256.

    Raises:
        ValueError: a name that is no digest, or a negative size.
    """

    sha256: Sha256
    size_bytes: int
    kind: str  # media, image, text, structured
    role: str = "evidentiary"

    def __post_init__(self) -> None:
        if not is_sha256(self.sha256) or self.size_bytes < 0:
            raise ValueError(f"not an artefact: {self.sha256!r}, {self.size_bytes} bytes")


class EventType(StrEnum):
    """PREMIS event types, and three of our own (redaction, access, dissemination)."""

    CAPTURE = "capture"
    INGESTION = "ingestion"
    DIGEST = "message digest calculation"
    FIXITY = "fixity check"
    CREATION = "creation"
    MIGRATION = "migration"
    MODIFICATION = "modification"
    REPLICATION = "replication"
    VALIDATION = "validation"
    DELETION = "deletion"
    REDACTION = "redaction"
    ACCESS = "access"
    DISSEMINATION = "dissemination"


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One step in the custody chain; ``prev`` is the SHA-256 of the line before.

    Attributes:
        seq: 1 for the first event of an archive.
        at: ISO 8601 instant, UTC.
        agent: program and version, or a person.
        objects: what it was done to (digests and identifiers, never file names: those are sealed).
        outcome: ``success``, ``partial`` or ``failure``.
    """

    seq: int
    prev: str
    at: str
    agent: str
    event: EventType
    objects: tuple[str, ...]
    outcome: str
    note: str = ""
