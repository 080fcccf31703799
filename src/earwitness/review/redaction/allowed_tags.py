"""What may stand in a public file beside its text, sound or picture: an allow-list, never a list of what may not.

Taking tags away leaves those that nobody thought of (methods §4 f: ``-map_metadata -1`` left the encoder's
name and the handlers'). Here a chunk or tag that is not known to be harmless stops the release.
"""

from __future__ import annotations

import re

from earwitness.review.redaction.members.part import Nature, Part

__all__ = ["refused_tag"]

_HARMLESS = frozenset(
    {
        # pictures: what is needed to draw them
        "png:IHDR", "png:IEND", "png:sRGB", "png:gAMA", "png:cHRM", "png:pHYs", "png:sBIT", "png:bKGD", "png:cICP",
        "jpeg:table", "jpeg:APP0", "gif:extension", "riff:VP8X",
        # sound: what is needed to play it
        "flac:PADDING", "ogg:head", "riff:fact", "mpeg:Xing",
        "mp4:ftyp", "mp4:mvhd", "mp4:tkhd", "mp4:mdhd", "mp4:vmhd", "mp4:smhd", "mp4:dref", "mp4:stsd", "mp4:hdlr",
        "mp4:free", "mp4:skip", "mp4:wide", "mp4:styp", "mp4:sidx", "mp4:mfhd", "mp4:tfhd", "mp4:tfdt", "mp4:trex",
        "mp4:mehd", "mp4:mfra", "mp4:pdin", "mp4:nmhd",
    }
)  # fmt: skip
_WORDS = {
    "vorbis:vendor": re.compile(rb"(?:ffmpeg|Lavf|Lavc[\w. ]*|libopus[\w.\- ]*)?"),
    "mp4:hdlr": re.compile(
        rb"\0{8}(?:(?:soun|vide)\0{12}(?:SoundHandler|VideoHandler)?|mdirappl)\0*"
    ),
    # an empty list of tags, as every MP4 writer leaves it
    "mp4:meta": re.compile(rb"\0{4}\0\0\0\x21hdlr\0{8}mdirappl\0{9}\0\0\0\x08ilst"),
    "mp4:free": re.compile(rb"\0*"),
    "mp4:skip": re.compile(rb"\0*"),
    "flac:PADDING": re.compile(rb"\0*"),
    "png:behind": re.compile(rb""),
}
_CONTAINERS = (
    "png:",
    "jpeg:",
    "gif:",
    "flac:",
    "ogg:",
    "vorbis:",
    "riff:",
    "mpeg:",
    "id3:",
    "mp4:",
    "matroska:",
)
_MATROSKA = frozenset(
    {
        "1a45dfa3", "114d9b74", "1c53bb6b", "ec", "2ad7b1", "4489", "d7", "73c5", "83", "86", "9f", "b5", "b0", "ba",
        "e0", "e1", "63a2", "6264", "22b59c", "b9", "88", "55aa", "9c", "e7", "a7", "ab", "23e383", "56aa", "56bb",
        "54b0", "54ba", "55b0", "9b", "fb",
    }
)  # fmt: skip
_PROGRAMS = {"4d80", "5741"}  # names of the programs that wrote it
_PROGRAM_NAME = re.compile(rb"(?:Lavf[\d.]*)?")


def refused_tag(part: Part) -> str:
    """Why this part must not stand in a public file, "" where it may. Its words are not repeated."""
    what = part.what
    if part.nature is not Nature.TAG or not what.startswith(_CONTAINERS) or not part.data:
        return ""
    words = _WORDS.get(what)
    if words is not None:
        return "" if words.fullmatch(part.data) else f"{what}: other words than a program's own"
    if what in _HARMLESS:
        return ""
    if what.startswith("matroska:"):
        name = what.removeprefix("matroska:")
        if name in _MATROSKA or (name in _PROGRAMS and _PROGRAM_NAME.fullmatch(part.data)):
            return ""
    return f"{what} ({len(part.data)} bytes) is not on the list of what may stand in a public file"
