"""Any media file as float32 blocks at one sampling rate, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import av.error
import numpy as np
import soxr
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from earwitness.audio.container import open_media, sound_stream
from earwitness.audio.frames import NativeBlock, Tally, native_blocks
from earwitness.errors import BrokenMedia, OverLimit, UsageError
from earwitness.records.timecode import format_ms

__all__ = [
    "Block",
    "DecodeReport",
    "DecodeSettings",
    "SoundBlocks",
    "decode_blocks",
    "decode_span",
]

Samples = NDArray[np.float32]

_DUAL_MONO_DB = -50.0
_CANCELS_DB = -40.0


@dataclass(frozen=True, slots=True)
class DecodeSettings:
    """How to decode.

    Args:
        rate_hz: sampling rate of the blocks; None keeps the file's own.
        block_s: length of a block in seconds (the last one is shorter).
        max_duration_ms: longer recordings are refused, by their header or on the way.
        ending: extension of the name the file was received under, if its path has lost it; only
            headerless telephone files need it.
        track: which sound track, counted from 0.
        edits: as in `open_media`.
    """

    rate_hz: int | None = 16_000
    block_s: int = 30
    max_duration_ms: int = 24 * 3_600_000
    ending: str = ""
    track: int = 0
    edits: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of sound.

    Args:
        start_sample: position of the first sample at the block's rate.
        samples: (channels, n) float32; one channel, or two where the file has two.
        mono: (n,) float32; the mean of the channels.
    """

    start_sample: int
    samples: Samples
    mono: Samples


@dataclass(frozen=True, slots=True)
class DecodeReport:
    """What decoding met.

    Args:
        bad_packets: packets that could not be decoded, or decoded as corrupt.
        decoded_ms: length of the sound that came out.
        channels_in: channels in the file; ``channels_kept`` (1 or 2) in the blocks.
        dual_mono: two channels that carry the same sound.
        rate_hz_in: sampling rate in the file; ``rate_hz`` of the blocks.
        codec: FFmpeg's name of the codec.
        declared_ms: duration that the header declares, None without one.
        filled_ms: silence put where the file's clock leaves a gap.
        notes: what a person should know, one sentence each.
    """

    bad_packets: int
    decoded_ms: int
    channels_in: int
    channels_kept: int
    dual_mono: bool
    rate_hz_in: int
    rate_hz: int
    codec: str
    declared_ms: int | None
    filled_ms: int
    notes: tuple[str, ...] = ()


class SoundBlocks(Iterator[Block]):
    """Iterates over the blocks of a file; `report` is complete once the iteration has ended.

    Args:
        path: the media file.
        settings: rate, block length and limit.
        tap: called with every block as the file holds it, before resampling.

    Raises (while iterating):
        BrokenMedia, NoSound, UnsupportedInput, OverLimit, UnreadableFile: see `open_media`.
    """

    def __init__(
        self,
        path: Path,
        settings: DecodeSettings | None = None,
        *,
        tap: Callable[[NativeBlock], None] | None = None,
    ) -> None:
        self._path = Path(path)
        self._settings = settings or DecodeSettings()
        self._tap = tap
        self._tally = Tally()
        self._rate_hz = self._settings.rate_hz or 0
        self._declared_ms: int | None = None
        self._samples_out = 0
        self._kept = 0
        self._sound_tracks = 1
        self._format = ""
        self._likeness = _Likeness()
        self._blocks = self._run()

    def __iter__(self) -> SoundBlocks:
        return self

    def __next__(self) -> Block:
        return next(self._blocks)

    def close(self) -> None:
        """End the iteration early and close the file."""
        self._blocks.close()

    @property
    def rate_hz(self) -> int:
        """The rate of the blocks; 0 before the first block if the file's own rate is kept."""
        return self._rate_hz

    @property
    def declared_ms(self) -> int | None:
        """The duration that the header declares, known from the first block on."""
        return self._declared_ms

    @property
    def report(self) -> DecodeReport:
        tally = self._tally
        decoded_ms = self._samples_out * 1000 // self._rate_hz if self._rate_hz else 0
        report = DecodeReport(
            bad_packets=tally.bad_packets + tally.read_errors,
            decoded_ms=decoded_ms,
            channels_in=tally.channels_in,
            channels_kept=self._kept,
            dual_mono=self._kept == 2 and self._likeness.same,
            rate_hz_in=tally.rate_hz_in,
            rate_hz=self._rate_hz,
            codec=tally.codec,
            declared_ms=self._declared_ms,
            filled_ms=round(tally.filled_s * 1000),
        )
        return replace(report, notes=tuple(self._notes(report)))

    def _run(self) -> Generator[Block, None, None]:
        given = self._settings
        with open_media(self._path, given.ending, edits=given.edits) as container:
            stream = cast("AudioStream", sound_stream(container, self._path, given.track))
            self._sound_tracks = len(container.streams.audio)
            self._format = container.format.name
            if container.duration:
                self._declared_ms = container.duration // 1000
                self._check_length(self._declared_ms)
            try:
                native = native_blocks(container, stream, self._path, self._tally)
                yield from self._cut(self._resampled(native))
            except (av.error.FFmpegError, ValueError) as error:
                raise BrokenMedia(f"cannot be decoded: {error}", where=str(self._path)) from error
        if self._samples_out == 0:
            raise self._nothing()

    def _resampled(self, native: Iterator[NativeBlock]) -> Iterator[Samples]:
        resampler: _Resampler | None = None
        for block in native:
            if self._tap is not None:
                self._tap(block)
            self._rate_hz = self._rate_hz or block.rate_hz
            self._kept = self._kept or (block.samples.shape[0] if len(block.samples) <= 2 else 1)
            kept = _fit_channels(block.samples, self._kept)
            if resampler is None or resampler.rate_hz_in != block.rate_hz:
                if resampler is not None:
                    yield resampler.finish()
                resampler = _Resampler(block.rate_hz, self._rate_hz, self._kept)
            yield resampler.feed(kept)
        if resampler is not None:
            yield resampler.finish()

    def _cut(self, stretches: Iterator[Samples]) -> Iterator[Block]:
        waiting: list[Samples] = []
        held = 0
        for stretch in stretches:
            waiting.append(stretch)
            held += stretch.shape[1]
            size = self._settings.block_s * self._rate_hz
            if held >= size:
                joined = np.concatenate(waiting, axis=1)
                whole = held // size * size
                for start in range(0, whole, size):
                    yield self._block(joined[:, start : start + size])
                waiting, held = [joined[:, whole:]], held - whole
        if held:
            yield self._block(np.concatenate(waiting, axis=1))

    def _block(self, samples: Samples) -> Block:
        self._check_length((self._samples_out + samples.shape[1]) * 1000 // self._rate_hz)
        mono = samples[0] if len(samples) == 1 else self._likeness.mono(samples)
        block = Block(self._samples_out, samples, mono)
        self._samples_out += samples.shape[1]
        return block

    def _check_length(self, length_ms: int) -> None:
        limit_ms = self._settings.max_duration_ms
        if length_ms > limit_ms:
            raise OverLimit(
                f"lasts {format_ms(length_ms, millis=False)} or longer, more than "
                f"{format_ms(limit_ms, millis=False)}",
                where=str(self._path),
                do=f"Raise hearing.max_duration_ms (now {limit_ms}) in earwitness.toml, or cut it",
            )

    def _nothing(self) -> BrokenMedia:
        where = str(self._path)
        if self._tally.bad_packets:
            count = self._tally.bad_packets
            return BrokenMedia(f"holds no sound that can be decoded ({count} bad)", where=where)
        if self._format == "wav":
            return BrokenMedia("is a WAV header with no samples", where=where)
        return BrokenMedia(f"is a {self._format} file with no samples", where=where)

    def _notes(self, report: DecodeReport) -> Iterator[str]:
        if report.channels_in > 2:
            yield f"{report.channels_in} channels were mixed to one"
        if report.dual_mono:
            yield "both channels carry the same sound"
        if self._likeness.cancelled:
            yield "the channels cancel each other: the first one was taken instead of their mean"
        if report.bad_packets:
            yield f"{report.bad_packets} damaged packets were skipped"
        if report.filled_ms:
            yield f"{report.filled_ms} ms of silence stand where the file's clock has gaps"
        if self._tally.clock_jumps:
            yield f"the file's clock jumps {self._tally.clock_jumps} times; times after it may differ"
        if self._tally.format_changes:
            yield f"the sound format changes {self._tally.format_changes} times within the file"
        if self._sound_tracks > 1:
            yield f"the file has {self._sound_tracks} sound tracks: the first one was decoded"
        missing_ms = (report.declared_ms or 0) - report.decoded_ms
        if missing_ms > max(1000, (report.declared_ms or 0) // 50):
            yield f"the file ends {missing_ms} ms before the duration that its header declares"


def decode_blocks(path: Path, settings: DecodeSettings | None = None) -> SoundBlocks:
    """Decode a file into blocks of float32 sound.

    Positions are those a player shows: late starts and gaps of the container's clock become
    silence, encoder delay and edit lists are honoured.

    Args:
        path: the media file; untrusted bytes belong in a child process (`audio.isolation`).
        settings: rate (16 kHz), block length (30 s) and limit (24 h).

    Returns:
        An iterator of `Block` with a `report`.
    """
    return SoundBlocks(path, settings)


def decode_span(
    path: Path, start_ms: int, end_ms: int, rate_hz: int | None = 16_000, ending: str = ""
) -> tuple[Samples, int]:
    """Decode one stretch: the very samples that the whole decode has there.

    It decodes from the beginning: seeking in lossy codecs lands on other samples (decoder state,
    estimated positions), and a clip that is evidence must be cut where the words were heard.

    Args:
        path: the media file.
        start_ms: first millisecond.
        end_ms: first millisecond after the stretch; past the end of the recording means its end.
        rate_hz: sampling rate of the result; None keeps the file's own.
        ending: as in `DecodeSettings`.

    Returns:
        Samples (channels, n) float32, and their rate in Hz.

    Raises:
        UsageError: the stretch is empty or starts behind the end of the recording.
        Refused: as `SoundBlocks`.
    """
    if not 0 <= start_ms < end_ms:
        raise UsageError(f"{start_ms} to {end_ms} ms is not a stretch of a recording")
    parts: list[Samples] = []
    blocks = SoundBlocks(path, DecodeSettings(rate_hz=rate_hz, ending=ending))
    for block in blocks:
        first = start_ms * blocks.rate_hz // 1000 - block.start_sample
        last = end_ms * blocks.rate_hz // 1000 - block.start_sample
        if last <= 0:
            break
        parts.append(block.samples[:, max(first, 0) : last])
    blocks.close()
    found = [part for part in parts if part.shape[1]]
    if not found:
        raise UsageError(
            f"the recording ends before {format_ms(start_ms)}", where=str(path), do="Check the time"
        )
    return np.concatenate(found, axis=1), blocks.rate_hz


class _Resampler:
    """One soxr stream a channel: twice as fast as interleaved, and independent of chunk sizes."""

    def __init__(self, rate_hz_in: int, rate_hz: int, channels: int) -> None:
        self.rate_hz_in = rate_hz_in
        self._channels = channels
        self._streams = (
            []
            if rate_hz_in == rate_hz
            else [
                soxr.ResampleStream(rate_hz_in, rate_hz, 1, dtype="float32", quality="HQ")
                for _ in range(channels)
            ]
        )

    def feed(self, samples: Samples, *, last: bool = False) -> Samples:
        if not self._streams:
            return samples
        parts = [
            stream.resample_chunk(np.ascontiguousarray(channel), last)
            for stream, channel in zip(self._streams, samples, strict=True)
        ]
        return np.stack(parts)

    def finish(self) -> Samples:
        return self.feed(np.zeros((self._channels, 0), dtype=np.float32), last=True)


class _Likeness:
    """How alike two channels are, over all blocks."""

    def __init__(self) -> None:
        self._difference = 0.0
        self._total = 0.0
        self.cancelled = False

    @property
    def same(self) -> bool:
        return self._difference <= self._total * 10 ** (_DUAL_MONO_DB / 10)

    def mono(self, samples: Samples) -> Samples:
        left: Samples = samples[0]
        right: Samples = samples[1]
        mean: Samples = (left + right) * np.float32(0.5)
        difference = left - right
        energy = float(np.vdot(left, left)) + float(np.vdot(right, right))
        self._total += energy
        self._difference += float(np.vdot(difference, difference))
        if energy > 0 and 2 * float(np.vdot(mean, mean)) < energy * 10 ** (_CANCELS_DB / 10):
            self.cancelled = True
            return left
        return mean


def _fit_channels(samples: Samples, kept: int) -> Samples:
    if samples.shape[0] == kept:
        return samples
    if kept == 1:
        return _mean(samples)
    if samples.shape[0] == 1:
        return np.repeat(samples, kept, axis=0)
    return np.repeat(_mean(samples), kept, axis=0)


def _mean(samples: Samples) -> Samples:
    return np.asarray(samples.mean(axis=0, keepdims=True), dtype=np.float32)
