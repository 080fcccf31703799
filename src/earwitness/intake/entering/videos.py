"""yt-dlp folders into the archive: the page an appearance, its subtitles words, its secrets sealed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from earwitness.errors import EarwitnessError
from earwitness.intake.entering.batch import Batch
from earwitness.intake.entering.captions import enter_caption
from earwitness.intake.entering.media import EnteredMedia, recording_for
from earwitness.intake.entering.words import WordsFile
from earwitness.intake.pile import GivenFile
from earwitness.intake.transcripts.read import read_transcript
from earwitness.intake.ytdlp.companions import Companions, SubtitleMaker, companions
from earwitness.intake.ytdlp.info import VideoInfo, read_info
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

__all__ = ["enter_video"]


def enter_video(
    batch: Batch, file: GivenFile, pile: Mapping[Path, GivenFile]
) -> tuple[list[EnteredMedia], list[WordsFile], set[Path]]:
    """Take in a video page saved by yt-dlp.

    Returns its media, its subtitle files, and every file of the pile that it accounts for.

    Raises:
        MalformedInput, UnsupportedInput: the info file cannot be read.
    """
    placed, seq = batch.keep(file, "structured")
    info = read_info(file.read(), where=file.shown)
    beside = {path.name: one for path, one in pile.items() if path.parent == file.folder}
    found = companions(file.path, sorted(beside), info)
    media = [beside[name] for name in found.media if name in beside]
    stored = [(one, batch.store(one)) for one in media]
    for problem in info.problems:
        batch.report.remark(file.shown, problem.what, problem.line)
    if info.sealed:
        batch.report.remark(file.shown, "sealed, never published: " + "; ".join(info.sealed))
    entered: list[EnteredMedia] = []
    with batch.archive.writing() as w:
        bound = not_after(info.published.latest)
        for one, bytes_ in stored:
            seq = batch.receive(w, one, bytes_, "media")
            date = FuzzyDate(None, bound.latest, bound.basis, "uploaded")
            entered.append(EnteredMedia(one, bytes_, recording_for(batch, w, bytes_, seq, date)))
        appearance = _appearance(w, info, entered)
        if not entered:
            seq = w.note(EventType.INGESTION, [batch.id], note="video page without its media")
            batch.report.remark(file.shown, "its media file did not come along")
        added = add_appearance(
            w.db, appearance, batch_id=batch.id, custody_seq=seq, text_sha256=placed.sha256
        )
        (batch.report.taken if added else batch.report.known)["appearances"] += 1
        if added:
            enter_caption(w.db, appearance, [one.recording.id for one in entered])
    words = list(_subtitles(batch, found, beside))
    used = {file.path, *(one.path for one in media)}
    used |= {beside[one.name].path for one in found.subtitles if one.name in beside}
    rest = [*found.thumbnails, *found.streams, *found.unfinished, *found.others]
    rest += [found.description] if found.description else []
    used |= {beside[name].path for name in rest if name in beside}
    return entered, words, used


def _appearance(w: Writing, info: VideoInfo, entered: list[EnteredMedia]) -> Appearance:
    name = info.channel or info.uploader or "video page without a channel"
    date = info.published
    return Appearance(
        id=new_identifier("app"),
        kind=AppearanceKind.VIDEO_PAGE,
        source_id=source_named(w.db, name, SourceKind.CHANNEL_NAMED).id,
        published=PublishedAt(date.earliest, date.latest, date.basis.value),
        external_id=f"{info.extractor}/{info.video_id}",
        url=info.webpage_url,
        title=info.title,
        caption="\n\n".join(part for part in (info.title, info.description) if part),
        edited_at=info.modified,
        availability=Availability.LIVE if info.availability == "public" else Availability.UNKNOWN,
        capture=f"yt-dlp {info.ytdlp_version or ''}".strip(),
        attachments=tuple(Attachment(Sha256(one.placed.sha256), "media") for one in entered),
    )


def _subtitles(batch: Batch, found: Companions, beside: Mapping[str, GivenFile]) -> list[WordsFile]:
    files = []
    for one in found.subtitles:
        file = beside.get(one.name)
        if file is None:
            continue
        try:
            placed, _ = batch.keep(file, "text")
            parsed = read_transcript(file.read(), name=file.path.name)
        except EarwitnessError as error:
            batch.report.refuse(file.shown, error)
            continue
        automatic = one.maker is SubtitleMaker.MACHINE
        language = (one.language or "").removesuffix("-orig") or None
        files.append(WordsFile(file, placed, parsed, automatic, language))
    return files
