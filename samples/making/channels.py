"""The two downloads that come with their own papers: a Telegram Desktop export and a yt-dlp folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

__all__ = ["telegram_result", "ytdlp_info"]

_EXPORTER_OFFSET = timedelta(hours=3)
_CONTROL = "\ue000"  # stands in for the control character until the JSON is text
_CHANNEL = "Служба спостереження «Сурмач»"
_CHANNEL_ID = 9990000417
_MIME = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".mp4": "video/mp4"}


def telegram_result(posts: list[dict[str, Any]], durations_ms: dict[str, int]) -> str:
    r"""``result.json`` of a channel as Telegram Desktop writes it, with its invalid ``\x1F``."""
    created = _service(posts[0]["at"])
    messages = [created, *(_message(post, durations_ms) for post in posts)]
    chat = {"name": _CHANNEL, "type": "public_channel", "id": _CHANNEL_ID, "messages": messages}
    text = json.dumps(chat, ensure_ascii=False, indent=1) + "\n"
    return text.replace(_CONTROL, r"\x1F")


def _unix(at: str) -> str:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC) - _EXPORTER_OFFSET
    return str(int(moment.timestamp()))


def _service(at: str) -> dict[str, Any]:
    return {
        "id": 1,
        "type": "service",
        "date": at,
        "date_unixtime": _unix(at),
        "actor": _CHANNEL,
        "actor_id": f"channel{_CHANNEL_ID}",
        "action": "create_channel",
        "title": _CHANNEL,
        "text": "",
        "text_entities": [],
    }


def _message(post: dict[str, Any], durations_ms: dict[str, int]) -> dict[str, Any]:
    if post.get("unsupported"):
        return {"id": post["id"], "type": "unsupported"}
    message = {"id": post["id"], "type": "message", "date": post["at"]}
    if not post.get("no_unixtime"):
        message["date_unixtime"] = _unix(post["at"])
    if "edited_at" in post:
        message |= {"edited": post["edited_at"], "edited_unixtime": _unix(post["edited_at"])}
    message |= {"from": _CHANNEL, "from_id": f"channel{_CHANNEL_ID}"}
    if "forwarded_from" in post:
        message["forwarded_from"] = post["forwarded_from"]
    message |= _attachment(post, durations_ms)
    text = _with_control(post["text"])
    return message | {"text": text, "text_entities": _entities(text)}


def _attachment(post: dict[str, Any], durations_ms: dict[str, int]) -> dict[str, Any]:
    if "not_included" in post:
        return {
            "file": "(File not included. Change data exporting settings to download.)",
            "file_name": PurePosixPath(post["not_included"]).name,
            "media_type": post["media_type"],
            "mime_type": "video/mp4",
        }
    if "media" not in post:
        return {}
    path = PurePosixPath(post["media"])
    return {
        "file": str(path.relative_to("telegram_surmach")),
        "file_name": path.name,
        "media_type": post["media_type"],
        "mime_type": _MIME[path.suffix],
        "duration_seconds": durations_ms[post["media"]] // 1000,
    }


def _with_control(text: Any) -> Any:
    if isinstance(text, str):
        return text.replace("{control}", _CONTROL)
    return [_with_control(part) if isinstance(part, str) else part for part in text]


def _entities(text: Any) -> list[dict[str, str]]:
    parts = [text] if isinstance(text, str) else text
    return [{"type": "plain", "text": p} if isinstance(p, str) else p for p in parts]


def ytdlp_info(media: Path, duration_ms: int) -> str:
    """``.info.json`` with the secrets that yt-dlp leaves in it; all values are invented."""
    page = "https://video.example/watch?v=EXAMPLE0008"
    signed = "https://media.video.example/get?id=EXAMPLE0008&ip=192.0.2.44&expire=1754400000"
    cookie = "SID=fictional-session-7f3a; Domain=.video.example; Path=/; Secure; Expires=1786000000"
    headers = {"User-Agent": "Mozilla/5.0", "Authorization": "Bearer fictional-token-0008"}
    tracks = {"uk": "uk.vtt", "en": "en.vtt"}
    document = {
        "id": "EXAMPLE0008",
        "title": "Папери в сейфі",
        "fulltitle": "Папери в сейфі",
        "description": (
            "Перехоплена розмова двох військових 917-ї бригади під Туроверськом. "
            "Один із них каже, що командир «Зима» тримає папери в сейфі. Прізвище приховано.\n\n"
            "Архів каналу «Сурмач»."
        ),
        "channel": "Сурмач. Архів",
        "channel_id": "UCexample0000000000000rbz",
        "uploader": "Сурмач. Архів",
        "uploader_id": "@surmach-example",
        "uploader_url": "https://video.example/@surmach-example",
        "webpage_url": page,
        "original_url": page + "&list=private",
        "extractor": "youtube",
        "extractor_key": "Youtube",
        "timestamp": 1753390800,
        "upload_date": "20250724",
        "duration": duration_ms // 1000,
        "language": "uk",
        "live_status": "not_live",
        "availability": "public",
        "ext": "mp4",
        "subtitles": {k: [{"ext": "vtt", "name": v, "url": signed}] for k, v in tracks.items()},
        "automatic_captions": {"uk-orig": [{"ext": "vtt", "url": signed}]},
        "formats": [{"format_id": "18", "url": signed, "http_headers": headers, "cookies": cookie}],
        "http_headers": headers,
        "cookies": cookie,
        "filepath": f"/home/reporter/private/{media.name}",
        "epoch": 1754300000,
        "_type": "video",
        "_version": {"version": "2025.07.21", "repository": "yt-dlp/yt-dlp"},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
