"""Cutting clips for the desk and for pages: decoded in a child, written sample for sample."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from earwitness.audio.clips import cut, write_clip
from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.audio.isolation import Isolated, deadline_s
from earwitness.errors import NotInArchive
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.catalog.sound import renditions

__all__ = ["ClipCutter", "sound_file"]


def sound_file(archive: Archive, recording_id: str) -> Path:
    """The bytes that carry a recording.

    Raises:
        NotInArchive: the archive knows the recording by words or by description only.
    """
    for one in renditions(archive.db, recording_id):
        return archive.originals.path(one.sha256)
    raise NotInArchive(
        f"{recording_id} has no sound here: only words or a description of it are known",
        do="Add the sound file",
    )


class ClipCutter:
    """Cuts clips in one child process; a context manager."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._child = Isolated()

    def cut(self, recording_id: str, interval: Interval | None, into: Path) -> Path:
        """Write a stretch (or all) of a recording to a ``.flac`` or ``.wav`` file.

        Raises:
            NotInArchive: there is no sound of it.
            Refused: it cannot be decoded.
            UsageError: the stretch is empty or lies outside, or the ending is another.
        """
        source = sound_file(self._archive, recording_id)
        ending = received_ending(self._archive.db, source.name)
        self._child.call(_write, source, ending, interval, into, deadline_s=deadline_s(None))
        return into

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()


def _write(source: Path, ending: str, interval: Interval | None, into: Path) -> None:
    end_ms = _duration_ms(source, ending) if interval is None else interval.end_ms
    start_ms = 0 if interval is None else interval.start_ms
    samples, rate_hz = cut(source, start_ms, end_ms, ending)
    write_clip(samples, rate_hz, into)


def _duration_ms(source: Path, ending: str) -> int:
    blocks = SoundBlocks(source, DecodeSettings(ending=ending))
    for _ in blocks:
        pass
    return blocks.report.decoded_ms
