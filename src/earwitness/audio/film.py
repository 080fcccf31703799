"""A film as it may go out: the sound of the redacted master, the picture drawn anew with rectangles over it.

Nothing of the source file is copied: subtitle and data tracks, chapters, covers and tags stay behind, and the
encoder's own words (the SEI of x264) are taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from earwitness.audio.container import open_media
from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.audio.sound_writer import SoundWriter, coded_rate
from earwitness.errors import BrokenMedia
from earwitness.records.redaction import Cover
from earwitness.records.sound import Piece
from earwitness.records.timecode import Interval

if TYPE_CHECKING:
    from av.video.stream import VideoStream

__all__ = ["Covered", "covered_part", "has_picture", "picture_frames", "write_film"]

Picture = NDArray[np.uint8]

_CLOCK = 90_000
_BLACK_Y, _BLACK_UV = 16, 128
_STILL = frozenset({"mjpeg", "png", "bmp", "gif", "webp"})
_OPTIONS = {"preset": "veryfast", "crf": "23"}


@dataclass(frozen=True, slots=True)
class Covered:
    """A stretch of the recording and the rectangle that is filled throughout it."""

    interval: Interval
    cover: Cover


def has_picture(path: Path, ending: str = "") -> bool:
    """Whether a file is a film: a moving picture, not the cover of a song."""
    with open_media(path, ending) as container:
        return _track(container.streams.video) is not None


def write_film(
    source: Path,
    ending: str,
    sound: tuple[Path, str],
    time_map: Sequence[Piece],
    covers: Sequence[Covered],
    into: Path,
) -> None:
    """Write an MP4.

    Args:
        sound: the redacted master (or the source, where nothing is withheld from it) and its ending.
        time_map: how the master's time runs; frames go with it.
        covers: in times of the recording.

    Raises:
        Refused: the source cannot be decoded, or is no film.
    """
    rate_hz = coded_rate(".mp4", 48_000)
    blocks = SoundBlocks(sound[0], DecodeSettings(rate_hz=rate_hz, ending=sound[1], block_s=1))
    with SoundWriter(into, ".mp4") as out:
        written_s = 0.0
        track: VideoStream | None = None
        strip: av.BitStreamFilterContext | None = None
        last = -1
        first_block = next(blocks)
        out.start(rate_hz, first_block.samples.shape[0])
        for at_ms, picture in picture_frames(source, ending):
            if track is None:
                track = _new_track(out, picture)
                strip = None
            for one in covers:
                # A frame is shown until the next: the one before the stretch reaches into it.
                if one.interval.start_ms - 1000 // 12 <= at_ms < one.interval.end_ms:
                    _fill(picture, one.cover)
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts = max(last + 1, round(_in_master(at_ms, time_map) * _CLOCK / 1000))
            frame.time_base = Fraction(1, _CLOCK)
            last = frame.pts
            while written_s * 1000 <= at_ms and first_block is not None:
                out.write(first_block.samples, rate_hz)
                written_s += first_block.samples.shape[1] / rate_hz
                following = next(blocks, None)
                if following is None:
                    break
                first_block = following
            strip = _mux(out, track, track.encode(frame), strip)
        if track is None:
            raise BrokenMedia("has no moving picture", where=str(source))
        _mux(out, track, track.encode(None), strip)
        if written_s * rate_hz <= first_block.start_sample:
            out.write(first_block.samples, rate_hz)
        for block in blocks:
            out.write(block.samples, rate_hz)


def picture_frames(path: Path, ending: str = "") -> Iterator[tuple[int, Picture]]:
    """The frames of a film as yuv420p, with their times in milliseconds from its start."""
    with open_media(path, ending) as container:
        track = _track(container.streams.video)
        if track is None:
            return
        origin = (container.start_time or 0) / 1_000_000
        try:
            for frame in container.decode(track):
                if frame.pts is None or frame.time is None:
                    continue
                width, height = frame.width // 2 * 2, frame.height // 2 * 2
                plain = frame.reformat(width=width, height=height, format="yuv420p")
                at_ms = round((frame.time - origin) * 1000)
                yield max(0, at_ms), np.array(plain.to_ndarray(), dtype=np.uint8)
        except av.error.FFmpegError as error:
            raise BrokenMedia(f"its picture cannot be decoded: {error}", where=str(path)) from error


def covered_part(picture: Picture, cover: Cover) -> Picture:
    """The brightness of what lies under a rectangle."""
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    top, bottom, left, right = _corners(cover, height, width)
    return picture[top:bottom, left:right]


def _track(streams: Sequence[VideoStream]) -> VideoStream | None:
    for one in streams:
        codec = one.codec_context
        if codec is not None and codec.name not in _STILL:
            return one
    return None


def _new_track(out: SoundWriter, picture: Picture) -> VideoStream:
    track: VideoStream = out.container.add_stream("libx264", rate=25, options=dict(_OPTIONS))
    track.width, track.height = picture.shape[1], picture.shape[0] * 2 // 3
    track.pix_fmt = "yuv420p"
    track.codec_context.time_base = Fraction(1, _CLOCK)
    track.codec_context.flags |= av.codec.context.Flags.bitexact
    return track


def _mux(
    out: SoundWriter,
    track: VideoStream,
    packets: Sequence[av.Packet[VideoStream]],
    strip: av.BitStreamFilterContext | None,
) -> av.BitStreamFilterContext | None:
    for packet in packets:
        if strip is None:
            strip = av.BitStreamFilterContext("filter_units=remove_types=6", track)
        for bare in strip.filter(packet):
            out.container.mux(bare)
    return strip


def _fill(picture: Picture, cover: Cover) -> None:
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    top, bottom, left, right = _corners(cover, height, width)
    picture[top:bottom, left:right] = _BLACK_Y
    half = (height // 2, width // 2)
    for start in (height, height + height // 4):
        plane = picture[start : start + height // 4].reshape(-1)[: half[0] * half[1]].reshape(half)
        plane[top // 2 : -(-bottom // 2), left // 2 : -(-right // 2)] = _BLACK_UV


def _corners(cover: Cover, height: int, width: int) -> tuple[int, int, int, int]:
    """Top, bottom, left, right in pixels, outward to whole ones."""
    top, left = cover.top * height // 1000, cover.left * width // 1000
    bottom = -(-(cover.top + cover.height) * height // 1000)
    right = -(-(cover.left + cover.width) * width // 1000)
    return top, min(bottom, height), left, min(right, width)


def _in_master(at_ms: int, pieces: Sequence[Piece]) -> float:
    """The moment of the master that belongs to one of the recording; replaced stretches are stretched evenly."""
    for number, one in enumerate(pieces):
        until = pieces[number + 1].recording_start_ms if number + 1 < len(pieces) else None
        if until is not None and at_ms >= until:
            continue
        inside = at_ms - one.recording_start_ms
        if until is None:
            return one.artefact.start_ms + inside
        span = max(1, until - one.recording_start_ms)
        return one.artefact.start_ms + inside * one.artefact.duration_ms / span
    return float(at_ms)
