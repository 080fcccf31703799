"""Telegram exports into the archive: each post an appearance, its sound a recording."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from earwitness.errors import HostileInput, Refused
from earwitness.intake.entering.batch import Batch
from earwitness.intake.entering.captions import enter_caption
from earwitness.intake.entering.media import EnteredMedia, recording_for
from earwitness.intake.paths import safe_member
from earwitness.intake.pile import GivenFile
from earwitness.intake.recognise import MEDIA_ENDINGS
from earwitness.intake.telegram import records as tg
from earwitness.intake.telegram.export import read_export
from earwitness.records.artefacts import (
    Appearance,
    AppearanceKind,
    Attachment,
    Availability,
    EventType,
    PublishedAt,
    SourceKind,
)
from earwitness.records.fuzzydate import FuzzyDate, not_after
from earwitness.records.identifiers import Sha256, new_identifier
from earwitness.store.archive import Writing
from earwitness.store.catalog.receipts import add_appearance, source_named

__all__ = ["enter_export"]

_CHANNELS = ("public_channel", "private_channel", "public_supergroup", "private_supergroup")


def enter_export(
    batch: Batch, file: GivenFile, pile: Mapping[Path, GivenFile]
) -> tuple[list[EnteredMedia], set[Path]]:
    """Take in a Telegram Desktop export.

    Returns the media that came with it and every file of the pile that it accounts for.

    Raises:
        MalformedInput, UnsupportedInput: the export as a whole cannot be read.
    """
    placed, _ = batch.keep(file, "structured")
    export = read_export(file.read(), where=file.shown)
    for problem in export.problems:
        batch.report.remark(file.shown, problem.what, problem.line)
    entered: list[EnteredMedia] = []
    used = {file.path}
    for chat in export.chats:
        for post in chat.posts:
            if post.kind is not tg.PostKind.MESSAGE:
                continue
            try:
                _enter_post(batch, file, placed.sha256, chat, post, pile, (entered, used))
            except Refused as refusal:
                batch.report.refuse(f"{file.shown}, post {post.post_id}", refusal)
    return entered, used


def _enter_post(
    batch: Batch,
    file: GivenFile,
    export_sha256: str,
    chat: tg.Chat,
    post: tg.Post,
    pile: Mapping[Path, GivenFile],
    found: tuple[list[EnteredMedia], set[Path]],
) -> None:
    members = [_member(file, one, pile) for one in post.attachments]
    placed = [None if member is None else batch.store(member) for member in members]
    entered, used = found
    bound = not_after(post.published.latest)
    with batch.archive.writing() as w:
        seq = 0
        attachments = []
        sounds: list[EnteredMedia] = []
        for one, member, bytes_ in zip(post.attachments, members, placed, strict=True):
            if member is None or bytes_ is None:
                attachments.append(_missing(batch, file, post, one))
                continue
            used.add(member.path)
            is_sound = _is_sound(one, member.path)
            seq = batch.receive(w, member, bytes_, "media" if is_sound else "image")
            attachments.append(Attachment(Sha256(bytes_.sha256), one.role.value))
            if is_sound:
                date = FuzzyDate(None, bound.latest, bound.basis, "posted")
                recording = recording_for(batch, w, bytes_, seq, date)
                sounds.append(EnteredMedia(member, bytes_, recording))
        entered += sounds
        appearance = _appearance(w, chat, post, tuple(attachments))
        seq = seq or w.note(EventType.INGESTION, [batch.id], note=f"post {post.post_id}")
        added = add_appearance(
            w.db, appearance, batch_id=batch.id, custody_seq=seq, text_sha256=export_sha256
        )
        (batch.report.taken if added else batch.report.known)["appearances"] += 1
        if added and post.caption:
            enter_caption(w.db, appearance, [one.recording.id for one in sounds])


def _appearance(
    w: Writing, chat: tg.Chat, post: tg.Post, attachments: tuple[Attachment, ...]
) -> Appearance:
    name = chat.name or f"Telegram {chat.type} {chat.chat_id or 'without a number'}"
    kind = SourceKind.CHANNEL_NAMED if chat.type in _CHANNELS else SourceKind.UNKNOWN
    published = post.published
    return Appearance(
        id=new_identifier("app"),
        kind=AppearanceKind.POST,
        source_id=source_named(w.db, name, kind).id,
        published=PublishedAt(
            published.earliest, published.latest, published.basis.value, published.local or ""
        ),
        external_id=f"{chat.chat_id or chat.type}/{post.post_id}",
        caption=post.caption,
        caption_state=post.caption_state.value,
        edited_at=post.edited.instant if post.edited else None,
        forwarded_from=post.forwarded.name,
        forwarded_state=post.forwarded.state.value,
        availability=Availability.EDITED if post.edited else Availability.UNKNOWN,
        capture="Telegram Desktop export",
        attachments=attachments,
    )


def _member(
    file: GivenFile, attachment: tg.Attachment, pile: Mapping[Path, GivenFile]
) -> GivenFile | None:
    """The file of the pile that an attachment names; None if it did not come along."""
    if attachment.path is None or attachment.state is not tg.AttachmentState.PRESENT:
        return None
    try:
        path = safe_member(file.folder, attachment.path)
    except HostileInput:
        return None
    known = pile.get(path) or pile.get(file.folder / attachment.path)
    return known if known is not None and known.path.is_file() else None


def _missing(batch: Batch, file: GivenFile, post: tg.Post, attachment: tg.Attachment) -> Attachment:
    stated = attachment.state is not tg.AttachmentState.PRESENT
    state = attachment.state.value if stated else "missing"
    reason = attachment.reason or (
        "" if stated else f"the export names {attachment.path}, which did not come along"
    )
    if attachment.role is not tg.Role.THUMBNAIL:
        batch.report.remark(
            f"{file.shown}, post {post.post_id}",
            f"{attachment.role.value} is not in the export: {reason or state}",
        )
    return Attachment(None, attachment.role.value, state, reason)


def _is_sound(attachment: tg.Attachment, path: Path) -> bool:
    if attachment.role is not tg.Role.MEDIA or attachment.media_type in ("sticker", "animation"):
        return False
    return path.suffix.lower().lstrip(".") in MEDIA_ENDINGS or (
        attachment.mime_type or ""
    ).startswith(("audio/", "video/"))
