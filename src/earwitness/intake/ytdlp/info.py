"""yt-dlp's ``*.info.json``: what it knows of a video, and what of it may be shown.

Source: yt-dlp, ``YoutubeDL.py`` and ``extractor/common.py``. Such a file can hold login cookies,
request headers, signed addresses with the downloader's network address, and paths on the
downloader's disk. The whole file is therefore sealed; `public_info` builds up what may go out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from earwitness.errors import UnsupportedInput
from earwitness.intake.json_fields import instant_from_unix, seconds_in, text_in, whole_in
from earwitness.intake.transcripts.parsed import Problem
from earwitness.intake.ytdlp.secrets import clean_address, sealed_reasons
from earwitness.text.encoding import decode_text
from earwitness.text.json_reading import read_json

__all__ = ["Chapter", "VideoDate", "VideoDateBasis", "VideoInfo", "public_info", "read_info"]

# Chats and flying comments that yt-dlp files under subtitles; nobody speaks them.
_NO_SPEECH = frozenset({"live_chat", "rechat", "danmaku", "comments"})
_LAST_OF_DAY = timedelta(hours=23, minutes=59, seconds=59)


class VideoDateBasis(StrEnum):
    """Which field a publication date comes from, best first."""

    TIMESTAMP = "timestamp"  # the upload, to the second
    UPLOAD_DATE = "upload_date"  # the upload, to the day in UTC
    RELEASE_TIMESTAMP = "release_timestamp"  # when a premiere or a stream was shown
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VideoDate:
    """When a video was published: bounds in UTC, equal where the second is known."""

    earliest: datetime | None
    latest: datetime | None
    basis: VideoDateBasis


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of the video, in milliseconds."""

    title: str
    start_ms: int
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """A video as yt-dlp found it. Texts are the publisher's words; None is what is not stated.

    Attributes:
        video_id, extractor: identify it at its site.
        webpage_url: without tracking and access parameters.
        channel, channel_id, uploader, uploader_id, uploader_url: the publisher.
        title, description: for Telegram both are the caption, with its line breaks lost.
        published: when; never when the sound was recorded.
        modified: last change that the site states (UTC).
        duration_s: seconds.
        language: BCP-47 as stated by the site.
        live_status, availability: yt-dlp's words ("was_live", "public", ...).
        section_start_s, section_end_s: the stretch that was downloaded, if not all was.
        downloaded_at: by the downloader's clock (UTC).
        ytdlp_version: the version that wrote the file.
        subtitles: languages of subtitles that the publisher gave: made or checked by people.
        automatic_captions: languages of machine captions; those that end in "-orig" were heard,
            the others are machine translations of them.
        chapters: in order.
        sealed: what the file holds that must never be published, in words, without values.
        problems: what was left out.
    """

    video_id: str | None
    extractor: str | None
    webpage_url: str | None
    channel: str | None
    channel_id: str | None
    uploader: str | None
    uploader_id: str | None
    uploader_url: str | None
    title: str | None
    description: str | None
    published: VideoDate
    modified: datetime | None
    duration_s: float | None
    language: str | None
    live_status: str | None
    availability: str | None
    section_start_s: float | None
    section_end_s: float | None
    downloaded_at: datetime | None
    ytdlp_version: str | None
    subtitles: tuple[str, ...]
    automatic_captions: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    sealed: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def read_info(data: bytes, *, where: str) -> VideoInfo:
    """Read the ``.info.json`` of one video.

    Args:
        data: the bytes of the file.
        where: its name, for messages.

    Raises:
        MalformedInput: no text, or no JSON (with the line).
        UnsupportedInput: the file of a playlist, or JSON that is not from yt-dlp.
        OverLimit: more text than is read (64 MiB).
    """
    raw = read_json(decode_text(data, where=where).text, where=where)
    if not isinstance(raw, dict):
        raise UnsupportedInput("is JSON, but no .info.json of yt-dlp", where=where)
    _refuse_others(raw, where)
    remarks: list[str] = []
    version = raw.get("_version")
    return VideoInfo(
        video_id=text_in(raw, "id"),
        extractor=text_in(raw, "extractor") or text_in(raw, "extractor_key"),
        webpage_url=_address(raw, "webpage_url", remarks),
        channel=text_in(raw, "channel"),
        channel_id=text_in(raw, "channel_id"),
        uploader=text_in(raw, "uploader"),
        uploader_id=text_in(raw, "uploader_id"),
        uploader_url=_address(raw, "uploader_url", remarks),
        title=text_in(raw, "title"),
        description=text_in(raw, "description"),
        published=_published(raw, remarks),
        modified=_instant(raw, "modified_timestamp"),
        duration_s=seconds_in(raw, "duration"),
        language=text_in(raw, "language"),
        live_status=text_in(raw, "live_status"),
        availability=text_in(raw, "availability"),
        section_start_s=seconds_in(raw, "section_start"),
        section_end_s=seconds_in(raw, "section_end"),
        downloaded_at=_instant(raw, "epoch"),
        ytdlp_version=text_in(version, "version") if isinstance(version, dict) else None,
        subtitles=_languages(raw, "subtitles"),
        automatic_captions=_languages(raw, "automatic_captions"),
        chapters=_chapters(raw, remarks),
        sealed=sealed_reasons(raw),
        problems=tuple(Problem(None, remark) for remark in remarks),
    )


def public_info(info: VideoInfo, *, with_words: bool = False) -> dict[str, object]:
    """What of a video's metadata may be published, as plain JSON values.

    Built field by field, so that a field which a future yt-dlp adds stays sealed.

    Args:
        info: the video.
        with_words: also title, description and chapter titles. They often name private persons in
            full, so that they go out only after somebody has read them.
    """
    shown: dict[str, object] = {
        "id": info.video_id,
        "extractor": info.extractor,
        "webpage_url": info.webpage_url,
        "channel": info.channel,
        "channel_id": info.channel_id,
        "uploader": info.uploader,
        "uploader_id": info.uploader_id,
        "uploader_url": info.uploader_url,
        "published_earliest": _iso(info.published.earliest),
        "published_latest": _iso(info.published.latest),
        "published_basis": info.published.basis.value,
        "modified": _iso(info.modified),
        "duration_s": info.duration_s,
        "language": info.language,
        "live_status": info.live_status,
        "availability": info.availability,
        "section_start_s": info.section_start_s,
        "section_end_s": info.section_end_s,
        "downloaded_at": _iso(info.downloaded_at),
        "ytdlp_version": info.ytdlp_version,
        "subtitles": list(info.subtitles),
        "automatic_captions": list(info.automatic_captions),
    }
    if with_words:
        shown["title"] = info.title
        shown["description"] = info.description
        shown["chapters"] = [
            {"title": c.title, "start_ms": c.start_ms, "end_ms": c.end_ms} for c in info.chapters
        ]
    return {key: value for key, value in shown.items() if value not in (None, [])}


def _refuse_others(raw: dict[str, object], where: str) -> None:
    if raw.get("_type") in ("playlist", "multi_video") or isinstance(raw.get("entries"), list):
        raise UnsupportedInput(
            "is the .info.json of a playlist",
            where=where,
            do="Give the .info.json of each of its videos",
        )
    if not any(text_in(raw, key) for key in ("id", "extractor", "extractor_key", "webpage_url")):
        raise UnsupportedInput("is JSON, but no .info.json of yt-dlp", where=where)


def _address(raw: dict[str, object], key: str, remarks: list[str]) -> str | None:
    written = text_in(raw, key)
    if not written:
        return None
    cleaned = clean_address(written)
    if not cleaned:
        remarks.append(f"its {key} is no web address; left out")
        return None
    return cleaned


def _instant(raw: dict[str, object], key: str) -> datetime | None:
    written = raw.get(key)
    return instant_from_unix(written if isinstance(written, float) else whole_in(raw, key))


def _published(raw: dict[str, object], remarks: list[str]) -> VideoDate:
    exact = _instant(raw, "timestamp")
    day = _day(text_in(raw, "upload_date"))
    if exact is not None:
        if day is not None and day.date() != exact.date():
            remarks.append("its timestamp and upload_date are different days; timestamp was taken")
        return VideoDate(exact, exact, VideoDateBasis.TIMESTAMP)
    if day is not None:
        return VideoDate(day, day + _LAST_OF_DAY, VideoDateBasis.UPLOAD_DATE)
    shown = _instant(raw, "release_timestamp")
    if shown is not None:
        return VideoDate(shown, shown, VideoDateBasis.RELEASE_TIMESTAMP)
    remarks.append("it states no readable date of publication")
    return VideoDate(None, None, VideoDateBasis.UNKNOWN)


def _day(written: str | None) -> datetime | None:
    if written is None or len(written) != 8 or not (written.isascii() and written.isdigit()):
        return None
    try:
        day = date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None
    if not 1970 <= day.year < 2200:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _languages(raw: dict[str, object], key: str) -> tuple[str, ...]:
    tracks = raw.get(key)
    if not isinstance(tracks, dict):
        return ()
    named = (text_in({"language": language}, "language") for language in tracks)
    return tuple(sorted(name for name in named if name and name not in _NO_SPEECH))


def _chapters(raw: dict[str, object], remarks: list[str]) -> tuple[Chapter, ...]:
    listed = raw.get("chapters")
    if not isinstance(listed, list):
        return ()
    chapters = []
    for item in listed:
        start_s = seconds_in(item, "start_time") if isinstance(item, dict) else None
        if start_s is None:
            continue
        end_s = seconds_in(item, "end_time")
        end_ms = None if end_s is None or end_s < start_s else round(end_s * 1000)
        chapters.append(Chapter(text_in(item, "title") or "", round(start_s * 1000), end_ms))
    if len(chapters) < len(listed):
        remarks.append(f"{len(listed) - len(chapters)} chapters have no start; left out")
    return tuple(chapters)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
