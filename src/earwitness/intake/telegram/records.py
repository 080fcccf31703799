"""What a Telegram Desktop export holds: chats, posts, and what is known about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from earwitness.intake.transcripts.parsed import Problem

__all__ = [
    "Attachment",
    "AttachmentState",
    "CaptionState",
    "Chat",
    "DateBasis",
    "Entity",
    "Forward",
    "ForwardState",
    "Post",
    "PostKind",
    "PublishedAt",
    "Role",
    "TelegramExport",
]

# Local time minus UTC runs from -12 h (Baker Island) to +14 h (Line Islands).
_EARLIEST_SHIFT = timedelta(hours=-14)
_LATEST_SHIFT = timedelta(hours=12)


class DateBasis(StrEnum):
    """What a date rests on."""

    UNIX = "unix"  # seconds since 1970, written by the exporter
    OFFSET = "offset"  # a local time with its distance from UTC; Telegram itself writes none
    LOCAL_UNKNOWN = "local_unknown"  # the clock of the exporting computer, zone not stated
    UNKNOWN = "unknown"  # no readable date


class PostKind(StrEnum):
    """What Telegram calls a message."""

    MESSAGE = "message"
    SERVICE = "service"  # "pinned a message", "changed the photo"
    UNSUPPORTED = "unsupported"  # the exporter could not read it; nothing but its number is known


class CaptionState(StrEnum):
    """Whether the caption is still the one that was first published."""

    AS_PUBLISHED = "as_published"
    EDITED_FIRST_WORDING_LOST = "edited_first_wording_lost"  # exports hold no history of edits


class ForwardState(StrEnum):
    """Whether the post was forwarded from elsewhere."""

    NOT_FORWARDED = "not_forwarded"
    FORWARDED = "forwarded"


class AttachmentState(StrEnum):
    """Whether the file is said to be in the export."""

    PRESENT = "present"
    NOT_INCLUDED = "not_included"
    TOO_LARGE = "too_large"
    UNAVAILABLE = "unavailable"
    UNSAFE_PATH = "unsafe_path"


class Role(StrEnum):
    """What a file is to its post."""

    MEDIA = "media"
    THUMBNAIL = "thumbnail"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """When, as far as the export says.

    Attributes:
        instant: aware, in UTC; None unless the basis is ``UNIX`` or ``OFFSET``.
        local: the date as written: the exporting computer's wall clock, without a zone.
        basis: what it rests on.
    """

    instant: datetime | None
    local: str | None
    basis: DateBasis

    @property
    def earliest(self) -> datetime | None:
        """The earliest instant that fits (UTC); None for an unknown date."""
        return self._bound(_EARLIEST_SHIFT)

    @property
    def latest(self) -> datetime | None:
        """The latest instant that fits (UTC); None for an unknown date."""
        return self._bound(_LATEST_SHIFT)

    @property
    def note(self) -> str:
        """What a reader must know before using the date; empty where nothing is open."""
        if self.basis is DateBasis.LOCAL_UNKNOWN:
            return (
                "Local time of the computer that made the export, zone not stated. In the hour that"
                " a change from summer time repeats, one reading stands for two instants; the"
                " bounds hold both."
            )
        return "The export holds no readable date." if self.basis is DateBasis.UNKNOWN else ""

    def _bound(self, shift: timedelta) -> datetime | None:
        if self.instant is not None or self.local is None or self.basis is DateBasis.UNKNOWN:
            return self.instant
        return datetime.fromisoformat(self.local).replace(tzinfo=UTC) + shift


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of a caption.

    Attributes:
        kind: Telegram's word: "bold", "link", "text_link", "hashtag", "phone", "spoiler", ...
        text: the stretch.
        start, end: characters (code points) in the caption, half open.
        target: the address of a "text_link" or the language of a "pre". Numbers of user accounts
            behind mentions are not taken over.
    """

    kind: str
    text: str
    start: int
    end: int
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a post was forwarded from.

    Attributes:
        state: whether it was.
        name: the name shown, which is all that Telegram Desktop writes: no number, no first date,
            no link. None for a deleted account, whose name is gone.
        peer_id: as in ``Post.sender_id``, in exports that have it.
    """

    state: ForwardState
    name: str | None = None
    peer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a post.

    Attributes:
        path: relative to the folder of result.json, checked to stay below it as text (links on
            disk are `paths.safe_member`'s concern); None unless ``state`` is ``PRESENT``.
        state: whether the export says that it holds the file.
        reason: why not, as the export says it.
        media_type: Telegram's word ("voice_message", "video_file", ...); None for plain documents.
        mime_type, file_name: as written.
        duration_s: seconds.
        role: what the file is to its post.
        size_bytes: as written.
    """

    path: str | None
    state: AttachmentState
    role: Role
    reason: str | None = None
    media_type: str | None = None
    mime_type: str | None = None
    duration_s: float | None = None
    file_name: str | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One message.

    Attributes:
        post_id: its number in the chat; negative for what a group brought along when it moved.
        published: when it was posted.
        edited: when it was last edited, or None.
        caption: its text, verbatim.
        entities: marked stretches of the caption, in order; plain text has none.
        author: the signature under a channel post.
        sender: name of the account it came from; None for deleted accounts and service messages.
        sender_id: "user123", "chat123" or "channel123"; bare digits in older exports.
        forwarded: where it was forwarded from.
        reply_to: number of the post that it answers.
        attachments: its files.
        caption_state: whether the caption is the first published one.
        kind: message, service or unsupported.
    """

    post_id: int
    published: PublishedAt
    edited: PublishedAt | None
    caption: str
    entities: tuple[Entity, ...]
    author: str | None
    sender: str | None
    sender_id: str | None
    forwarded: Forward
    reply_to: int | None
    attachments: tuple[Attachment, ...]
    caption_state: CaptionState
    kind: PostKind


@dataclass(frozen=True, slots=True)
class Chat:
    """A channel, group or conversation.

    Attributes:
        name: None for saved messages, replies, and chats with deleted accounts.
        type: Telegram's word ("public_channel", "personal_chat", ...), "unknown" where none is.
        chat_id: the bare number, without the -100 that bots put before channels.
        posts: in file order.
        left: the exporting account had left the chat.
    """

    name: str | None
    type: str
    chat_id: int | None
    posts: tuple[Post, ...]
    left: bool = False


@dataclass(frozen=True, slots=True)
class TelegramExport:
    """A result.json as it was read.

    Attributes:
        chats: one for ``kind`` "single".
        kind: "single" (one chat was exported) or "full" (an account was).
        problems: what was mended or left out; names message numbers, never personal data.
    """

    chats: tuple[Chat, ...]
    kind: str
    problems: tuple[Problem, ...] = ()
