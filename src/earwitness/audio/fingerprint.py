"""Fingerprints of speech that survive telephones, codecs, noise, music, rooms and small changes of speed.

Distortion discriminant analysis (Burges, Platt & Jana 2003): log energies in bands of the telephone
channel, their slow level taken off, are projected onto directions that keep what differs between
recordings and ignore what a way of copying does to one. The signs of 64 projections of half a second are a
code, 25 codes a second (compare Haitsma & Kalker 2002; hashprints, Tsai et al. 2016). The directions were
learned on synthetic speech by `benchmarks/copies_bench/learn.py`; no voice is described by them and no
two recordings of one voice are alike in them.

The energy that is added to a band before the logarithm follows the band's own level and that of the whole
spectrum over three seconds, so that noise far below speech, an equaliser or a gain change little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BITS",
    "CODE_CENTRE_S",
    "CODE_STEP",
    "FINGERPRINT_RATE_HZ",
    "FINGERPRINT_VERSION",
    "FRAMES_PER_S",
    "VOID",
    "band_levels",
    "codes_of",
    "packed",
    "projections",
    "soft_signs",
    "sound_projections",
]

Floats = NDArray[np.float32]
Codes = NDArray[np.uint64]

FINGERPRINT_VERSION = "1"
FINGERPRINT_RATE_HZ = 8_000
FRAMES_PER_S = 100
BITS = 64
CODE_STEP = 4  # frames from code to code
VOID = np.uint64(0)  # stands where there is nothing to tell apart: digital silence, a steady tone

_HOP = FINGERPRINT_RATE_HZ // FRAMES_PER_S
_WINDOW = 512
_BANDS = 32
_LOW_HZ, _HIGH_HZ = 280.0, 3_420.0
_PATCH, _PATCH_STEP = 24, 2  # a projection reads 24 frames, every second one
_REACH = (_PATCH - 1) * _PATCH_STEP
_SLOW = 300  # frames over which the slow level is taken
_FLOOR, _OWN_BAND = 0.3, 0.25  # of the slow level; the band's own share of it (geometric)
_LEAST_POWER = 1e-9
_STEADY = 0.12  # RMS of the projections; speech has 0.4 to 1.3, noise 0.3 to 0.6, a tone under 0.02
_CERTAIN, _FULL = 2.0, 127  # a projection so far from zero is as sure as any
_AT_ONCE = 2_048  # frames
_CHUNK = 12_000  # frames: two minutes, so that an hour needs little memory

CODE_CENTRE_S = (_REACH / 2) / FRAMES_PER_S + _WINDOW / 2 / FINGERPRINT_RATE_HZ
"""What a code at frame ``i`` describes is centred on ``i / FRAMES_PER_S + CODE_CENTRE_S`` seconds."""


def band_levels(mono: Floats) -> Floats:
    """Log band energies with their slow level taken off.

    Args:
        mono: (n,) float32 at 8 kHz. A sound shorter than one window is padded.

    Returns:
        (frames, 32) float32; a frame every 10 ms.
    """
    return _levelled(_powers(mono))


def projections(mono: Floats, step: int = 1) -> Floats:
    """The projections whose signs are the code.

    Args:
        mono: (n,) float32 at 8 kHz.
        step: frames from row to row.

    Returns:
        (rows, 64) float32 with variance near 1 on speech; no row for a sound under 0.52 s.
    """
    return _projected(band_levels(mono), step)


def packed(projected: Floats) -> Codes:
    """Signs of projections as 64-bit codes, bit 0 first; `VOID` where the sound is steady."""
    if not len(projected):
        return np.zeros(0, np.uint64)
    bits = np.packbits(projected > 0, axis=1, bitorder="little")
    codes: Codes = np.ascontiguousarray(bits).view("<u8")[:, 0].astype(np.uint64)
    codes[np.square(projected).mean(axis=1) < _STEADY**2] = VOID
    return codes


def codes_of(mono: Floats) -> Codes:
    """The codes of a sound that stands in memory, one every 40 ms."""
    return packed(projections(mono, CODE_STEP))


def sound_projections(blocks: Iterable[Floats], step: int = 1) -> Iterator[Floats]:
    """Projections of a sound that comes in blocks; memory does not grow with its length.

    Args:
        blocks: (n,) float32 at 8 kHz, any lengths, together the sound.
        step: frames from row to row; 1, or `CODE_STEP` for what `packed` makes codes of.

    Yields:
        (rows, 64); together the same as `projections` of the whole.
    """
    powers = np.zeros((0, _BANDS), np.float32)
    done = 0  # frames of `powers` that were projected
    for fresh in _power_blocks(blocks):
        powers = np.concatenate([powers, fresh])
        while len(powers) - done >= _CHUNK + _SLOW + _REACH:
            yield _chunk(powers, done, done + _CHUNK, step)
            done += _CHUNK
            spare = max(0, done - _SLOW)
            powers, done = powers[spare:], done - spare
    if len(powers) - done > _REACH:
        yield _chunk(powers, done, len(powers) - _REACH, step)


def soft_signs(projected: Floats) -> NDArray[np.int8]:
    """Projections as signs with their certainty, -127 to 127; rows of steady sound are 0."""
    certain = np.clip(projected * (_FULL / _CERTAIN), -_FULL, _FULL)
    certain[np.square(projected).mean(axis=1) < _STEADY**2] = 0
    rounded: NDArray[np.int8] = np.rint(certain).astype(np.int8)
    return rounded


def _chunk(powers: Floats, start: int, stop: int, step: int) -> Floats:
    """Projections that begin at frames ``start`` to ``stop``, with the level taken from around them."""
    low, high = max(0, start - _SLOW), min(len(powers), stop + _REACH + _SLOW)
    levels = _levelled(powers[low:high])[start - low : stop + _REACH - low]
    return _projected(levels, step)


def _power_blocks(blocks: Iterable[Floats]) -> Iterator[Floats]:
    kept = np.zeros(0, np.float32)
    any_frames = False
    for block in blocks:
        kept = np.concatenate([kept, block])
        if len(kept) < _WINDOW + 100 * _HOP:
            continue
        frames = 1 + (len(kept) - _WINDOW) // _HOP
        yield _powers(kept)
        any_frames = True
        kept = kept[frames * _HOP :]
    if len(kept) >= _WINDOW or (len(kept) and not any_frames):
        yield _powers(kept)


def _powers(mono: Floats) -> Floats:
    """Power in the bands of every frame, (frames, 32)."""
    if len(mono) < _WINDOW:
        mono = np.pad(mono, (0, _WINDOW - len(mono)))
    count = 1 + (len(mono) - _WINDOW) // _HOP
    windows = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP][:count]
    out = np.empty((count, _BANDS), np.float32)
    for first in range(0, count, _AT_ONCE):
        spectrum = np.fft.rfft(windows[first : first + _AT_ONCE] * _hann(), axis=1)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        out[first : first + _AT_ONCE] = power.astype(np.float32) @ _bank()
    return out


def _levelled(powers: Floats) -> Floats:
    powers = powers + np.float32(_LEAST_POWER)
    own = _moving_mean(powers)
    floor = _FLOOR * own**_OWN_BAND * own.mean(axis=1, keepdims=True) ** (1 - _OWN_BAND)
    levels = np.log(powers + floor)
    even: Floats = (levels - _moving_mean(levels)).astype(np.float32)
    return even


def _moving_mean(rows: Floats) -> Floats:
    """Mean over `_SLOW` rows around each; fewer at the ends."""
    count = len(rows)
    sums = np.zeros((count + 1, rows.shape[1]), np.float64)
    np.cumsum(rows, axis=0, dtype=np.float64, out=sums[1:])
    at = np.arange(count)
    low, high = np.maximum(0, at - _SLOW // 2), np.minimum(count, at + _SLOW // 2 + 1)
    means: Floats = ((sums[high] - sums[low]) / (high - low)[:, None]).astype(np.float32)
    return means


def _projected(levels: Floats, step: int) -> Floats:
    count = len(levels) - _REACH
    if count <= 0:
        return np.zeros((0, BITS), np.float32)
    starts = np.arange(0, count, step)
    out = np.zeros((len(starts), BITS), np.float32)
    for number, directions in enumerate(_directions()):
        out += levels[starts + number * _PATCH_STEP] @ directions
    return out


@lru_cache(maxsize=1)
def _hann() -> Floats:
    return np.hanning(_WINDOW).astype(np.float32)


@lru_cache(maxsize=1)
def _bank() -> Floats:
    """Triangular bands, geometric, each of sum 1: (bins, 32)."""
    edges = np.geomspace(_LOW_HZ, _HIGH_HZ, _BANDS + 2)
    hz = np.arange(_WINDOW // 2 + 1) * FINGERPRINT_RATE_HZ / _WINDOW
    bank = np.zeros((len(hz), _BANDS))
    for band, (low, middle, high) in enumerate(zip(edges, edges[1:], edges[2:], strict=False)):
        rise, fall = (hz - low) / (middle - low), (high - hz) / (high - middle)
        bank[:, band] = np.clip(np.minimum(rise, fall), 0, None)
        if bank[:, band].sum() < _LEAST_POWER:  # the band lies between two bins
            bank[np.argmin(np.abs(hz - middle)), band] = 1
    even: Floats = (bank / bank.sum(axis=0)).astype(np.float32)
    return even


@lru_cache(maxsize=1)
def _directions() -> Floats:
    """(24 frames, 32 bands, 64 directions)."""
    with files(__package__).joinpath("fingerprint_directions.npy").open("rb") as data:
        stored = np.load(data, allow_pickle=False)
    return np.ascontiguousarray(stored.astype(np.float32).transpose(1, 2, 0))
