"""Sound into files with PyAV, and files back into sound to measure what the codec did to the times."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import soxr
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

from making.pictures import title_card

__all__ = ["Film", "Format", "decode_mono", "encode", "lag_ms"]

_PICTURES_A_SECOND = 2
_ASS_HEADER = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour,"
    b" Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline,"
    b" Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
    b"Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1\n\n"
    b"[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written: an FFmpeg encoder, its rate, its bit rate, and tags."""

    codec: str
    rate_hz: int
    bit_rate: int | None = None
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Film:
    """The picture of a video file, and subtitle cues (start ms, end ms, text) as mov_text."""

    card: list[str]
    cues: tuple[tuple[int, int, str], ...] = ()
    cue_language: str = "und"


def encode(
    path: Path, pcm: NDArray[np.int16], rate_hz: int, form: Format, film: Film | None = None
) -> None:
    """Write ``pcm`` (samples, channels) as the file format that the path's suffix names."""
    if form.rate_hz != rate_hz:
        pcm = _resample(pcm, rate_hz, form.rate_hz)
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = {"fflags": "+bitexact"}
    with av.open(str(path), "w", options=flags) as container:
        container.metadata.update(form.tags)
        sound = cast("AudioStream", container.add_stream(form.codec, rate=form.rate_hz))
        sound.layout = "stereo" if pcm.shape[1] == 2 else "mono"
        sound.codec_context.flags |= 1 << 23  # AV_CODEC_FLAG_BITEXACT: no encoder version inside
        if form.bit_rate:
            sound.bit_rate = form.bit_rate
        pictures = _film_stream(container, film) if film else None
        words = _cue_stream(container, film) if film and film.cues else None
        _write_sound(container, sound, pcm, form.rate_hz)
        if film and pictures:
            _write_pictures(container, pictures, film, len(pcm) / form.rate_hz)
        if film and words:
            _write_cues(container, words, film)


def _resample(pcm: NDArray[np.int16], from_hz: int, to_hz: int) -> NDArray[np.int16]:
    sound = soxr.resample(pcm.astype(np.float32), from_hz, to_hz, quality="HQ")
    return np.asarray(np.clip(np.round(sound), -32768, 32767), dtype=np.int16)


def _write_sound(
    container: OutputContainer, stream: AudioStream, pcm: NDArray[np.int16], rate_hz: int
) -> None:
    layout = "stereo" if pcm.shape[1] == 2 else "mono"
    step = stream.codec_context.frame_size or rate_hz // 50
    wanted = stream.codec_context.format.name
    adapt = AudioResampler(format=wanted, layout=layout, rate=rate_hz)
    for start in range(0, len(pcm), step):
        packed = np.ascontiguousarray(pcm[start : start + step]).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.rate, frame.pts, frame.time_base = rate_hz, start, Fraction(1, rate_hz)
        for ready in adapt.resample(frame):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


def _film_stream(container: OutputContainer, film: Film) -> VideoStream:
    picture = title_card(film.card)
    options = {"preset": "veryslow", "tune": "stillimage", "crf": "30", "threads": "1"}
    stream = container.add_stream("libx264", rate=_PICTURES_A_SECOND, options=options)
    stream.height, stream.width = picture.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.flags |= 1 << 23
    return stream


def _write_pictures(
    container: OutputContainer, stream: VideoStream, film: Film, length_s: float
) -> None:
    picture = title_card(film.card)
    for i in range(int(length_s * _PICTURES_A_SECOND) + 1):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = i, Fraction(1, _PICTURES_A_SECOND)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _cue_stream(container: OutputContainer, film: Film) -> SubtitleStream:
    stream = container.add_stream("mov_text")
    stream.codec_context.time_base = Fraction(1, 1000)
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.codec_context.open()
    stream.metadata["language"] = film.cue_language
    return stream


def _write_cues(container: OutputContainer, stream: SubtitleStream, film: Film) -> None:
    cursor_ms = 0
    for start_ms, end_ms, text in film.cues:
        for begin, stop, shown in ((cursor_ms, start_ms, ""), (start_ms, end_ms, text)):
            if stop <= begin:
                continue
            raw = shown.encode()
            packet = av.Packet(struct.pack(">H", len(raw)) + raw)  # 3GPP TS 26.245 5.17
            packet.stream = stream
            packet.time_base = Fraction(1, 1000)
            packet.pts = packet.dts = begin
            packet.duration = stop - begin
            container.mux(packet)
        cursor_ms = end_ms


def decode_mono(path: Path, rate_hz: int) -> tuple[NDArray[np.float32], int]:
    """The file's sound as mono at ``rate_hz``, and its length in milliseconds.

    Raises:
        av.error.FFmpegError: the file cannot be decoded.
    """
    adapt = AudioResampler(format="fltp", layout="mono", rate=rate_hz)
    parts, seconds = [], Fraction(0)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            seconds += Fraction(frame.samples, frame.sample_rate)
            parts += [part.to_ndarray()[0] for part in adapt.resample(frame)]
        parts += [part.to_ndarray()[0] for part in adapt.resample(None)]
    return np.concatenate(parts).astype(np.float32), int(seconds * 1000)


def lag_ms(decoded: NDArray[np.float32], truth: NDArray[np.float32], rate_hz: int) -> int:
    """How much later ``truth`` begins in ``decoded``: the peak of their cross-correlation."""
    size = 1 << (len(decoded) + len(truth)).bit_length()
    spectra = np.fft.rfft(decoded, size) * np.conj(np.fft.rfft(truth, size))
    peak = int(np.argmax(np.fft.irfft(spectra, size)))
    return round((peak if peak < size // 2 else peak - size) * 1000 / rate_hz)
