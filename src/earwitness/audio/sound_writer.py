"""Writing sound for others: the coded samples, and nothing that was not put in on purpose.

No encoder names, dates or tags: files are made anew from samples and hold what the format itself needs. What
may stand in them is listed in `public_tags`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

import av
import numpy as np
from numpy.typing import NDArray

from earwitness.errors import UsageError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

__all__ = ["CODINGS", "Coding", "SoundWriter", "coded_rate"]

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Coding:
    """How a kind of file is written.

    Attributes:
        container: FFmpeg's muxer; options: what keeps it from writing more than it must.
        codec: FFmpeg's encoder; form: of its samples.
        rates_hz: that it is given; others are resampled to the last of them. Empty: any.
        bits: per second and channel, 0 for lossless.
        frame: samples that go in together where the codec does not say.
    """

    container: str
    codec: str
    form: str
    rates_hz: tuple[int, ...] = ()
    bits: int = 0
    options: tuple[tuple[str, str], ...] = ()
    frame: int = 4096


# High rates on purpose: at 16 kHz an AAC frame lasts 64 ms, and that far sound leaks before an edge.
CODINGS: dict[str, Coding] = {
    ".flac": Coding("flac", "flac", "s16"),
    ".wav": Coding("wav", "pcm_s16le", "s16"),
    ".opus": Coding("opus", "libopus", "s16", (48_000,), 48_000),
    ".mp3": Coding(
        "mp3", "libmp3lame", "s16p", (44_100, 48_000), 96_000, (("id3v2_version", "0"),)
    ),
    ".m4a": Coding("ipod", "aac", "fltp", (44_100, 48_000), 96_000),
    ".mp4": Coding("mp4", "aac", "fltp", (44_100, 48_000), 96_000),
}


def coded_rate(ending: str, rate_hz: int) -> int:
    """The rate at which a kind of file is written.

    Raises:
        UsageError: no such kind.
    """
    coding = CODINGS.get(ending.lower())
    if coding is None:
        raise UsageError(
            f"sound is not written as '{ending}'", do=f"One of: {', '.join(sorted(CODINGS))}"
        )
    if not coding.rates_hz or rate_hz in coding.rates_hz:
        return rate_hz
    return coding.rates_hz[-1]


class SoundWriter:
    """Writes sound block by block; a context manager. On an error the file is left for the caller to remove.

    Args:
        path: replaced if it is there.
        ending: the kind of file (".opus"), whatever the path is called.

    Raises:
        UsageError: no such kind.
    """

    def __init__(self, path: Path, ending: str) -> None:
        coded_rate(ending, 48_000)
        self._path, self._coding = path, CODINGS[ending.lower()]
        options = {"fflags": "+bitexact", "flags": "+bitexact", **dict(self._coding.options)}
        self._out: OutputContainer = av.open(
            str(path), "w", format=self._coding.container, container_options=options
        )
        self._stream: AudioStream | None = None
        self._fifo = av.AudioFifo()
        self._position = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._stream is not None:
                self._encode(last=True)
                self._out.mux(self._stream.encode(None))
        finally:
            self._out.close()
        if kind is None and self._coding.container == "flac":
            only_streaminfo(self._path)

    @property
    def container(self) -> OutputContainer:
        """For those who put a picture beside the sound."""
        return self._out

    def start(self, rate_hz: int, channels: int) -> AudioStream:
        """Make the track; `write` does it where nobody has."""
        if self._stream is None:
            layout = "mono" if channels == 1 else "stereo"
            stream = cast(
                "AudioStream",
                self._out.add_stream(
                    self._coding.codec, rate=rate_hz, layout=layout, format=self._coding.form
                ),
            )
            stream.codec_context.flags |= av.codec.context.Flags.bitexact
            if self._coding.bits:
                stream.codec_context.bit_rate = self._coding.bits * channels
            self._stream = stream
        return self._stream

    def write(self, samples: Samples, rate_hz: int) -> None:
        """Append (channels, n) float32 samples; what 16-bit decoding gave is written bit for bit."""
        self.start(rate_hz, samples.shape[0])
        if samples.shape[1] == 0:
            return
        layout = "mono" if samples.shape[0] == 1 else "stereo"
        packed = _packed(samples, self._coding.form)
        frame = av.AudioFrame.from_ndarray(packed, self._coding.form, layout)
        frame.sample_rate = rate_hz
        frame.pts = None
        self._fifo.write(frame)
        self._encode(last=False)

    def _encode(self, *, last: bool) -> None:
        stream = self._stream
        if stream is None:
            return
        size = stream.codec_context.frame_size or self._coding.frame
        rate = stream.codec_context.sample_rate
        while True:
            frame = self._fifo.read(size, partial=last)
            if frame is None or frame.samples == 0:
                return
            frame.pts = self._position
            frame.time_base = Fraction(1, rate)
            frame.sample_rate = rate
            self._position += frame.samples
            self._out.mux(stream.encode(frame))


def _packed(samples: Samples, form: str) -> NDArray[np.float32] | NDArray[np.int16]:
    if form == "fltp":
        return np.ascontiguousarray(np.clip(samples, -1, 1), dtype=np.float32)
    whole = np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype(np.int16)
    if form == "s16p":
        return np.ascontiguousarray(whole)
    return np.ascontiguousarray(whole.T).reshape(1, -1)


def only_streaminfo(path: Path) -> None:
    """Keep only STREAMINFO of a FLAC file: the comment block names the encoder, padding holds nothing."""
    with path.open("r+b") as file:
        file.seek(4)
        kept, end = b"", 4
        while True:
            head = file.read(4)
            size = int.from_bytes(head[1:4], "big")
            body = file.read(size)
            if head[0] & 0x7F == 0:
                kept = body
            end += 4 + size
            if head[0] & 0x80:
                break
        # The frames move to the front, block by block: a master may be larger than memory.
        target = 4 + 4 + len(kept)
        file.seek(4)
        file.write(b"\x80" + len(kept).to_bytes(3, "big") + kept)
        while True:
            file.seek(end)
            block = file.read(1 << 20)
            if not block:
                break
            file.seek(target)
            file.write(block)
            end += len(block)
            target += len(block)
        file.truncate(target)
