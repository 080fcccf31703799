"""The index in one folder: one writer at a time, any number of readers, whole after every crash.

Sounds are added as a new segment; segments of like size are merged (O'Neil et al. 1996, log-structured
merge). The manifest names the segments that count and is replaced in one step: what a killed writer left
is not named in it, and the next writer removes it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from earwitness.audio.fingerprint import FINGERPRINT_VERSION
from earwitness.errors import ArchiveBusy, ArchiveError
from earwitness.store.sound_index.segment import LARGEST, Segment, write_segment

__all__ = ["SOUND_INDEX_VERSION", "SoundIndex"]

Codes = NDArray[np.uint64]

SOUND_INDEX_VERSION = f"1.{FINGERPRINT_VERSION}"
_ALIKE = 4  # a segment at most so many times as large as its successor is merged with it
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Manifest:
    version: str
    segments: tuple[str, ...]


class SoundIndex:
    """The index, as it was when it was opened or last refreshed."""

    def __init__(self, folder: Path) -> None:
        """Open the index, or an empty one; nothing is written.

        Raises:
            ArchiveError: it cannot be read.
        """
        self._folder = folder
        self._named: tuple[str, ...] = ()
        self.segments: tuple[Segment, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """See what was added by others.

        Raises:
            ArchiveError: the index cannot be read.
        """
        for attempt in range(_TRIES):
            named = self._manifest().segments
            if named == self._named:
                return
            try:
                known = dict(zip(self._named, self.segments, strict=True))
                opened = tuple(known.get(name) or Segment(self._folder / name) for name in named)
            except FileNotFoundError as error:
                if attempt + 1 < _TRIES:  # merged away between the two reads
                    continue
                raise _unreadable(self._folder, error) from error
            except (OSError, ValueError, msgspec.MsgspecError) as error:
                raise _unreadable(self._folder, error) from error
            self._named, self.segments = named, opened
            return

    def subjects(self) -> frozenset[str]:
        """Which sounds it holds."""
        return frozenset(one.subject for segment in self.segments for one in segment.stretches)

    @property
    def codes(self) -> int:
        """How many codes it holds; 90,000 are an hour."""
        return sum(len(segment.codes) for segment in self.segments)

    def find(self, subject: str) -> Codes | None:
        """The codes of one sound."""
        for segment in self.segments:
            for one in segment.stretches:
                if one.subject == subject:
                    return segment.codes[one.first : one.stop]
        return None

    def add(self, sounds: Iterable[tuple[str, Codes]]) -> int:
        """Add sounds that it does not hold yet; return how many there were.

        They count from the moment that all of them are on the disk.

        Raises:
            ArchiveBusy: another program is writing.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self.refresh()
            self._sweep()
            held = self.subjects()
            fresh = {name: codes for name, codes in sounds if name not in held}
            if not fresh:
                return 0
            named, opened = list(self._named), list(self.segments)
            group = list(fresh.items())
            size = sum(len(codes) for codes in fresh.values())
            while opened and _merges(len(opened[-1].codes), size):
                last = opened.pop()
                named.pop()
                group = [
                    (one.subject, last.codes[one.first : one.stop]) for one in last.stretches
                ] + group
                size += len(last.codes)
            named.append(self._written(group))
            self._publish(tuple(named))
            self.refresh()
            self._sweep()
            return len(fresh)

    @staticmethod
    def remove(folder: Path) -> None:
        """Throw the index away; it is made again from the derived codes."""
        shutil.rmtree(folder, ignore_errors=True)

    def _written(self, group: list[tuple[str, Codes]]) -> str:
        draft = self._folder / f".draft-{secrets.token_hex(6)}"
        draft.mkdir()
        write_segment(draft, group)
        name = f"s-{secrets.token_hex(6)}"
        draft.rename(self._folder / name)
        return name

    def _manifest(self) -> _Manifest:
        place = self._folder / "manifest.json"
        try:
            found = msgspec.json.decode(place.read_bytes(), type=_Manifest)
        except FileNotFoundError:
            return _Manifest(SOUND_INDEX_VERSION, ())
        except (OSError, msgspec.MsgspecError) as error:
            raise _unreadable(self._folder, error) from error
        if found.version != SOUND_INDEX_VERSION:
            return _Manifest(SOUND_INDEX_VERSION, ())  # of another method: made anew
        return found

    def _publish(self, named: tuple[str, ...]) -> None:
        draft = self._folder / f".draft-{secrets.token_hex(6)}.json"
        with draft.open("wb") as out:
            out.write(msgspec.json.encode(_Manifest(SOUND_INDEX_VERSION, named)))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._folder / "manifest.json")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _sweep(self) -> None:
        """Remove what no manifest names: leftovers of a killed writer, segments that were merged."""
        kept = {*self._manifest().segments, "manifest.json", "writer.lock"}
        for one in self._folder.iterdir():
            if one.name not in kept:
                shutil.rmtree(one) if one.is_dir() else one.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ArchiveBusy(
                    "another program is writing to the index of sounds",
                    where=str(self._folder),
                    do="Wait until it is done",
                ) from error
            yield


def _merges(last: int, size: int) -> bool:
    return last <= _ALIKE * size and last + size <= LARGEST


def _unreadable(folder: Path, error: Exception) -> ArchiveError:
    return ArchiveError(
        f"the index of sounds cannot be read ({error})",
        where=str(folder),
        do="Run `earwitness run --rebuild-copies`",
    )
