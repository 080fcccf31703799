"""Films for others: drawn anew in a child, with the sound of the redacted master."""

from __future__ import annotations

from pathlib import Path

from earwitness.audio.film import Covered, has_picture, write_film
from earwitness.audio.isolation import Isolated, deadline_s
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.redacted_master import LARGE_FILES, redacted_master, source_file

__all__ = ["is_film", "write_redacted_film"]

_TIMES_AS_LONG = 8  # coding a picture takes longer than its sound


def is_film(archive: Archive, recording_id: str) -> bool:
    """Whether a recording has a moving picture.

    Raises:
        NotInArchive: there is no sound or film of it.
        Refused: it cannot be read.
    """
    source = source_file(archive, recording_id)
    with Isolated() as child:
        return child.call(
            has_picture,
            archive.originals.path(source),
            received_ending(archive.db, source),
            deadline_s=deadline_s(None),
        )


def write_redacted_film(archive: Archive, recording_id: str, into: Path) -> Path:
    """Write the whole film as MP4, withheld stretches covered and replaced.

    Raises:
        NotInArchive: there is no film of it. Refused: it cannot be decoded.
    """
    source = source_file(archive, recording_id)
    path, ending = archive.originals.path(source), received_ending(archive.db, source)
    master = redacted_master(archive, recording_id)
    sound = (path, ending) if master is None else (master.path, ".flac")
    covers = [
        Covered(one.interval, one.cover)
        for one in (master.treatments if master else ())
        if one.cover is not None
    ]
    with Isolated(LARGE_FILES) as child:
        child.call(
            write_film,
            path,
            ending,
            sound,
            master.time_map if master else (),
            covers,
            into,
            deadline_s=deadline_s(None) * _TIMES_AS_LONG,
        )
    return into
