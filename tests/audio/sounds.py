"""Tiny sounds and media files for tests: sines, noise, and files written by av."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np

Samples = np.ndarray


def sine(
    freq_hz: float, duration_ms: int, *, rate_hz: int = 16_000, amplitude: float = 0.5
) -> Samples:
    t = np.arange(duration_ms * rate_hz // 1000) / rate_hz
    return (amplitude * np.sin(2 * np.pi * freq_hz * t)).astype(np.float32)


def noise(
    duration_ms: int, *, rate_hz: int = 16_000, amplitude: float = 0.1, seed: int = 1
) -> Samples:
    random = np.random.default_rng(seed)
    return (
        (amplitude * random.standard_normal(duration_ms * rate_hz // 1000))
        .clip(-1, 1)
        .astype(np.float32)
    )


def silence(duration_ms: int, *, rate_hz: int = 16_000) -> Samples:
    return np.zeros(duration_ms * rate_hz // 1000, dtype=np.float32)


def join(*parts: Samples) -> Samples:
    return np.concatenate(parts)


def wav(path: Path, samples: Samples, rate_hz: int = 16_000) -> Path:
    channels = np.atleast_2d(samples)
    body = np.clip(np.rint(channels * 32768), -32768, 32767).astype("<i2").T.tobytes()
    path.write_bytes(wav_header(len(channels), rate_hz, len(body)) + body)
    return path


def wav_header(channels: int, rate_hz: int, size: int) -> bytes:
    form = struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * channels * 2, channels * 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + size)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", size)
    )


CODECS = {
    ".mp3": ("libmp3lame", "s16p", 44_100),
    ".opus": ("libopus", "flt", 48_000),
    ".m4a": ("aac", "fltp", 44_100),
    ".flac": ("flac", "s16", 16_000),
    ".ogg": ("libvorbis", "fltp", 44_100),
}


def encode(
    path: Path,
    samples: Samples,
    rate_hz: int = 16_000,
    *,
    offset_ms: int = 0,
    metadata: dict[str, str] | None = None,
) -> Path:
    """Write with the codec that the extension stands for; ``offset_ms`` delays the time stamps."""
    codec, form, coded_hz = CODECS[path.suffix if path.suffix != ".mkv" else ".flac"]
    channels = np.atleast_2d(samples)
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w") as out:
        out.metadata.update(metadata or {})
        stream = out.add_stream(codec, rate=coded_hz, layout=layout, format=form)
        resampler = av.AudioResampler(
            form, layout, coded_hz, stream.codec_context.frame_size or 1024
        )
        source = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(channels), format="fltp", layout=layout
        )
        source.sample_rate = rate_hz
        position = offset_ms * coded_hz // 1000
        for given in (source, None):
            for frame in resampler.resample(given):
                frame.pts = position
                position += frame.samples
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path
