"""Cutting clips for the desk and for pages: decoded in a child, written sample for sample.

Where anything of a recording is withheld they are cut from its redacted master: a stretch that is muted there
is muted in the clip, whoever asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from earwitness.audio.clips import cut, write_clip
from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.audio.isolation import Isolated, deadline_s
from earwitness.audio.sound_writer import SoundWriter, coded_rate
from earwitness.records.timecode import Interval
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.redacted_master import (
    LARGE_FILES,
    RedactedMaster,
    in_master,
    redacted_master,
    source_file,
)

__all__ = ["ClipCutter", "sound_file"]

_WHOLE = (".flac", ".wav")


def sound_file(archive: Archive, recording_id: str) -> Path:
    """The bytes that carry a recording, as they were received: nothing is withheld from them.

    Raises:
        NotInArchive: the archive knows the recording by words or by description only.
    """
    return archive.originals.path(source_file(archive, recording_id))


class ClipCutter:
    """Cuts clips in one child process; a context manager.

    Args:
        withheld: False cuts from the original, for the ears of the desk alone.
    """

    def __init__(self, archive: Archive, *, withheld: bool = True) -> None:
        self._archive = archive
        self._withheld = withheld
        self._child = Isolated(LARGE_FILES)
        self._masters: dict[str, RedactedMaster | None] = {}

    def cut(self, recording_id: str, interval: Interval | None, into: Path) -> Path:
        """Write a stretch (or all) of a recording: ``.flac`` and ``.wav`` sample for sample, or coded as ``.opus``,
        ``.mp3``, ``.m4a``, ``.mp4``.

        Raises:
            NotInArchive: there is no sound of it.
            Refused: it cannot be decoded.
            UsageError: the stretch is empty or lies outside, or the ending is another.
        """
        source = sound_file(self._archive, recording_id)
        ending = received_ending(self._archive.db, source.name)
        master = self._master(recording_id)
        if master is not None:
            source, ending = master.path, ".flac"
            interval = None if interval is None else in_master(master, interval)
        self._child.call(_write, source, ending, interval, into, deadline_s=deadline_s(None))
        return into

    def _master(self, recording_id: str) -> RedactedMaster | None:
        if not self._withheld:
            return None
        if recording_id not in self._masters:
            self._masters[recording_id] = redacted_master(self._archive, recording_id)
        return self._masters[recording_id]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()


def _write(source: Path, ending: str, interval: Interval | None, into: Path) -> None:
    if into.suffix.lower() not in _WHOLE:
        _write_coded(source, ending, interval, into)
        return
    end_ms = _duration_ms(source, ending) if interval is None else interval.end_ms
    start_ms = 0 if interval is None else interval.start_ms
    samples, rate_hz = cut(source, start_ms, end_ms, ending)
    write_clip(samples, rate_hz, into)


def _write_coded(source: Path, ending: str, interval: Interval | None, into: Path) -> None:
    samples, rate_hz = cut(source, 0, 1, ending)
    del samples
    rate_hz = coded_rate(into.suffix, rate_hz)
    blocks = SoundBlocks(source, DecodeSettings(rate_hz=rate_hz, ending=ending, block_s=5))
    with SoundWriter(into, into.suffix) as out:
        for block in blocks:
            first, last = 0, block.samples.shape[1]
            if interval is not None:
                first = interval.start_ms * rate_hz // 1000 - block.start_sample
                last = min(last, interval.end_ms * rate_hz // 1000 - block.start_sample)
                if last <= 0:
                    break
            out.write(block.samples[:, max(first, 0) : last], rate_hz)
    blocks.close()


def _duration_ms(source: Path, ending: str) -> int:
    blocks = SoundBlocks(source, DecodeSettings(ending=ending))
    for _ in blocks:
        pass
    return blocks.report.decoded_ms
