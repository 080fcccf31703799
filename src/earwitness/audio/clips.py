"""Cutting clips: 16-bit FLAC and WAV that hold the samples and nothing else."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from earwitness.audio.decode import decode_span
from earwitness.errors import UsageError

__all__ = ["cut", "write_clip"]

Samples = NDArray[np.float32]

_FLAC_FRAME = 4096


def cut(path: Path, start_ms: int, end_ms: int, ending: str = "") -> tuple[Samples, int]:
    """One stretch of a recording at the file's own rate, with both sides if it has two.

    Returns:
        Samples (channels, n) float32, and their rate in Hz.

    Raises:
        UsageError, Refused: as `decode_span`.
    """
    return decode_span(path, start_ms, end_ms, rate_hz=None, ending=ending)


def write_clip(samples: Samples, rate_hz: int, path: Path) -> None:
    """Write a clip as 16-bit FLAC or WAV, by the extension of the path.

    What 16-bit decoding gave is written bit for bit; louder than full scale is clipped. The file
    carries no date, no encoder name and no other metadata.

    Args:
        samples: (channels, n) float32, one or two channels.
        rate_hz: sampling rate.
        path: ``.flac`` or ``.wav``; replaced if it is there.

    Raises:
        UsageError: another extension, or nothing to write.
    """
    if samples.ndim != 2 or not 1 <= samples.shape[0] <= 2 or samples.shape[1] == 0:
        raise UsageError("a clip needs one or two channels and at least one sample")
    whole = np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype("<i2")
    kind = path.suffix.lower()
    if kind == ".wav":
        path.write_bytes(_wav(whole, rate_hz))
    elif kind == ".flac":
        _write_flac(whole, rate_hz, path)
        _blank_vendor(path)
    else:
        raise UsageError(f"clips are written as .flac or .wav, not '{kind}'", where=str(path))


def _wav(whole: NDArray[np.int16], rate_hz: int) -> bytes:
    channels = whole.shape[0]
    body = whole.T.tobytes()
    form = struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * channels * 2, channels * 2, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def _write_flac(whole: NDArray[np.int16], rate_hz: int, path: Path) -> None:
    layout = "mono" if whole.shape[0] == 1 else "stereo"
    options = {"fflags": "+bitexact", "flags": "+bitexact"}
    with av.open(str(path), "w", format="flac", container_options=options) as out:
        stream = out.add_stream("flac", rate=rate_hz, layout=layout, format="s16")
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        packed = np.ascontiguousarray(whole.T).reshape(1, -1)
        step = _FLAC_FRAME * whole.shape[0]
        for start in range(0, packed.shape[1], step):
            frame = av.AudioFrame.from_ndarray(
                packed[:, start : start + step], format="s16", layout=layout
            )
            frame.sample_rate = rate_hz
            frame.pts = start // whole.shape[0]
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _blank_vendor(path: Path) -> None:
    """Keep only STREAMINFO: the comment block names the encoder, padding holds nothing."""
    content = path.read_bytes()
    position, kept = 4, b""
    while True:
        head = content[position]
        size = int.from_bytes(content[position + 1 : position + 4], "big")
        if head & 0x7F == 0:
            kept = content[position : position + 4 + size]
        position += 4 + size
        if head & 0x80:
            break
    path.write_bytes(b"fLaC" + bytes([kept[0] | 0x80]) + kept[1:] + content[position:])
