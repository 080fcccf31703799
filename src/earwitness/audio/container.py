"""Opening media files that may be hostile, and what their headers say."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import av
import av.error
import av.logging

from earwitness.audio.sniffing import HEAD_BYTES, has_media_signature, refuse_by_head
from earwitness.errors import BrokenMedia, NoSound, Refused, UnreadableFile, UnsupportedInput

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

__all__ = ["Probe", "open_media", "probe", "sound_stream"]

# Demuxers that read one file and nothing else. Left out on purpose: everything that opens further
# files, addresses or devices (hls, dash, concat, sdp, rtsp, image2, lavfi, ...), pictures, and raw
# formats that accept any bytes.
_FORMATS = (
    "aac,ac3,ac4,adts,aiff,amr,amrnb,amrwb,ape,asf,asf_o,ast,au,avi,caf,codec2,dsf,dts,dtshd,eac3,"
    "flac,flv,g722,gsm,ircam,iff,ilbc,loas,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpc,mpc8,mpeg,"
    "mpegts,mxf,nistsphere,nut,oga,ogg,oma,qcp,rm,sln,sox,tak,truehd,tta,voc,w64,wav,wtv,wv,xwma,"
    "alaw,mulaw,s16le,aax,aa,gxf,vob,dvd,dv,ivf"
)
_WITH_EDITS = frozenset({b"ftyp", b"moov", b"wide", b"free", b"mdat"})
_ENCRYPTED_TAGS = frozenset({"enca", "encv", "drms", "drmi", "p608"})
_TELEPHONE: dict[str, tuple[str, dict[str, str]]] = {
    ".gsm": ("gsm", {}),
    ".ulaw": ("mulaw", {"sample_rate": "8000", "ch_layout": "mono"}),
    ".ul": ("mulaw", {"sample_rate": "8000", "ch_layout": "mono"}),
    ".pcm": ("mulaw", {"sample_rate": "8000", "ch_layout": "mono"}),
    ".alaw": ("alaw", {"sample_rate": "8000", "ch_layout": "mono"}),
    ".al": ("alaw", {"sample_rate": "8000", "ch_layout": "mono"}),
    ".g722": ("g722", {}),
    ".sln": ("s16le", {"sample_rate": "8000", "ch_layout": "mono"}),
} | {
    f".sln{khz}": ("s16le", {"sample_rate": str(khz * 1000), "ch_layout": "mono"})
    for khz in (12, 16, 24, 32, 48, 96, 192)
}


@dataclass(frozen=True, slots=True)
class Probe:
    """What the headers of a media file say; nothing here has been verified by decoding.

    Args:
        container: FFmpeg's name of the format.
        codec: FFmpeg's name of the codec of the first sound track.
        duration_ms: declared duration, None where the format declares none.
        channels: channels of the first sound track.
        rate_hz: sampling rate of the first sound track.
        bit_rate: bits per second, 0 where unknown.
        audio_streams, video_streams, subtitle_streams: how many tracks of each kind.
        sealed_tags: the file's own metadata. Sealed: never for a public file.
        encrypted: the sound track is encrypted (DRM).
    """

    container: str
    codec: str
    duration_ms: int | None
    channels: int
    rate_hz: int
    bit_rate: int
    audio_streams: int
    video_streams: int
    subtitle_streams: int
    encrypted: bool
    sealed_tags: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@contextmanager
def open_media(path: Path, ending: str = "", *, edits: bool = True) -> Iterator[InputContainer]:
    """Open a media file so that FFmpeg can read this file and nothing else.

    FFmpeg gets a Python file object, an allow-list of formats, no protocols, and a refusal for
    every further file that a format asks for. The content decides, not the name; only headerless
    telephone files (``.gsm``, ``.ulaw``, ``.alaw``, ``.g722``, ``.sln``, ``.sln16``) are opened
    by their extension.

    Args:
        path: the file.
        ending: extension of the name it was received under (".alaw"), if ``path`` has lost it.
        edits: False ignores the edit lists of MP4, and so gives what is there before the start and after
            the end that a player shows.

    Raises:
        UnreadableFile: the file cannot be read, or is no regular file.
        BrokenMedia: empty, text, or damaged so that it cannot be opened.
        NoSound: a picture.
        UnsupportedInput: a playlist, or a format that is not read here.
    """
    path = Path(path)
    av.logging.set_level(None)
    with _regular_file(path) as file:
        head = file.peek(HEAD_BYTES)[:HEAD_BYTES]
        refuse_by_head(head, path)
        try:
            container = _open(file, ending or path.suffix, head, edits=edits)
        except (av.error.FFmpegError, ValueError, OSError) as error:
            _refuse(error, head, path)
        try:
            yield container
        finally:
            container.close()


def sound_stream(container: InputContainer, path: Path, track: int = 0) -> Stream:
    """A sound track that can be decoded: the first, unless ``track`` says which.

    Raises:
        NoSound: there is none.
        UnsupportedInput: it is encrypted, or its codec is not read here.
    """
    tracks = container.streams.audio
    if not tracks:
        kinds = sorted({stream.type for stream in container.streams if stream.type})
        held = f"only {', '.join(kinds)}" if kinds else "nothing that can be played"
        raise NoSound(f"has no sound track ({held})", where=str(path))
    if track >= len(tracks):
        raise NoSound(f"has no sound track {track + 1}", where=str(path))
    stream = tracks[track]
    if _encrypted(container, stream):
        raise UnsupportedInput(
            "is encrypted (DRM): its sound cannot be decoded",
            where=str(path),
            do="Ask for a copy without copy protection",
        )
    if stream.codec_context is None:
        raise UnsupportedInput("uses a sound codec that is not known here", where=str(path))
    return stream


def probe(path: Path) -> Probe:
    """Read the headers of a media file.

    Raises:
        UnreadableFile, BrokenMedia, NoSound, UnsupportedInput: as `open_media`; `NoSound` also
            where there is no sound track. An encrypted track is reported, not refused.
    """
    path = Path(path)
    with open_media(path) as container:
        streams = container.streams
        if not streams.audio:
            sound_stream(container, path)
        first = streams.audio[0]
        codec = first.codec_context
        return Probe(
            container=container.format.name,
            codec=codec.name if codec else "unknown",
            duration_ms=_duration_ms(container, first),
            channels=_channels(codec),
            rate_hz=int(codec.sample_rate or 0) if codec else 0,
            bit_rate=int((codec.bit_rate if codec else 0) or container.bit_rate or 0),
            audio_streams=len(streams.audio),
            video_streams=len(streams.video),
            subtitle_streams=len(streams.subtitles),
            encrypted=_encrypted(container, first),
            sealed_tags=_tags(container),
        )


@contextmanager
def _regular_file(path: Path) -> Iterator[BufferedReader[FileIO]]:
    try:
        # O_NONBLOCK: a FIFO given as a file must not hold the process for ever
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"cannot be opened: {reason}", where=str(path)) from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise UnreadableFile("is not a regular file", where=str(path))
    with BufferedReader(FileIO(number, "rb"), 65536) as file:
        yield file


def _open(file: BufferedReader[FileIO], ending: str, head: bytes, *, edits: bool) -> InputContainer:
    options = {"format_whitelist": _FORMATS, "protocol_whitelist": ""}
    if not edits and head[4:8] in _WITH_EDITS:
        options["ignore_editlist"] = "1"
    name: str | None = None
    raw = _TELEPHONE.get(ending.lower())
    if raw is not None and not has_media_signature(head):
        name, extra = raw
        options |= extra
    return av.open(
        file,
        mode="r",
        format=name,
        container_options=options,
        io_open=_refuse_further_file,
        metadata_errors="replace",
    )


def _refuse_further_file(url: str, flags: int, options: dict[str, str]) -> NoReturn:
    del flags, options
    raise PermissionError(f"a media file may not open another: {url[:80]}")


def _refuse(error: Exception, head: bytes, path: Path) -> NoReturn:
    raise _refusal(error, head, path) from error


def _refusal(error: Exception, head: bytes, path: Path) -> Refused:
    where = str(path)
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        if b"data" not in head or path.stat().st_size <= 64:
            return BrokenMedia("is a WAV header with no samples", where=where)
        return BrokenMedia("is a damaged WAV file: its header cannot be read", where=where)
    if head[4:8] == b"ftyp":
        return BrokenMedia(
            "is an MP4 file without a readable index: it is cut short or damaged",
            where=where,
            do="Ask for the file again",
        )
    if isinstance(error, av.error.ArgumentError):
        return UnsupportedInput("is of a format that is not read here", where=where)
    if isinstance(error, av.error.InvalidDataError | av.error.EOFError):
        if has_media_signature(head):
            return BrokenMedia("is damaged: its header cannot be read", where=where)
        return BrokenMedia("is not a media file that is known here", where=where)
    return BrokenMedia(f"cannot be opened as media: {_reason(error)}", where=where)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:120]


def _encrypted(container: InputContainer, stream: Stream) -> bool:
    if container.format.name in ("aax", "aa"):
        return True
    codec = stream.codec_context
    return codec is not None and codec.codec_tag in _ENCRYPTED_TAGS


def _duration_ms(container: InputContainer, stream: Stream) -> int | None:
    if container.duration is not None and container.duration > 0:
        return container.duration // 1000
    if stream.duration is not None and stream.time_base is not None and stream.duration > 0:
        return int(stream.duration * stream.time_base * 1000)
    return None


def _channels(codec: object) -> int:
    return int(getattr(codec, "channels", 0) or 0)


def _tags(container: InputContainer) -> tuple[tuple[str, str], ...]:
    tags = [(str(key), str(value)) for key, value in container.metadata.items()]
    for stream in container.streams:
        tags += [(f"{stream.index}:{key}", str(value)) for key, value in stream.metadata.items()]
    return tuple(tags)
