"""From a container to native blocks: bad frames skipped and counted, time kept as a player keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import av.error
import numpy as np
from numpy.typing import NDArray

from earwitness.errors import OverLimit, UnsupportedInput

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet

__all__ = ["MAX_CHANNELS", "NativeBlock", "Tally", "native_blocks"]

Samples = NDArray[np.float32]

MAX_CHANNELS = 8
_NATIVE_BLOCK_S = 10
_JITTER_S = 0.1  # containers round their clocks; players do not re-time for less
_START_JITTER_S = 0.02
_LARGEST_GAP_S = 3600.0  # beyond this a jump of the clock is an error of the clock
_MAX_READ_ERRORS = 50
_RATES_HZ = range(1000, 768_001)


@dataclass(frozen=True, slots=True)
class NativeBlock:
    """Sound as the file holds it: ``samples`` (channels, n) float32 in -1..1 at ``rate_hz``."""

    samples: Samples
    rate_hz: int


@dataclass(slots=True)
class Tally:
    """What happened while decoding; filled while `native_blocks` runs."""

    packets: int = 0
    bad_packets: int = 0
    read_errors: int = 0
    filled_s: float = 0.0
    dropped_s: float = 0.0
    clock_jumps: int = 0
    channels_in: int = 0
    rate_hz_in: int = 0
    codec: str = ""
    format_changes: int = 0
    last_error: str = field(default="", repr=False)


def native_blocks(
    container: InputContainer, stream: AudioStream, path: Path, tally: Tally
) -> Iterator[NativeBlock]:
    """Decode a sound track into blocks of about ten seconds.

    Silence stands where the container's clock leaves a gap of more than 100 ms (lost packets, a
    track that starts late), so that sample positions are the positions a player shows.

    Raises:
        OverLimit: more than `MAX_CHANNELS` channels.
        UnsupportedInput: an impossible sampling rate, or a codec that cannot be opened.
    """
    pending: list[NDArray[np.generic]] = []
    held, key = 0, ("", 0, 0)
    clock = _Clock(container, stream, tally)
    for frame in _frames(container, stream, path, tally):
        if frame.samples == 0:
            continue
        found = (frame.format.name, frame.layout.nb_channels, frame.sample_rate)
        if found != key:
            if pending:
                yield _block(pending, key)
                tally.format_changes += 1
            _check(found, path)
            pending, held, key = [], 0, found
            tally.channels_in = tally.channels_in or found[1]
            tally.rate_hz_in = tally.rate_hz_in or found[2]
        gap, drop = clock.place(frame)
        if gap:
            if pending:
                yield _block(pending, key)
            pending, held = [], 0
            yield from _silence(gap, key)
        array = frame.to_ndarray()
        if drop:
            array = array[..., drop * (1 if frame.format.is_planar else found[1]) :]
        pending.append(array)
        held += frame.samples - drop
        if held >= _NATIVE_BLOCK_S * found[2]:
            yield _block(pending, key)
            pending, held = [], 0
    if pending:
        yield _block(pending, key)


class _Clock:
    """Compares the time stamps of frames with the samples that went out."""

    def __init__(self, container: InputContainer, stream: AudioStream, tally: Tally) -> None:
        self._origin_s = (container.start_time or 0) / 1_000_000
        # asked for once: a new Fraction for each of 180,000 frames an hour costs as much as decoding
        self._tick_s = float(stream.time_base or 0)
        self._tally = tally
        self._expected_s = 0.0
        self._started = False

    def place(self, frame: AudioFrame) -> tuple[int, int]:
        """How many samples of silence stand before the frame, how many of it are dropped."""
        gap = drop = 0
        pts = frame.pts
        if pts is not None:
            ahead_s = pts * self._tick_s - self._origin_s - self._expected_s
            if not self._started or not -_JITTER_S <= ahead_s <= _JITTER_S:
                gap, drop = self._correct(ahead_s, frame)
        self._started = self._started or drop < frame.samples
        self._expected_s += (frame.samples - drop + gap) / frame.sample_rate
        return gap, drop

    def _correct(self, ahead_s: float, frame: AudioFrame) -> tuple[int, int]:
        if not self._started and abs(ahead_s) <= _START_JITTER_S:
            return 0, 0
        if not self._started and -1.0 < ahead_s < 0:
            # sound before the start that an edit list gave: a player does not play it
            drop = min(round(-ahead_s * frame.sample_rate), frame.samples)
            self._tally.dropped_s += drop / frame.sample_rate
            return 0, drop
        if 0 < ahead_s <= _LARGEST_GAP_S:
            gap = round(ahead_s * frame.sample_rate)
            self._tally.filled_s += ahead_s
            return gap, 0
        self._tally.clock_jumps += 1
        self._origin_s += ahead_s
        return 0, 0


def _frames(
    container: InputContainer, stream: AudioStream, path: Path, tally: Tally
) -> Iterator[AudioFrame]:
    codec = stream.codec_context
    tally.codec = codec.name
    tally.channels_in = tally.channels_in or int(codec.channels or 0)
    if tally.channels_in > MAX_CHANNELS:
        raise _too_many(tally.channels_in, path)
    for packet in _packets(container, stream, tally):
        try:
            decoded = packet.decode()
        except av.error.FFmpegError as error:
            if tally.packets == 1 and not codec.is_open:
                raise UnsupportedInput(
                    f"uses the sound codec '{codec.name}', which cannot be decoded here",
                    where=str(path),
                ) from error
            tally.bad_packets += 1
            tally.last_error = str(error)
            continue
        for frame in decoded:
            if frame.is_corrupt:
                tally.bad_packets += 1
            yield frame


def _packets(
    container: InputContainer, stream: AudioStream, tally: Tally
) -> Iterator[Packet[AudioStream]]:
    while tally.read_errors < _MAX_READ_ERRORS:
        try:
            for packet in container.demux(stream):
                tally.packets += 1
                yield packet
        except av.error.EOFError:
            return
        except av.error.FFmpegError as error:
            # a damaged stretch of the file: reading may go on behind it
            tally.read_errors += 1
            tally.last_error = str(error)
        else:
            return


def _check(found: tuple[str, int, int], path: Path) -> None:
    _, channels, rate_hz = found
    if channels > MAX_CHANNELS:
        raise _too_many(channels, path)
    if rate_hz not in _RATES_HZ:
        raise UnsupportedInput(
            f"declares a sampling rate of {rate_hz} Hz, which no recorder writes", where=str(path)
        )


def _too_many(channels: int, path: Path) -> OverLimit:
    return OverLimit(
        f"has {channels} channels; up to {MAX_CHANNELS} are read",
        where=str(path),
        do=f"Split it into files of at most {MAX_CHANNELS} channels",
    )


def _silence(gap: int, key: tuple[str, int, int]) -> Iterator[NativeBlock]:
    _, channels, rate_hz = key
    step = _NATIVE_BLOCK_S * rate_hz
    for start in range(0, gap, step):
        zeros = np.zeros((channels, min(step, gap - start)), dtype=np.float32)
        yield NativeBlock(zeros, rate_hz)


def _block(pending: list[NDArray[np.generic]], key: tuple[str, int, int]) -> NativeBlock:
    name, channels, rate_hz = key
    joined = np.concatenate(pending, axis=1) if len(pending) > 1 else pending[0]
    if not name.endswith("p") and channels > 1:
        joined = joined.reshape(-1, channels).T
    return NativeBlock(_to_float(joined), rate_hz)


def _to_float(samples: NDArray[np.generic]) -> Samples:
    """Whole numbers to -1..1; floats as they are, without the values that are no numbers."""
    kind = samples.dtype
    if kind == np.uint8:
        return (samples.astype(np.float32) - 128) / np.float32(128)
    if np.issubdtype(kind, np.integer):
        return samples.astype(np.float32) * np.float32(2.0 ** (1 - 8 * kind.itemsize))
    floats = np.ascontiguousarray(samples, dtype=np.float32)
    if not np.isfinite(floats.sum(dtype=np.float64)):
        floats = np.nan_to_num(floats, nan=0.0, posinf=1.0, neginf=-1.0)
    return floats
