"""A segment of the index: codes of some sounds, and where each key occurs. Written once, then only read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import VOID
from earwitness.store.sound_index.keys import KEYS, keys_of, length_for

__all__ = ["LARGEST", "Segment", "Stretch", "write_segment"]

Codes = NDArray[np.uint64]
N = TypeVar("N", np.uint64, np.uint32)

LARGEST = 1 << 27  # codes: 1,491 hours
_HALF = 16  # bits that numpy sorts by radix


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a sound's codes stand in a segment: ``first`` up to ``stop``."""

    subject: str
    first: int
    stop: int


class Segment:
    """An open segment; its arrays stay on disk and are read where they are touched."""

    def __init__(self, folder: Path) -> None:
        """Open it.

        Raises:
            OSError, ValueError, msgspec.MsgspecError: a part is missing or is not what it should be.
        """
        listed = msgspec.json.decode(
            (folder / "subjects.json").read_bytes(), type=list[tuple[str, int, int]]
        )
        self.stretches = tuple(Stretch(*one) for one in listed)
        self._stops = np.array([one.stop for one in self.stretches], np.int64)
        self.codes: Codes = _mapped(folder / "codes.npy", np.uint64)
        self.key_bits = length_for(len(self.codes))
        self._starts = [
            _mapped(folder / f"starts-{number}.npy", np.uint32) for number in range(KEYS)
        ]
        self._places = [
            _mapped(folder / f"places-{number}.npy", np.uint32) for number in range(KEYS)
        ]

    def bounds(
        self, number: int, keys: NDArray[np.uint32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each key, from where to where its places stand in `places`."""
        starts = self._starts[number]
        return starts[keys].astype(np.int64), starts[keys.astype(np.int64) + 1].astype(np.int64)

    def places(self, number: int, at: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Positions of codes, read from the list of key ``number``."""
        found: NDArray[np.uint32] = self._places[number][at]
        return found

    def stretch_at(self, place: int) -> Stretch | None:
        """Whose code stands at a position."""
        number = int(np.searchsorted(self._stops, place, "right"))
        if place < 0 or number >= len(self.stretches):
            return None
        return self.stretches[number]


def write_segment(folder: Path, subjects: Sequence[tuple[str, Codes]]) -> None:
    """Write codes and their keys into an empty folder, and wait until they are on the disk."""
    codes = np.concatenate([codes for _, codes in subjects]) if subjects else np.zeros(0, np.uint64)
    stops = np.cumsum([len(codes) for _, codes in subjects], dtype=np.int64).tolist()
    starts = [0, *stops[:-1]]
    listed = [
        (subject, start, stop)
        for (subject, _), start, stop in zip(subjects, starts, stops, strict=True)
    ]
    _save(folder / "codes.npy", codes)
    length = length_for(len(codes))
    telling = np.flatnonzero(codes != VOID)
    for number in range(KEYS):
        keys = keys_of(codes[telling], number, length)
        order = _sorted_order(keys)
        _save(folder / f"places-{number}.npy", telling[order].astype(np.uint32))
        counts = np.bincount(keys, minlength=1 << length)
        bounds = np.zeros((1 << length) + 1, np.uint32)
        np.cumsum(counts, out=bounds[1:])
        _save(folder / f"starts-{number}.npy", bounds)
    _write(folder / "subjects.json", msgspec.json.encode(listed))


def _sorted_order(keys: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The order that sorts keys: by their low half, then, stably, by their high half."""
    low = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    high = (keys >> _HALF).astype(np.uint16)[low]
    order: NDArray[np.int64] = low[np.argsort(high, kind="stable")]
    return order


def _mapped(path: Path, kind: type[N]) -> NDArray[N]:
    """An array that stays on disk.

    Raises:
        ValueError: it holds something else.
    """
    found = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    if found.dtype != kind or found.ndim != 1:
        raise ValueError(f"{path.name} does not hold {kind.__name__}")
    return found


def _save(path: Path, values: NDArray[np.generic]) -> None:
    with path.open("wb") as out:
        np.save(out, values, allow_pickle=False)
        out.flush()
        os.fsync(out.fileno())


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
