"""A clip as MP4 (H.264, AAC): its sound as it was cut, its picture or the course of its sound, words burned in.

Runs in a child process, since the picture is decoded from what strangers made. What is written carries no
date, no program's name and no other metadata: the muxer is told so, and the encoder's own message (SEI) is
filtered out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.stream import Disposition
from av.video.stream import VideoStream
from numpy.typing import NDArray

from earwitness.audio.container import open_media
from earwitness.audio.decode import decode_span
from earwitness.errors import BrokenMedia
from earwitness.publish.page.captions import Track
from earwitness.publish.video.pictures import Frame, Legend, PictureFrames, SoundFrames
from earwitness.records.timecode import Interval

__all__ = ["ClipPlan", "has_picture", "write_video"]

_RATE_HZ = 48_000
_STILL_FPS = 15
_TICKS = 1000
_AAC_FRAME = 1024
_LONGEST_MS = 24 * 3_600_000
_NO_MESSAGES = "filter_units=remove_types=6"


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """What a clip is made of; can be sent to a child process.

    Attributes:
        sound: the cut sound, a file of ours.
        picture: the file with the picture, None for none; ending: under which it was received.
        stretch: of the picture.
        tracks: subtitles that are burned in, the first largest.
    """

    sound: Path
    picture: Path | None
    ending: str
    stretch: Interval
    tracks: tuple[Track, ...]
    legend: Legend


def has_picture(path: Path, ending: str) -> bool:
    """Whether a media file has moving pictures; a cover is none."""
    with open_media(path, ending) as container:
        return _picture_stream(container) is not None


def write_video(plan: ClipPlan, into: Path) -> int:
    """Write the clip; return its length in milliseconds.

    Raises:
        BrokenMedia, OverLimit, UnsupportedInput: the picture cannot be decoded.
    """
    sound, _ = decode_span(plan.sound, 0, _LONGEST_MS, rate_hz=_RATE_HZ)
    samples = np.atleast_2d(sound)
    duration_ms = int(samples.shape[1]) * 1000 // _RATE_HZ
    frames = (
        _still(samples, plan, duration_ms)
        if plan.picture is None
        else _moving(plan, plan.picture, duration_ms)
    )
    first = next(frames, None)
    if first is None:
        raise BrokenMedia("has no picture in that stretch")
    options = {"fflags": "+bitexact", "movflags": "+faststart"}
    with av.open(str(into), "w", format="mp4", container_options=options) as out:
        height, width = first[1].shape[:2]
        video = _video_stream(out, width, height)
        audio = _audio_stream(out, samples.shape[0])
        quiet = BitStreamFilterContext(_NO_MESSAGES, video)
        written = _packed(samples)
        at_sample = 0
        for ms, frame in itertools.chain([first], frames):
            picture = av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(format="yuv420p")
            picture.pts, picture.time_base = ms, Fraction(1, _TICKS)
            _mux_video(out, video.encode(picture), quiet)
            while at_sample * 1000 <= (ms + 1000) * _RATE_HZ and at_sample < written.shape[1]:
                at_sample = _mux_sound(out, audio, written, at_sample)
        while at_sample < written.shape[1]:
            at_sample = _mux_sound(out, audio, written, at_sample)
        _mux_video(out, video.encode(None), quiet)
        for packet in quiet.filter(None):
            out.mux(packet)
        out.mux(audio.encode(None))
    return duration_ms


def _video_stream(out: OutputContainer, width: int, height: int) -> VideoStream:
    stream = out.add_stream("libx264", rate=_STILL_FPS)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS)
    stream.options = {"preset": "veryfast", "crf": "20", "threads": "2"}
    stream.codec_context.flags |= av.codec.context.Flags.bitexact
    return stream


def _audio_stream(out: OutputContainer, channels: int) -> AudioStream:
    layout = "stereo" if channels == 2 else "mono"
    stream = out.add_stream("aac", rate=_RATE_HZ, layout=layout)
    stream.bit_rate = 128_000 * channels
    stream.codec_context.flags |= av.codec.context.Flags.bitexact
    return stream


def _mux_video(
    out: OutputContainer, packets: Sequence[av.Packet[Any]], quiet: BitStreamFilterContext
) -> None:
    for packet in packets:
        for clean in quiet.filter(packet):
            out.mux(clean)


def _packed(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.clip(samples, -1, 1).astype(np.float32))


def _mux_sound(
    out: OutputContainer, stream: AudioStream, samples: NDArray[np.float32], at: int
) -> int:
    part = np.ascontiguousarray(samples[:, at : at + _AAC_FRAME])
    layout = "stereo" if samples.shape[0] == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(part, format="fltp", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = _RATE_HZ, at, Fraction(1, _RATE_HZ)
    out.mux(stream.encode(frame))
    return at + int(part.shape[1])


def _still(
    samples: NDArray[np.float32], plan: ClipPlan, duration_ms: int
) -> Iterator[tuple[int, Frame]]:
    made = SoundFrames(samples.mean(axis=0), _RATE_HZ, plan.tracks, plan.legend)
    for number in range(max(1, duration_ms * _STILL_FPS // 1000)):
        ms = number * 1000 // _STILL_FPS
        yield ms, made.at(ms)


def _moving(plan: ClipPlan, path: Path, duration_ms: int) -> Iterator[tuple[int, Frame]]:
    """The pictures of the stretch at their times, and again wherever the words change between two of them."""
    with open_media(path, plan.ending) as container:
        stream = _picture_stream(container)
        if stream is None:
            raise BrokenMedia("has no picture")
        made = PictureFrames(stream.width, stream.height, plan.tracks, plan.legend)
        held: tuple[int, Frame] | None = None
        for ms, picture in _from_the_start(container, stream, made.picture, plan.stretch):
            if ms >= duration_ms:
                break
            if held is not None:
                yield from _until(made, plan.tracks, held, ms)
            held = ms, picture
        if held is not None:
            yield from _until(made, plan.tracks, held, duration_ms)
            if held[0] < duration_ms - 1:
                yield duration_ms - 1, made.at(duration_ms - 1, held[1])


def _until(
    made: PictureFrames, tracks: Sequence[Track], held: tuple[int, Frame], end_ms: int
) -> Iterator[tuple[int, Frame]]:
    ms, picture = held
    for at in [ms, *_changes(tracks, ms, end_ms - 1)]:
        yield at, made.at(at, picture)


def _from_the_start(
    container: InputContainer, stream: VideoStream, size: tuple[int, int], stretch: Interval
) -> Iterator[tuple[int, Frame]]:
    """Pictures with their times in the stretch; the one that stands at its start has the time 0."""
    begun_ms = _sound_begins_ms(container)
    first: Frame | None = None
    last_ms = -1
    container.seek(max(0, stretch.start_ms + begun_ms) * 1000, backward=True)
    try:
        for frame in container.decode(stream):
            if frame.time is None:
                continue
            ms = round(frame.time * 1000) - begun_ms - stretch.start_ms
            if ms <= 0 or (last_ms < 0 and first is None):
                first = _rgb(frame, size)
            if ms > 0:
                if last_ms < 0 and first is not None:
                    yield 0, first
                    last_ms = 0
                if ms > last_ms:
                    yield ms, _rgb(frame, size)
                    last_ms = ms
    except av.error.FFmpegError as error:
        raise BrokenMedia(f"its picture cannot be decoded ({error.strerror})") from error
    if last_ms < 0 and first is not None:
        yield 0, first


def _rgb(frame: av.VideoFrame, size: tuple[int, int]) -> Frame:
    made = frame.reformat(width=size[0], height=size[1], format="rgb24").to_ndarray()
    return np.asarray(made, np.uint8)


def _changes(tracks: Sequence[Track], after_ms: int, before_ms: int) -> list[int]:
    edges = {
        edge for track in tracks for one in track.captions for edge in (one.start_ms, one.end_ms)
    }
    return sorted(edge for edge in edges if after_ms < edge < before_ms)


def _picture_stream(container: InputContainer) -> VideoStream | None:
    for one in container.streams.video:
        if not one.disposition & Disposition.attached_pic and one.codec_context is not None:
            return one
    return None


def _sound_begins_ms(container: InputContainer) -> int:
    """Where the clock of the file stands when its sound begins."""
    for one in container.streams.audio:
        if one.start_time is not None and one.time_base is not None:
            return round(float(one.start_time * one.time_base) * 1000)
    return 0
