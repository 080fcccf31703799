"""What is this file? By content first, by name second; every answer says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from earwitness.audio.sniffing import HEAD_BYTES, has_media_signature
from earwitness.errors import EarwitnessError, UnreadableFile, UnsupportedInput
from earwitness.intake.names import read_words_name
from earwitness.intake.pile import GivenFile
from earwitness.intake.transcripts.prompt_list import looks_like_prompt_list
from earwitness.intake.transcripts.read import explain_format, read_transcript
from earwitness.text.encoding import decode_text

__all__ = ["MEDIA_ENDINGS", "Recognised", "RecognisedKind", "Siblings", "recognise"]


class RecognisedKind(StrEnum):
    """What a file is taken as."""

    TELEGRAM = "telegram"
    VIDEO_INFO = "video_info"
    BUNDLE = "bundle"  # zip, tar
    MEDIA = "media"
    WORDS = "words"
    PROMPT_LIST = "prompt_list"
    ARTICLE = "article"
    IMAGE = "image"
    BROKEN_WORDS = "broken_words"  # named as a transcript, and is none
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The kind, and the rule that decided."""

    kind: RecognisedKind
    why: str


@dataclass(frozen=True, slots=True)
class Siblings:
    """Names in the same folder: stems of media files, all names."""

    media_stems: frozenset[str]
    names: frozenset[str]


MEDIA_ENDINGS = frozenset(
    [
        "mp3",
        "wav",
        "ogg",
        "oga",
        "opus",
        "m4a",
        "m4b",
        "aac",
        "flac",
        "wma",
        "amr",
        "3gp",
        "3g2",
        "aif",
        "aiff",
        "au",
        "caf",
        "ac3",
        "mka",
        "weba",
        "spx",
        "mp4",
        "m4v",
        "mov",
        "mkv",
        "webm",
        "avi",
        "mpg",
        "mpeg",
        "ts",
        "mts",
        "wmv",
        "flv",
        "ogv",
        "gsm",
        "ulaw",
        "alaw",
        "g722",
        "sln",
        "sln16",
        "ul",
        "al",
    ]
)
_IMAGE_ENDINGS = frozenset(
    ["jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "svg", "ico"]
)
_BUNDLE_ENDINGS = frozenset(["zip", "tar", "tgz", "tbz2", "txz"])
_WORDS_ENDINGS = frozenset(["srt", "vtt", "sbv", "ttml", "otr", "textgrid"])
_PAGE_ENDINGS = frozenset(["html", "htm", "xhtml", "md", "markdown"])
_ABOUT = re.compile(
    r"(?:licen[cs]e|copying|credits|readme|manifest|changelog|authors|notice)\b.*", re.IGNORECASE
)
_BAG_TAG = re.compile(r"(?:bagit|bag-info|fetch|(?:tag)?manifest-[a-z0-9]+)\.txt", re.IGNORECASE)
_LARGEST_TEXT = 64 * 1024 * 1024


def recognise(file: GivenFile, siblings: Mapping[Path, Siblings]) -> Recognised:
    """Decide what a file is taken as.

    Args:
        file: a file of the pile.
        siblings: for each folder of the pile, what stands in it.
    """
    name, ending = file.path.name, file.path.suffix.lower().lstrip(".")
    beside = siblings[file.folder]
    try:
        with file.path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=file.shown) from error
    if name.endswith(".info.json"):
        return Recognised(RecognisedKind.VIDEO_INFO, "named .info.json, as yt-dlp does")
    if ending in _BUNDLE_ENDINGS or re.search(r"\.tar\.(?:gz|bz2|xz)$", name.lower()):
        return Recognised(RecognisedKind.BUNDLE, f"a .{ending} bundle")
    if ending in MEDIA_ENDINGS and not _is_typescript(head, ending):
        return Recognised(RecognisedKind.MEDIA, f"named .{ending}")
    if has_media_signature(head):
        return Recognised(RecognisedKind.MEDIA, "starts as a media file does")
    if ending in _IMAGE_ENDINGS:
        return Recognised(RecognisedKind.IMAGE, f"a picture (.{ending})")
    if _BAG_TAG.fullmatch(name):
        return Recognised(RecognisedKind.NOT_TAKEN, "a tag file of a BagIt bag")
    if _ABOUT.fullmatch(name):
        return Recognised(RecognisedKind.NOT_TAKEN, "a text about the folder (licence, readme)")
    if ending in _WORDS_ENDINGS | _PAGE_ENDINGS | {"json", "txt", ""}:
        return _text(file, ending, head, beside)
    return Recognised(RecognisedKind.NOT_TAKEN, f"no reader for .{ending} files")


def _is_typescript(head: bytes, ending: str) -> bool:
    return ending in ("ts", "mts") and not head.startswith(b"G") and b"\x00" not in head


def _text(file: GivenFile, ending: str, head: bytes, beside: Siblings) -> Recognised:
    if file.status().st_size > _LARGEST_TEXT:
        return Recognised(RecognisedKind.NOT_TAKEN, "a text over 64 MB")
    if ending in _PAGE_ENDINGS:
        return Recognised(RecognisedKind.ARTICLE, f"a page (.{ending})")
    data = file.read()
    if ending == "json" and _is_telegram(file.path.name, head):
        return Recognised(RecognisedKind.TELEGRAM, "result.json with messages: a Telegram export")
    if ending in _WORDS_ENDINGS:
        return Recognised(RecognisedKind.WORDS, f"named .{ending}")
    if ending == "json":
        return _json(file, data)
    return _plain(file, data, beside)


def _is_telegram(name: str, head: bytes) -> bool:
    named = name == "result.json" or (name.startswith("result") and name.endswith(".json"))
    return named and any(key in head for key in (b'"messages"', b'"chats"', b'"about"'))


def _json(file: GivenFile, data: bytes) -> Recognised:
    try:
        read_transcript(data, name=file.path.name)
    except UnsupportedInput as error:
        return Recognised(RecognisedKind.NOT_TAKEN, f"JSON that is no transcript: it {error.what}")
    except EarwitnessError:
        return Recognised(RecognisedKind.BROKEN_WORDS, "JSON that cannot be read")
    return Recognised(RecognisedKind.WORDS, explain_format(data, file.path.name))


def _plain(file: GivenFile, data: bytes, beside: Siblings) -> Recognised:
    try:
        text = decode_text(data).text
    except EarwitnessError as error:
        return Recognised(RecognisedKind.NOT_TAKEN, error.what)
    if not text.strip():
        return Recognised(RecognisedKind.NOT_TAKEN, "an empty text")
    named = read_words_name(file.path)
    if looks_like_prompt_list(text, beside.media_stems):
        return Recognised(RecognisedKind.PROMPT_LIST, "one line a file: its name and its words")
    if named.by_folder:
        return Recognised(RecognisedKind.WORDS, "named as a transcript or translation")
    if named.stem in beside.media_stems:
        return Recognised(RecognisedKind.WORDS, "has the name of a media file beside it")
    try:
        read_transcript(data, name=file.path.name)
    except EarwitnessError as error:
        if not file.path.suffix:
            return Recognised(
                RecognisedKind.NOT_TAKEN, f"a text without an ending that {error.what}"
            )
        return Recognised(RecognisedKind.ARTICLE, "prose without speaker labels and times")
    return Recognised(RecognisedKind.WORDS, explain_format(data, file.path.name))
