"""Sound for ears: a file that every browser plays and can be entered anywhere, and its outline to draw.

Received files are Opus, GSM, AMR, films: some are played by no browser, and none can be entered at an exact
sample without decoding from the beginning. PCM can.
"""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.errors import OverLimit

__all__ = ["OUTLINE_PER_S", "write_listening"]

OUTLINE_PER_S = 50
"""Pairs (lowest, highest) of the outline for each second."""
_HIGHEST_HZ = 24_000
_LONGEST_BYTES = (1 << 32) - 4096  # what a WAV header can count


def write_listening(
    source: Path,
    ending: str,
    into: Path,
    outline: Path,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Decode a file into 16-bit PCM in WAV, and its outline; return the milliseconds.

    The rate is the file's own, at most 24 kHz; more than two channels become two. The outline is a file of int8
    pairs, lowest and highest sample of each fiftieth of a second over all channels, 127 for full scale.

    Args:
        progress: told the milliseconds that are done.

    Raises:
        Refused: the file cannot be decoded.
        OverLimit: it is longer than a WAV file can be.
    """
    rate_hz = _rate(source, ending)
    blocks = SoundBlocks(source, DecodeSettings(rate_hz=rate_hz, ending=ending, block_s=20))
    done, size = 0, 0
    with into.open("wb") as raw, wave.open(raw, "wb") as out, outline.open("wb") as drawn:
        for block in blocks:
            samples = block.samples[:2]
            if done == 0:
                out.setparams((samples.shape[0], 2, rate_hz, 0, "NONE", ""))
            pcm = np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2")
            size += pcm.nbytes
            if size > _LONGEST_BYTES:
                raise OverLimit("it is too long to be played here", do="Cut it into parts")
            out.writeframes(pcm.T.tobytes())
            drawn.write(_outline(samples, rate_hz).tobytes())
            done += samples.shape[1]
            progress(done * 1000 // rate_hz)
        blocks.close()
    return done * 1000 // rate_hz


def _rate(source: Path, ending: str) -> int:
    blocks = SoundBlocks(source, DecodeSettings(rate_hz=None, ending=ending, block_s=1))
    next(blocks, None)
    blocks.close()
    return min(blocks.rate_hz or 16_000, _HIGHEST_HZ)


def _outline(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.int8]:
    """(n, 2) pairs; a block is whole seconds long, but for the last."""
    width = rate_hz / OUTLINE_PER_S
    count = max(1, round(samples.shape[1] / width))
    edges = np.minimum((np.arange(count) * width).astype(np.int64), samples.shape[1] - 1)
    lowest = np.minimum.reduceat(samples.min(axis=0), edges)
    highest = np.maximum.reduceat(samples.max(axis=0), edges)
    pairs = np.stack([lowest, highest], axis=1)
    return np.clip(np.round(pairs * 127), -127, 127).astype(np.int8)
