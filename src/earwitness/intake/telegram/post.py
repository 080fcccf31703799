"""One message of a Telegram export: its dates, its files, where it came from."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from earwitness.errors import HostileInput, MalformedInput
from earwitness.intake.json_fields import instant_from_unix, seconds_in, text_in, whole_in
from earwitness.intake.paths import check_relative
from earwitness.intake.telegram.records import (
    Attachment,
    AttachmentState,
    CaptionState,
    DateBasis,
    Entity,
    Forward,
    ForwardState,
    Post,
    PostKind,
    PublishedAt,
    Role,
)
from earwitness.intake.telegram.text import read_caption

__all__ = ["PRIVATE_FIELDS", "private_parts", "read_post"]

PRIVATE_FIELDS: Final = ("names behind reactions", "contacts", "places", "polls and invoices")
_NAMES, _CONTACTS, _PLACES, _OTHER = PRIVATE_FIELDS
_FIELDS_LEFT_OUT = {
    "contact_information": _CONTACTS,
    "contact_vcard": _CONTACTS,
    "location_information": _PLACES,
    "address": _PLACES,
    "poll": _OTHER,
    "invoice_information": _OTHER,
}
_LOCAL = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_START_OF_1970 = (date(1969, 12, 31), date(1970, 1, 1))
_KINDS = {kind.value: kind for kind in PostKind}
_ID = re.compile(r"(?:user|chat|channel)?[0-9]{1,20}")
_UNKNOWN = PublishedAt(None, None, DateBasis.UNKNOWN)
# What stands in place of a path; a name may stand before it.
_SKIPPED = re.compile(
    r"\((?:File|Photo|Video) (not included|exceeds maximum size|unavailable)\b[^()]*\)$"
)
_STATES = {
    "not included": AttachmentState.NOT_INCLUDED,
    "exceeds maximum size": AttachmentState.TOO_LARGE,
    "unavailable": AttachmentState.UNAVAILABLE,
}


def read_post(message: object) -> tuple[Post, tuple[str, ...]]:
    """Read one message, and say what was wrong with it.

    Raises:
        MalformedInput: no object, or without a number.
    """
    if not isinstance(message, dict):
        raise MalformedInput("is no object")
    post_id = whole_in(message, "id")
    if post_id is None:
        raise MalformedInput("has no number")
    remarks: list[str] = []
    kind = _read_kind(message, remarks)
    known = kind is not PostKind.UNSUPPORTED
    published = _read_date(message, "date", remarks) if known else _UNKNOWN
    edited = _read_edit(message, remarks) if known else None
    caption, entities = _read_words(message, remarks) if kind is PostKind.MESSAGE else ("", ())
    files = _read_files(message, remarks) if known else ()
    return (
        Post(
            post_id=post_id,
            published=published,
            edited=edited,
            caption=caption,
            entities=entities,
            author=text_in(message, "author") if known else None,
            sender=text_in(message, "from") if kind is PostKind.MESSAGE else None,
            sender_id=_read_id(message, "from_id") if kind is PostKind.MESSAGE else None,
            forwarded=_read_forward(message),
            reply_to=whole_in(message, "reply_to_message_id") if known else None,
            attachments=files,
            caption_state=(
                CaptionState.EDITED_FIRST_WORDING_LOST if edited else CaptionState.AS_PUBLISHED
            ),
            kind=kind,
        ),
        tuple(remarks),
    )


def private_parts(message: object) -> list[str]:
    """Name, from `PRIVATE_FIELDS`, each thing in a message that is not taken over."""
    if not isinstance(message, dict):
        return []
    parts = {part for key, part in _FIELDS_LEFT_OUT.items() if message.get(key) is not None}
    names = 0
    reactions = message.get("reactions")
    for reaction in reactions if isinstance(reactions, list) else ():
        recent = reaction.get("recent") if isinstance(reaction, dict) else None
        names += len(recent) if isinstance(recent, list) else 0
    return [*sorted(parts), *[_NAMES] * names]


def _read_kind(message: dict[str, object], remarks: list[str]) -> PostKind:
    written = message.get("type", "message")
    kind = _KINDS.get(written) if isinstance(written, str) else None
    if kind is None:
        remarks.append(
            "its type is none of message, service, unsupported; only its number is taken"
        )
        return PostKind.UNSUPPORTED
    return kind


def _read_words(message: dict[str, object], remarks: list[str]) -> tuple[str, tuple[Entity, ...]]:
    caption = read_caption(message)
    remarks += caption.problems
    return caption.text, caption.entities


def _read_date(message: dict[str, object], key: str, remarks: list[str]) -> PublishedAt:
    local, there = _read_local(text_in(message, key))
    instant = instant_from_unix(whole_in(message, f"{key}_unixtime"))
    if instant is None and message.get(f"{key}_unixtime") is not None:
        remarks.append(f"its {key}_unixtime is no time")
    if instant is not None:
        if there is not None and there.tzinfo is None:
            # A file somebody edited by hand, or two messages merged: no zone is that far from UTC.
            shift = there - instant.replace(tzinfo=None)
            if not timedelta(hours=-12) <= shift <= timedelta(hours=14):
                remarks.append(f"its {key} and {key}_unixtime are further apart than any time zone")
        return PublishedAt(instant, local, DateBasis.UNIX)
    if there is None:
        remarks.append(f"its {key} cannot be read")
        return _UNKNOWN
    if there.tzinfo is not None:
        return PublishedAt(there.astimezone(UTC), local, DateBasis.OFFSET)
    return PublishedAt(None, local, DateBasis.LOCAL_UNKNOWN)


def _read_local(written: str | None) -> tuple[str | None, datetime | None]:
    if written is None or not _LOCAL.fullmatch(written):
        return None, None
    try:
        there = datetime.fromisoformat(written)
    except ValueError:
        return None, None
    # Years outside are no publication dates, and bounds beside them would overflow.
    return (written, there) if 1969 <= there.year < 2200 else (None, None)


def _read_edit(message: dict[str, object], remarks: list[str]) -> PublishedAt | None:
    unix_s = whole_in(message, "edited_unixtime")
    _, there = _read_local(text_in(message, "edited"))
    # Exports before 2022 write the start of 1970, in local time, on every post that was not edited.
    never = there is not None and there.date() in _START_OF_1970
    if unix_s == 0 or (unix_s is None and never):
        return None
    if message.get("edited") is None and message.get("edited_unixtime") is None:
        return None
    return _read_date(message, "edited", remarks)


def _read_id(message: dict[str, object], key: str) -> str | None:
    number = whole_in(message, key)
    if number is not None:
        return str(number)
    written = text_in(message, key)
    return written if written and _ID.fullmatch(written) else None


def _read_forward(message: dict[str, object]) -> Forward:
    if "forwarded_from" not in message and "saved_from" not in message:
        return Forward(ForwardState.NOT_FORWARDED)
    name = text_in(message, "forwarded_from") or text_in(message, "saved_from")
    return Forward(ForwardState.FORWARDED, name, _read_id(message, "forwarded_from_id"))


def _read_files(message: dict[str, object], remarks: list[str]) -> tuple[Attachment, ...]:
    found = []
    for key, role in (
        ("file", Role.MEDIA),
        ("thumbnail", Role.THUMBNAIL),
        ("photo", Role.PHOTO),
    ):
        written = message.get(key)
        if written is None:
            continue
        path, state, reason = _read_path(text_in(message, key))
        if state is AttachmentState.UNSAFE_PATH:
            remarks.append(f"the path of its {key} is not followed: {reason}")
        media = role is Role.MEDIA
        found.append(
            Attachment(
                path=path,
                state=state,
                role=role,
                reason=reason,
                media_type=text_in(message, "media_type") if media else None,
                mime_type=text_in(message, "mime_type") if media else None,
                duration_s=seconds_in(message, "duration_seconds") if media else None,
                file_name=text_in(message, "file_name") if media else None,
                size_bytes=_read_size(message, "file_size" if media else f"{key}_file_size"),
            )
        )
    return tuple(found)


def _read_size(message: dict[str, object], key: str) -> int | None:
    size = whole_in(message, key)
    return None if size is None or size < 0 else size


def _read_path(written: str | None) -> tuple[str | None, AttachmentState, str | None]:
    if not written:
        return None, AttachmentState.UNAVAILABLE, "no path is written"
    skipped = _SKIPPED.search(written[-200:])
    if skipped:
        return None, _STATES[skipped[1]], skipped[0]
    if written.startswith("(") and written.endswith(")") and " " in written:
        return None, AttachmentState.UNAVAILABLE, written[:200]
    try:
        return check_relative(written), AttachmentState.PRESENT, None
    except HostileInput as refusal:
        return None, AttachmentState.UNSAFE_PATH, refusal.what
