"""The files that yt-dlp writes beside an ``.info.json``: media, subtitles, pictures, description."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.intake.ytdlp.info import VideoInfo

__all__ = ["Companions", "SubtitleFile", "SubtitleMaker", "companions"]

_INFO = ".info.json"
_MEDIA = re.compile(
    "3gp|aac|ac3|aiff|alac|asf|avi|eac3|flac|flv|m2ts|m4a|m4v|mka|mkv|mov|mp2|mp3|mp4|mpeg|mpg"
    "|oga|ogg|ogv|opus|ts|wav|weba|webm|wma|wmv"
)
_SUBTITLES = re.compile("ass|json3|lrc|sbv|srt|srv[123]|ssa|ttml|vtt")
_PICTURES = re.compile("avif|gif|jpe?g|png|webp")
_UNFINISHED = re.compile(r"(?:^|\.)(?:part(?:-Frag[0-9]+)?|ytdl|temp)(?:\.|$)")
_STREAM = re.compile(r"f[A-Za-z0-9_+-]{1,60}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,16}){0,6}")
_PICTURE_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")


class SubtitleMaker(StrEnum):
    """Who made a subtitle file."""

    PUBLISHER = "publisher"
    MACHINE = "machine"
    UNKNOWN = "unknown"  # the site has both for this language, and the file does not say which


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """A subtitle file: its name, language as written there, format, and maker."""

    name: str
    language: str | None
    format: str
    maker: SubtitleMaker


@dataclass(frozen=True, slots=True)
class Companions:
    """What stands beside an ``.info.json``, by name, each tuple sorted.

    Attributes:
        media: finished media files.
        streams: single streams of the same video that were not merged (``.f137.mp4``).
        subtitles: with language and maker.
        thumbnails: pictures.
        description: the file with the description.
        unfinished: what a broken download left.
        others: everything else that begins with the same name.
    """

    media: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    subtitles: tuple[SubtitleFile, ...] = ()
    thumbnails: tuple[str, ...] = ()
    description: str | None = None
    unfinished: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def companions(
    info_path: Path, siblings: Iterable[str], info: VideoInfo | None = None
) -> Companions:
    """Find the files that belong to an ``.info.json``.

    Names are compared in NFC, since archives made on a Mac carry decomposed Cyrillic ``й`` and
    ``ї``; they are returned as given. A name belongs to the longest stem that fits, so that
    ``talk.2.mp4`` goes to ``talk.2.info.json`` and not to ``talk.info.json``.

    Args:
        info_path: the ``.info.json``.
        siblings: names (no paths) in its folder; its own may be among them.
        info: its contents, which tell captions by machine from the publisher's subtitles.

    Raises:
        UsageError: ``info_path`` does not end in ``.info.json``.
    """
    if not info_path.name.endswith(_INFO):
        raise UsageError("is not named .info.json", where=str(info_path))
    names = {name: unicodedata.normalize("NFC", name) for name in siblings}
    stem = _stem(unicodedata.normalize("NFC", info_path.name))
    stems = {_stem(plain) for plain in names.values() if plain.endswith(_INFO)} | {stem}
    found: dict[str, list[str]] = {}
    subtitles: list[SubtitleFile] = []
    for name in sorted(names):
        plain = names[name]
        if plain == stem + _INFO or _owner(plain, stems) != stem:
            continue
        rest = plain[len(stem) + 1 :]
        kind = _kind(rest)
        if kind == "subtitles":
            subtitles.append(_subtitle(name, rest, info))
        else:
            found.setdefault(kind, []).append(name)
    return Companions(
        media=tuple(found.get("media", ())),
        streams=tuple(found.get("streams", ())),
        subtitles=tuple(subtitles),
        thumbnails=tuple(found.get("thumbnails", ())),
        description=next(iter(found.get("description", ())), None),
        unfinished=tuple(found.get("unfinished", ())),
        others=tuple(found.get("others", ())),
    )


def _stem(name: str) -> str:
    return name.removesuffix(_INFO)


def _owner(name: str, stems: set[str]) -> str | None:
    cut = len(name)
    while (cut := name.rfind(".", 0, cut)) >= 0:
        if name[:cut] in stems:
            return name[:cut]
    return None


def _kind(rest: str) -> str:
    """Name the field of `Companions` for what follows the stem and its dot."""
    middle, _, written = rest.rpartition(".")
    suffix = written.lower()
    fits = (
        ("description", rest == "description"),
        ("unfinished", _UNFINISHED.search(rest)),
        ("media", _MEDIA.fullmatch(suffix) and not middle),
        ("streams", _MEDIA.fullmatch(suffix) and _STREAM.fullmatch(middle)),
        ("subtitles", _SUBTITLES.fullmatch(suffix) and (not middle or _LANGUAGE.fullmatch(middle))),
        (
            "thumbnails",
            _PICTURES.fullmatch(suffix) and (not middle or _PICTURE_ID.fullmatch(middle)),
        ),
    )
    return next((kind for kind, fit in fits if fit), "others")


def _subtitle(name: str, rest: str, info: VideoInfo | None) -> SubtitleFile:
    middle, _, suffix = rest.rpartition(".")
    language = middle or None
    return SubtitleFile(name, language, suffix.lower(), _maker(language, info))


def _maker(language: str | None, info: VideoInfo | None) -> SubtitleMaker:
    if language and language.endswith("-orig"):
        return SubtitleMaker.MACHINE
    if language is None or info is None:
        return SubtitleMaker.UNKNOWN
    given, heard = language in info.subtitles, language in info.automatic_captions
    if given == heard:
        return SubtitleMaker.UNKNOWN
    return SubtitleMaker.PUBLISHER if given else SubtitleMaker.MACHINE
