"""What a file is by its first bytes, in words a person understands."""

from __future__ import annotations

from pathlib import Path

from earwitness.errors import BrokenMedia, NoSound, Refused, UnsupportedInput

__all__ = ["HEAD_BYTES", "has_media_signature", "refuse_by_head"]

HEAD_BYTES = 4096

# Texts that make FFmpeg open further files or addresses.
_PLAYLISTS: tuple[tuple[bytes, str], ...] = (
    (b"#EXTM3U", "an HLS playlist"),
    (b"ffconcat", "an FFmpeg concat list"),
    (b"v=0", "an SDP session description"),
    (b"[playlist]", "a PLS playlist"),
    (b"<MPD", "a DASH manifest"),
    (b"<SmoothStreamingMedia", "a Smooth Streaming manifest"),
    (b"<smil", "a SMIL playlist"),
    (b"<asx", "an ASX playlist"),
    (b"rtsp://", "a list of stream addresses"),
    (b"http://", "a list of addresses"),
    (b"https://", "a list of addresses"),
)
_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"SQLite format 3", "an SQLite database"),
)
_MEDIA = (b"RIFF", b"RIFX", b"RF64", b"OggS", b"fLaC", b"ID3", b"FORM", b"\x1aE\xdf\xa3", b"caff")
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")


def refuse_by_head(head: bytes, path: Path) -> None:
    """Refuse what is plainly no sound file, before a decoder sees it.

    Args:
        head: up to `HEAD_BYTES` first bytes.
        path: the file, for the message.

    Raises:
        BrokenMedia: empty, plain text, or a document or archive.
        NoSound: a picture.
        UnsupportedInput: a playlist or manifest, which would open other files or addresses.
    """
    refusal = _refusal(head, str(path))
    if refusal is not None:
        raise refusal


def has_media_signature(head: bytes) -> bool:
    """Whether the bytes start as a common media container does, whatever the file is called."""
    return head.startswith(_MEDIA) or head[4:8] == b"ftyp"


def _refusal(head: bytes, where: str) -> Refused | None:
    if not head:
        return BrokenMedia("is empty (0 bytes)", where=where)
    for magic, name in _PICTURES:
        if head.startswith(magic):
            return NoSound(f"is a picture ({name}): there is no sound in it", where=where)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return NoSound("is a picture (WebP): there is no sound in it", where=where)
    for magic, name in _OTHERS:
        if head.startswith(magic):
            return BrokenMedia(f"is not a media file: it is {name}", where=where)
    return _text_refusal(head, where)


def _text_refusal(head: bytes, where: str) -> Refused | None:
    if not _looks_like_text(head):
        return None
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\x00", b"")
    for magic, name in _PLAYLISTS:
        xml = magic.startswith(b"<") and magic.lower() in body[:1000].lower()
        if xml or body[: len(magic)].lower() == magic.lower():
            return UnsupportedInput(
                f"is {name}: it holds no sound but points to other files, which are never opened",
                where=where,
                do="Take in the sound file itself",
            )
    return BrokenMedia("is not a media file: it starts with plain text", where=where)


def _looks_like_text(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        # UTF-16 text; an MPEG frame may start with FF FE too, but has no zero in every second byte
        return head[2:66].count(0) * 3 >= len(head[2:66]) > 0
    if any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head):
        return False
    try:
        head[: max(len(head) - 3, 1)].decode("utf-8")
    except UnicodeDecodeError as error:
        # cut inside a character at the end, or an 8-bit Cyrillic page: then most bytes are letters
        return error.start >= len(head) - 6 or _looks_like_cyrillic_page(head)
    return True


def _looks_like_cyrillic_page(head: bytes) -> bool:
    spaces = sum(head.count(byte) for byte in b" \n")
    letters = sum(1 for byte in head if byte >= 0xC0 or chr(byte).isalpha())
    return spaces * 20 >= len(head) and letters * 2 >= len(head)
